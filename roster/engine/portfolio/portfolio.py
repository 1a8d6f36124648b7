"""Several solvers side by side on one problem, each in a child, sharing plans and bounds.

The parent only listens: it keeps the best plan and the best bound, holds the clock, and outlives any child.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from roster.engine.cpsat import Answer, Effort, Ending
from roster.engine.cpsat import member as cpsat_member
from roster.engine.portfolio import existence, members
from roster.engine.portfolio.first_plan import FirstPlan
from roster.engine.pricing.label_need import wants_labels
from roster.engine.problem.outcome import Status, gap_of
from roster.engine.problem.problem import Plan, Problem
from roster.engine.process.child import Bound, Child, Done, Duals, Failed, News, Shared, SoundPlan
from roster.engine.process.packing import packed
from roster.errors import InternalError

if TYPE_CHECKING:
    from roster.engine.bounds.what_if_prices import WhatIfPrices
    from roster.engine.portfolio.rounds import Rounds, Share

WORK_PER_SECOND = 0.1
"""CP-SAT's deterministic time for one worker, per second of the whole solve: it does 0.3 a second on a busy machine and
has four tenths of the time, so that the counted work, not the clock, ends it."""

SEARCH_SHARE = 0.6
"""The part of the time of one worker that goes to best response before CP-SAT begins."""

SEARCH_CELLS = 20_000
"""Agents × days × shifts × jobs above which CP-SAT finds nothing that best response has not, at the price of a core."""

LARGE_CELLS = 100_000
"""The same product above which only the relaxation is asked whether there is any plan."""

HELD_BACK_SECONDS = 20.0
"""How long a large month waits for a first plan until CP-SAT is asked after all: only it can prove that none exists."""

EXISTENCE_SECONDS, EXISTENCE_SHARE = 8.0, 0.15
"""How long (at most, and of the whole time) a first plan is waited for until it is asked whether there is any."""

FIRST_SECONDS, FIRST_SHARE, FIRST_SHARE_LARGE = 2.0, 0.05, 0.25
"""How long (at most, and of the whole time) the children are waited for until a first plan is made without them: on a
crowded machine they may take longer to start than the whole solve was given. Of a large month so much of the time."""

TRIAL_CELLS = 10_000
"""The same product above which CP-SAT is not tried at all beside column generation: it neither proves nor improves."""

TRIAL_SECONDS, TRIAL_SHARE = 12.0, 0.1
"""How long (at least, and of the whole time) CP-SAT beside a search may go without a better plan or bound."""

LOOK_SECONDS = 0.2
"""How often it is looked for the first plan of a solve that is shared, once it is late."""

SEEDS_APART = 7919
"""Between the seeds of searches that run side by side."""

GRACE_SECONDS, GRACE_SHARE = 1.5, 0.1
"""How long before the deadline, at most and of the whole time, the children are asked to stop; then they are killed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands: seconds since the start, the best plan with its ticks, the proven bound (None: none yet).

    `filled` is the share of the required seat-intervals that the best plan fills, where whoever reports has counted it.
    """

    seconds: float
    ticks: int | None
    bound: int | None
    plan: Plan | None = field(default=None, compare=False, repr=False)
    filled: float | None = None

    @property
    def gap(self) -> float | None:
        """(objective − bound) / objective; None without both."""
        return gap_of(self.ticks, self.bound)


@dataclass(frozen=True)
class SolveOptions:
    """What a caller may ask of a solve.

    `crowded`: others have most of the machine, so that a first plan is made before the children start.
    `deadline` is an instant of `time.monotonic()` by which it must have returned; where no plan is found by then,
    `latest` (None: the deadline), and then with the first that is found. Where none is by then, one by best response
    alone is waited for, `late_seconds` at most. With one worker and no other than counted work to stop it, equal input,
    seed and `work_seconds` (None: the time until the deadline) give the equal plan. `on_plan` hears of every better
    plan with its ticks at once, `verify` of the best so far when it is due. `share` has parts of the search done by
    several machines (`rounds`).
    """

    deadline: float
    latest: float | None = None
    late_seconds: float = 0.0
    crowded: bool = False
    seed: int = 0
    workers: int = 2
    gap: float = 0.0
    work_seconds: float | None = None
    memory_megabytes: int = 4000
    on_progress: Callable[[Progress], None] = lambda _: None
    on_plan: Callable[[Plan, int], None] = lambda _plan, _ticks: None
    verify: Callable[[Plan, int], None] = lambda _plan, _ticks: None
    stop: threading.Event = field(default_factory=threading.Event)
    share: "Share | None" = None


@dataclass(frozen=True)
class Solved:
    """What the portfolio came to. `failures` names each child that crashed, with its last words; `prices` what if."""

    status: Status
    plan: Plan | None
    ticks: int | None
    bound: int | None
    stopped_by: str
    seconds: float
    failures: tuple[str, ...] = ()
    prices: "WhatIfPrices | None" = None


def solve(problem: Problem, options: SolveOptions, start: Plan | None = None) -> Solved:
    """The best plan that the time allows, from `start` (a plan without hard breach) where there is one."""
    run = _Run(problem, options)
    if start is not None:
        run.offer(SoundPlan(start, problem.evaluate(start).ticks))
    try:
        if existence.choiceless(problem):
            run.infeasible = True
        elif run.is_late() or run.crowded_out():
            run.stopped_by = "clock"
        elif options.share is not None and not wants_labels(problem):
            run.shared(options.share)
        elif options.workers == 1:
            run.alone()
        else:
            run.together()
    except KeyboardInterrupt:
        run.stopped_by = "interrupt"
    finally:
        run.end()
    return run.solved()


class _Run:
    """One solve, as the parent sees it."""

    def __init__(self, problem: Problem, options: SolveOptions) -> None:
        self.problem, self.options = problem, options
        self.began = time.monotonic()
        self.grace = min(GRACE_SECONDS, GRACE_SHARE * max(0.0, options.deadline - self.began))
        self.packed = packed(problem)
        self.children: list[Child] = []
        self.best: SoundPlan | None = None
        self.bound: int | None = None
        self.infeasible = False
        self.stopped_by: str | None = None
        self.failures: list[str] = []
        self.prices: WhatIfPrices | None = None
        self._held_back = False
        self._existence_asked = options.workers == 1
        self._trial: Child | None = None
        self._tried = 0
        self._gained_at = self.began
        self._clock_struck = False
        self._first: FirstPlan | None = None
        self._rounds: Rounds | None = None
        self._unverified: SoundPlan | None = None
        self._verify_seconds = 0.0
        self._verified_at = 0.0

    def is_late(self) -> bool:
        """Whether the time is up: with a plan in hand sooner than without."""
        until = self.options.deadline
        if self.is_bare() and self.options.latest is not None:
            until = max(until, self.options.latest)
        return time.monotonic() >= until - self.grace

    def is_bare(self) -> bool:
        """Whether nobody is on any duty yet: a plan that only proves that there is one is none to hand over."""
        return self.best is None or not (self.best.plan.shift >= 0).any()

    # What starts

    def crowded_out(self) -> bool:
        """Makes a first plan before the children start, on a crowded machine; whether the time is up with it."""
        if not self.options.crowded or not self.is_bare():
            return False
        self._first = FirstPlan(self.problem, self.options.seed)
        while not (self._first.awaited(0.1) or self.options.stop.is_set() or self.is_late()):
            self.options.on_progress(self.progress())
        self._take_first()
        return self.is_late()

    def effort(self, workers: int, work: float | None) -> Effort:
        """What a CP-SAT child may spend."""
        options = self.options
        left = options.deadline - time.monotonic() - self.grace / 2
        return Effort(left, work, workers, options.seed, options.gap, options.memory_megabytes)

    def together(self) -> None:
        """Side by side: half of the workers each, CP-SAT's while it gains; large months go to best response alone."""
        workers = self.options.workers
        if wants_labels(self.problem):
            self._by_columns(workers)
            return
        if self.problem.allowed.size > SEARCH_CELLS:
            self._held_back = True
            self._search(workers, counted=False)
            self.attend()
            return
        self._try(workers // 2)
        self._search(workers - self._tried, counted=False)
        self.attend()

    def _by_columns(self, workers: int) -> None:
        """Searches with a worker each; CP-SAT has the place of one as long as it gains something."""
        for number in range(workers - 1):
            self._search(1, counted=False, number=number)
        if self.problem.allowed.size > TRIAL_CELLS:
            self._held_back = True
            self._search(1, counted=False, number=workers - 1)
        else:
            self._try(1)
        self.attend()

    def shared(self, share: "Share") -> None:
        """A first roster and the bound here, then rounds whose parts several machines anneal."""
        from roster.engine.portfolio.rounds import Rounds
        from roster.engine.search.search import FIRST_SECONDS, FIRST_SHARE

        now, until = time.monotonic(), self.options.deadline - self.grace
        begin = now + min((until - now) * FIRST_SHARE, FIRST_SECONDS * self.problem.agents)
        self._rounds = Rounds(self.problem, share, self.options.seed, until)
        self._search(self.options.workers, counted=False)
        self.attend(until=begin)
        while self.stopped_by is None and self.is_bare() and self._rounds.go_on:
            self.attend(until=time.monotonic() + LOOK_SECONDS)
        if self.best is not None and self._rounds.go_on:
            self._rounds.begin(self.best.plan)
            self.children[0].tell(None)  # its annealing ends; what it is about to prove is still heard
        self.attend()

    def _try(self, workers: int) -> None:
        """CP-SAT with so many workers, for as long as it gains something."""
        self._start("cpsat", cpsat_member.cpsat, self.packed, self.effort(workers, None), self._plan())
        self._trial, self._tried = self.children[-1], workers

    def _relieve(self) -> None:
        """Gives CP-SAT's place to another search when it has ended, or gained nothing for long; not without a plan."""
        trial = self._trial
        if trial is None or self.best is None or self.stopped_by is not None:
            return
        patience = max(TRIAL_SECONDS, TRIAL_SHARE * (self.options.deadline - self.began))
        if trial.finished or time.monotonic() - self._gained_at > patience:
            trial.kill()
            self._trial = None
            self._search(self._tried, counted=False, number=self.options.workers - self._tried)

    def alone(self) -> None:
        """One worker: one after the other, each with counted work."""
        self._search(1, counted=True)
        share = (self.options.deadline - time.monotonic()) * SEARCH_SHARE
        self.attend(until=time.monotonic() + share + self.grace)
        if self.stopped_by is not None:
            return
        for child in self.children:
            self._clock_struck |= not child.finished
            child.kill()
        work = self._work_seconds() * WORK_PER_SECOND
        if self.best is None:
            work /= 2
            self._start("existence", existence.exists, self.packed, self.effort(1, work), False)
            self.attend()
            if self._ended():
                return
        self._start("cpsat", cpsat_member.cpsat, self.packed, self.effort(1, work), self._plan())
        self.attend()
        if self.stopped_by is None:
            self.stopped_by = "clock" if self._clock_struck else "work"

    def _search(self, workers: int, *, counted: bool, number: int = 0) -> None:
        now, until = time.monotonic(), self.options.deadline - self.grace
        if counted:
            work = self._work_seconds() * SEARCH_SHARE
            share = members.Share(now + (until - now) * SEARCH_SHARE, workers, self.options.seed, counted, work)
        else:
            seed = self.options.seed + SEEDS_APART * number
            share = members.Share(until, workers, seed, counted, lead=number == 0)
        name = "best response" if number == 0 else f"best response {number + 1}"
        self._start(name, members.best_response, self.packed, share, self._plan())

    def _work_seconds(self) -> float:
        options = self.options
        return options.deadline - self.began if options.work_seconds is None else options.work_seconds

    def _plan(self) -> Plan | None:
        return self.best.plan if self.best is not None else None

    def _start(self, name: str, target: Callable[..., object], *arguments: object) -> None:
        self.children.append(Child(name, target, *arguments))

    # What goes on

    def attend(self, until: float = math.inf) -> None:
        """Listen until every child is done, something ends the solve, or the time has come."""
        while (
            self.stopped_by is None
            and time.monotonic() < until
            and (
                (running := [child for child in self.children if not child.finished] or self._stand_in())
                or self._rounds_go_on()
            )
        ):
            ready = wait([child.connection for child in running], timeout=0.1)
            for child in running:
                if child.connection in ready:
                    self._take(child)
            self._verify_when_due()
            self._look_around(running)
            self.options.on_progress(self.progress())

    def _rounds_go_on(self) -> bool:
        """Takes in what the rounds came to; whether there are more to come."""
        if self._rounds is None:
            return False
        while (made := self._rounds.taken()) is not None:
            self.offer(made)
        return self._rounds.go_on

    def _stand_in(self) -> list[Child]:
        """CP-SAT where it was held back, when every search has failed: with the best plan there is."""
        if not self._held_back or not self.failures:
            return []
        self._held_back = False
        self._start("cpsat", cpsat_member.cpsat, self.packed, self.effort(1, None), self._plan())
        return self.children[-1:]

    def _ended(self) -> bool:
        return self.stopped_by is not None

    def _make_first(self) -> None:
        """Make a plan beside the children when none has come of them for long, and take it in once it is there.

        With one worker it is only for the end: what that one finds hangs on nothing but the work that is counted.
        """
        options = self.options
        given = options.deadline - self.began
        small = self.problem.allowed.size <= LARGE_CELLS
        patience = min(FIRST_SECONDS, FIRST_SHARE * given) if small else FIRST_SHARE_LARGE * given
        if self._first is None and self.is_bare() and time.monotonic() - self.began > patience:
            self._first = FirstPlan(self.problem, options.seed)
        self._take_first()

    def _take_first(self, *, at_last: bool = False) -> None:
        """Take the first plan in where it is made; with one worker at last only."""
        if self._first is None or (self.options.workers == 1 and not at_last):
            return
        made = self._first.taken()
        if made is not None:
            self.offer(made)

    def _ask_existence(self) -> None:
        """Ask beside the search whether there is any roster, once, when it has found none for long."""
        options = self.options
        patience = min(EXISTENCE_SECONDS, EXISTENCE_SHARE * (options.deadline - self.began))
        if self._existence_asked or self.best is not None or time.monotonic() - self.began < patience:
            return
        self._existence_asked = True
        large = self.problem.allowed.size > LARGE_CELLS
        self._start("existence", existence.exists, self.packed, self.effort(1, None), large)

    def _look_around(self, running: list[Child]) -> None:
        options = self.options
        self._make_first()
        self._rounds_go_on()
        self._ask_existence()
        if self._held_back and self.best is None and time.monotonic() - self.began > HELD_BACK_SECONDS:
            self._held_back = False
            self._start("cpsat", cpsat_member.cpsat, self.packed, self.effort(1, None), None)
        self._relieve()
        gap = gap_of(self._ticks(), self.bound)
        if self.infeasible or gap == 0.0:
            self.stopped_by = "proof"
        elif gap is not None and gap <= options.gap:
            self.stopped_by = "gap"
        elif options.stop.is_set():
            self.stopped_by = "interrupt"
        elif self.is_late():
            self.stopped_by = "clock"
        for child in running:
            if child.resident_megabytes() > options.memory_megabytes * 1.25:
                self.failures.append(f"{child.name}: more than {options.memory_megabytes} MB of memory")
                child.kill()

    def _take(self, child: Child) -> None:
        message = child.receive()
        match message:
            case SoundPlan():
                if self.offer(message):
                    self._credit(child)
                    self._share(child, message)
            case Bound():
                if self.bound is None or message.ticks > self.bound:
                    self.bound = message.ticks
                    self._credit(child)
                    self._share(child, message)
            case Done():
                self._conclude(message)
            case Duals():
                self._share(child, message)
            case News(content):
                self.prices = content
            case Failed():
                self.failures.append(f"{child.name}: {message.trace}")
            case None:
                child.process.join(1)
                self.failures.append(f"{child.name}: ended with exit code {child.process.exitcode}")

    def _credit(self, child: Child) -> None:
        if child is self._trial:
            self._gained_at = time.monotonic()

    def _share(self, origin: Child, message: Shared) -> None:
        for child in self.children:
            if child is not origin and not child.finished:
                child.tell(message)

    def offer(self, offered: SoundPlan) -> bool:
        """Take a plan in when it is the best so far."""
        if self.best is not None and offered.ticks >= self.best.ticks:
            return False
        self.best = self._unverified = offered
        self.options.on_plan(offered.plan, offered.ticks)
        return True

    def _conclude(self, message: Done) -> None:
        answer = message.result
        if not isinstance(answer, Answer):
            self._clock_struck |= answer == "clock"
            return
        self._clock_struck |= answer.clock_struck
        if answer.ending is Ending.INFEASIBLE:
            self.infeasible = True
        elif answer.ending is Ending.OPTIMAL and answer.bound is not None:
            self.bound = max(answer.bound, self.bound if self.bound is not None else answer.bound)

    def _ticks(self) -> int | None:
        return self.best.ticks if self.best is not None else None

    def _verify_when_due(self) -> None:
        now = time.monotonic()
        if self._unverified is not None and now - self._verified_at > 10 * self._verify_seconds:
            self._verify()

    def _verify(self) -> None:
        if self._unverified is None:
            return
        began = time.monotonic()
        offered, self._unverified = self._unverified, None
        self.options.verify(offered.plan, offered.ticks)
        self._verified_at = time.monotonic()
        self._verify_seconds = self._verified_at - began

    def progress(self) -> Progress:
        """Where it stands."""
        return Progress(time.monotonic() - self.began, self._ticks(), self.bound, self._plan())

    # How it ends

    def end(self) -> None:
        """Ask every child to stop, hear what it still has to say within the grace, and end it."""
        if self._rounds is not None:
            self._rounds.end()
        running = [child for child in self.children if not child.finished]
        for child in running:
            child.tell(None)
        if self.stopped_by == "interrupt":
            # Who stops a solve waits: what is best now passes its checks before anything is heard that may still come.
            self._verify()
        until = min(time.monotonic() + self.grace / 2, self.options.deadline)
        while running and time.monotonic() < until and self.stopped_by not in {"proof", "gap"}:
            ready = wait([child.connection for child in running], timeout=0.05)
            for child in running:
                if child.connection in ready:
                    self._take(child)
            running = [child for child in running if not child.finished]
        for child in self.children:
            child.kill()
        if self.is_bare() and not self.infeasible:
            self._wait_for_first()
        elif self._first is not None:
            self._first.give_up()

    def _wait_for_first(self) -> None:
        """Take the first plan in; where late is better than none wait for it: its work ends, whatever the load is."""
        options = self.options
        wanted = self.stopped_by != "interrupt" and options.late_seconds > 0
        if self._first is None and wanted:
            self._first = FirstPlan(self.problem, options.seed)
        if self._first is None:
            return
        self._first.give_up()
        until = options.deadline + options.late_seconds
        while wanted and not options.stop.is_set() and time.monotonic() < until:
            if self._first.awaited(0.1):
                break
        self._take_first(at_last=True)

    def solved(self) -> Solved:
        """The result, its last plan verified."""
        self._verify()
        ticks = self._ticks()
        if self.infeasible and ticks is not None:
            raise InternalError("a solver proved that no roster exists, and another found one")
        if ticks is not None and self.bound is not None and self.bound > ticks:
            raise InternalError(f"the proven bound of {self.bound} ticks exceeds a roster's price of {ticks} ticks")
        if self.infeasible:
            status = Status.INFEASIBLE
        elif ticks is None:
            status = Status.TIMEOUT
        else:
            status = Status.OPTIMAL if ticks == self.bound else Status.FEASIBLE
        ended = "clock" if self._clock_struck else "failure"
        stopped_by = "proof" if status in {Status.OPTIMAL, Status.INFEASIBLE} else self.stopped_by or ended
        seconds = time.monotonic() - self.began
        bound = None if self.infeasible else self.bound  # what no roster costs less than says nothing without one
        return Solved(status, self._plan(), ticks, bound, stopped_by, seconds, tuple(self.failures), self.prices)
