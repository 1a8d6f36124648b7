"""Branch and price: bounds never above the optimum, rosters never below, and proofs that the root alone has not got."""

import math
import time
from itertools import product

import numpy as np
import pytest
from label_world import best, months, world

from roster.engine.columns.annealing import Annealing
from roster.engine.columns.branching import Branching
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.generation import improve_by_columns
from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.moves import Moves
from roster.engine.columns.neighbourhoods import Neighbourhoods
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.grain import grain_of
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.columns.program.totals import Total, groups
from roster.engine.columns.root import RootSearch
from roster.engine.columns.tree import DayChoice, Within
from roster.engine.problem.problem import Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.rule.pieces import OFF, Budget, Cost, Escort, Penalty, Piece, Row, Sequence, Term

FAR = 10**6
"""A price that no roster of these worlds exceeds."""


def halves(*, seats: bool = True, alone_ticks: int = 0) -> Problem:
    """Three people who work two of four days in a row; a row counts each of them on the first day twice and wants 3.

    Half of everybody's months keep it for nothing. With `seats` the seats of each day count in fractions then too. With
    `alone_ticks` the last two cost them for a day without the first: the program leaves that out.
    """
    everyone, work, off = (0, 1, 2), frozenset({0}), frozenset({OFF})
    pieces: list[Piece] = [Sequence("RUN", everyone, (off, work, off), inside=True)]
    pieces += [Budget("HOURS", agent, ((480,),) * 4, 960, 960) for agent in everyone]
    pieces += [Cost("WISH", agent, day, work, (agent * day) % 3) for agent, day in product(everyone, range(4))]
    pieces.append(Row("TWICE", (Term(everyone, 0, work, coefficient=2),), Penalty.around(3, 90, 90)))
    if seats:
        pieces += [Row("COVERAGE", (Term(everyone, day, work),), Penalty.around(1, 5, 1)) for day in range(4)]
    if alone_ticks:
        pieces += [Escort("TEAM", (1, 2), (0,), day, 0, alone_ticks) for day in range(4)]
    return Problem(pieces, agents=3, days=4, shifts=1, jobs=1)


def least(problem: Problem, days: int, shifts: int) -> int:
    """The optimum, by all months of everybody."""
    months = []
    for agent in range(problem.agents):
        legal = []
        for cells in product(range(-1, shifts), repeat=days):
            plan = problem.empty()
            plan.shift[agent] = cells
            if not any(one.agent == agent for one in problem.evaluate(plan).broken):
                legal.append(cells)
        months.append(legal)
    ticks = []
    for choice in product(*months):
        plan = problem.empty()
        plan.shift[:] = choice
        ticks.append(problem.evaluate(plan).ticks)
    return min(ticks)


def grown(problem: Problem, ceiling: int | None = None):
    """A tree on the problem's solved root, a first roster that costs `ceiling`, and the root's bound."""
    search = PreparedSearch(problem)
    layout = Layout(problem, search.prepared)
    pricer = Pricer(layout, 1)
    everyone = range(problem.agents)
    master = RestrictedMaster(layout, everyone, rest_of(layout, None, everyone))
    root = generate(master, pricer, deadline=time.monotonic() + 300)
    if master.solve() is None or master.lacking():
        pytest.skip("no legal roster in this world")
    tree = Branching(master, pricer, root.prices, root.bound, search.value, grain=grain_of(layout), counted=True)
    return tree, Incumbent(problem.empty(), ceiling or FAR), root.bound


def ended(tree: Branching, first: Incumbent, steps: int = 400):
    """Steps until the bound meets the roster or nothing is left; the roster and all bounds on the way."""
    bounds, now = [tree.bound], first
    for _ in range(steps):
        if math.ceil(tree.bound - 1e-5) >= now.ticks or tree.exhausted:
            break
        better, gain = tree.step(now, time.monotonic() + 300)
        assert gain >= -1e-6
        now = better or now
        bounds.append(tree.bound)
    return now, bounds


@pytest.mark.parametrize("seats", [True, False])
def test_a_problem_whose_root_is_in_fractions_is_proven_by_branching(seats):
    problem = halves(seats=seats)
    optimum = least(problem, 4, 1)
    tree, first, root = grown(problem)
    assert math.ceil(root - 1e-6) < optimum
    now, bounds = ended(tree, first)
    assert now.ticks == optimum
    assert problem.evaluate(now.plan).broken == ()
    assert problem.evaluate(now.plan).ticks == optimum
    assert bounds == sorted(bounds)
    assert math.ceil(bounds[-1] - 1e-6) == optimum


@pytest.mark.parametrize("above", [1, 10, 100])
@pytest.mark.parametrize("alone_ticks", [2, 40])
def test_what_ends_whole_but_dearer_than_its_program_says_keeps_the_bound_where_it_is(alone_ticks, above):
    problem = halves(alone_ticks=alone_ticks)
    optimum = least(problem, 4, 1)
    tree, first, _ = grown(problem, optimum + above)
    now, bounds = ended(tree, first)
    assert max(bounds) < optimum <= now.ticks
    assert tree.exhausted


@pytest.mark.parametrize("above", [0, 1, 2, 40])
@pytest.mark.parametrize("seed", [2, 4, 7, 8, 9, 17])
def test_no_bound_is_above_the_optimum_whatever_roster_is_known(seed, above):
    problem = world(seed, agents=3)
    optimum = best(problem)
    if optimum is None:
        pytest.skip("no legal roster in this world")
    tree, first, _ = grown(problem, optimum + above)
    now, bounds = ended(tree, first)
    assert max(bounds) <= optimum + 1e-6
    assert now.ticks == optimum
    assert tree.exhausted or math.ceil(max(bounds) - 1e-5) >= optimum
    if above:
        assert problem.evaluate(now.plan).ticks == optimum
        assert problem.evaluate(now.plan).broken == ()


@pytest.mark.parametrize("seed", [4, 8])
def test_where_jobs_are_chosen_by_the_program_no_bound_is_above_the_best_roster_of_all(seed):
    problem = world(seed, agents=2, jobs=2)
    tree, first, _ = grown(problem)
    now, bounds = ended(tree, first)
    run = ColumnRun(
        PreparedSearch(problem),
        Callbacks(lambda *_: None, lambda _: None, lambda: False),
        time.monotonic() + 300.0,
        counted=True,
        seconds=2.0,
    )
    try:
        Annealing(run).warm_up()
        assert run.incumbent is not None
        assert max(bounds) <= min(now.ticks, run.incumbent.ticks) + 1e-6
    finally:
        run.pricer.close()


@pytest.mark.parametrize("seed", [2, 4, 8, 9])
def test_the_bound_at_any_prices_holds_for_every_roster_within_a_held_total(seed):
    problem = world(seed, agents=2)
    layout = Layout(problem)
    pricer = Pricer(layout, 1)
    master = RestrictedMaster(layout, range(2), rest_of(layout, None, range(2)))
    rows = len(layout.rows)
    several = groups(layout.table, layout.fresh_rows.cell_day[:rows], layout.fresh_rows.cell_shift[:rows])
    generate(master, pricer, deadline=time.monotonic() + 300)
    if master.solve() is None or master.lacking():
        pytest.skip("no legal roster in this world")
    rosters = []
    for one, other in product(layout_months(problem, 0), layout_months(problem, 1)):
        plan = problem.empty()
        plan.shift[0], plan.shift[1] = one, other
        rosters.append((problem.evaluate(plan).ticks, layout.rows.counts(plan.shift, plan.job) - layout.low))
    draw = np.random.default_rng(seed)
    for group in several[:12]:
        for total in (group.count, group.short, group.over):
            reached = [(ticks, total.at(places.astype(np.float64))) for ticks, places in rosters]
            middle = float(np.median([value for _, value in reached]))
            for low, high in ((-math.inf, math.floor(middle)), (math.floor(middle) + 1.0, math.inf)):
                inside = [ticks for ticks, value in reached if low <= value <= high]
                if not inside:
                    continue
                master.hold(total, low, high)
                root = generate(master, pricer, deadline=time.monotonic() + 300)
                assert root.bound <= min(inside) + 1e-6
                prices = root.prices
                for _ in range(4):
                    wild = DualPrices(
                        prices.row + draw.normal(0, 9, rows),
                        prices.budget,
                        prices.agent,
                        prices.total + draw.normal(0, 30, len(prices.total)),
                    )
                    assert master.price(wild, pricer, 1)[1] <= min(inside) + 1e-6
            master.hold(total, -math.inf, math.inf)


def layout_months(problem: Problem, agent: int):
    """An agent's legal months without a leave granted."""
    return [cells for cells, granted in months(problem, agent) if not granted]


def test_the_sides_of_a_split_are_all_there_is_and_share_nothing():
    tree, _, _ = grown(halves())
    tree.target = FAR
    root = tree_root(tree)
    day = [tree._side(root, DayChoice(1, 2, shift, yes=yes), 0.5) for shift in (-1, 0) for yes in (True, False)]
    for yes, no in (day[:2], day[2:]):
        assert (yes.shifts[1, 2] ^ no.shifts[1, 2]).all()
        assert bool(yes.off[1, 2]) is not bool(no.off[1, 2])
        assert (np.delete(yes.shifts, 1, axis=0) == np.delete(root.shifts, 1, axis=0)).all()
    tree._solved(root)
    for split in tree._splits(root):
        if isinstance(split.sides[0], Within):
            below, above = split.sides
            assert below.total is above.total
            assert below.most + 1 == above.least
            assert 0 < split.part < 1


def tree_root(tree: Branching):
    tree._begin(FAR)
    return tree.open[0][3]


def test_a_total_goes_on_evenly_between_and_beyond_its_values():
    total = Total(np.array([0, 1]), np.array([[2, 1, 0, 0], [0, 1, 2, 3]]))
    assert total.constant == 2.0
    assert total.at(np.array([0.5, 1.0])) == pytest.approx(2.5)
    assert total.at(np.array([-1.0, 5.0])) == pytest.approx(3.0 + 5.0)
    assert total.at(np.array([9.0, 0.0])) == pytest.approx(0.0)


@pytest.mark.parametrize("seed", [2, 4, 8])
def test_rosters_differ_by_multiples_of_the_grain(seed):
    problem = world(seed)
    prices = []
    for one, other in product(layout_months(problem, 0)[:40], layout_months(problem, 1)[:40]):
        plan = problem.empty()
        plan.shift[0], plan.shift[1] = one, other
        prices.append(problem.evaluate(plan).ticks)
    if not prices:
        pytest.skip("no legal roster in this world")
    grain = grain_of(Layout(problem))
    assert all((ticks - prices[0]) % grain == 0 for ticks in prices)


def test_the_grain_sees_hours_by_their_step():
    everyone, work = (0, 1), frozenset({0, 1})
    hours = ((480, 600),) * 3
    pieces: list[Piece] = [Budget("HOURS", agent, hours, 0, 1800, Penalty.around(1200, 6, 9)) for agent in everyone]
    pieces += [Cost("WISH", 0, 1, work, 720), Cost("WISH", 1, 1, work, 1080)]
    pieces += [Row("COVERAGE", (Term(everyone, 0, work),), Penalty.around(1, 1800, 360))]
    problem = Problem(pieces, agents=2, days=3, shifts=2, jobs=1)
    assert grain_of(Layout(problem)) == 360
    finer = Problem([*pieces, Cost("WISH", 1, 2, work, 90)], agents=2, days=3, shifts=2, jobs=1)
    assert grain_of(Layout(finer)) == 90


def test_a_bound_is_rounded_up_to_what_a_roster_can_cost():
    told = []
    run = ColumnRun(PreparedSearch(world(4)), Callbacks(lambda *_: None, told.append, lambda: False), 1e9)
    try:
        run.grain = 360
        run.incumbent = Incumbent(world(4).empty(), 1000)
        for bound in (100.2, 281.0, 639.9, 640.5):
            run.raise_bound(bound)
    finally:
        run.pricer.close()
    assert told == [280, 640, 1000]


def test_a_run_proves_by_branching_what_neighbourhoods_cannot(monkeypatch):
    problem = halves()
    optimum = least(problem, 4, 1)
    monkeypatch.setattr(Neighbourhoods, "search", lambda *_, **__: None)
    outcomes = []
    for steps in (True, False):
        if not steps:
            monkeypatch.setattr(RootSearch, "_tree", lambda *_: None)
        bounds = []
        callbacks = Callbacks(lambda *_: None, bounds.append, lambda: False)
        search = PreparedSearch(problem)
        why = improve_by_columns(search, callbacks, time.monotonic() + 300, 3, None, work_seconds=30.0)
        outcomes.append((why, max(bounds)))
    assert outcomes[0] == ("proof", optimum)
    assert outcomes[1][0] == "work"
    assert outcomes[1][1] < optimum


def test_branching_has_half_of_the_time_where_the_bound_is_near(monkeypatch):
    shares = []
    for ticks in (1_000_000, 100_000):
        now, spent = [0.0], {"branch": 0.0, "others": 0.0}
        callbacks = Callbacks(lambda *_: None, lambda _: None, lambda: False)
        run = ColumnRun(PreparedSearch(halves()), callbacks, 200.0, seconds=200.0)

        def took(kind, seconds, now=now, spent=spent):
            now[0] += seconds
            spent[kind] += seconds

        with monkeypatch.context() as patch:
            patch.setattr(time, "monotonic", lambda now=now: now[0])
            patch.setattr(Annealing, "walk", lambda *_, took=took: took("others", 1.0))
            patch.setattr(Moves, "branch", lambda *_, took=took: took("branch", 2.0) or 0.0)
            patch.setattr(Neighbourhoods, "search", lambda *_, took=took, **__: took("others", 0.5))
            try:
                annealing, root = Annealing(run), RootSearch(run)
                annealing.warm_up()
                root.solve()
                assert root.tree is not None
                assert run.incumbent is not None
                run.incumbent, run.bound = Incumbent(run.incumbent.plan, ticks), 99_900
                now[0], spent["others"] = 0.0, 0.0
                Moves(run, annealing, root.tree).make()
            finally:
                run.pricer.close()
        shares.append(spent["branch"] / (spent["branch"] + spent["others"]))
    far, near = shares
    assert 0.02 < far < 0.3
    assert 0.4 < near < 0.6


def test_while_no_roster_is_known_every_turn_is_a_walk(monkeypatch):
    callbacks = Callbacks(lambda *_: None, lambda _: None, lambda: False)
    run = ColumnRun(PreparedSearch(halves()), callbacks, math.inf, counted=True, seconds=20.0)
    walked = []
    monkeypatch.setattr(Annealing, "walk", lambda _, chunks: walked.append(chunks))
    try:
        root = RootSearch(run)
        root.solve()
        assert root.tree is not None
        assert run.incumbent is None
        moves = Moves(run, Annealing(run), root.tree)
        moves.make(10)
        assert len(walked) == 10
        assert moves.branching is not None
        assert moves.turns.spent[moves.branching] > 0
    finally:
        run.pricer.close()
