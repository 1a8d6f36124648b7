"""Many absences on one day: the bounds by brute force on tiny months, and months put together."""

import math
from itertools import product

import numpy as np
import pytest

from roster.engine.problem.problem import Plan, Problem
from roster.engine.replan.disruption import CHANGE, SEAT, LostSeats
from roster.engine.replan.fewest import FewestBound, changes
from roster.engine.replan.repair import Repair
from roster.engine.replan.replan import _legal
from roster.engine.replan.together import counted_prices, fewest_together, recombine
from roster.engine.search.prepared import PreparedSearch
from roster.rule.pieces import OFF, Allow, Budget, Cost, Penalty, Piece, Request, Row, Sequence, Term

DAYS, SHIFTS = 4, 2
WORK = frozenset({0, 1})


def month(draw: np.random.Generator) -> tuple[Problem, Plan]:
    """Two people with two duties at most, no late before an early, and a day that one of them cannot work any more."""
    weights = tuple((1,) * SHIFTS for _ in range(DAYS))
    before = Plan(np.full((2, DAYS), OFF, np.int16), np.zeros((2, DAYS), np.int16))
    for agent in (0, 1):
        for day in draw.choice(DAYS, 2, replace=False):
            before.shift[agent, day] = draw.integers(SHIFTS)
    absent = int(np.flatnonzero(before.shift[0] != OFF)[0])
    rows = [
        Row(
            "COVERAGE",
            (Term((0, 1), day, frozenset({shift})),),
            Penalty.around(1, 3600, 360),
            label=(day, 480 + 480 * shift, "call"),
        )
        for day in range(DAYS)
        for shift in range(SHIFTS)
    ]
    pieces: list[Piece] = [
        Sequence("REST", (0, 1), (frozenset({1}), frozenset({0}))),
        *(Budget("HOURS", agent, weights, maximum=2) for agent in (0, 1)),
        Allow("LEAVE", 0, (absent,), frozenset()),
        *([Request("LEAVE", 1, 0, 3, 3, declined_ticks=5)] if draw.random() < 0.5 else []),
        *rows,
    ]
    return Problem(pieces, agents=2, days=DAYS, shifts=SHIFTS, jobs=1), before


def never() -> bool:
    """Nobody stops it."""
    return False


def plans(problem: Problem) -> list[Plan]:
    """Every plan that keeps all hard pieces."""
    asked = [request.request for several in problem.requests for request in several]
    met = []
    for cells in product(range(-1, SHIFTS), repeat=2 * DAYS):
        for granted in ([], asked) if asked else ([],):
            plan = Plan(np.array(cells, np.int16).reshape(2, DAYS), np.zeros((2, DAYS), np.int16), frozenset(granted))
            if ((plan.shift != OFF).sum(axis=1) <= 2).all() and not problem.evaluate(plan).broken:
                met.append(plan)
    return met


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_takes_fewer_changes_than_the_bound_tells(seed: int) -> None:
    problem, before = month(np.random.default_rng(seed))
    lost = LostSeats.of(problem.rows, before)
    legal = _legal(PreparedSearch(problem).force)
    loose = FewestBound(problem, problem.rows, lost, before)
    sharp = FewestBound(problem, problem.rows, lost, before, legal)
    every = [
        (lost.lost(problem.rows.counts(plan.shift, plan.job, plan.granted)), changes(before, plan))
        for plan in plans(problem)
    ]
    assert loose.least() <= sharp.least() <= min(SEAT * seats + moved for seats, moved in every)
    for most in {seats for seats, _ in every}:
        assert loose.least(most) <= sharp.least(most) <= min(moved for seats, moved in every if seats <= most)


def test_a_day_more_at_the_limit_takes_a_day_less_elsewhere() -> None:
    # Both work two of two days they may; who takes the first's seat gives up a duty of the own.
    draw = np.random.default_rng(0)
    problem, _ = month(draw)
    before = Plan(np.full((2, DAYS), OFF, np.int16), np.zeros((2, DAYS), np.int16))
    before.shift[0, :2], before.shift[1, 2:] = 0, 0
    pieces = [p for p in problem.pieces if not isinstance(p, Allow | Request)]
    shut = problem.like([*pieces, Allow("LEAVE", 0, (0,), frozenset())])
    lost = LostSeats.of(shut.rows, before)
    assert FewestBound(shut, shut.rows, lost, before).least(0) == 2
    assert FewestBound(shut, shut.rows, lost, before, _legal(PreparedSearch(shut).force)).least(0) == 3


def test_months_met_apart_are_put_together_where_that_is_cheaper() -> None:
    # One seat a day on two days; both people would rather be off, the first on day 0, the second on day 1.
    rows = [
        Row("COVERAGE", (Term((0, 1), day, frozenset({0})),), Penalty.around(1, 100_000, 100_000)) for day in (0, 1)
    ]
    wishes = [Cost("WISH", agent, agent, frozenset({0}), 40_000) for agent in (0, 1)]
    weights = ((1,), (1,))
    problem = Problem(
        [*rows, *wishes, *(Budget("HOURS", agent, weights, 1, 1) for agent in (0, 1))],
        agents=2,
        days=2,
        shifts=1,
        jobs=1,
    )
    start = Plan(np.array([[0, OFF], [OFF, 0]], np.int16), np.zeros((2, 2), np.int16))
    repair = Repair(PreparedSearch(problem), start)
    # Alone neither month is a better answer to the other's: only both at once are.
    repair.descend(math.inf, never)
    assert repair.plan().shift.tolist() == start.shift.tolist()
    program = recombine(repair, math.inf, never)
    assert program is not None
    assert program.closed
    assert repair.plan().shift.tolist() == [[OFF, 0], [0, OFF]]
    assert problem.evaluate(repair.plan()).ticks == 0


@pytest.mark.parametrize("seed", range(4))
def test_months_together_prove_no_more_changes_than_some_plan_takes(seed: int) -> None:
    problem, before = month(np.random.default_rng(seed))
    lost = LostSeats.of(problem.rows, before)
    every = [
        (lost.lost(problem.rows.counts(plan.shift, plan.job, plan.granted)), changes(before, plan))
        for plan in plans(problem)
    ]
    seats, moved = min(every)
    # The prices of a re-plan: seats that were wanted and filled before anything else, then changed days.
    days = [
        Cost("STABLE", agent, day, frozenset({code}), 5 * 360 * CHANGE)
        for agent, day in np.ndindex(before.shift.shape)
        for code in (OFF, *WORK)
        if code != before.shift[agent, day]
    ]
    own = [piece for piece in problem.pieces if not isinstance(piece, Row)]
    dear = problem.like([*own, *days, *lost.priced(problem.rows)])
    repair = Repair(PreparedSearch(dear), before)
    repair.descend(math.inf, never)
    program = recombine(repair, math.inf, never)
    assert program is not None
    plan = repair.plan()
    assert (lost.lost(problem.rows.counts(plan.shift, plan.job, plan.granted)), changes(before, plan)) == (seats, moved)
    for most in {some for some, _ in every if some >= seats}:
        prices = counted_prices(repair.search, before, LostSeats.of(dear.rows, before), most)
        least = min(changed for some, changed in every if some <= most)
        assert fewest_together(repair, prices, program, math.inf, never) in (least, least - 1)
