"""Our own run on an instance, clocked and judged like a peer's, and the peers beside it."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Cover, Employee, Instance, ShiftType
from roster.bench.shift24.peers import PeerResult, run_peer
from roster.bench.shift24.problem import assignments_of, problem_of
from roster.bench.shift24.reader import read
from roster.bench.shift24.solution import Solution
from roster.bench.shift24.table import OURS, MeasuredInstance
from roster.engine.portfolio.portfolio import Progress, SolveOptions, solve
from roster.engine.problem.problem import Plan
from roster.errors import Fault, InputError, InternalError
from roster.rule import Rule
from roster.text import Text

WORKERS = 2
#: Of counted work; compiling comes on top.
WARM_UP_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Campaign:
    """What to run on each instance: so many seconds, these seeds, ours and then these peers in turn."""

    seconds: float
    seeds: tuple[int, ...]
    peers: tuple[str, ...] = ()
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class OurResult:
    """The row for the table and the roster itself; `stopped_by` as the portfolio tells it."""

    measured: MeasuredInstance
    solution: Solution
    stopped_by: str


@dataclass(frozen=True, slots=True)
class BenchResult:
    """Every run in the order of running, and our best roster per instance."""

    measured: tuple[MeasuredInstance, ...]
    best: dict[str, Solution]


def bench(
    instances: Sequence[Instance],
    catalogue: Sequence[type[Rule]],
    campaign: Campaign,
    tell: Callable[[MeasuredInstance], None] = lambda _: None,
) -> BenchResult:
    """Run the campaign; `tell` hears of each run as it ends. An interrupt ends it with what there is by then."""
    rows: list[MeasuredInstance] = []
    best: dict[str, Solution] = {}

    def take(row: MeasuredInstance) -> None:
        rows.append(row)
        tell(row)

    warm_up(catalogue)
    for instance in instances:
        for seed in campaign.seeds:
            ours = run_ours(instance, catalogue, campaign.seconds, seed, campaign.stop)
            best[instance.name] = _better(best.get(instance.name), ours.solution)
            take(ours.measured)
            if ours.stopped_by == "interrupt":
                return BenchResult(tuple(rows), best)
            for name in campaign.peers:
                result = run_peer(name, instance, campaign.seconds, seed)
                take(_row(result, instance.name, campaign.seconds, seed))
    return BenchResult(tuple(rows), best)


def run_ours(
    instance: Instance,
    catalogue: Sequence[type[Rule]],
    seconds: float,
    seed: int,
    stop: threading.Event | None = None,
) -> OurResult:
    """Solve one instance with the portfolio; building the problem is part of the time.

    Raises `InternalError` if a plan breaks the format's rules or costs something else than the engine says.
    """
    began = time.monotonic()
    problem = problem_of(instance, catalogue)
    clock = _Clock(began)

    def verify(plan: Plan, ticks: int) -> None:
        verdict = check(instance, assignments_of(instance, plan))
        if not verdict.feasible or verdict.objective != ticks:
            faults = "; ".join(map(str, verdict.breaches[:3]))
            raise InternalError(f"{instance.name}: engine {ticks}, checker {verdict.objective}; {faults}")

    options = SolveOptions(
        deadline=began + seconds,
        seed=seed,
        workers=WORKERS,
        on_progress=clock.see,
        verify=verify,
        stop=stop or threading.Event(),
    )
    solved = solve(problem, options)
    bound = None if solved.bound is None else float(solved.bound)
    assignments = () if solved.plan is None else assignments_of(instance, solved.plan)
    if solved.plan is not None:
        assert solved.ticks is not None
        verify(solved.plan, solved.ticks)
        clock.tell(solved.ticks)
    ended = "; ".join((solved.stopped_by, *solved.failures))
    measured = MeasuredInstance(
        instance.name, OURS, seed, seconds, solved.ticks, bound, clock.seconds_first, clock.seconds_best, ended
    )
    return OurResult(measured, Solution(solved.ticks, bound, assignments), solved.stopped_by)


def warm_up(catalogue: Sequence[type[Rule]]) -> None:
    """Let the engine compile on two people and two weeks: once per machine it must, and no run should pay for it."""
    from roster.engine.portfolio.improve import improve
    from roster.engine.search.callbacks import Callbacks

    shifts = (ShiftType("E", 480, frozenset()), ShiftType("L", 480, frozenset({"E"})))
    staff = tuple(Employee(name, {"L": 5}, 4800, 2400, 5, 2, 2, 1, frozenset({3})) for name in "AB")
    covers = tuple(Cover(day, shift.id, 1, 10, 1) for day in range(14) for shift in shifts)
    problem = problem_of(Instance("warm-up", 14, shifts, staff, (), (), covers), catalogue)
    silent = Callbacks(on_plan=lambda _plan, _ticks: None, on_bound=lambda _: None, should_stop=lambda: False)
    improve(problem, silent, deadline=time.monotonic() + WARM_UP_SECONDS, workers=1, counted=True)


def read_all(path: Path) -> list[Instance]:
    """The instance in a file, or every one in a folder, by number where their names have one.

    Raises `InputError` with the faults of all files, or where a folder holds no instance.
    """
    files = _instance_files(path)
    instances: list[Instance] = []
    faults: list[Fault] = []
    for file in files:
        try:
            instances.append(read(file))
        except InputError as error:
            faults.extend(error.faults)
    if not files:
        problem = Text("文件夹中没有该格式的算例", "no instance of the format in this folder")
        remedy = Text("请给出算例文件或其文件夹", "give an instance or a folder of instances")
        faults.append(Fault(str(path), None, None, problem, remedy))
    if faults:
        raise InputError(faults)
    return instances


@dataclass
class _Clock:
    """When the first roster and the best one were seen."""

    began: float
    best: int | None = None
    seconds_first: float | None = None
    seconds_best: float | None = None

    def see(self, progress: Progress) -> None:
        if progress.ticks is not None:
            self.tell(progress.ticks)

    def tell(self, ticks: int) -> None:
        if self.best is None or ticks < self.best:
            self.best = ticks
            self.seconds_best = time.monotonic() - self.began
            if self.seconds_first is None:
                self.seconds_first = self.seconds_best


def _better(known: Solution | None, candidate: Solution) -> Solution:
    """The cheaper roster of the two, with the better of their bounds."""
    if known is None:
        return candidate
    bounds = [solution.bound for solution in (known, candidate) if solution.bound is not None]
    ranked = min((known, candidate), key=lambda one: (one.objective is None, one.objective or 0))
    return Solution(ranked.objective, max(bounds, default=None), ranked.assignments)


def _row(result: PeerResult, instance: str, seconds: float, seed: int) -> MeasuredInstance:
    return MeasuredInstance(
        instance,
        result.name,
        seed,
        seconds,
        result.objective,
        result.bound,
        result.seconds_first,
        result.seconds_best,
        f"{result.ended}: {result.message}" if result.message else result.ended,
    )


def _instance_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    texts = [file for file in path.glob("*.txt") if _looks_like_an_instance(file)]
    return sorted(texts, key=lambda file: (len(file.stem), file.stem))


def _looks_like_an_instance(file: Path) -> bool:
    with file.open("rb") as stream:
        return b"SECTION_HORIZON" in stream.read(100_000)
