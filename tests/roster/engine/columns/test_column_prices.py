"""What-if prices with labels, held against the bound that pricing proves with the wish granted by force."""

import time

import pytest
from label_world import SHIFTS, world

from roster.engine.columns.column_prices import column_prices
from roster.engine.columns.generation import improve_by_columns
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.problem.problem import Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.rule.pieces import OFF, Allow, Cost


def rooted(problem: Problem) -> tuple[RestrictedMaster, Pricer]:
    """The whole problem's master and its pricer."""
    layout = Layout(problem)
    everyone = range(problem.agents)
    return RestrictedMaster(layout, everyone, rest_of(layout, None, everyone)), Pricer(layout, 1)


def forced(problem: Problem, wish: Cost) -> Problem:
    """The same problem in which the choices that the wish would avoid are forbidden."""
    duties = frozenset((shift, 0) for shift in range(SHIFTS) if shift not in wish.choices)
    allow = Allow("GRANT", wish.agent, (wish.day,), duties, off=OFF not in wish.choices)
    return Problem(
        [*problem.pieces, allow],
        agents=problem.agents,
        days=problem.days,
        shifts=problem.shifts,
        jobs=problem.jobs,
        past=problem.past,
    )


@pytest.mark.parametrize("seed", [4, 8])
def test_prices_are_parts_of_the_proven_bound(seed: int) -> None:
    problem = world(seed, agents=3)
    master, pricer = rooted(problem)
    at = generate(master, pricer, deadline=time.monotonic() + 60).prices
    _, proven = master.price(at, pricer, 1)
    column_based = column_prices(master.layout, pricer, at)
    assert sum(column_based.agent_ticks) + master.offset_of_rows(at.row) == pytest.approx(proven, abs=1e-3)
    wishes = {(wish.agent, wish.day): wish.ticks for wish in column_based.wishes}
    paid = [piece for piece in problem.pieces if isinstance(piece, Cost) and piece.ticks > 0]
    assert wishes
    for wish in paid:
        larger, other = rooted(forced(problem, wish))
        _, again = larger.price(at, other, 1)
        if (wish.agent, wish.day) in wishes:
            assert again == pytest.approx(proven + wishes[wish.agent, wish.day], abs=1e-3)
        else:
            assert again > proven + 1e9
    # Nothing that the prices tried is left behind.
    assert master.price(at, pricer, 1)[1] == pytest.approx(proven)


def test_a_search_by_columns_tells_its_prices_once() -> None:
    problem = world(4, agents=3)
    prices_heard = []
    callbacks = Callbacks(lambda _plan, _ticks: None, lambda _: None, lambda: False, on_prices=prices_heard.append)
    improve_by_columns(PreparedSearch(problem), callbacks, time.monotonic() + 300, 3, None, work_seconds=0.5)
    assert [len(prices.agent_ticks) for prices in prices_heard] == [3]
