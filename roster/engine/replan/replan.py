"""A published roster after something has happened: a roster that keeps every rule with the least disruption.

Minimised in order: hard breaches, the coverage that the event lost, the weighted changes, the rest (`disruption`). The
past and pins never move: the rules forbid it like anything else. The month is kept in memory (`session`); best
response grows from the agents whom the event touches until nobody's month gets better, and a relaxation proves how few
changes it takes (`fewest`). Only what is left between the two is searched further, as far as time was given.
"""

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.diagnosis.obstacles import unmet
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.problem.difference import DutyChange, difference
from roster.engine.problem.outcome import Result, Status
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import roster_of
from roster.engine.problem.verify import Verifier
from roster.engine.replan.considered import considered
from roster.engine.replan.disruption import SEAT, LostSeats
from roster.engine.replan.fewest import FewestBound, Legal, changes, forced_days
from roster.engine.replan.repair import Repair
from roster.engine.replan.session import ReplanSession, uncollected
from roster.engine.replan.together import counted_prices, fewest_together, recombine
from roster.engine.search.prepared import PreparedSearch
from roster.errors import InternalError
from roster.model import Case, Duty, Roster
from roster.model.requests import OFF
from roster.rule import Finding, MonthContext, Rulebook

LAST_CHECK = 1.5
"""A factor: so many times what came after the search last (checks above all) are kept for it, as it varies by half."""

SEARCH_SHARE = 0.95
"""Of the time; solvers do not stop to the instant."""


NEAR = 0.05
"""Of the gain: a program so far from its bound is polished, one that is nearer has its number of changes bounded."""

MANY = 5
"""Days that cannot stay from which on no chain is undone first: which of them to undo is a guess then."""

TOGETHER_SHARE = 0.75
"""Of the time: how long at most months are put together. What is left proves how few changes it takes."""

UNKEPT = 2**40
"""More than any number of changes and lost seats."""


@dataclass(frozen=True)
class ReplanOptions:
    """`now` parts the past from what may move (None: nothing is past yet); `seconds` bound all but the first descent.

    `patience` is how many tries of undoing a chain of changes on end must give nothing before it is left.
    """

    now: datetime | None = None
    seconds: float = 30.0
    seed: int = 0
    patience: int = 15
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Replanned:
    """The new roster with what it took; it has passed every rule's hard check.

    `moves` lists every agent's day that differs; those in `forced` could not stay as published, the others move for
    somebody else's sake and need their agent's consent. `fewest_changes` is a proven lower bound of their number, for
    rosters that lose no more coverage. `lost_seat_intervals` is the coverage that the event lost for good. `seconds`
    is the time that all this took.
    """

    roster: Roster
    moves: tuple[DutyChange, ...]
    forced: frozenset[DutyChange]
    fewest_changes: int
    lost_seat_intervals: int
    seconds: float
    _full: Callable[["Replanned"], Result] = field(repr=False, compare=False)

    @property
    def for_consent(self) -> tuple[DutyChange, ...]:
        """Moves that need their agent's consent."""
        return tuple(move for move in self.moves if move not in self.forced)

    @cached_property
    def result(self) -> Result:
        """The roster priced and checked in full, with every finding in words and the reason for all that is not met."""
        return self._full(self)


def replan(case: Case, rulebook: Rulebook, published: Roster, options: ReplanOptions | None = None) -> Replanned:
    """The least disruptive roster of `case`, which is as things stand now, for a month published as `published`."""
    options = options or ReplanOptions()
    began = time.monotonic()
    session = ReplanSession(case, rulebook, published, options.now)
    return settle(session, options, began=began, check_seconds=time.monotonic() - began)


def settle(
    session: ReplanSession, options: ReplanOptions, *, began: float | None = None, check_seconds: float | None = None
) -> Replanned:
    """The least disruptive roster of a month in memory, which stands as things are now.

    `check_seconds` is what comes after the search, checks above all (None: as long as the last time). InternalError
    where what was found breaks a hard rule that it need not.
    """
    began = time.monotonic() if began is None else began
    check_seconds = session.check_seconds if check_seconds is None else check_seconds
    deadline = began + SEARCH_SHARE * options.seconds - LAST_CHECK * check_seconds
    with uncollected():
        return _settled(session, options, began, deadline)


def _settled(session: ReplanSession, options: ReplanOptions, began: float, deadline: float) -> Replanned:
    settled, relaxed = _search(session, options, began, deadline)
    checking = time.monotonic()
    roster = roster_of(session.context, settled.plan)
    breaches = session.breaches(roster)
    excused = _excused(session, settled, breaches)
    needless = [f for f in breaches if f.agent_id not in excused]
    if needless:
        raise InternalError("the re-plan breaks rules:\n" + "\n".join(f"{f.rule} {f.message.en}" for f in needless))
    published = session.published
    moves = difference(published, roster)
    forced = frozenset(_forced(session, moves))
    dropped = len(published.duties) - int((session.before.shift >= 0).sum())
    lost = session.lost.lost(_counts(session, settled.plan))
    least = settled.bound - SEAT * lost
    if relaxed is not None and least < len(moves) - dropped:
        least = max(least, relaxed.least(lost))
    fewest = min(len(moves), dropped + max(0, least))
    report = _FullResult(
        session.rulebook, session.context, session.plain(), session.lost, settled, excused, options.seed
    )
    session.check_seconds = time.monotonic() - checking
    return Replanned(roster, moves, forced, fewest, lost, time.monotonic() - began, report)


class _Settled(NamedTuple):
    """What the search came to; `stuck` are agents without any legal month."""

    plan: Plan
    stuck: tuple[int, ...]
    stopped_by: str
    bound: int
    within_limits: bool


def _search(
    session: ReplanSession, options: ReplanOptions, began: float, deadline: float
) -> tuple[_Settled, FewestBound | None]:
    """Best response; where it changes more than is proven to be needed, chains undone, then months put together."""
    stop: Callable[[], bool] = options.stop.is_set
    before, search = session.before, session.search
    repair = Repair(search, before)
    stuck = tuple(repair.stuck)
    if stuck:
        search = PreparedSearch(session.without(stuck))
        repair = Repair(search, before)
    repair.walker.seed = options.seed
    # To its end whatever the time: a descent cut short may leave hard limits broken that a few more steps would keep.
    repair.descend(math.inf, stop)
    relaxed = None if stuck else FewestBound(session.problem, session.rows, session.lost, before)
    bound = 0 if relaxed is None else relaxed.least()
    if relaxed is not None and _measure(session, repair.plan()) > bound:
        relaxed = FewestBound(session.problem, session.rows, session.lost, before, _legal(search.force))
        bound = max(bound, relaxed.least())
    few = int(forced_days(session.problem, before).sum()) < MANY
    if few and _measure(session, repair.plan()) > bound:
        repair.undo(before, options.seed, began + (deadline - began) / 4, stop, options.patience)
    if _measure(session, repair.plan()) > bound:
        least = _together(session, repair, options, deadline)
        bound = max(bound, 0 if stuck else least)
    stopped_by = "interrupt" if stop() else "clock" if time.monotonic() > deadline else "work"
    plan = repair.plan()
    return _Settled(plan, stuck, stopped_by, bound, session.rows.within_limits(_counts(session, plan))), relaxed


def _together(session: ReplanSession, repair: Repair, options: ReplanOptions, deadline: float) -> int:
    """Months put together, then polished or proven.

    A lower bound of the changed days of plans that lose no more seats, with `SEAT` for each that this one loses.
    """
    stop: Callable[[], bool] = options.stop.is_set
    now = time.monotonic()
    program = recombine(repair, now + TOGETHER_SHARE * (deadline - now), stop)
    if program is None:
        return 0
    repair.descend(deadline, stop)
    if program.gain - program.bound > NEAR * -program.gain:
        repair.polish(deadline, stop, 100 * options.patience)
        return 0
    lost = session.lost.lost(_counts(session, repair.plan()))
    prices = counted_prices(repair.search, session.before, session.lost, lost)
    return SEAT * lost + fewest_together(repair, prices, program, deadline, stop)


def _legal(force: Workforce) -> Legal:
    """Whether a month keeps the hard pieces about its agent, with some of the requests granted or none."""

    def legal(agent: int, shift: NDArray[np.int16], job: NDArray[np.int16]) -> bool:
        masks = 1 << int(force.request_start[agent + 1] - force.request_start[agent])
        return any(own_price(force, agent, shift, job, granted) < BIG / 2 for granted in range(masks))

    return legal


def _counts(session: ReplanSession, plan: Plan) -> NDArray[np.int64]:
    return session.rows.counts(plan.shift, plan.job, plan.granted & session.rows.of_request.keys())


def _measure(session: ReplanSession, plan: Plan) -> int:
    """Changed days + `SEAT` × seat-intervals lost; a limit over agents that is not kept counts above all of it."""
    counts = _counts(session, plan)
    broken = 0 if session.rows.within_limits(counts) else UNKEPT
    return changes(session.before, plan) + SEAT * session.lost.lost(counts) + broken


def _excused(session: ReplanSession, settled: _Settled, breaches: Iterable[Finding]) -> frozenset[str | None]:
    """Whose hard breaches stand: agents without any legal month; None where a limit over agents is not kept.

    That no choice would keep that limit is not proven: the search found none. The result tells the breach.
    """
    stuck: set[str | None] = {session.context.agents[agent].agent_id for agent in settled.stuck}
    if not settled.within_limits and any(finding.agent_id is None for finding in breaches):
        stuck.add(None)
    return frozenset(stuck)


def _forced(session: ReplanSession, moves: Iterable[DutyChange]) -> Iterator[DutyChange]:
    """Moves of published days that a hard piece about that agent alone forbids, or that the case knows no more."""
    context = session.context
    moves = tuple(moves)
    agents = frozenset(context.agent_index[m.agent_id] for m in moves if m.agent_id in context.agent_index)
    broken = {(b.agent, b.day) for b in session.problem.broken_by(session.before, agents)}
    for move in moves:
        agent = context.agent_index.get(move.agent_id)
        if agent is None or (agent, context.day_of(move.day)) in broken:
            yield move


@dataclass(frozen=True)
class _FullResult:
    """The result in full, worked out when somebody asks for it, on what the month was when it was settled."""

    rulebook: Rulebook
    context: MonthContext
    plain: Callable[[], Problem]
    lost: LostSeats
    settled: _Settled
    excused: frozenset[str | None]
    seed: int

    def __call__(self, replanned: Replanned) -> Result:
        plan, verifier = self.settled.plan, Verifier(self.rulebook, self.context, self.plain())
        ticks = verifier.problem.evaluate(plan).ticks
        findings = verifier.verify(plan, ticks, excused=self.excused)
        extra: Mapping[str, object] = {
            "changes": [_record(move, move in replanned.forced) for move in replanned.moves],
            "fewest_changes": replanned.fewest_changes,
            "lost_seat_intervals": replanned.lost_seat_intervals,
            "lost_seats": [item.record for item in considered(verifier, plan, self.lost)],
        }
        return Result(
            Status.FEASIBLE,
            replanned.roster,
            ticks,
            None,
            replanned.seconds,
            self.settled.stopped_by,
            self.seed,
            tuple(findings),
            tuple(unmet(verifier, plan)),
            extra,
        )


def _duty_code(duty: Duty | None) -> str:
    return f"{duty.shift}/{duty.job}" if duty is not None else OFF


def _record(move: DutyChange, forced: bool) -> dict[str, object]:
    return {
        "agent_id": move.agent_id,
        "date": move.day.isoformat(),
        "before": _duty_code(move.before),
        "after": _duty_code(move.after),
        "needs_consent": not forced,
    }
