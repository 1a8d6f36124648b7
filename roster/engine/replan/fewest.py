"""How few changes an event takes: a proven bound in milliseconds, and an exact search where time is given.

Both count 1 for an agent's day that changes and `SEAT` for a seat-interval lost, so a plan that loses nothing and
changes as many days as the bound is proven to change the fewest.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from roster.engine.cpsat import Effort
from roster.engine.cpsat.member import cpsat
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.rows import RowTable
from roster.engine.process.child import Bound, Child, Done, Found
from roster.engine.process.packing import packed
from roster.engine.replan.disruption import SEAT, LostSeats
from roster.rule.pieces import OFF

UNKNOWN = 2**60
"""The price of a plan that breaks something hard."""

Feed = tuple[tuple[int, int], ...]
"""What a duty adds to the rows of a window: (row, coefficient)."""


def changes(before: Plan, plan: Plan) -> int:
    """Agents' days that differ."""
    working = plan.shift != OFF
    return int(((before.shift != plan.shift) | (working & (before.job != plan.job))).sum())


@dataclass(frozen=True)
class _Group:
    """People who stand alike on one day: `size` of them, on a duty that adds `feed`; `forced` cannot stay as they are.

    `ways` are what else they may do that day.
    """

    size: int
    feed: Feed
    forced: bool
    ways: frozenset[Feed]


class FewestBound:
    """A lower bound of changed days + `SEAT` × seat-intervals lost, by a linear relaxation around what the event took.

    Only days that can serve a seat now empty are looked at, and on them only what is allowed that day: words and
    budgets are left out, people alike are summed, seats that other days serve as well are left out. Each of these only
    lowers the optimum. Elsewhere the days that cannot stay count 1 each.
    """

    def __init__(self, problem: Problem, rows: RowTable, lost: LostSeats, before: Plan) -> None:
        forced = forced_days(problem, before)
        standing = np.where(forced, OFF, before.shift).astype(np.int16)
        counts = rows.counts(standing, before.job, before.granted & rows.of_request.keys())
        empty = np.unique(lost.row[counts[lost.row] < lost.kept])
        self._relaxed: _Relaxed | None = None
        self._outside = int(forced.sum())
        if len(empty):
            window, seats = _window(rows, lost, empty)
            inside = np.zeros(problem.days, np.bool_)
            inside[window] = True
            groups = [group for day in window for group in _groups(problem, rows, before, forced, int(day), seats)]
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


def _groups(  # noqa: PLR0917 - one table after the other
    problem: Problem,
    rows: RowTable,
    before: Plan,
    forced: NDArray[np.bool_],
    day: int,
    seats: frozenset[int],
) -> list[_Group]:
    known: dict[tuple[int, int, int], Feed] = {}

    def feed(klass: int, shift: int, job: int) -> Feed:
        key = (klass, shift, job)
        if key not in known:
            entries = range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job])
            pairs = ((int(rows.row[e]), int(rows.coefficient[e])) for e in entries)
            known[key] = tuple(pair for pair in pairs if pair[0] in seats)
        return known[key]

    alike: dict[tuple[int, int, int, bool, bytes], int] = {}
    for agent in range(problem.agents):
        place = (int(rows.class_of[agent]), int(before.shift[agent, day]), int(before.job[agent, day]))
        key = (*place, bool(forced[agent, day]), problem.allowed[agent, day].tobytes())
        alike[key] = alike.get(key, 0) + 1
    found = []
    for (klass, shift, job, moves, allowed), size in alike.items():
        open_ = np.frombuffer(allowed, np.bool_).reshape(problem.shifts, problem.jobs)
        own = () if shift == OFF or moves else feed(klass, shift, job)
        ways = frozenset(feed(klass, int(s), int(j)) for s, j in zip(*np.nonzero(open_), strict=True)) - {own, ()}
        if ways or moves:
            found.append(_Group(size, own, moves, ways))
    return found


class _Relaxed:
    """The linear program: how many of each group take each way, and how many seat-intervals of each row are short."""

    def __init__(self, groups: list[_Group], counts: NDArray[np.int64], lost: LostSeats, seats: frozenset[int]) -> None:
        self.solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = solver.Objective()
        self.objective.SetMinimization()
        self.inf = solver.infinity()
        self.all_lost = solver.Constraint(-self.inf, self.inf)
        self.short: list[pywraplp.Variable] = []
        self.fixed = sum(group.size for group in groups if group.forced)
        limits: dict[int, list[pywraplp.Constraint]] = {}
        for row, kept in zip(lost.row.tolist(), lost.kept.tolist(), strict=True):
            if row in seats:
                limit = solver.Constraint(float(kept - counts[row]), self.inf)
                short = solver.NumVar(0, self.inf, "")
                limit.SetCoefficient(short, 1)
                self.all_lost.SetCoefficient(short, 1)
                self.short.append(short)
                limits.setdefault(row, []).append(limit)
        for group in groups:
            self._group(group, limits)

    def _group(self, group: _Group, limits: dict[int, list[pywraplp.Constraint]]) -> None:
        room = self.solver.Constraint(-self.inf, float(group.size))
        for way in group.ways:
            effect = dict(way)
            for row, coefficient in group.feed:
                effect[row] = effect.get(row, 0) - coefficient
            if max(effect.values()) <= 0:
                continue
            moved = self.solver.NumVar(0, float(group.size), "")
            room.SetCoefficient(moved, 1)
            self.objective.SetCoefficient(moved, 0 if group.forced else 1)
            for row, coefficient in effect.items():
                for limit in limits.get(row, ()) if coefficient else ():
                    limit.SetCoefficient(moved, coefficient)

    def least(self, most_lost: int | None) -> float:
        """The optimum; what cannot stay counts in any case."""
        self.all_lost.SetUb(self.inf if most_lost is None else float(most_lost))
        for short in self.short:
            self.objective.SetCoefficient(short, SEAT if most_lost is None else 0)
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return float(self.fixed)
        return self.fixed + float(self.objective.Value())


def fewest_changes(
    problem: Problem, start: Plan, bound: int, *, deadline: float, seed: int, should_stop: Callable[[], bool]
) -> tuple[Plan, int]:
    """A plan of the counting problem at least as good as `start`, and its proven bound, by CP-SAT in a child."""
    first = problem.evaluate(start)
    best, price = start, first.ticks if not first.broken else UNKNOWN
    left = deadline - time.monotonic()
    if price <= bound or left < 1.0:
        return best, bound
    child = Child("cpsat", cpsat, packed(problem), Effort(left, seed=seed), start)
    try:
        while not child.finished and price > bound and time.monotonic() < deadline and not should_stop():
            if not child.connection.poll(0.05):
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
