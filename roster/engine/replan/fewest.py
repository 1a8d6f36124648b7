"""How few changes an event takes: a proven bound in milliseconds.

It counts 1 for an agent's day that changes and `SEAT` for a seat-interval lost, so a plan that loses nothing and
changes as many days as the bound is proven to change the fewest.
"""

from collections import Counter
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.rows import RowTable
from roster.engine.replan.disruption import SEAT, LostSeats
from roster.linear import Constraint, LinearProgram, Variable
from roster.rule.pieces import OFF

Feed = tuple[tuple[int, int], ...]
"""What a duty adds to the rows of a window: (row, coefficient)."""


def changes(before: Plan, plan: Plan) -> int:
    """Agents' days that differ."""
    working = plan.shift != OFF
    return int(((before.shift != plan.shift) | (working & (before.job != plan.job))).sum())


class _Day(NamedTuple):
    """How somebody stands on a day: on a duty that adds `feed`; `forced` cannot stay as it is.

    `ways` are what else may be done that day; of them `apart` break a limit unless another day changes as well.
    """

    feed: Feed
    forced: bool
    ways: frozenset[Feed]
    apart: frozenset[Feed]


class _Group(NamedTuple):
    """People who stand alike on the days of the window: `size` of them."""

    size: int
    days: tuple[_Day, ...]


Legal = Callable[[int, NDArray[np.int16], NDArray[np.int16]], bool]
"""Whether an agent may have a month (shifts, jobs), whichever of the requests are granted."""


class FewestBound:
    """A lower bound of changed days + `SEAT` × seat-intervals lost, by a linear relaxation around what the event took.

    Only days that can serve a seat now empty are looked at, and on them only what is allowed that day: people alike are
    summed, seats that other days serve as well are left out. Words and budgets are left out too; with `legal` a change
    that breaks one of them, all other days as they were, takes another day's change besides. Each of these only lowers
    the optimum. Elsewhere the days that cannot stay count 1 each.
    """

    def __init__(
        self, problem: Problem, rows: RowTable, lost: LostSeats, before: Plan, legal: Legal | None = None
    ) -> None:
        forced = forced_days(problem, before)
        standing = np.where(forced, OFF, before.shift).astype(np.int16)
        counts = rows.counts(standing, before.job, before.granted & rows.of_request.keys())
        empty = np.unique(lost.row[counts[lost.row] < lost.held])
        self._relaxed: _Relaxed | None = None
        self._outside = int(forced.sum())
        if len(empty):
            window, seats = _window(rows, lost, empty)
            inside = np.zeros(problem.days, np.bool_)
            inside[window] = True
            groups = _groups(problem, rows, before, forced, window, seats, legal)
            self._outside = int(forced[:, ~inside].sum())
            self._relaxed = _Relaxed(groups, counts, lost, seats)

    def least(self, most_lost: int | None = None) -> int:
        """The bound; with `most_lost` of the changed days alone, for plans that lose no more seat-intervals."""
        if self._relaxed is None:
            return self._outside
        return self._outside + ceil(self._relaxed.least(most_lost) - 1e-6)


def forced_days(problem: Problem, before: Plan) -> NDArray[np.bool_]:
    """`[agent, day]`: whether what the plan has there is allowed no more, by the day or by a leave that must be."""
    agent, day = np.indices(before.shift.shape)
    working = before.shift != OFF
    fine = np.where(working, problem.allowed[agent, day, before.shift, before.job], problem.off_allowed)
    for several in problem.requests:
        for request in several:
            if request.must:
                fine[request.agent, request.first : request.last + 1] &= ~working[
                    request.agent, request.first : request.last + 1
                ]
    return np.asarray(~fine)


def _window(rows: RowTable, lost: LostSeats, empty: NDArray[np.int64]) -> tuple[NDArray[np.intp], frozenset[int]]:
    """The days whose duties feed a row now short, and the rows of seats that these days alone feed."""
    feeding = rows.days_of_entries
    touched = np.zeros(rows.days, np.bool_)
    touched[feeding[np.isin(rows.row, empty)]] = True
    elsewhere = np.zeros(len(rows), np.bool_)
    elsewhere[rows.row[~touched[feeding]]] = True
    return np.flatnonzero(touched), frozenset(int(row) for row in np.unique(lost.row) if not elsewhere[row])


def _groups(
    problem: Problem,
    rows: RowTable,
    before: Plan,
    forced: NDArray[np.bool_],
    window: NDArray[np.intp],
    seats: frozenset[int],
    legal: Legal | None,
) -> list[_Group]:
    """Everybody by how they stand on the days of the window.

    Whoever has a day that cannot stay must change in any case: nothing more is asked of their other changes.
    """
    known: dict[tuple[int, int, int, int], Feed] = {}

    def feed(klass: int, day: int, shift: int, job: int) -> Feed:
        key = (klass, day, shift, job)
        if key not in known:
            entries = range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job])
            pairs = ((int(rows.row[e]), int(rows.coefficient[e])) for e in entries)
            known[key] = tuple(pair for pair in pairs if pair[0] in seats)
        return known[key]

    def stands(agent: int, day: int) -> _Day:
        klass, shift, job = int(rows.class_of[agent]), int(before.shift[agent, day]), int(before.job[agent, day])
        moves = bool(forced[agent, day])
        own = () if shift == OFF or moves else feed(klass, day, shift, job)
        alone: set[Feed] = set()
        apart: set[Feed] = set()
        for code in np.flatnonzero(problem.shift_allowed[agent, day]).tolist():
            jobs = np.flatnonzero(problem.allowed[agent, day, code]).tolist()
            feeds = {feed(klass, day, code, work) for work in jobs} - {own, ()}
            # Jobs matter to rows alone, so a month is as legal with one as with another.
            if feeds and (legal is None or code == shift or may[agent] or _with(legal, before, agent, day, code, jobs)):
                alone |= feeds
            else:
                apart |= feeds
        return _Day(own, moves, frozenset(alone | apart), frozenset(apart - alone))

    may = np.asarray(forced.any(axis=1))
    alike = Counter(tuple(stands(agent, int(day)) for day in window) for agent in range(problem.agents))
    return [_Group(size, days) for days, size in alike.items() if any(day.ways or day.forced for day in days)]


def _with(legal: Legal, before: Plan, agent: int, day: int, code: int, jobs: list[int]) -> bool:
    """Whether an agent may have the month with another shift on one day."""
    shift, job = before.shift[agent].copy(), before.job[agent].copy()
    shift[day], job[day] = code, jobs[0]
    return legal(agent, shift, job)


class _Relaxed(LinearProgram):
    """The linear program: how many of each group take each way, and how many seat-intervals of each row are short."""

    def __init__(self, groups: list[_Group], counts: NDArray[np.int64], lost: LostSeats, seats: frozenset[int]) -> None:
        super().__init__()
        self.all_lost = self.limit({}, -self.inf, self.inf)
        self.short: list[Variable] = []
        self.fixed = sum(group.size * sum(day.forced for day in group.days) for group in groups)
        limits: dict[int, list[Constraint]] = {}
        for row, held in zip(lost.row.tolist(), lost.held.tolist(), strict=True):
            if row in seats:
                limit = self.limit({}, float(held - counts[row]), self.inf)
                self.short.append(self.variable(0, self.inf, rows={limit: 1.0, self.all_lost: 1.0}))
                limits.setdefault(row, []).append(limit)
        for group in groups:
            self._group(group, limits)

    def _group(self, group: _Group, limits: dict[int, list[Constraint]]) -> None:
        moves: list[list[tuple[Variable, bool]]] = []
        for day in group.days:
            room = self.limit({}, -self.inf, float(group.size))
            own: list[tuple[Variable, bool]] = []
            for way in day.ways:
                effect = dict(way)
                for row, coefficient in day.feed:
                    effect[row] = effect.get(row, 0) - coefficient
                if max(effect.values()) <= 0:
                    continue
                moved = self.variable(0, float(group.size))
                own.append((moved, way in day.apart))
                room.SetCoefficient(moved, 1)
                self.objective.SetCoefficient(moved, 0 if day.forced else 1)
                for row, coefficient in effect.items():
                    for limit in limits.get(row, ()) if coefficient else ():
                        limit.SetCoefficient(moved, coefficient)
            moves.append(own)
        self._beside(moves)

    def _beside(self, moves: list[list[tuple[Variable, bool]]]) -> None:
        """A change that breaks a limit by itself takes one on another day: of the window, or else one more."""
        if not any(apart for own in moves for _, apart in own):
            return
        more = self.variable(0, self.inf)
        self.objective.SetCoefficient(more, 1)
        for day in range(len(moves)):
            enough = self.limit({}, 0, self.inf)
            enough.SetCoefficient(more, 1)
            for other, several in enumerate(moves):
                for moved, apart in several:
                    if other != day:
                        enough.SetCoefficient(moved, 1)
                    elif apart:
                        enough.SetCoefficient(moved, -1)

    def least(self, most_lost: int | None) -> float:
        """The optimum; what cannot stay counts in any case."""
        self.all_lost.SetUb(self.inf if most_lost is None else float(most_lost))
        for short in self.short:
            self.objective.SetCoefficient(short, SEAT if most_lost is None else 0)
        return self.fixed + (self.optimum if self.solve() else 0.0)
