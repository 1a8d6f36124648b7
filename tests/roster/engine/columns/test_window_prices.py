"""Months of a window priced with what is ahead of it known, beside enumeration."""

from dataclasses import replace

import numpy as np
import pytest
from label_world import DAYS, SHIFTS, months, outlook_of, world

from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.pricer import rest_of
from roster.engine.columns.relax_and_fix import RelaxAndFix, WindowLayout, WindowPricer, last_days
from roster.engine.problem.problem import Plan, Problem
from roster.rule.pieces import Budget, Request

WINDOWS = ((0, 3), (2, 4), (1, 5))


def unasked(seed: int) -> Problem:
    """A world in which nobody asks for leave, and more is counted than labels have room for."""
    asked = world(seed)
    pieces = [piece for piece in asked.pieces if not isinstance(piece, Request)]
    early, middle = ((1, 0),) * DAYS, tuple((int(day in {1, 4}),) * SHIFTS for day in range(DAYS))
    for agent in range(asked.agents):
        pieces += [Budget("EARLY", agent, early, maximum=4), Budget("MIDDLE", agent, middle, maximum=2)]
    return Problem(
        pieces,
        agents=asked.agents,
        days=asked.days,
        shifts=asked.shifts,
        jobs=1,
        past=asked.past,
    )


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_month_in_a_window_is_the_one_that_enumeration_finds(seed, window):
    problem = unasked(seed)
    (first, stop), draw = window, np.random.default_rng(seed)
    legal = [[np.array(cells, np.int16) for cells, _ in months(problem, agent)] for agent in range(problem.agents)]
    if not all(legal):
        pytest.skip("no legal roster in this world")
    now = np.stack([several[draw.integers(len(several))] for several in legal])
    now[:, first:] = -1
    layout = Layout(problem)
    outlook = outlook_of(layout, seed)
    at = WindowLayout(layout, outlook, first, stop, last_days(layout))
    at.keep_to(outlook, now, 3.0)
    assert (at.path.strain > 0).any()
    rest = rest_of(at, Plan(now, np.zeros_like(now), frozenset()), range(problem.agents), first)
    nothing = DualPrices.nothing(at)
    prices = replace(nothing, row=np.where(at.touched, draw.uniform(-9, 9, len(nothing.row)), 0.0))
    several = np.concatenate(layout.budgets_of)
    assert len(several)
    prices.budget[several] = draw.uniform(-3, 3, len(several))
    pricer = WindowPricer(at, 1)
    try:
        pricer.look_ahead(rest)
        assert pricer.ahead is not None
        found, least = pricer.run(np.arange(problem.agents), prices, rest, 3, 0.0)
    finally:
        pricer.close()

    def price(column):
        budgets = at.budgets_of[column.agent]
        return column.ticks + prices.row[column.rows] @ column.values + prices.budget[budgets] @ column.counts

    for agent, several in enumerate(legal):
        columns = [at.column(agent, month, 0) for month in several if (month[:first] == now[agent, :first]).all()]
        cheapest = min(price(column) for column in columns if column is not None)
        assert least[agent] <= cheapest + 1e-6
        mine = [price(column) for column in found if column.agent == agent]
        assert min(mine) == pytest.approx(least[agent])
        assert all((column.month[:first] == now[agent, :first]).all() for column in found if column.agent == agent)


def test_what_windows_took_of_a_shift_more_or_less_than_the_relaxation_the_next_one_makes_up_for():
    problem = unasked(3)
    layout = Layout(problem)
    fixing = RelaxAndFix(layout, outlook_of(layout, 3, (0, 2, 4, 6)), np.random.default_rng(0), 10.0)
    shift = np.full((problem.agents, problem.days), -1, np.int16)
    aims = {}
    for name, first_days in (("none", -1), ("both", 0)):
        shift[:, :2] = first_days
        window = WindowLayout(layout, fixing.outlook, 2, 4, fixing.ends)
        totals = fixing._totals(window, Plan(shift, np.zeros_like(shift), frozenset()))
        aims[name] = [(least + most) / 2 for _, least, most in totals]
        assert [set(fixing.ends[total.rows].tolist()) for total, _, _ in totals] == [{2, 3}] * 2
    early, late = (none - both for none, both in zip(aims["none"], aims["both"], strict=True))
    assert early > 0
    assert late == 0


def test_what_a_budget_counts_from_a_day_on_falls_evenly_within_a_stretch():
    layout = Layout(unasked(1))
    outlook = replace(outlook_of(layout, 1), later=np.tile([12.0, 9.0], (len(layout.force.table), 1)))
    assert [outlook.later_at(day)[0] for day in range(DAYS + 1)] == pytest.approx([12, 11, 10, 9, 6, 3, 0])
