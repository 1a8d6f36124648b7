"""Profiles of an agent's hours, held against listing every month's counts of duties, and the bounds that they give."""

import os
import random
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_world import optimum, tiny_problem

from roster.engine.bounds.aggregate import aggregate
from roster.engine.bounds.lagrange import lagrangian_bound
from roster.engine.portfolio.members import whole_bound
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.problem.problem import Problem
from roster.engine.problem.profiles import Terms, lengths, profiles, terms
from roster.rule.pieces import Budget, Penalty, Row, Sequence, Term

campaign = settings(
    max_examples=3000 if os.environ.get("ROSTER_PROOF") else 60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not os.environ.get("ROSTER_PROOF"),
)
seeds = st.integers(0, 2**32 - 1)


def some_terms(draw: random.Random) -> Terms:
    least, most = sorted(draw.randint(-5, 40) for _ in range(2))
    target = draw.randint(0, 30)
    return Terms(
        least if draw.random() < 0.3 else None,
        most if draw.random() < 0.6 else None,
        Penalty((target, target + 7), (-draw.randint(0, 5), draw.randint(0, 3), draw.randint(3, 9)), 4)
        if draw.random() < 0.6
        else None,
    )


@campaign
@given(seeds)
def test_at_any_prices_of_the_lengths_some_corner_is_as_cheap_as_any_month(seed: int) -> None:
    draw = random.Random(seed)
    days = draw.randint(1, 6)
    known = tuple(sorted(draw.sample(range(1, 9), draw.randint(2, 3))))
    several = [some_terms(draw) for _ in range(draw.randint(0, 2))]
    corners = profiles(known, days, several)
    months = {}
    for counts in product(range(days + 1), repeat=len(known)):
        minutes = sum(count * length for count, length in zip(counts, known, strict=True))
        within = all(
            (t.minimum is None or minutes >= t.minimum) and (t.maximum is None or minutes <= t.maximum) for t in several
        )
        if sum(counts) <= days and within:
            months[counts] = sum(t.penalty.at(minutes) for t in several if t.penalty is not None)
    assert {profile.counts for profile in corners} <= set(months)
    assert all(profile.ticks == months[profile.counts] for profile in corners)
    assert bool(corners) == bool(months)
    for _ in range(20 if months else 0):
        price = [draw.uniform(-30, 30) for _ in known]

        def worth(counts: tuple[int, ...], ticks: int, price: list[float] = price) -> float:
            return ticks + sum(count * each for count, each in zip(counts, price, strict=True))

        assert min(worth(*profile) for profile in corners) == pytest.approx(min(worth(*m) for m in months.items()))


def test_only_hours_of_a_few_lengths_have_profiles() -> None:
    assert lengths(((480, 360), (480, 480))) == (360, 480)
    assert lengths(((480, 480),)) == ()
    assert lengths(((0, 480, 360),)) == ()
    assert lengths(((-1, 1, 2),)) == ()
    assert lengths(((1, 2, 3, 4),)) == ()


def test_a_credited_leave_leaves_less_for_duties() -> None:
    weights = ((480, 360),) * 3
    budget = Budget("HOURS", 0, weights, 100, 1000, Penalty((500,), (-1, 1)), {7: 480}, (), 20)
    assert terms(budget) == Terms(80, 980, Penalty((480,), (-1, 1)))
    assert terms(budget, [7]) == Terms(-400, 500, Penalty((0,), (-1, 1)))


def hours_problem(seed: int) -> Problem:
    """A tiny problem whose duties have two or three lengths that every agent's hours count."""
    base, draw = tiny_problem(seed), random.Random(seed)
    known = draw.sample(range(2, 9), draw.randint(2, 3))
    weights = tuple(tuple(draw.choice(known) for _ in range(base.shifts)) for _ in range(base.days))
    pieces = list(base.pieces)
    for agent in range(base.agents):
        for _ in range(draw.choice([1, 1, 2])):
            leave = {request.request: draw.randint(0, 8) for request in base.requests[agent]}
            target = draw.randint(0, 8 * base.days)
            penalty = Penalty.around(target, draw.randint(0, 4), draw.randint(0, 4)) if draw.random() < 0.7 else None
            most = draw.randint(3, 6 * base.days) if draw.random() < 0.7 else None
            pieces.append(Budget("HOURS", agent, weights, None, most, penalty, leave, (), draw.randint(0, 2)))
    return Problem(pieces, agents=base.agents, days=base.days, shifts=base.shifts, jobs=base.jobs, past=base.past)


@campaign
@given(seeds)
def test_bounds_by_profiles_are_at_most_the_cheapest_plan_and_exact_pricing_adds_to_them(seed: int) -> None:
    problem = hours_problem(seed)
    best = optimum(problem)
    if best is None:
        return
    relaxation = aggregate(problem)
    assert relaxation is not None
    assert whole_bound(relaxation.bound_ticks) <= best
    prepared = labelled_workforce(problem)
    bound = lagrangian_bound(problem, prepared, relaxation.row_price, 30, relaxation.multipliers)
    assert whole_bound(bound) <= best


def test_whole_duties_lose_hours_that_a_sum_of_minutes_has() -> None:
    # Each of four agents may work 22 units: five duties of 4, or four of 4 and two of 3; the seats want 5.5 a head.
    agents, days = 4, 6
    everyone = tuple(range(agents))
    weights = ((4, 3),) * days
    problem = Problem(
        [
            Sequence("REST", everyone, (frozenset({1}), frozenset({0}))),
            *(Budget("HOURS", agent, weights, maximum=22) for agent in everyone),
            *(Row("COVERAGE", (Term(everyone, day, frozenset({0})),), Penalty.around(4, 10, 1)) for day in range(days)),
        ],
        agents=agents,
        days=days,
        shifts=2,
        jobs=1,
    )
    relaxation = aggregate(problem)
    assert relaxation is not None
    # 24 seats, 20 duties: a sum of 88 minutes would fill 22 of them.
    assert relaxation.bound_ticks == pytest.approx(40.0)
