"""No bound may exceed the cheapest plan: the aggregate's and the Lagrangian's, whatever the pieces and prices.

Thousands of problems under ROSTER_PROOF, a sample otherwise.
"""

import os
import random

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_world import optimum, tiny_problem

from roster.engine.bounds.aggregate import _groups, aggregate
from roster.engine.bounds.lagrange import lagrangian_bound
from roster.engine.portfolio.members import whole_bound
from roster.engine.pricing.agents import HARD_TICKS
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.problem.problem import Problem
from roster.rule.pieces import Penalty, Row, Sequence, Term

EXAMPLES = 4000 if os.environ.get("ROSTER_PROOF") else 60
campaign = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not os.environ.get("ROSTER_PROOF"),
)
seeds = st.integers(0, 2**32 - 1)


@campaign
@given(seeds)
def test_the_aggregate_bound_is_at_most_the_cheapest_plan(seed: int) -> None:
    problem = tiny_problem(seed)
    best = optimum(problem)
    relaxation = aggregate(problem)
    if best is not None:
        assert relaxation is not None
        assert whole_bound(relaxation.bound_ticks) <= best


@campaign
@given(seeds)
def test_the_lagrangian_bound_is_at_most_the_cheapest_plan_at_any_prices(seed: int) -> None:
    problem = tiny_problem(seed)
    best = optimum(problem)
    if best is None:
        return
    prepared = labelled_workforce(problem)
    draw = random.Random(seed)
    prices = [np.array([draw.uniform(-12, 12) for _ in range(len(problem.rows))]) for _ in range(3)]
    relaxation = aggregate(problem)
    assert relaxation is not None
    for price in (*prices, np.zeros(len(problem.rows)), relaxation.row_price):
        assert whole_bound(lagrangian_bound(problem, prepared, price)) <= best
    start = np.array([draw.uniform(-12, 12) for _ in range(max(1, len(prepared[0].table)))])
    for begin in (relaxation.multipliers, start):
        for rounds in (1, 30):
            bound = lagrangian_bound(problem, prepared, relaxation.row_price, rounds, begin)
            assert whole_bound(bound) <= best
    far = np.array([draw.choice([-1, 1]) * HARD_TICKS for _ in range(len(problem.rows))], np.float64)
    assert whole_bound(lagrangian_bound(problem, prepared, far)) <= best


@campaign
@given(seeds)
def test_the_lagrangian_bound_begins_where_the_aggregate_ends(seed: int) -> None:
    problem = tiny_problem(seed)
    relaxation = aggregate(problem)
    if relaxation is None or optimum(problem) is None:
        return
    prepared = labelled_workforce(problem)
    bound = lagrangian_bound(problem, prepared, relaxation.row_price, 1, relaxation.multipliers)
    assert bound >= relaxation.bound_ticks - 1e-3


def test_what_is_fixed_after_the_month_tells_nobody_apart() -> None:
    # Six people, all wanted on the last day; duties ahead leave four of them none there, each by a word of their own,
    # and the fifth no second day in a row.
    everybody, working = tuple(range(6)), frozenset({0})
    seats = [Row("COVERAGE", (Term(everybody, day, working),), Penalty((6,), (-1, 0))) for day in (1, 2)]
    words = [Sequence("REST", (agent,), (working,), ends=(2,)) for agent in range(4)]
    words.append(Sequence("STREAK", (4,), (working, working), ends=(2,)))
    problem = Problem([*seats, *words], agents=6, days=3, shifts=1, jobs=1)
    assert _groups(problem) == [list(everybody)]
    relaxation = aggregate(problem)
    assert relaxation is not None
    # Four seats stay empty on the last day; the fifth's second day the relaxation may count.
    assert 4 <= relaxation.bound_ticks <= 5
