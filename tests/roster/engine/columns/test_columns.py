"""Column generation: valid bounds, legal rosters, and how searches share what they find."""

import time

import numpy as np
import pytest
from label_world import alone, best, half_year, months, world

from roster.engine.columns import root as root_module
from roster.engine.columns import size as size_module
from roster.engine.columns.annealing import Annealing
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.generation import improve_by_columns
from roster.engine.columns.moves import WALKS, Moves
from roster.engine.columns.neighbourhoods import Neighbourhoods
from roster.engine.columns.program import solving as solving_module
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.columns.root import RootSearch
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walker import CHUNK_SECONDS


def outcome(problem, seconds=2.0, seed=3):
    plans, bounds = [], []
    callbacks = Callbacks(lambda plan, ticks: plans.append((plan, ticks)), bounds.append, lambda: False)
    search = PreparedSearch(problem)
    why = improve_by_columns(search, callbacks, time.monotonic() + 300, seed, None, work_seconds=seconds)
    return why, plans, bounds


@pytest.mark.parametrize("seed", range(10))
def test_bounds_stay_below_the_optimum_and_rosters_above(seed):
    problem = world(seed)
    optimum = best(problem)
    why, plans, bounds = outcome(problem)
    if optimum is None:
        assert plans == []
        return
    assert max(bounds) <= optimum + 1e-6 * abs(optimum)
    assert plans, why
    for plan, ticks in plans:
        valuation = problem.evaluate(plan)
        assert valuation.broken == ()
        assert valuation.ticks == ticks
        assert ticks >= optimum
    assert plans[-1][1] == optimum


def test_equal_seeds_give_equal_plans():
    problem = world(4, agents=3)
    _, first, first_bounds = outcome(problem)
    _, second, second_bounds = outcome(problem)
    assert [ticks for _, ticks in first] == [ticks for _, ticks in second]
    assert all((a.shift == b.shift).all() for (a, _), (b, _) in zip(first, second, strict=True))
    assert first_bounds == second_bounds


def test_a_long_horizon_is_annealed_by_windows_and_what_is_told_is_legal_and_true():
    problem = half_year()
    why, plans, bounds = outcome(problem, seconds=0.5)
    assert why in {"work", "proof"}
    assert plans
    for plan, ticks in plans:
        valuation = problem.evaluate(plan)
        assert valuation.broken == ()
        assert valuation.ticks == ticks
    assert max(bounds) <= plans[-1][1]
    _, again, _ = outcome(problem, seconds=0.5)
    assert [ticks for _, ticks in again] == [ticks for _, ticks in plans]


def test_a_long_annealing_goes_on_from_a_better_plan_of_another():
    problem = half_year()
    _, plans, _ = outcome(problem, seconds=0.5)
    offers = [plans[-1][0]]
    callbacks = Callbacks(
        lambda *_: None, lambda _: None, lambda: False, offered=lambda: offers.pop() if offers else None
    )
    run = ColumnRun(PreparedSearch(problem), callbacks, time.monotonic() + 60.0, counted=True)
    try:
        annealing = Annealing(run)
        walker, _ = run.search.walker(1)
        assert walker.price() > plans[-1][1]
        annealing._meet(walker)
        assert walker.price() == plans[-1][1]
        annealing._meet(walker)
    finally:
        run.pricer.close()


def test_a_long_walk_waits_until_the_others_have_had_as_much(monkeypatch):
    now = [0.0]
    walked = []

    def walk(_, chunks):
        walked.append((chunks, now[0]))
        now[0] += chunks * CHUNK_SECONDS

    def search(*_, **__):
        now[0] += 0.1

    callbacks = Callbacks(lambda _plan, _ticks: None, lambda _: None, lambda: False)
    run = ColumnRun(PreparedSearch(world(1)), callbacks, 100.0)
    try:
        run.without_root()
        annealing = Annealing(run)
        annealing.warm_up()
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        monkeypatch.setattr(Annealing, "walk", walk)
        monkeypatch.setattr(Neighbourhoods, "search", search)
        Moves(run, annealing, None).make()
    finally:
        run.pricer.close()
    begun = [moment for chunks, moment in walked if chunks == WALKS[-1]]
    assert begun
    for before, moment in enumerate(begun):
        longest = WALKS[-1] * CHUNK_SECONDS
        assert moment - before * longest >= (before + 0.9) * longest


def test_a_better_plan_from_elsewhere_is_gone_on_from():
    problem = world(4, agents=1)
    plans = [alone(problem, 0, cells, granted) for cells, granted in months(problem, 0)]
    plans.sort(key=lambda plan: problem.evaluate(plan).ticks)
    least, most = (problem.evaluate(plan).ticks for plan in (plans[0], plans[-1]))
    assert least < most
    offers = [plans[-1], plans[0], plans[-1]]
    callbacks = Callbacks(
        lambda _plan, _ticks: None, lambda _: None, lambda: False, offered=lambda: offers.pop(0) if offers else None
    )
    run = ColumnRun(PreparedSearch(problem), callbacks, time.monotonic() + 300)
    try:
        for expected in (most, least, least, least):
            run.listen()
            assert run.incumbent is not None
            assert run.incumbent.ticks == expected
    finally:
        run.pricer.close()
    assert offers == []


def test_a_search_that_does_not_lead_finds_rosters_and_claims_no_bound():
    problem = world(4, agents=3)
    plans, bounds = [], []
    callbacks = Callbacks(lambda plan, ticks: plans.append((plan, ticks)), bounds.append, lambda: False)
    improve_by_columns(
        PreparedSearch(problem), callbacks, time.monotonic() + 300, 3, None, work_seconds=1.0, lead=False
    )
    assert problem.evaluate(plans[-1][0]).broken == ()
    assert bounds == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_root_bound_meets_the_program_also_with_several_jobs(jobs):
    problem = world(4, agents=3, jobs=jobs)
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    master = RestrictedMaster(layout, range(3), rest_of(layout, None, range(3)))
    bounds = []
    root = generate(master, pricer, deadline=time.monotonic() + 60, on_bound=bounds.append)
    assert root.converged
    assert root.bound == pytest.approx(root.optimum, abs=1e-3)
    assert bounds == sorted(bounds)
    assert bool(layout.link_cells) is (jobs > 1)


@pytest.mark.parametrize("seed", [2, 4, 8, 9])
def test_a_window_of_days_costs_what_the_plan_does_and_its_bound_holds(seed):
    problem = world(seed, agents=2)
    legal = [[cells for cells, granted in months(problem, agent) if not granted] for agent in (0, 1)]
    if not all(legal):
        pytest.skip("no legal month in this world")
    first, stop = 2, 5
    plan = problem.empty()
    for agent in (0, 1):
        plan.shift[agent] = legal[agent][seed % len(legal[agent])]
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    columns = layout.columns_of(plan)
    assert columns is not None
    master = RestrictedMaster(layout, [0], rest_of(layout, plan, [0], first, stop))
    master.add(columns[:1])
    assert master.solve() == pytest.approx(problem.evaluate(plan).ticks)
    root = generate(master, pricer, deadline=time.monotonic() + 60)
    several = []
    for cells in legal[0]:
        if all(cells[day] == plan.shift[0, day] for day in range(problem.days) if not first <= day < stop):
            trial = plan.copy()
            trial.shift[0] = cells
            several.append(problem.evaluate(trial).ticks)
    least = min(several)
    assert root.bound <= least + 1e-6
    assert root.optimum <= least + 1e-6


def test_a_search_goes_on_from_the_prices_and_the_bound_that_another_proved():
    problem = world(2, agents=3)
    prices_heard = []
    lead = Callbacks(lambda *_: None, lambda _: None, lambda: False, on_duals=prices_heard.append)
    improve_by_columns(PreparedSearch(problem), lead, time.monotonic() + 60, 3, None, work_seconds=1.0)
    (duals,) = prices_heard
    heard = iter([duals])
    follower = Callbacks(lambda *_: None, lambda _: None, lambda: False, duals=lambda: next(heard, None))
    other = ColumnRun(
        PreparedSearch(problem), follower, time.monotonic() + 60, seed=4, counted=True, seconds=1.0, lead=False
    )
    try:
        annealing = Annealing(other)
        annealing.warm_up()
        other.without_root()
        other.bound = -np.inf
        Moves(other, annealing, None).make(1)
    finally:
        other.pricer.close()
    assert other.prices is not None
    for mine, given in zip((other.prices.row, other.prices.budget, other.prices.agent), duals, strict=True):
        assert mine is given
    assert not other.closed()
    assert other.incumbent is not None
    follower.proven = lambda: other.incumbent.ticks
    assert other.closed()


def test_the_pool_knows_just_the_months_that_are_in_it():
    problem = world(2, agents=1)
    layout = Layout(problem)
    legal = (layout.column(0, np.array(cells, np.int16), 0) for cells, granted in months(problem, 0) if not granted)
    one, other, *_ = (column for column in legal if column is not None)
    assert layout.add(one) is one
    layout.forget(0, [other])
    assert layout.pool[0] == [other]
    assert layout.add(one) is one
    layout.forget(0, [one])
    layout.forget(0, [other])
    assert layout.add(other) is other
    assert layout.pool[0] == [other]


@pytest.mark.parametrize(
    ("proven", "asked"), [(-5.0, ["volume", "program", "volume"]), (5.0, ["volume", "program", "program"])]
)
def test_a_large_root_is_left_to_whichever_of_two_proves_more_by_half_time(proven, asked, monkeypatch):
    problem = world(4, agents=3)
    asked_of = []
    nothing = DualPrices(np.zeros(len(problem.rows)), np.zeros(0), np.zeros(3))

    def volume(*_, start, **__):
        asked_of.append("volume")
        return start, 0.0

    def generate(*_, centre, **__):
        asked_of.append("program")
        assert centre is not None
        return solving_module.Root(9.0, proven, nothing, converged=False)

    monkeypatch.setattr(size_module, "LARGE_CELLS", 0)
    monkeypatch.setattr(root_module, "volume", volume)
    monkeypatch.setattr(root_module, "generate", generate)
    run = ColumnRun(PreparedSearch(problem), Callbacks(lambda *_: None, lambda _: None, lambda: False), 1e9)
    try:
        root = RootSearch(run)
        root.solve()
    finally:
        run.pricer.close()
    assert asked_of == asked
    assert root.mastered is (proven > 0)


@pytest.mark.parametrize("seed", [0, 2])
def test_the_bound_of_a_large_root_stays_below_the_optimum(seed, monkeypatch):
    problem = world(seed)
    optimum = best(problem)
    monkeypatch.setattr(size_module, "LARGE_CELLS", 0)
    bounds = []
    callbacks = Callbacks(lambda *_: None, bounds.append, lambda: False)
    run = ColumnRun(PreparedSearch(problem), callbacks, time.monotonic() + 300.0, seconds=300.0)
    monkeypatch.setattr(size_module, "LARGE_SECONDS", 1e9)
    try:
        root = RootSearch(run)
        root.solve()
    finally:
        run.pricer.close()
    if optimum is not None:
        assert max(bounds) <= optimum
        assert root.mastered


@pytest.mark.parametrize("seed", [2, 8])
def test_months_that_the_pool_knows_enter_another_master_like_new_ones(seed):
    problem = world(seed, agents=3)
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    everyone = range(problem.agents)
    roots = []
    for _ in range(2):
        master = RestrictedMaster(layout, everyone, rest_of(layout, None, everyone))
        roots.append(generate(master, pricer, deadline=time.monotonic() + 60))
        if master.lacking():
            pytest.skip("no legal roster in this world")
    assert roots[0].converged
    assert roots[1].converged
    assert roots[1].optimum == pytest.approx(roots[0].optimum)


@pytest.mark.parametrize("seed", [2, 8])
def test_a_master_that_lets_go_of_months_ends_where_one_that_keeps_all_does(seed, monkeypatch):
    problem = world(seed, agents=3)
    everyone = range(problem.agents)
    optima = []
    for most, retained in ((500, 150), (4, 2)):
        monkeypatch.setattr(solving_module, "MOST_MONTHS", most)
        monkeypatch.setattr(solving_module, "KEPT_MONTHS", retained)
        layout = Layout(problem)
        master = RestrictedMaster(layout, everyone, rest_of(layout, None, everyone))
        root = generate(master, Pricer(layout, 1), deadline=time.monotonic() + 60)
        if master.lacking():
            pytest.skip("no legal roster in this world")
        assert root.converged
        optima.append(root.optimum)
    assert optima[0] == pytest.approx(optima[1])


def test_a_bound_told_before_the_end_is_a_bound_of_the_end():
    problem = world(8, agents=3)
    optimum = best(problem)
    assert optimum is not None
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    master = RestrictedMaster(layout, range(3), rest_of(layout, None, range(3)))
    draw = np.random.default_rng(0)
    for _ in range(20):
        prices = generate(master, pricer, deadline=time.monotonic() + 60, rounds=1).prices
        wild = prices.towards(
            type(prices)(draw.normal(0, 20, len(prices.row)), draw.normal(0, 9, len(prices.budget)), prices.agent), 0.7
        )
        _, proven = master.price(wild, pricer, 1)
        assert proven <= optimum + 1e-6


def test_a_budget_that_needs_too_many_cells_is_left_to_multipliers():
    problem = world(2)
    _, labels, _ = labelled_workforce(problem)
    _, fewer, _ = labelled_workforce(problem, most_cells=40)
    assert (labels.place >= 0).sum() > (fewer.place >= 0).sum()
    assert fewer.cells <= 40


@pytest.mark.parametrize("seed", [13, 16, 21, 30, 33, 38])
def test_a_window_grants_no_leave_on_days_that_stand_worked_outside_of_it(seed):
    problem = world(seed, agents=1)
    worked = [
        cells
        for cells, granted in months(problem, 0)
        for request in problem.requests[0]
        if not granted and any(cells[day] >= 0 for day in range(request.first, request.last + 1))
    ]
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    plan = problem.empty()
    plan.shift[0] = worked[seed % len(worked)]
    for first in range(problem.days - 2):
        rest = rest_of(layout, plan, [0], first, first + 2)
        master = RestrictedMaster(layout, [0], rest)
        (now,) = layout.columns_of(plan)
        master.add([now])
        root = generate(master, pricer, deadline=time.monotonic() + 60)
        assert root.bound == pytest.approx(root.optimum, abs=1e-3), "a month was priced that nobody may have"
