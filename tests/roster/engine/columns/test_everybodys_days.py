"""Neighbourhoods of everybody on some days, dives that round, and the mending of their ends."""

import time
from itertools import pairwise, product
from types import SimpleNamespace

import numpy as np
import pytest
from label_world import DAYS, best, months, world

from roster.engine.columns.annealing import Annealing
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.dive import Manner, dive
from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.moves import Moves
from roster.engine.columns.neighbourhoods import Neighbourhoods
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.columns.root import RootSearch
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch

SEEDS = [2, 4, 8, 9]


def legal_months(problem):
    """Everybody's legal months without a leave granted."""
    several = [[cells for cells, granted in months(problem, agent) if not granted] for agent in range(problem.agents)]
    if not all(several):
        pytest.skip("no legal roster in this world")
    return several


def dearest(problem, several):
    """The dearest roster and its ticks."""
    plans = []
    for choice in product(*several):
        plan = problem.empty()
        plan.shift[:] = choice
        plans.append((problem.evaluate(plan).ticks, plan))
    return max(plans, key=lambda pair: pair[0])


def run_of(problem, **callbacks):
    told = []
    heard = Callbacks(lambda plan, ticks: told.append((plan, ticks)), lambda _: None, lambda: False, **callbacks)
    return ColumnRun(PreparedSearch(problem), heard, time.monotonic() + 300.0, counted=True, seconds=1.0), told


def around(run):
    run.without_root()
    search = run.search
    return Neighbourhoods(run.layout, run.pricer, run.prices, run.generator, search.unit, search.value, counted=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_on_some_days_ends_between_the_window_s_optimum_and_where_it_began(seed):
    problem = world(seed)
    several = legal_months(problem)
    ticks, plan = dearest(problem, several)
    run, _ = run_of(problem)
    try:
        drawn = around(run)
        gained = 0
        for _ in range(10):
            better = drawn.search(Incumbent(plan.copy(), ticks), run.deadline, everybody=True)
            if better is None:
                continue
            gained += 1
            valuation = problem.evaluate(better.plan)
            assert valuation.broken == ()
            assert valuation.ticks == better.ticks < ticks
            changed = np.flatnonzero((better.plan.shift != plan.shift).any(axis=0))
            inside = [
                [month for month in each if all(now[day] == month[day] for day in range(DAYS) if day not in changed)]
                for each, now in zip(several, plan.shift.tolist(), strict=True)
            ]
            least = min(
                problem.evaluate(type(plan)(np.array(choice, np.int16), plan.job, better.plan.granted)).ticks
                for choice in product(*inside)
            )
            assert better.ticks >= least
        assert gained
    finally:
        run.pricer.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_on_all_days_again_and_again_reaches_the_optimum(seed):
    problem = world(seed)
    ticks, plan = dearest(problem, legal_months(problem))
    optimum = best(problem)
    run, _ = run_of(problem)
    try:
        drawn = around(run)
        now = Incumbent(plan, ticks)
        for _ in range(30):
            now = drawn.search(now, run.deadline, everybody=True) or now
        assert now.ticks == optimum
    finally:
        run.pricer.close()


@pytest.mark.parametrize("everybody", [False, True])
def test_a_neighbourhood_that_takes_long_is_smaller_the_next_time(everybody):
    run, _ = run_of(world(2, agents=3))
    try:
        drawn = around(run)
        drawn.agents_wanted, drawn.span_wanted = 3.5, 12.0
        drawn._adapt(9.0, 9_000, everybody=everybody)
        assert (drawn.agents_wanted < 3.5) is not everybody
        assert (drawn.span_wanted < 12.0) is everybody
        drawn.agents_wanted, drawn.span_wanted = 2.5, 12.0
        drawn._adapt(0.01, 10, everybody=everybody)
        assert (drawn.agents_wanted > 2.5) is not everybody
        assert (drawn.span_wanted > 12.0) is everybody
    finally:
        run.pricer.close()


def program_of(problem, agents=lambda _: True):
    """A problem's program solved, with months of these agents only."""
    layout, everyone = Layout(problem), range(problem.agents)
    pricer = Pricer(layout, 1)
    master = RestrictedMaster(layout, everyone, rest_of(layout, None, everyone))
    generate(master, pricer, deadline=time.monotonic() + 60)
    master.keep(lambda several: [column.legal and agents(column.agent) for column in several])
    return master, pricer


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rounds", [False, True])
def test_a_dive_out_of_time_gives_everybody_the_surest_month_where_it_rounds(seed, rounds):
    problem = world(seed, agents=3)
    legal_months(problem)
    master, pricer = program_of(problem)
    if master.solve() is None or master.lacking():
        pytest.skip("some months break a limit in the program's optimum")
    shares = master.values()
    ended = dive(
        master, pricer, Manner(rounds=rounds), np.random.default_rng(0), ceiling=np.inf, deadline=time.monotonic()
    )
    if not rounds:
        assert ended is None
        return
    assert ended is not None
    assert [column.agent for column in ended] == list(range(problem.agents))
    for column in ended:
        assert column.legal
        mine = [share for share, one in shares if one.agent == column.agent]
        assert max(mine) == pytest.approx(next(share for share, one in shares if one is column))
    valuation = problem.evaluate(master.layout.plan_of(ended))
    assert valuation.broken == ()


@pytest.mark.parametrize("aside", [False, True])
def test_whom_the_end_of_a_dive_leaves_without_a_month_stands_aside_where_that_is_asked(aside):
    master, pricer = program_of(world(2, agents=3), lambda agent: agent != 1)
    manner = Manner(pricings=0, rounds=True, aside=aside)
    ended = dive(master, pricer, manner, np.random.default_rng(0), ceiling=np.inf, deadline=time.monotonic() - 1)
    assert (None if ended is None else [column.agent for column in ended]) == ([0, 2] if aside else None)


@pytest.mark.parametrize(("left", "rounds", "fixed"), [(1e9, True, 1), (8, True, 2), (8, False, 1)])
def test_a_dive_that_rounds_fixes_as_many_at_a_time_as_the_time_left_asks_for(left, rounds, fixed, monkeypatch):
    master, pricer = program_of(world(2, agents=3))
    clock = iter(range(1000))
    monkeypatch.setattr("roster.engine.columns.dive.time", SimpleNamespace(monotonic=lambda: next(clock)))
    several = []
    monkeypatch.setattr(
        "roster.engine.columns.dive._fix",
        lambda master, few, *_: several.append(few) or [master.fix(column) for _, column in master.values()],
    )
    dive(master, pricer, Manner(pricings=1, rounds=rounds), np.random.default_rng(0), ceiling=np.inf, deadline=left)
    assert several[:1] == [fixed]


@pytest.fixture
def searching(monkeypatch):
    """A search with prices that goes on from rosters of 100 and, on a line, 150 ticks."""
    problem = world(4)
    run, told = run_of(problem)
    plan = problem.empty()
    run.without_root()
    run.incumbent, run.lines.line = Incumbent(plan, 100, []), Incumbent(plan, 150, [])
    run.rooted = True
    annealing = Annealing(run)
    monkeypatch.setattr(annealing, "walk", lambda _: None)
    yield run, Moves(run, annealing, None), told
    run.pricer.close()


def test_what_a_dive_left_is_gone_on_from_until_it_is_better_than_the_incumbent(searching, monkeypatch):
    run, moves, told = searching
    plan = run.incumbent.plan
    ends, bases, mended = iter([120, None, 105, 98, 90]), [], []

    def search(_self, incumbent, *_, everybody):
        bases.append(incumbent.ticks)
        mended.append(everybody)
        ticks = next(ends)
        return None if ticks is None else Incumbent(plan, ticks, [])

    monkeypatch.setattr(Neighbourhoods, "search", search)
    while len(bases) < 5:
        moves.make(1)
    assert bases == [150, 120, 120, 105, 98]
    assert all(mended[:4])
    assert [ticks for _, ticks in told] == [98, 90]
    assert run.lines.line is None
    assert run.incumbent.ticks == 90


def test_a_better_roster_from_elsewhere_leaves_the_line_as_it_is(searching):
    run, _, _ = searching
    run._accept(Incumbent(run.incumbent.plan, 90, []))
    assert run.base.ticks == 150
    run.lines.line = None
    assert run.base.ticks == 90


def test_a_line_that_gains_nothing_is_left_and_another_begun_where_the_incumbent_gains_nothing(searching, monkeypatch):
    run, moves, told = searching
    plan, bases = run.incumbent.plan, []
    monkeypatch.setattr(Neighbourhoods, "search", lambda _, incumbent, *__, **___: bases.append(incumbent.ticks))
    monkeypatch.setattr(Neighbourhoods, "whole", lambda *_: Incumbent(plan, 140, []))
    moves.make(200)
    changes = [bases[0], *(now for before, now in pairwise(bases) if now != before)]
    assert changes[:4] == [150, 100, 140, 100]
    assert told == []
    assert run.incumbent.ticks == 100


@pytest.mark.parametrize("seed", SEEDS)
def test_dives_from_the_root_end_in_legal_rosters_of_the_ticks_they_tell(seed):
    problem = world(seed, agents=3)
    legal_months(problem)
    run, _ = run_of(problem)
    try:
        Annealing(run).warm_up()
        RootSearch(run).solve()
        drawn = around(run)
        ends = [drawn.whole(run.deadline) for _ in range(4)]
        assert any(ends)
        for end in ends:
            if end is not None:
                valuation = problem.evaluate(end.plan)
                assert valuation.broken == ()
                assert valuation.ticks == end.ticks >= best(problem)
    finally:
        run.pricer.close()


def test_a_search_that_left_the_root_to_another_begins_lines_once_it_hears_of_its_prices():
    problem = world(4)
    duals = []
    run, _ = run_of(problem, duals=lambda: duals[0] if duals else None)
    try:
        run.without_root()
        run.listen()
        assert not run.starts_lines
        duals.append((run.prices.row, run.prices.budget, run.prices.agent))
        run.listen()
        assert run.starts_lines
    finally:
        run.pricer.close()
