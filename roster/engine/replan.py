"""A published roster after something has happened: a roster that keeps every rule with the least disruption.

Minimised in order: hard breaches, the coverage that the event lost, the weighted changes, the rest. The order is kept
by weights far enough apart that no single change buys anything of a lower rank. The past and pins never move: the
rules forbid it like anything else.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import NamedTuple

from roster.engine import members
from roster.engine.aggregate import aggregate
from roster.engine.child import Bound, Child, Done, Found
from roster.engine.conflict.elastic import elastic
from roster.engine.cpsat import Effort
from roster.engine.difference import Move, difference
from roster.engine.obstacles import unmet
from roster.engine.outcome import Result, Status
from roster.engine.pieces import Allow, Budget, Cost, Penalty, Piece, Request, Row, Sequence
from roster.engine.problem import Plan, Problem
from roster.engine.repair import Repair
from roster.engine.search import Search
from roster.engine.seat_rows import seat_of, seats_wanted
from roster.engine.single import Single
from roster.engine.translate import plan_of, roster_of
from roster.engine.verify import Verifier
from roster.model import Case, Duty, Roster
from roster.model.requests import OFF
from roster.rule import Frame, Rulebook

CHANGE = 200
"""A change counts this many times its price: the least one (5 points) as much as 1,000 points of anything lower."""

LOST = 50 * CHANGE
"""A seat-interval lost counts this many times its price: more than twenty of the dearest changes."""

HARD = 100 * LOST
"""A hard breach that no choice avoids counts as much as a hundred seat-intervals lost."""


@dataclass(frozen=True)
class ReplanOptions:
    """`now` parts the past from what may move (None: nothing is past yet); `seconds` bound the search.

    `patience` is how many tries of undoing a chain of changes on end must give nothing before it is left.
    """

    now: datetime | None = None
    seconds: float = 30.0
    seed: int = 0
    patience: int = 15
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Replanned:
    """The new roster with what it took.

    `moves` lists every agent's day that differs; those in `forced` could not stay as published, the others move for
    somebody else's sake and need their agent's consent. `fewest_changes` is a proven lower bound of their number, for
    rosters that lose no more coverage. `lost_seat_intervals` is the coverage that the event lost for good.
    """

    result: Result
    moves: tuple[Move, ...]
    forced: frozenset[Move]
    fewest_changes: int
    lost_seat_intervals: int

    @property
    def for_consent(self) -> tuple[Move, ...]:
        """Moves that need their agent's consent."""
        return tuple(move for move in self.moves if move not in self.forced)


def replan(case: Case, rulebook: Rulebook, published: Roster, options: ReplanOptions | None = None) -> Replanned:
    """The least disruptive roster of `case`, which is as things stand now, for a month published as `published`."""
    options = options or ReplanOptions()
    began = time.monotonic()
    frame = Frame(case, published, options.now)
    problem = Problem.of(frame, rulebook.encode(frame))
    changing = frozenset(rule.id for rule in rulebook.rules if rule.keeps_published)
    work = _Work(problem, plan_of(frame, problem, _known(case, problem, published)), changing)
    found = _search(work, options, began)
    return _replanned(Verifier(rulebook, frame, problem), work, found, options, began)


def _known(case: Case, problem: Problem, published: Roster) -> Roster:
    """The duties that the case still has people, shifts and jobs for, and the grants that it still asks about."""
    fitting = (
        duty
        for duty in published.duties
        if duty.agent_id in case.agent_by_id
        and duty.day in case.month
        and duty.shift in case.shift_by_code
        and duty.job in case.jobs
    )
    return Roster.of(fitting, published.granted & problem.request_by_index.keys())


class _Found(NamedTuple):
    """What the search came to; `stuck` are agents without any legal month."""

    plan: Plan
    stuck: tuple[int, ...]
    stopped_by: str
    bound: int


class _Work:
    """The problem with its ranks written as weights."""

    def __init__(self, problem: Problem, before: Plan, changing: frozenset[str]) -> None:
        self.problem, self.before, self.changing = problem, before, changing
        self.counts = Single(problem, before).counts
        self.lost_rows = list(self._lost_rows())
        self.weighted = self._problem(self._ranked(problem.pieces))

    def _problem(self, pieces: Iterable[Piece]) -> Problem:
        problem = self.problem
        return Problem(
            pieces,
            agents=problem.agents,
            days=problem.days,
            shifts=problem.shifts,
            jobs=problem.jobs,
            past=problem.past,
        )

    def _lost_rows(self) -> Iterator[Row]:
        """For each row of seats: what is missing of the seats wanted and filled before."""
        rows = self.problem.rows
        for merged, several in enumerate(rows.members):
            for member in several:
                row = rows.source[member]
                kept = min(seats_wanted(row), int(self.counts[merged]))
                if seat_of(row) is not None and row.penalty is not None and kept > 0:
                    slope = row.penalty.slopes[0] * LOST
                    yield replace(row, penalty=Penalty((kept,), (slope, 0)), minimum=None, maximum=None)

    def _ranked(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            if isinstance(piece, Cost) and piece.rule in self.changing:
                yield replace(piece, ticks=piece.ticks * CHANGE)
            elif isinstance(piece, Row) and _limits(piece):
                yield replace(piece, minimum=None, maximum=None)
                yield _priced(piece)
            else:
                yield piece
        yield from self.lost_rows

    def without(self, stuck: Iterable[int]) -> None:
        """Let the hard pieces of agents without any legal month be broken at a price far above all else."""
        some = frozenset(stuck)
        kept, loose = [], []
        for piece in self.weighted.pieces:
            parts = _split(piece, some)
            kept += parts[0]
            loose += parts[1]
        soft = elastic(loose, self.problem, {piece.rule for piece in loose}, _hard_price)
        priced = [piece for piece in loose if isinstance(piece, Budget) and piece.penalty is not None]
        also = [replace(piece, minimum=None, maximum=None) for piece in priced]
        self.weighted = self._problem([*kept, *soft, *also])

    def lost(self, plan: Plan) -> int:
        """Seat-intervals of the coverage before that a plan lost."""
        counts = Single(self.problem, plan).counts
        rows = self.problem.rows
        return sum(
            max(0, min(seats_wanted(row), int(self.counts[merged])) - int(counts[merged]))
            for merged, several in enumerate(rows.members)
            for row in (rows.source[member] for member in several)
            if seat_of(row) is not None and row.penalty is not None
        )

    def fewest(self) -> Problem:
        """The problem of losing no more coverage (1,000 a seat-interval) with the fewest changed days (1 each)."""
        changes = (p for p in self.problem.pieces if isinstance(p, Cost) and p.rule in self.changing)
        limits = (replace(row, penalty=None) for row in self.problem.rows.source if _limits(row))
        return self._problem(
            [
                *_binding(self.problem.pieces),
                *(replace(piece, ticks=1) for piece in changes),
                *limits,
                *(_scaled(row) for row in self.lost_rows),
            ]
        )


def _limits(row: Row) -> bool:
    return row.minimum is not None or row.maximum is not None


def _hard_price(_rule: str) -> int:
    return HARD * 3600


def _priced(row: Row) -> Row:
    low, high = row.minimum, row.maximum
    breaks = tuple(sorted({limit for limit in (low, high) if limit is not None}))
    price = _hard_price(row.rule)
    slopes = [-price if low is not None else 0, *([0] * (len(breaks) - 1)), price if high is not None else 0]
    return replace(row, penalty=Penalty(breaks, tuple(slopes)), minimum=None, maximum=None)


def _scaled(row: Row) -> Row:
    """A row of lost seats at 1,000 a seat-interval: dearer than any number of changes that would save it."""
    assert row.penalty is not None
    return replace(row, penalty=Penalty(row.penalty.breaks, (-1000, 0)))


def _binding(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What binds each agent, without any price."""
    for piece in pieces:
        match piece:
            case Sequence() if piece.ticks is None:
                yield piece
            case Budget() if piece.minimum is not None or piece.maximum is not None:
                yield replace(piece, penalty=None)
            case Allow():
                yield piece
            case Request():
                yield replace(piece, declined_ticks=0)
            case _:
                pass


def _split(piece: Piece, some: frozenset[int]) -> tuple[list[Piece], list[Piece]]:
    """What stays hard of a piece, and what is loosened for these agents. What is allowed (the past, pins) stays."""
    match piece:
        case Sequence() if piece.ticks is None:
            others = tuple(agent for agent in piece.agents if agent not in some)
            these = tuple(agent for agent in piece.agents if agent in some)
            return (
                [replace(piece, agents=others)] if others else [],
                [replace(piece, agents=these)] if these else [],
            )
        case Budget() | Request() if piece.agent in some:
            return [], [piece]
        case _:
            return [piece], []


def _search(work: _Work, options: ReplanOptions, began: float) -> _Found:
    """A first plan by best response; the fewest changes by CP-SAT where there is time; then best response again."""
    deadline = began + options.seconds
    stop: Callable[[], bool] = options.stop.is_set
    repair = Repair(Search(work.weighted), work.before)
    stuck = tuple(repair.stuck)
    if stuck:
        work.without(stuck)
        repair = Repair(Search(work.weighted), work.before)
    repair.walker.seed = options.seed
    repair.descend(deadline, stop)
    repair.undo(work.before, options.seed, began + options.seconds / 4, stop, options.patience)
    fewest, bound = (repair.plan(), 0) if stuck else _fewest(work, repair.plan(), options, deadline)
    if work.weighted.evaluate(fewest).ticks < work.weighted.evaluate(repair.plan()).ticks:
        repair = Repair(repair.search, fewest)
    repair.polish(deadline, stop, 100 * options.patience)
    stopped_by = "interrupt" if stop() else "clock" if time.monotonic() > deadline else "work"
    return _Found(repair.plan(), stuck, stopped_by, bound)


def _fewest(work: _Work, start: Plan, options: ReplanOptions, deadline: float) -> tuple[Plan, int]:
    """A plan of fewest changes from `start`, and the proven bound of changes and lost coverage in its measure."""
    problem = work.fewest()
    linear = aggregate(problem, 5.0)
    bound = 0 if linear is None else max(0, ceil(linear.bound_ticks - 0.5))
    best, price = start, problem.evaluate(start).ticks
    left = (deadline - time.monotonic()) * 0.8
    if price <= bound or left < 1.0:
        return best, bound
    child = Child("cpsat", members.cpsat, members.packed(problem), Effort(left, seed=options.seed), start)
    try:
        while not child.finished and time.monotonic() < deadline and not options.stop.is_set():
            if not child.connection.poll(0.1):
                continue
            match child.receive():
                case Found(plan=plan, ticks=ticks) if ticks < price:
                    best, price = plan, ticks
                case Bound(ticks=ticks):
                    bound = max(bound, ticks)
                case Done(result=result):
                    bound = max(bound, result.bound or 0)
                case _:
                    pass
    finally:
        child.kill()
    return best, bound


def _replanned(verifier: Verifier, work: _Work, found: _Found, options: ReplanOptions, began: float) -> Replanned:
    problem, frame, plan = verifier.problem, verifier.frame, found.plan
    ticks = problem.evaluate(plan).ticks
    unavoidable = frozenset(frame.agents[agent].agent_id for agent in found.stuck)
    findings = verifier.verify(plan, ticks, excused=unavoidable)
    roster = roster_of(frame, plan)
    assert frame.published is not None
    moves = difference(frame.published, roster)
    forced = frozenset(_forced(verifier, work.before, moves))
    lost = work.lost(plan)
    fewest = max(0, found.bound - 1000 * lost)
    extra: Mapping[str, object] = {
        "changes": [_record(move, move in forced) for move in moves],
        "fewest_changes": fewest,
        "lost_seat_intervals": lost,
    }
    result = Result(
        Status.FEASIBLE,
        roster,
        ticks,
        None,
        time.monotonic() - began,
        found.stopped_by,
        options.seed,
        tuple(findings),
        tuple(unmet(verifier, plan)),
        extra,
    )
    return Replanned(result, moves, forced, fewest, lost)


def _forced(verifier: Verifier, before: Plan, moves: Iterable[Move]) -> Iterator[Move]:
    """Moves of published days that a hard piece about that agent alone forbids, or that the case knows no more."""
    frame = verifier.frame
    broken = {(b.agent, b.day) for b in verifier.problem.evaluate(before).broken if b.agent >= 0}
    for move in moves:
        agent = frame.agent_index.get(move.agent_id)
        if agent is None or (agent, frame.day_of(move.day)) in broken:
            yield move


def _told(duty: Duty | None) -> str:
    return f"{duty.shift}/{duty.job}" if duty is not None else OFF


def _record(move: Move, forced: bool) -> dict[str, object]:
    return {
        "agent_id": move.agent_id,
        "date": move.day.isoformat(),
        "before": _told(move.before),
        "after": _told(move.after),
        "needs_consent": not forced,
    }
