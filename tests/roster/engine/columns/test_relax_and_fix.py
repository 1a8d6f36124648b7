"""Rosters fixed window by window at a relaxation's prices: legal, what each month bears, and near the bound."""

import math
import time
from itertools import pairwise

import numpy as np
import pytest
from campaign import WHOLE
from label_world import best, half_year, months, outlook_of, world

from roster.engine.columns import size as size_module
from roster.engine.columns.annealing import Annealing
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.incumbent import Incumbent, roster_of
from roster.engine.columns.program import stretches as stretches_module
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.stretches import Outlook
from roster.engine.columns.relax_and_fix import RelaxAndFix, WindowLayout, last_days
from roster.engine.columns.root import RootSearch
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.rule.pieces import Penalty, Row, Term

SEEDS = (2, 4, 7, 8, 9, 17)
BOUNDS = np.array([0, 3, 6])


def fixed(problem: Problem, seed: int, bounds=BOUNDS):
    """What comes of drawn prices on a problem: a roster and its layout; None where a window found no months."""
    search = PreparedSearch(problem)
    layout = Layout(problem, search.prepared)
    fixing = RelaxAndFix(layout, outlook_of(layout, seed, bounds), np.random.default_rng(seed), 10.0)
    found = fixing.months(problem.empty(), time.monotonic() + 300)
    return None if found is None else roster_of(layout, found, search.value)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_whatever_the_prices_a_roster_is_legal_and_costs_what_it_costs(seed, jobs):
    problem = world(seed, jobs=jobs)
    if not all(months(problem, agent) for agent in range(problem.agents)):
        pytest.skip("no legal roster in this world")
    roster = fixed(problem, seed)
    assert roster is not None
    value = problem.evaluate(roster.plan)
    assert not value.broken
    assert value.ticks == roster.ticks
    if jobs == 1:
        assert roster.ticks >= best(problem)


def test_of_many_worlds_most_end_at_the_optimum():
    ends = {"best": 0, "dearer": 0}
    for seed in range(40 if WHOLE else 16):
        optimum = best(problem := world(seed))
        if optimum is not None:
            roster = fixed(problem, seed, np.array([0, 6]))
            assert roster is not None, seed
            ends["best" if roster.ticks == optimum else "dearer"] += 1
    assert ends["best"] > 3 * ends["dearer"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_bears_what_its_later_days_cost_at_the_prices_and_counts_up_to_the_windows_end(seed):
    problem = world(seed)
    layout = Layout(problem)
    outlook = outlook_of(layout, seed)
    first, last = (WindowLayout(layout, outlook, first, first + 3, last_days(layout)) for first in (0, 3))
    for agent in range(problem.agents):
        budgets = layout.budgets_of[agent]
        for cells, granted in months(problem, agent):
            month = np.array(cells, np.int16)
            whole, early = (made.column(agent, month, int(granted)) for made in (layout, first))
            assert last.column(agent, month, int(granted)).ticks == whole.ticks
            later = np.where(np.arange(problem.days) < 3, -1, month)
            until = np.where(np.arange(problem.days) < 3, month, -1)
            rows, values = layout.feeds(agent, later, 0, None)
            charge = float(outlook.prices.row[rows] @ values) + float(outlook.prices.budget[budgets] @ whole.counts)
            assert early.ticks == pytest.approx(whole.ticks + charge)
            weights = [
                _counted(problem, agent, budget - int(layout.force.budget_start[agent]), until) for budget in budgets
            ]
            assert early.counts.tolist() == weights


def _counted(problem: Problem, agent: int, number: int, month) -> int:
    """What a budget counts of duties and pairs in a month, added up day by day."""
    budget = problem.budgets[agent][number]
    total = sum(budget.weights[day][shift] for day, shift in enumerate(month.tolist()) if shift >= 0)
    for pair in budget.pairs:
        if month[pair.day - 1] in pair.before and month[pair.day] in pair.then:
            total += pair.weight
    return total


def test_later_days_of_a_budget_are_kept_for_what_the_relaxation_counts_there():
    problem = half_year()
    layout = Layout(problem)
    bounds = stretches_module._bounds(layout)
    later = np.full((len(layout.force.table), len(bounds) - 1), 8.4)
    outlook = Outlook(DualPrices.nothing(layout), -math.inf, bounds, later, np.zeros(len(layout.rows)))
    ends = last_days(layout)
    for first, stop in pairwise(bounds.tolist()):
        window = WindowLayout(layout, outlook, first, stop, ends)
        for budgets in layout.budgets_of:
            limited = budgets[layout.force.most[budgets] < layout.force.highest[budgets]]
            less = layout.force.most[limited] - window.force.most[limited]
            assert set(less.tolist()) <= {0 if window.last else 8}


def test_a_row_belongs_to_the_window_in_which_its_last_duty_falls():
    everyone = (0, 1)
    terms = [Term(everyone, day, frozenset({0})) for day in (1, 4)]
    rows = [Row("A", (terms[0],), Penalty.around(1, 5, 5)), Row("B", tuple(terms), Penalty.around(2, 5, 5))]
    problem = Problem([*rows], agents=2, days=6, shifts=1, jobs=1, past=({},) * 2)
    layout = Layout(problem)
    assert sorted(last_days(layout).tolist()) == [1, 4]
    outlook = outlook_of(layout, 0)
    touched = [WindowLayout(layout, outlook, first, first + 3, last_days(layout)).touched for first in (0, 3)]
    assert [last_days(layout)[one].tolist() for one in touched] == [[1], [4]]


def test_whom_a_window_leaves_without_a_month_stands_aside_and_gets_one_beside_the_others(monkeypatch):
    """The second of two gets none in the second window: hers is sought over the whole horizon once the other stands."""
    problem = world(2)
    window = RelaxAndFix._window

    def without(self, number, plan, agents, until, should_stop):
        assert agents == ([0, 1] if number == 1 else [0])
        found = window(self, number, plan, agents, until, should_stop)
        return found[:1] if number == 1 else found

    monkeypatch.setattr(RelaxAndFix, "_window", without)
    roster = fixed(problem, 2)
    assert roster is not None
    value = problem.evaluate(roster.plan)
    assert not value.broken
    assert value.ticks == roster.ticks


@pytest.mark.parametrize("way", ["late", "stopped"])
def test_cut_short_it_leaves_no_roster_behind(way):
    problem = half_year()
    layout = Layout(problem, PreparedSearch(problem).prepared)
    bounds = stretches_module._bounds(layout)
    fixing = RelaxAndFix(layout, outlook_of(layout, 1, bounds), np.random.default_rng(0), 10.0)
    deadline = time.monotonic() + (300 if way == "stopped" else -1)
    assert fixing.months(problem.empty(), deadline, lambda: way == "stopped") is None


@pytest.fixture
def rooted(monkeypatch):
    """Half a year with too much to do, its first roster hardly annealed, and its root solved by stretches."""
    monkeypatch.setattr(size_module, "LARGE_CELLS", 100)
    monkeypatch.setattr(size_module, "LARGE_SECONDS", 1e9)
    monkeypatch.setattr(size_module, "RACE_CELLS", 0)
    told = []
    heard = Callbacks(lambda _, ticks: told.append(ticks), lambda _: None, lambda: False)
    run = ColumnRun(PreparedSearch(half_year(1)), heard, time.monotonic() + 300.0, seconds=20.0)
    try:
        Annealing(run).walk(1)
        root = RootSearch(run)
        root.solve()
        yield run, root, told
    finally:
        run.pricer.close()


def test_half_a_year_ends_near_the_bound_from_the_prices_of_stretches(rooted):
    run, root, _ = rooted
    fixing = RelaxAndFix(run.layout, root.outlook, run.generator, run.search.unit)
    found = fixing.months(run.problem.empty(), time.monotonic() + 300)
    assert found is not None
    roster = roster_of(run.layout, found, run.search.value)
    assert roster is not None
    assert run.bound <= roster.ticks <= 1.1 * run.bound


def test_the_dive_from_a_root_by_stretches_is_window_by_window(rooted):
    run, root, told = rooted
    dear = Plan(run.incumbent.plan.shift[[0, 0, 0, 0]], run.incumbent.plan.job, frozenset())
    run.incumbent = Incumbent(dear, round(run.search.value(dear)[0]))
    before = len(told)
    root.dive()
    assert told[before:] == [run.incumbent.ticks]
    assert not run.problem.evaluate(run.incumbent.plan).broken
