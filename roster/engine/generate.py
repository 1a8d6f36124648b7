"""The main job as one function: a case in, a verified roster with its proof out."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from roster.engine.diagnosis.obstacles import polished, unmet
from roster.engine.diagnosis.verdict import Possible, verdict, without_bare
from roster.engine.portfolio.portfolio import Progress, Solved, SolveOptions, solve
from roster.engine.problem.outcome import Result, Status
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import plan_of, roster_of
from roster.engine.problem.verify import Verifier
from roster.engine.process.crowding import CROWDED, Crowding
from roster.engine.process.workers import all_workers
from roster.model import Case, Roster
from roster.report import coverage
from roster.rule import Evidence, Finding, MonthContext, Rulebook

if TYPE_CHECKING:
    from roster.engine.portfolio.rounds import Share

MOST_AFTER = 0.3
"""Of the time, at most, for what comes after the search: however crowded the machine is, that must have its turn."""


LATE_FROM_SECONDS, LATE_SECONDS = 5.0, 60.0
"""From so many seconds on a first plan is waited for beyond them, so long at least: who gives less wants none late."""
REASONS_SECONDS = 5.0
"""What the reasons why seats are short may take, however late it is; large months take longer on crowded machines."""
STOPPED_SECONDS = 3.0
"""What each of the steps after a search may take that somebody has stopped: they wait for its roster."""


@dataclass(frozen=True)
class GenerateOptions:
    """What a caller asks of `generate`.

    `seconds` count from `began` (an instant of `time.monotonic()`, by default the call); `reserve_seconds` of them are
    left to the caller, for writing files. `crowding` tells of the caller's work before the call how crowded the machine
    is, else preparing the month does. `workers` None: all. `gap` is relative. `stop` ends the solve when set and
    keeps the best roster so far. `start` is a roster to begin from, where it keeps every hard rule; `on_best` is told
    of each better roster that passed every check, with its price in ticks. `share` has parts of the search done by
    several machines.
    """

    seconds: float = 60.0
    seed: int = 0
    workers: int | None = None
    gap: float = 0.0
    began: float | None = None
    reserve_seconds: float = 0.0
    crowding: Crowding | None = None
    memory_megabytes: int = 4000
    on_progress: Callable[[Progress], None] = lambda _: None
    on_best: Callable[[Roster, int], None] = lambda _roster, _ticks: None
    start: Roster | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    share: "Share | None" = None


def generate(case: Case, rulebook: Rulebook, options: GenerateOptions | None = None) -> Result:
    """Roster the month. The result's roster has passed every check; without one the status says why."""
    options = options or GenerateOptions()
    crowding = options.crowding or Crowding()
    began = options.began if options.began is not None else time.monotonic()
    context = MonthContext(case)
    problem = Problem.of(context, rulebook.encode(context))
    verifier = Verifier(rulebook, context, problem)
    wanted = _options(options, began, problem, verifier, crowding)
    # Measured before the search: its work is done in other processes, and waiting for them is no crowding.
    crowded = crowding.factor
    possible = Possible(context, problem, options.seconds / 2)
    solved = solve(problem, wanted, _start(options.start, context, problem))
    result = result_of(verifier, solved, options, began)
    until = time.monotonic() + _left(options, began)
    least = possible.least_short(until)
    return without_bare(replace(result, verdict=verdict(case, rulebook, result, least, crowded=crowded)))


class FilledCount:
    """Adds to reports of a solve how much of the seats its best plan fills: counted once a plan, and now and then."""

    EVERY_SECONDS = 2.0

    def __init__(self, context: MonthContext, tell: Callable[[Progress], None]) -> None:
        self._context, self._tell = context, tell
        self._ticks: int | None = None
        self._share: float | None = None
        self._counted_at = -math.inf

    def tell(self, progress: Progress) -> None:
        """Report, with the share as it was counted last."""
        now = time.monotonic()
        if progress.plan is not None and progress.ticks != self._ticks and now - self._counted_at > self.EVERY_SECONDS:
            roster = roster_of(self._context, progress.plan)
            self._share = coverage(Evidence(self._context.case, roster)).filled_share
            self._ticks = progress.ticks
            # A large month takes longer to count: never more than a tenth of the time.
            self._counted_at = time.monotonic() + 10 * (time.monotonic() - now)
        self._tell(replace(progress, filled=self._share))


def _options(
    options: GenerateOptions, began: float, problem: Problem, verifier: Verifier, crowding: Crowding
) -> SolveOptions:
    # After the search come polishing, the last check and the reasons for what is unmet.
    usual = 0.3 + problem.agents * problem.days / 10_000
    given = options.seconds - options.reserve_seconds - _polishing_seconds(options)

    def verify(plan: Plan, ticks: int) -> None:
        verifier.verify(plan, ticks)
        options.on_best(roster_of(verifier.context, plan), ticks)

    return SolveOptions(
        deadline=began + given - crowding.stretched(usual, MOST_AFTER * options.seconds),
        # Late is better than nothing: what is kept back for telling is the search's while there is nothing to tell.
        latest=began + options.seconds - options.reserve_seconds,
        late_seconds=max(LATE_SECONDS, options.seconds) if options.seconds >= LATE_FROM_SECONDS else 0.0,
        crowded=crowding.factor >= CROWDED,
        seed=options.seed,
        workers=options.workers or all_workers(),
        gap=options.gap,
        work_seconds=max(0.1, given - usual),  # counted work is the same on any machine
        memory_megabytes=options.memory_megabytes,
        on_progress=FilledCount(verifier.context, options.on_progress).tell,
        verify=verify,
        stop=options.stop,
        share=options.share,
    )


def _start(roster: Roster | None, context: MonthContext, problem: Problem) -> Plan | None:
    """The plan to begin from, where the roster is one of this case and keeps every hard piece."""
    if roster is None or not roster.duties:
        return None
    try:
        plan = plan_of(context, problem, roster)
    except (KeyError, IndexError):
        return None
    return None if problem.evaluate(plan).broken else plan


def _polishing_seconds(options: GenerateOptions) -> float:
    """What is kept back for taking up what is free and pricing what is not."""
    return min(3.0, 0.05 * options.seconds)


def _left(options: GenerateOptions, began: float) -> float:
    """Seconds until the caller wants the result; on a crowded machine less than was kept back."""
    left = max(0.0, began + options.seconds - options.reserve_seconds - time.monotonic())
    return min(left, STOPPED_SECONDS) if options.stop.is_set() else left


def result_of(verifier: Verifier, solved: Solved, options: GenerateOptions, began: float) -> Result:
    """What the solve hands over, verified once more and explained."""
    extra: dict[str, object] = {"failures": list(solved.failures)} if solved.failures else {}
    if solved.plan is None or solved.ticks is None:
        seconds = time.monotonic() - began
        return Result(solved.status, None, None, solved.bound, seconds, solved.stopped_by, options.seed, extra=extra)
    if solved.prices is not None:
        from roster.engine.bounds.what_if_prices import plain

        extra["prices"] = plain(solved.prices, verifier.context)
    plan, ticks, status = solved.plan, solved.ticks, solved.status
    if status is Status.FEASIBLE:
        # One worker polishes by counted work alone: the same input gives the same roster.
        alone = (options.workers or all_workers()) == 1 and not options.stop.is_set()
        deadline = math.inf if alone else time.monotonic() + _left(options, began) / 3
        plan, ticks = polished(verifier, plan, ticks, deadline)
        status = Status.OPTIMAL if ticks == solved.bound else status
    findings = verifier.verify(plan, ticks)
    left = _left(options, began)
    latest = left if options.stop.is_set() else max(left, REASONS_SECONDS)
    reasons = unmet(verifier, plan, time.monotonic() + left / 3, time.monotonic() + latest)
    return Result(
        status,
        roster_of(verifier.context, plan),
        ticks,
        solved.bound,
        time.monotonic() - began,
        solved.stopped_by,
        options.seed,
        tuple(findings),
        tuple(reasons),
        extra,
    )


def check(case: Case, rulebook: Rulebook, roster: Roster) -> list[Finding]:
    """What the independent checks find in any roster of this case, one made by hand included."""
    return rulebook.check(Evidence(case, roster))


def passed(result: Result) -> bool:
    """Whether there is a roster."""
    return result.status in {Status.OPTIMAL, Status.FEASIBLE}
