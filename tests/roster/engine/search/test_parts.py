"""Parts of a centre: whole teams, steps of prices dealt out so that the parts' prices never promise too much."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints import CATALOGUE
from roster.cases.hotline import write_hotline
from roster.engine.portfolio.rounds import Rounds
from roster.engine.pricing.row_state import RowState, place, rows_price
from roster.engine.problem.problem import Problem
from roster.engine.search.dealing import dealt, divided, turns
from roster.engine.search.parts import Answers, PartMonths, Parts, RoundTask, stamp
from roster.files.read_case import read_case
from roster.rule import MonthContext, Rulebook
from roster.rule.pieces import Allow

PARTS = 3


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    write_hotline(folder, agents=48, seed=0)
    case, _ = read_case(folder)
    context = MonthContext(case)
    return Problem.of(context, Rulebook.of(CATALOGUE, case.centre).encode(context))


@pytest.fixture(scope="module")
def parts(problem):
    return Parts(problem)


@pytest.fixture(scope="module")
def task(parts):
    walker, _ = parts.ready.walker(1)
    return RoundTask(parts.stamp, parts.ready.plan(walker), parts.multipliers(), 7, (1.0, 0.5), 0.0)


def price_at(state: RowState, count: int) -> int:
    """The price of the only row, which goes on at the edges with the slope there."""
    prices, at = state.price[0], count - state.low
    if at < 0:
        return int(prices[0] + (prices[1] - prices[0]) * at)
    if at >= len(prices):
        return int(prices[-1] + (prices[-1] - prices[-2]) * (at - len(prices) + 1))
    return int(prices[at])


@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=8).map(sorted),
    st.integers(-3, 3),
    st.integers(-6, 14),
    st.lists(st.integers(-5, 5), min_size=1, max_size=4),
    st.integers(0, 99),
)
def test_what_the_parts_pay_together_covers_what_all_of_it_costs(parts, slopes, low, count, moves, seed):
    price = np.concatenate([[4], 4 + np.cumsum(slopes)])[None, :].astype(np.int64)
    row = parts.ready.row_state._replace(price=price, low=low, counts=np.array([count]))
    now, several = price_at(row, count), len(moves)
    turn = turns(1, several, np.random.default_rng(seed))
    shares = [dealt(row, turn[:, part], several) for part in range(several)]
    assert [price_at(share, count) for share in shares] == [now] * several
    paid = sum(price_at(share, count + move) - now for share, move in zip(shares, moves, strict=True))
    assert now + paid >= price_at(row, count + sum(moves))
    # One step is the first one of somebody's: what is asked next can be had by a part alone.
    assert min(price_at(share, count + 1) for share in shares) == price_at(row, count + 1)
    assert min(price_at(share, count - 1) for share in shares) == price_at(row, count - 1)


def test_teams_stay_together_and_everybody_is_in_one_part(problem, parts):
    assert len(set(parts.company)) > PARTS
    for seed in range(5):
        agents = divided(np.arange(problem.agents), parts.company, PARTS, np.random.default_rng(seed))
        assert sorted(np.concatenate(agents)) == list(range(problem.agents))
        named = [set(parts.company[mine]) for mine in agents]
        assert sum(map(len, named)) == len(set().union(*named))
    for piece in problem.escorts:
        assert len(set(parts.company[[*piece.members, *piece.escorts]])) == 1


def test_months_put_together_cost_what_the_parts_say_at_most(parts, task):
    task = replace(task, seconds=0.6, heat=(0.2, 0.1))
    months = [parts.anneal(task, part, PARTS) for part in range(PARTS)]
    merged = parts.merged(task, Answers(months)).plan
    before, _ = parts.ready.value(task.plan)
    start, _ = parts.ready.walker(1, task.plan)
    draw = np.random.default_rng(task.seed)
    agents = divided(np.arange(parts.problem.agents), parts.company, PARTS, draw)
    turn = turns(len(start.state.counts), PARTS, draw)
    said = before
    for part, (mine, made) in enumerate(zip(agents, months, strict=True)):
        walk, _ = parts.ready.walker(1, task.plan)
        state = dealt(walk.state, turn[:, part], PARTS)
        for place_in_part, agent in enumerate(mine):
            old = walk.now
            place(state, walk.force, agent, old.shift[agent], old.job[agent], old.granted[agent], -1)
            shift, job, granted = (array[place_in_part] for array in (made.shift, made.job, made.granted))
            place(state, walk.force, agent, shift, job, granted, 1)
        alone = parts.merged(task, Answers([made if other == part else None for other in range(PARTS)])).plan
        seated, _ = parts.ready.walker(1, alone)
        said += float(rows_price(state)) + float(seated.now.own.sum()) - before
    assert parts.ready.value(merged)[0] <= said + 1
    assert (merged.shift != task.plan.shift).any()


def test_a_lost_part_leaves_its_people_as_they_were(parts, task):
    moved = replace(task, seconds=0.3)
    agents = divided(np.arange(parts.problem.agents), parts.company, PARTS, np.random.default_rng(task.seed))
    months: list[PartMonths | None] = [parts.anneal(moved, part, PARTS, threads=2) for part in range(PARTS)]
    months[1] = None
    merged = parts.merged(moved, Answers(months)).plan
    assert (merged.shift[agents[1]] == task.plan.shift[agents[1]]).all()
    assert (merged.shift[agents[0]] == months[0].shift).all()


def test_no_time_changes_nothing(parts, task):
    merged = parts.merged(task, Answers([parts.anneal(task, part, PARTS) for part in range(PARTS)]))
    assert (merged.plan.shift == task.plan.shift).all()
    assert merged.plan.granted == task.plan.granted


def test_another_state_of_the_month_has_another_stamp(problem, parts):
    assert stamp(problem.like(problem.pieces)) == parts.stamp
    other = next(piece for piece in problem.pieces if isinstance(piece, Allow))
    assert stamp(problem.like([piece for piece in problem.pieces if piece is not other])) != parts.stamp


@pytest.mark.parametrize("helped", [True, False])
def test_rounds_go_on_whoever_answers(problem, parts, task, helped, monkeypatch):
    monkeypatch.setattr("roster.engine.portfolio.rounds.MOST_SECONDS", 1.0)
    asked = []

    def share(round_task, _patience):
        asked.append(round_task)
        if not helped or round_task.seconds == 0:
            return Answers([None])
        return Answers([parts.anneal(replace(round_task, seconds=0.2), part, 2) for part in range(2)])

    rounds = Rounds(problem, share, 0, time.monotonic() + 600)
    rounds.begin(task.plan)
    made = None
    while made is None and rounds.go_on:
        made = rounds.taken()
    rounds.end()
    assert made is not None
    valued = problem.evaluate(made.plan)
    assert (valued.broken, valued.ticks) == ((), made.ticks)
    assert (asked[0].seconds, asked[0].stamp) == (0, parts.stamp)
    assert asked[1].heat[0] > asked[1].heat[1]
