"""Months priced with counts along the path, beside enumeration."""

import numpy as np
import pytest
from label_world import DAYS, SHIFTS, alone, months, world

from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.pricing.label_grid import whole
from roster.engine.pricing.label_need import wants_labels
from roster.engine.pricing.label_pricing import price_labelled
from roster.engine.pricing.pricing import BIG
from roster.engine.problem.problem import Problem
from roster.rule.pieces import Budget, Sequence


def own_ticks(problem, agent, cells, granted):
    """A month's price without rows: the whole empty roster's is taken out for everything but this agent."""
    rows = {"COVERAGE"}
    with_agent = problem.evaluate(alone(problem, agent, cells, granted)).ticks_by_rule
    others = Problem(
        [piece for piece in problem.pieces if getattr(piece, "agent", agent) != agent],
        agents=problem.agents,
        days=DAYS,
        shifts=SHIFTS,
        jobs=problem.jobs,
        past=problem.past,
    )
    empty = others.evaluate(alone(others, agent, cells, granted=False)).ticks_by_rule
    mine = sum(ticks for rule, ticks in with_agent.items() if rule not in rows)
    theirs = sum(ticks for rule, ticks in empty.items() if rule not in rows | {"SOFT"})
    return mine - theirs


@pytest.mark.parametrize("seed", range(24))
def test_the_cheapest_month_is_the_one_that_enumeration_finds(seed):
    problem = world(seed, agents=1)
    force, labels, _ = labelled_workforce(problem)
    draw = np.random.default_rng(seed + 1000)
    prices = draw.integers(-9, 6, (DAYS, SHIFTS)).astype(float)
    cost = np.where(problem.shift_allowed[0], prices + problem.shift_ticks[0], BIG)
    scratch, out, found_prices = np.empty(labels.cells), np.zeros((3, DAYS), np.int16), np.zeros(3)
    multipliers = np.zeros(len(force.table))
    legal = months(problem, 0)
    for granted in (False, True) if problem.requests[0] else (False,):
        worth = sorted(
            own_ticks(problem, 0, cells, granted) + sum(prices[day, s] for day, s in enumerate(cells) if s >= 0)
            for cells, taken in legal
            if taken is granted
        )
        count, bound = price_labelled(
            force, labels, 0, cost, int(granted), multipliers, 9, False, whole(DAYS), scratch, out, found_prices
        )
        if not worth:
            assert count == 0
            continue
        assert count >= 1
        assert found_prices[0] == pytest.approx(worth[0])
        assert bound == pytest.approx(worth[0])
        assert all(any(abs(price - w) < 1e-6 for w in worth) for price in found_prices[:count])
        assert list(found_prices[:count]) == sorted(found_prices[:count])


@pytest.mark.parametrize("window", [(2, 5, 5, 5), (0, 2, 4, DAYS), (1, 2, 3, 5)])
@pytest.mark.parametrize("seed", range(12))
def test_a_window_is_priced_with_the_other_days_as_they_stand(seed, window):
    problem = world(seed, agents=1)
    force, labels, _ = labelled_workforce(problem)
    legal = [cells for cells, taken in months(problem, 0) if not taken]
    if not legal:
        pytest.skip("no legal month in this world")
    now = legal[seed % len(legal)]
    prices = np.random.default_rng(seed).integers(-9, 6, (DAYS, SHIFTS)).astype(float)
    cost = np.where(problem.shift_allowed[0], prices + problem.shift_ticks[0], BIG)
    out, found_prices = np.zeros((1, DAYS), np.int16), np.zeros(1)
    out[0] = now
    multipliers, scratch = np.zeros(len(force.table)), np.empty(1)
    count, _ = price_labelled(
        force, labels, 0, cost, 0, multipliers, 9, False, np.array(window), scratch, out, found_prices
    )
    shut = [day for day in range(DAYS) if not (window[0] <= day < window[1] or window[2] <= day < window[3])]
    agreeing = [cells for cells in legal if all(cells[day] == now[day] for day in shut)]
    worth = min(
        own_ticks(problem, 0, cells, granted=False) + sum(prices[day, s] for day, s in enumerate(cells) if s >= 0)
        for cells in agreeing
    )
    assert count == 1
    assert found_prices[0] == pytest.approx(worth)
    assert tuple(out[0]) in agreeing


def test_floors_and_minimum_runs_want_labels_and_caps_alone_do_not():
    weights = ((1, 1),) * DAYS
    capped = Budget("HOURS", 0, weights, maximum=3)
    floored = Budget("HOURS", 0, weights, minimum=2, maximum=3)
    run = Sequence("RUN", (0,), (frozenset({-1}), frozenset({0, 1}), frozenset({-1})))
    streak = Sequence("STREAK", (0,), (frozenset({0, 1}),) * 4)

    def wanted(*pieces):
        return wants_labels(Problem(pieces, agents=1, days=DAYS, shifts=SHIFTS, jobs=1))

    assert not wanted(capped, streak)
    assert wanted(floored)
    assert wanted(run)
