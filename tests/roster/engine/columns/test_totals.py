"""Totals held from below: what their prices do to rows, whose counts go on beyond their tables."""

import math
from itertools import product

import numpy as np
import pytest

from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.totals import HeldTotals, RowGroup, groups
from roster.engine.problem.problem import Problem
from roster.rule.pieces import OFF, Cost, Penalty, Piece, Row, Term

ROOM = 3 + 1
"""Of a row that costs 3 a seat short and 1 a seat over: a total dearer than that would pay for both at once."""


def held(*, least: float, most: float) -> tuple[HeldTotals, RowGroup]:
    """Two rows that want 2 each, of counts from 0 to 4, what they are short, over and in all held within limits."""
    table = np.array([[6, 3, 0, 1, 2]] * 2)
    everything = groups(table, np.array([0, 1]), np.array([0, 0]))[0]
    totals = HeldTotals(table)
    for number, total in enumerate((everything.short, everything.over, everything.count)):
        assert totals.number(total) == number
        totals.within[number] = least, most
    return totals, everything


@pytest.mark.parametrize(
    ("wild", "sound"),
    [
        ([-3.0, 0.0, 0.0], [-3.0, 0.0, 0.0]),
        ([-ROOM, 0.0, 0.0], [-ROOM, 0.0, 0.0]),
        ([-40.0, 0.0, 0.0], [-ROOM, 0.0, 0.0]),
        ([0.0, -8.0, 5.0], [0.0, -ROOM, 2.5]),
        ([-6.0, -2.0, 0.0], [-3.0, -1.0, 0.0]),
        ([-6.0, 2.0, 0.0], [-6.0, 2.0, 0.0]),
        ([70.0, 30.0, -90.0], [70.0, 30.0, -90.0]),
    ],
)
def test_prices_of_totals_are_brought_so_near_that_no_row_pays_for_short_and_over_at_once(wild, sound):
    totals, _ = held(least=1, most=2)
    assert totals.sound(np.array(wild)) == pytest.approx(sound)


@pytest.mark.parametrize("seed", range(20))
def test_a_row_charged_at_sound_prices_rises_at_last_at_least_as_steeply_as_at_first(seed):
    totals, _ = held(least=1, most=2)
    wild = np.random.default_rng(seed).normal(0, 9, 3)
    steps = np.diff(totals.charged(totals.sound(wild)))
    assert (steps[:, -1] >= steps[:, 0] - 1e-9).all()


@pytest.mark.parametrize(("least", "most", "charged"), [(-math.inf, 2, [0.0, 5.0]), (1, math.inf, [-2.0, 0.0])])
def test_a_price_on_the_side_of_no_limit_is_none(least, most, charged):
    totals, _ = held(least=least, most=most)
    assert totals.sound(np.array([-2.0, 5.0, 0.0]))[:2] == pytest.approx(charged)


def leavers() -> Problem:
    """Four people and two days; a row of each day counts down by one for each at work, on beyond its table.

    It wants one at work, a tick for none and three for each more, and everybody likes to work.
    """
    everyone, work = (0, 1, 2, 3), frozenset({0})
    pieces: list[Piece] = [Cost("WISH", agent, day, frozenset({OFF}), 2) for agent, day in product(everyone, (0, 1))]
    pieces += [
        Row("COVERAGE", (Term(everyone, day, work, coefficient=-1),), Penalty.around(-1, 3, 1)) for day in (0, 1)
    ]
    return Problem(pieces, agents=4, days=2, shifts=1, jobs=1)


@pytest.mark.parametrize("price", [-ROOM, -10.0, -100.0])
@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_no_price_of_a_total_held_from_below_proves_more_than_the_best_roster_that_keeps_it(price, least):
    problem = leavers()
    layout = Layout(problem)
    rows = len(layout.rows)
    everything = groups(layout.table, layout.fresh_rows.cell_day[:rows], layout.fresh_rows.cell_shift[:rows])[0]
    rosters = []
    for cells in product((-1, 0), repeat=8):
        plan = problem.empty()
        plan.shift[:] = np.array(cells).reshape(4, 2)
        counts = layout.rows.counts(plan.shift, plan.job)
        if everything.short.at((counts - layout.low).astype(np.float64)) >= least:
            rosters.append(problem.evaluate(plan).ticks)
    master = RestrictedMaster(layout, range(4), rest_of(layout, None, range(4)))
    master.hold(everything.short, least, math.inf)
    pricer = Pricer(layout, 1)
    try:
        for row in range(-4, 5):
            prices = DualPrices.nothing(layout)
            wild = DualPrices(np.full(rows, float(row)), prices.budget, prices.agent, np.array([price]))
            assert master.price(wild, pricer, 1)[1] <= min(rosters) + 1e-6
    finally:
        pricer.close()
