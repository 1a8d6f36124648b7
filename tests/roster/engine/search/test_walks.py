"""Walks whose people are dealt out: one plan, put together again and again, at the price it says."""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from constraints import CATALOGUE
from roster.cases.hotline import write_hotline
from roster.engine.problem.problem import Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walks import Walks
from roster.files.read_case import read_case
from roster.rule import MonthContext, Rulebook


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    write_hotline(folder, agents=120, seed=0)
    case, _ = read_case(folder)
    context = MonthContext(case)
    return PreparedSearch(Problem.of(context, Rulebook.of(CATALOGUE, case.centre).encode(context)))


@pytest.fixture
def told():
    return []


@pytest.fixture
def walks(ready, told):
    callbacks = Callbacks(
        on_plan=lambda plan, ticks: told.append((plan, ticks)), on_bound=lambda _: None, should_stop=lambda: False
    )
    with ThreadPoolExecutor(2) as pool:
        yield Walks(ready, callbacks, time.monotonic() + 600, pool, [ready.walker(0)[0]], math.inf)


def test_people_dealt_out_come_to_one_better_plan_at_the_price_it_says(ready, walks, told):
    first = walks.walkers[0].price()
    assert walks.deal_out(2, seed=0)
    assert walks.anneal(0.3, 1.5) is None
    (whole,) = walks.walkers
    assert whole.best_price < first
    plan, ticks = told[-1]
    assert ready.value(plan) == (ticks, True) == (whole.best_price, True)
    assert whole.price() == ready.value(ready.plan(whole))[0] or whole.price() > whole.best_price
    valued = ready.problem.evaluate(plan)
    assert (valued.broken, valued.ticks) == ((), ticks)


def test_a_stop_ends_a_deal_and_what_it_came_to_is_told(walks, told):
    asked = iter(range(10**9))
    walks.callbacks.should_stop = lambda: next(asked) > 3
    assert walks.deal_out(2, seed=0)
    assert walks.anneal(0.3, 600.0) == "cancel"
    assert told


def test_few_teams_are_not_dealt_out(ready, walks):
    teams = len({piece.members for piece in ready.problem.escorts})
    assert not walks.deal_out(teams, seed=0)
    assert (walks.hands, len(walks.walkers)) == (1, 1)
