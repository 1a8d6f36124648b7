"""The cheapest month of one agent: bound ≤ the cheapest of all months ≤ the price of the month found."""

import random

import numpy as np
import pytest
from tiny_world import Months, months, tiny_problem

from roster.engine.pricing.agents import Workforce, workforce
from roster.engine.pricing.pricing import BIG, price_month
from roster.engine.pricing.response import may_grant
from roster.engine.problem.problem import Problem

SEEDS = range(120)
Case = tuple[Problem, Workforce, Months, "np.ndarray[tuple[int, int], np.dtype[np.float64]]"]


def case_of(seed: int) -> Case:
    """A problem's first agent, its months, and random prices of duties that hold its own ticks."""
    problem = tiny_problem(seed)
    force, _, _ = workforce(problem)
    draw = random.Random(seed)
    price = np.array([[draw.uniform(-9, 9) for _ in range(problem.shifts)] for _ in range(problem.days)])
    return problem, force, months(problem, 0), price


def cost_of(problem: Problem, price: np.ndarray) -> np.ndarray:
    """The prices with the agent's own ticks, the cheapest job's among them, BIG where a duty is not allowed."""
    own = problem.shift_ticks[0].astype(np.float64)[..., None] + np.zeros(problem.jobs)
    if problem.job_ticks is not None:
        own = own + problem.job_ticks[0]
    own = np.where(problem.allowed[0], own, BIG).min(axis=2)
    return np.where(own >= BIG, BIG, own + price)


def charged(each: Months, price: np.ndarray) -> np.ndarray:
    """What every month costs at these prices, its own ticks included."""
    days = np.arange(price.shape[0])
    return each.own + np.where(each.shift >= 0, price[days, np.maximum(each.shift, 0)], 0.0).sum(axis=1)


@pytest.mark.parametrize("seed", SEEDS)
def test_bound_and_price_enclose_the_cheapest_month(seed: int) -> None:
    problem, force, every, price = case_of(seed)
    cost = cost_of(problem, price)
    total = charged(every, price)
    requests = [request.request for request in problem.requests[0]]
    for granted in range(1 << len(requests)):
        if not may_grant(force, 0, granted):
            continue
        names = frozenset(name for place, name in enumerate(requests) if granted >> place & 1)
        among = [index for index, each in enumerate(every.granted) if each == names]
        best = np.empty(problem.days, np.int16)
        multipliers = np.zeros(max(1, len(force.table)))
        priced, bound = price_month(force, 0, cost, granted, multipliers, 30, best)
        if not among:
            assert priced >= BIG
            continue
        cheapest = total[among].min()
        assert bound <= cheapest + 1e-6
        assert priced >= cheapest - 1e-6
        if priced < BIG:
            like = [index for index in among if (every.shift[index] == best).all()]
            assert like, "the month found is not legal"
            assert priced == pytest.approx(total[like].min())
        if not problem.budgets[0]:
            assert priced == pytest.approx(cheapest)
            assert bound == pytest.approx(cheapest)


def test_a_cap_is_kept_and_its_price_proven() -> None:
    # Three days at a gain of 5, 3 and 4 ticks, and two duties at most: the cheapest drops the 3.
    from roster.rule.pieces import Budget

    weights = ((1,), (1,), (1,))
    problem = Problem([Budget("HOURS", 0, weights, maximum=2)], agents=1, days=3, shifts=1, jobs=1)
    force, _, _ = workforce(problem)
    best = np.empty(3, np.int16)
    priced, bound = price_month(force, 0, np.array([[-5.0], [-3.0], [-4.0]]), 0, np.zeros(1), 20, best)
    assert best.tolist() == [0, -1, 0]
    assert priced == pytest.approx(-9)
    assert bound == pytest.approx(-9)
