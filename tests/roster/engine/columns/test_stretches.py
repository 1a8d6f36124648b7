"""The program over stretches: a relaxation whose prices prove a bound near the optimum, held to brute force."""

import math
import time
from itertools import pairwise, product

import numpy as np
import pytest
from label_world import best, half_year, months, world

from roster.engine.columns import size as size_module
from roster.engine.columns.annealing import FIXED_COLD, FIXED_HOT, Annealing, Cooling
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.program import stretches as stretches_module
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.stretches import Outlook, StretchMaster, prices_by_stretches
from roster.engine.columns.root import RootSearch
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.linear import LinearProgram

SEEDS = (2, 4, 7, 8, 9, 17)
BOUNDS = np.array([0, 3, 6])


def roster(problem: Problem) -> Plan:
    """A legal roster of a tiny world, granted leave in it where somebody's first month has some."""
    plan, granted = problem.empty(), set()
    for agent in range(problem.agents):
        several = months(problem, agent)
        if not several:
            pytest.skip("no legal roster in this world")
        cells, taken = several[-1]
        plan.shift[agent] = cells
        if taken:
            granted |= {request.request for request in problem.requests[agent]}
    return Plan(plan.shift, plan.job, frozenset(granted))


def solved(program: StretchMaster, centre: DualPrices | None = None) -> float:
    """The program's optimum with every stretch that it may take in."""
    for _ in stretches_module._solved(program, centre, time.monotonic() + 300):
        pass
    optimum = program.solve()
    assert optimum is not None
    return optimum


def looked_ahead(problem: Problem, plan: Plan, told: list[float]) -> Outlook | None:
    """What the program over stretches says, in as much time as it needs; the bounds that it tells on the way."""
    layout, everyone = Layout(problem, PreparedSearch(problem).prepared), range(problem.agents)
    pricer = Pricer(layout, 1)
    try:
        return prices_by_stretches(
            RestrictedMaster(layout, everyone, rest_of(layout, None, everyone)),
            pricer,
            plan,
            deadline=time.monotonic() + 300,
            on_bound=told.append,
            should_stop=lambda: False,
            enough=math.inf,
        )
    finally:
        pricer.close()


def beside(problem: Problem, plan: Plan) -> int:
    """What the requests that a plan does not grant cost, whatever is worked."""
    asked = (request for several in problem.requests for request in several)
    return sum(request.declined_ticks for request in asked if request.request not in plan.granted)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_program_is_never_above_the_best_roster(seed):
    problem = world(seed)
    plan = roster(problem)
    layout = Layout(problem, PreparedSearch(problem).prepared)
    optimum = solved(StretchMaster(layout, plan, BOUNDS)) + beside(problem, plan)
    rosters = (
        problem.evaluate(other)
        for one, two in product(months(problem, 0), months(problem, 1))
        if (other := _joined(problem, (one, two))).granted == plan.granted
    )
    assert optimum <= min(value.ticks for value in rosters if not value.broken) + 1e-6


def _joined(problem: Problem, several) -> Plan:
    plan, granted = problem.empty(), set()
    for agent, (cells, taken) in enumerate(several):
        plan.shift[agent] = cells
        if taken:
            granted |= {request.request for request in problem.requests[agent]}
    return Plan(plan.shift, plan.job, frozenset(granted))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stretch_alone_leaves_the_roster_around_it_as_it_is(seed, jobs):
    problem = world(seed, jobs=jobs)
    plan = roster(problem)
    layout = Layout(problem, PreparedSearch(problem).prepared)
    for first, stop in pairwise(BOUNDS.tolist()):
        program = StretchMaster(layout, plan, np.array([first, stop]))
        begun = program.solve()
        assert begun is not None
        assert solved(program) <= begun + 1e-6
        assert all(stretch.month[:first].max(initial=-1) < 0 for stretch, _ in program.met.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_prices_prove_is_above_the_stretches_and_never_above_the_best_roster(seed, monkeypatch):
    problem = world(seed)
    plan, optimum = roster(problem), best(problem)
    assert optimum is not None
    monkeypatch.setattr(stretches_module, "_bounds", lambda _: BOUNDS)
    told: list[float] = []
    outlook = looked_ahead(problem, plan, told)
    assert outlook is not None
    assert told == sorted(told)
    assert told[-1] == outlook.bound <= optimum + 1e-6
    if not plan.granted and not any(problem.requests):
        layout = Layout(problem, PreparedSearch(problem).prepared)
        assert outlook.bound >= solved(StretchMaster(layout, plan, BOUNDS)) - 1e-5


@pytest.mark.parametrize("solutions", range(1, 14))
def test_nothing_is_read_off_a_program_that_was_not_solved(solutions, monkeypatch):
    problem = world(SEEDS[0])
    plan = roster(problem)
    monkeypatch.setattr(stretches_module, "_bounds", lambda _: BOUNDS)
    solve, nearest = StretchMaster.solve, StretchMaster.nearest
    solved_once: list[bool] = []

    def until_then(self, seconds=1e6):
        solved_once.append(len(solved_once) < solutions)
        return solve(self, seconds) if solved_once[-1] else None

    def sound(self):
        assert solved_once[-1]
        return nearest(self)

    monkeypatch.setattr(StretchMaster, "solve", until_then)
    monkeypatch.setattr(StretchMaster, "nearest", sound)
    looked_ahead(problem, plan, [])
    assert len(solved_once) >= solutions


def test_stretches_are_whole_weeks_begun_where_no_weekend_is_cut():
    problem = half_year()
    bounds = stretches_module._bounds(Layout(problem)).tolist()
    ends = {pair.day % 7 for several in problem.budgets for budget in several for pair in budget.pairs}
    assert bounds[0] == 0
    assert bounds[-1] == problem.days
    assert {day % 7 for day in bounds[1:-1]}.isdisjoint(ends)
    assert all(14 <= stop - first <= 48 for first, stop in pairwise(bounds))


def test_half_a_year_is_proven_within_a_hundredth_by_stretches(monkeypatch):
    problem = half_year()
    monkeypatch.setattr(size_module, "LARGE_CELLS", 100)
    monkeypatch.setattr(size_module, "LARGE_SECONDS", 1e9)
    bounds = []
    run = ColumnRun(
        PreparedSearch(problem),
        Callbacks(lambda *_: None, bounds.append, lambda: False),
        time.monotonic() + 300.0,
        seconds=20.0,
    )
    try:
        assert run.size.stretched
        Annealing(run).walk(8)
        RootSearch(run).solve()
        assert run.incumbent is not None
        assert run.prices is not None
        assert 0.9 * run.incumbent.ticks <= max(bounds) <= run.incumbent.ticks
    finally:
        run.pricer.close()


def test_days_that_granted_leave_shuts_stay_free():
    problem = next(
        world(seed)
        for seed in range(60)
        if any(taken for _, taken in months(world(seed), 0)) and months(world(seed), 1)
    )
    cells = [next(cells for cells, taken in months(problem, 0) if taken), months(problem, 1)[0][0]]
    granted = frozenset(request.request for request in problem.requests[0])
    plan = problem.empty()
    plan.shift[:] = cells
    program = StretchMaster(Layout(problem), Plan(plan.shift, plan.job, granted), BOUNDS)
    solved(program)
    for stretch, _ in program.met.values():
        if stretch.agent == 0:
            assert (stretch.month[1:3] < 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_from_the_inside_the_program_comes_to_the_optimum_of_the_simplex_method(seed, monkeypatch):
    problem = world(seed)
    plan = roster(problem)
    layout = Layout(problem, PreparedSearch(problem).prepared)
    inside = solved(StretchMaster(layout, plan, BOUNDS))
    monkeypatch.setattr(StretchMaster, "_program", lambda _: LinearProgram())
    simplex = solved(StretchMaster(layout, plan, BOUNDS))
    assert inside == pytest.approx(simplex, rel=2 * 2e-4, abs=1e-3)


def searching(seconds):
    problem = half_year()
    heard = Callbacks(lambda *_: None, lambda _: None, lambda: False)
    return ColumnRun(PreparedSearch(problem), heard, time.monotonic() + 300.0, seconds=seconds)


def test_a_horizon_too_long_for_its_time_is_left_to_the_volume_algorithm(monkeypatch):
    run = searching(20.0)
    try:
        cells = run.size.cells
        monkeypatch.setattr(size_module, "LED_CELLS", cells - 1)
        for second, stretched in ((cells / 20.0 + 1, True), (cells / 20.0 - 1, False)):
            monkeypatch.setattr(size_module, "STRETCHED_A_SECOND", second)
            assert run.size.stretched is stretched
        monkeypatch.setattr(size_module, "STRETCHED_A_SECOND", cells)
        monkeypatch.setattr(size_module, "STRETCHED_CELLS", cells - 1)
        assert not run.size.stretched
        monkeypatch.setattr(size_module, "LED_CELLS", cells)
        assert run.size.stretched
    finally:
        run.pricer.close()


@pytest.mark.parametrize(("led", "begun"), [(True, 0), (False, 1)])
def test_after_a_root_too_large_for_its_neighbourhoods_the_search_anneals_on_as_cool_as_the_others(
    monkeypatch, led, begun
):
    run = searching(100.0)
    annealing, annealed = Annealing(run), []
    monkeypatch.setattr(annealing, "_anneal", lambda heat, chunks: annealed.append((heat, chunks)))
    try:
        monkeypatch.setattr(size_module, "LED_CELLS", run.size.cells if led else run.size.cells - 1)
        monkeypatch.setattr(size_module, "STRETCHED_A_SECOND", run.size.cells)
        run.began = time.monotonic() - 45.0
        annealing.go_on()
        assert len(annealed) == begun
        for heat, chunks in annealed:
            half = (annealing.schedule.hot * annealing.schedule.cold) ** 0.5
            assert heat.hot == pytest.approx(half, rel=0.05)
            assert chunks == pytest.approx(4 * 45, abs=4)
    finally:
        run.pricer.close()


def test_from_a_roster_fixed_at_the_roots_prices_the_search_anneals_on_cooler(monkeypatch):
    run = searching(100.0)
    annealing, annealed = Annealing(run), []
    monkeypatch.setattr(annealing, "_anneal", lambda heat, chunks: annealed.append(heat))
    monkeypatch.setattr(size_module, "LED_CELLS", run.size.cells - 1)
    monkeypatch.setattr(size_module, "STRETCHED_A_SECOND", run.size.cells)
    try:
        annealing.go_on(fixed=True)
    finally:
        run.pricer.close()
    assert annealed == [Cooling(FIXED_HOT, FIXED_COLD)]


@pytest.mark.parametrize(("rooted", "leap", "cooled"), [(True, True, True), (False, True, False), (True, False, False)])
def test_who_left_the_root_to_another_goes_on_cooler_from_what_that_fixed(rooted, leap, cooled):
    run = searching(20.0)
    run.lead = False
    annealing = Annealing(run)
    try:
        annealing.walk(1)
        roster, nothing = run.incumbent, DualPrices.nothing(run.layout)
        assert roster is not None
        walker = annealing._walker()
        run.incumbent = Incumbent(roster.plan, 2 * roster.ticks if leap else roster.ticks + 1)
        run.callbacks.offered = lambda: roster.plan
        run.callbacks.duals = lambda: (nothing.row, nothing.budget, nothing.agent) if rooted else None
        assert annealing._meet(walker) is cooled
        assert (walker.now.shift == roster.plan.shift).all()
        assert (run.prices is not None) is rooted
    finally:
        run.pricer.close()


def test_what_is_left_of_a_cooling_goes_on_as_it_would():
    whole = Cooling(1.0, 0.06)
    later = Cooling(0.15, 0.03, 0.4)
    assert [whole.at(share) for share in (0.0, 1.0)] == pytest.approx([1.0, 0.06])
    assert [later.at(share) for share in (0.4, 1.0)] == pytest.approx([0.15, 0.03])
    assert whole.after(0.5).at(0.5) == pytest.approx(whole.at(0.75))
    assert Cooling(0.15, 0.03, 1.0).at(1.0) == pytest.approx(0.03)
