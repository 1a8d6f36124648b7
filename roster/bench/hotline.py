"""Months of a hotline, from a small one to thousands of agents: how soon they are complete, how good, and at what size.

Each size is drawn, written as a case folder and rostered by the portfolio in a process of its own, so that its memory
is its own too. *Complete* means: no hard breach, and the seat-intervals short at most 1.2 × the proven minimum + 1 %
of the requirement.
"""

import math
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import floor, log
from pathlib import Path

import numpy as np

from roster.cases.hotline import Catalogue, Staffing, write_hotline
from roster.engine.bounds.aggregate import aggregate
from roster.engine.diagnosis.conflict.atoms import atoms_of, only
from roster.engine.portfolio.portfolio import Progress, SolveOptions, solve
from roster.engine.portfolio.precompile import load, warm
from roster.engine.problem.outcome import gap_of
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.seat_rows import seat_of, seats_wanted
from roster.engine.problem.verify import Verifier
from roster.engine.process.child import Child, Done, Failed, Mailbox, News, one_ready
from roster.engine.process.usage import peak_megabytes
from roster.errors import InternalError
from roster.files.read_case import read_case
from roster.rule import MonthContext, Rule, Rulebook
from roster.rule.pieces import Penalty, Row
from roster.rule.ticks import TICKS

CHECKPOINT_SECONDS = (1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600)
SHORT_FACTOR, SHORT_SHARE = 1.2, 0.01


@dataclass(frozen=True, slots=True)
class HotlineCampaign:
    """What to draw and how long to solve each: `seconds` from reading the case to the end of the search."""

    agents: tuple[int, ...]
    seconds: float
    seeds: tuple[int, ...] = (0,)
    staffing: Staffing = "ample"
    catalogue: Catalogue = "whole"
    workers: int = 2
    arrivals: Path | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One size. Seconds count from the start of reading the case; objective and bound are points.

    `gaps` are (seconds, relative gap) at the checkpoints that were reached. Seats are seat-intervals of the month:
    `required`, `short` in the last roster, `short_proven` that no roster can do without. Megabytes are peaks of
    resident memory, of the process that listens and of all its solvers together. `processor_seconds` are those that the
    machine gave to all of them: of `seconds` on two idle cores twice as many, on a busy machine less.
    """

    agents: int
    seconds_read: float
    seconds_first: float | None
    seconds_complete: float | None
    seconds: float
    objective: float | None
    bound: float | None
    gaps: tuple[tuple[float, float], ...]
    required: int
    short: int | None
    short_proven: int
    parent_megabytes: float
    solver_megabytes: float
    stopped_by: str
    failures: tuple[str, ...] = ()
    seed: int = 0
    processor_seconds: float = 0.0

    @property
    def gap(self) -> float | None:
        """(objective − bound) / objective at the end."""
        return self.gaps[-1][1] if self.gaps else None


def bench(
    campaign: HotlineCampaign, rules: Sequence[type[Rule]], tell: Callable[[Measured], None] = lambda _: None
) -> list[Measured]:
    """Every size and seed in turn; `tell` hears of each as it ends."""
    results = []
    for agents, seed in product(campaign.agents, campaign.seeds):
        with tempfile.TemporaryDirectory() as folder:
            write_hotline(
                Path(folder),
                agents=agents,
                seed=seed,
                staffing=campaign.staffing,
                catalogue=campaign.catalogue,
                arrivals=campaign.arrivals,
            )
            result = _apart(Path(folder), tuple(rules), campaign, seed)
        tell(result)
        results.append(result)
    return results


def _apart(folder: Path, rules: tuple[type[Rule], ...], campaign: HotlineCampaign, seed: int) -> Measured:
    """One size in a process of its own."""
    child = Child("hotline", _measure_there, folder, rules, campaign, seed)
    try:
        while True:
            match child.receive():
                case Done(Measured() as result):
                    return result
                case Failed(trace):
                    raise InternalError(trace)
                case News():
                    continue
                case _:
                    raise InternalError(f"the run ended with exit code {child.process.exitcode}")
    finally:
        child.kill()


def _measure_there(
    _: Mailbox, folder: Path, rules: tuple[type[Rule], ...], campaign: HotlineCampaign, seed: int
) -> Measured:
    warm(0.2)
    return measure(folder, rules, campaign, seed)


def measure(folder: Path, rules: Sequence[type[Rule]], campaign: HotlineCampaign, seed: int) -> Measured:
    """Roster one case folder by the clock; afterwards the rosters that set the times are verified once more."""
    began, spent = time.monotonic(), _processor_seconds()
    with one_ready(load):
        case, _ = read_case(folder)
        rulebook = Rulebook.of(tuple(rules), case.centre)
        context = MonthContext(case)
        problem = Problem.of(context, rulebook.encode(context))
        read = time.monotonic() - began
        watch = _Watch(problem, began)
        options = SolveOptions(
            deadline=began + campaign.seconds,
            seed=seed,
            workers=campaign.workers,
            on_progress=watch.progress,
            on_plan=watch.plan,
        )
        solved = solve(problem, options)
    watch.remember(time.monotonic() - began, solved.ticks, solved.bound)
    spent = _processor_seconds() - spent
    parent = peak_megabytes(os.getpid())
    proven = short_at_least(problem)
    verifier = Verifier(rulebook, context, problem)
    first, complete = watch.times(verifier, proven)
    return Measured(
        len(case.agents),
        read,
        first,
        complete,
        time.monotonic() - began if solved.plan is None else watch.gaps[-1][0] if watch.gaps else solved.seconds,
        None if solved.ticks is None else solved.ticks / TICKS,
        None if solved.bound is None else solved.bound / TICKS,
        tuple(watch.gaps),
        watch.seats.required,
        None if solved.plan is None else watch.seats.short(solved.plan),
        proven,
        parent,
        watch.solver_megabytes,
        solved.stopped_by,
        solved.failures,
        seed,
        spent,
    )


class PeerSeats:
    """Seat-intervals that a plan leaves empty, from the rows that measure seats."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        rows = problem.rows
        pairs = [
            (merged, seats_wanted(rows.source[index]))
            for merged, several in enumerate(rows.members)
            for index in several
            if seat_of(rows.source[index]) is not None
        ]
        self.row = np.array([row for row, _ in pairs], np.int64)
        self.wanted = np.array([wanted for _, wanted in pairs], np.int64)

    @property
    def required(self) -> int:
        """Seat-intervals wanted in the month."""
        return int(self.wanted.sum())

    def short(self, plan: Plan) -> int:
        """Seat-intervals wanted and empty."""
        counts = self.problem.rows.counts(plan.shift, plan.job, plan.granted)
        return int(np.maximum(0, self.wanted - counts[self.row]).sum())


def short_at_least(problem: Problem, seconds: float = 600.0) -> int:
    """Seat-intervals that no roster can fill, proven by the aggregate relaxation of the hard pieces; 0 if unsettled."""
    pieces = problem.pieces
    hard = only(pieces, frozenset(atoms_of(pieces, problem.days)), problem.days)
    rows = [
        replace(row, penalty=Penalty((seats_wanted(row),), (-1, 0)), minimum=None, maximum=None)
        for row in problem.rows.source
        if seat_of(row) is not None
    ]
    bare = Problem(
        [*(piece for piece in hard if not isinstance(piece, Row)), *rows],
        agents=problem.agents,
        days=problem.days,
        shifts=problem.shifts,
        jobs=problem.jobs,
        past=problem.past,
    )
    bounded = aggregate(bare, seconds)
    return 0 if bounded is None else max(0, floor(bounded.bound_ticks + 1e-6))


def complete_at(short: int, proven: int, required: int) -> bool:
    """Whether a roster without hard breach that is so many seat-intervals short counts as complete."""
    return short <= SHORT_FACTOR * proven + SHORT_SHARE * required


class _Watch:
    """What goes on in a solve, with the clock."""

    def __init__(self, problem: Problem, began: float) -> None:
        self.began = began
        self.seats = PeerSeats(problem)
        self.gaps: list[tuple[float, float]] = []
        self.solver_megabytes = 0.0
        # Each plan that was the first with so few seats short.
        self.plans: list[tuple[float, int, Plan, int]] = []

    def plan(self, plan: Plan, ticks: int) -> None:
        short = self.seats.short(plan)
        if not self.plans or short < self.plans[-1][1]:
            self.plans.append((time.monotonic() - self.began, short, plan, ticks))

    def progress(self, progress: Progress) -> None:
        seconds = time.monotonic() - self.began
        solvers = [child.pid for child in multiprocessing.active_children() if child.pid is not None]
        self.solver_megabytes = max(self.solver_megabytes, sum(peak_megabytes(pid) for pid in solvers))
        passed = [point for point in CHECKPOINT_SECONDS if point <= seconds]
        if passed and (not self.gaps or self.gaps[-1][0] < passed[-1]):
            self.remember(seconds, progress.ticks, progress.bound)

    def remember(self, seconds: float, ticks: int | None, bound: int | None) -> None:
        """Take down the gap."""
        gap = gap_of(ticks, bound)
        if gap is not None:
            self.gaps.append((seconds, gap))

    def times(self, verifier: Verifier, proven: int) -> tuple[float | None, float | None]:
        """Seconds to the first roster and to the first complete one, both verified."""
        enough = [plan for plan in self.plans if complete_at(plan[1], proven, self.seats.required)]
        for _, _, plan, ticks in (*self.plans[:1], *enough[:1]):
            verifier.verify(plan, ticks)
        return self.plans[0][0] if self.plans else None, enough[0][0] if enough else None


def _processor_seconds() -> float:
    """Of this process and of the children that it has ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@dataclass(frozen=True, slots=True)
class Growth:
    """From one size to the next: x such that the measure grows as agents to the power x (1: linear)."""

    smaller: int
    larger: int
    complete: float | None
    megabytes: float | None


def growth(results: Sequence[Measured]) -> list[Growth]:
    """How time to complete and the solvers' memory grow from size to size."""

    def power(before: float | None, after: float | None, agents: float) -> float | None:
        return log(after / before) / log(agents) if before and after and agents != 1 else None

    return [
        Growth(
            before.agents,
            after.agents,
            power(before.seconds_complete, after.seconds_complete, after.agents / before.agents),
            power(before.solver_megabytes, after.solver_megabytes, after.agents / before.agents),
        )
        for before, after in pairwise(results)
    ]


def as_markdown(results: Sequence[Measured]) -> str:
    """The table, the gaps over time below it, and how things grow."""
    lines = [
        "| agents | read s | first s | complete s | total s | objective | bound | gap | short (proven, of) | MB |",
        "| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    lines += [
        f"| {r.agents} | {r.seconds_read:.1f} | {_number(r.seconds_first)} | {_number(r.seconds_complete)} | "
        f"{r.seconds:.0f} | {_number(r.objective, 0)} | {_number(r.bound, 0)} | {_share(r.gap)} | "
        f"{'–' if r.short is None else r.short} ({r.short_proven}, {r.required}) | "
        f"{r.parent_megabytes:.0f} + {r.solver_megabytes:.0f} |"
        for r in results
    ]
    lines += ["", "| agents | seed | CPU s | gap after so many seconds |", "| --: | --: | --: | --- |"]
    lines += [
        f"| {r.agents} | {r.seed} | {r.processor_seconds:.0f} | "
        f"{', '.join(f'{s:.0f} s: {_share(gap)}' for s, gap in r.gaps)} |"
        for r in results
    ]
    sizes = _by_size(results)
    if len(sizes) < len(results):
        lines += ["", "| agents | runs | gap, median | best | worst | complete s, median |", "| --: | " + "--: | " * 5]
        for agents, several in sizes.items():
            gaps = _ranked([r.gap for r in several])
            lines.append(
                f"| {agents} | {len(several)} | {_share(_middle(gaps))} | {_share(gaps[0])} | {_share(gaps[-1])} | "
                f"{_number(_middle(_ranked([r.seconds_complete for r in several])))} |"
            )
    grown = growth(
        [
            replace(
                several[0],
                seconds_complete=_middle(_ranked([r.seconds_complete for r in several])),
                solver_megabytes=max(r.solver_megabytes for r in several),
            )
            for several in sizes.values()
        ]
    )
    if grown:
        lines += ["", "| from | to | complete grows as agents^ | memory as agents^ |", "| --: | --: | --: | --: |"]
        lines += [f"| {g.smaller} | {g.larger} | {_number(g.complete, 2)} | {_number(g.megabytes, 2)} |" for g in grown]
    failures = [f"{r.agents} agents: {failure}" for r in results for failure in r.failures]
    return "\n".join([*lines, *failures]) + "\n"


def _by_size(results: Sequence[Measured]) -> dict[int, list[Measured]]:
    """The runs of each size."""
    grouped: dict[int, list[Measured]] = {}
    for result in results:
        grouped.setdefault(result.agents, []).append(result)
    return grouped


def _ranked(values: Iterable[float | None]) -> list[float | None]:
    """In ascending order; what was never reached comes last."""
    return sorted(values, key=lambda value: math.inf if value is None else value)


def _middle(ranked: Sequence[float | None]) -> float | None:
    """The median; of an even number the lower of the two."""
    return ranked[(len(ranked) - 1) // 2]


def _number(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _share(gap: float | None) -> str:
    return "–" if gap is None else f"{100 * gap:.2f} %"
