"""What-if prices, held against solving again with one more seat, agent or granted wish."""

import random

import numpy as np
import pytest
from tiny_world import tiny_problem

from roster.engine.bounds.aggregate import Aggregate, aggregate
from roster.engine.bounds.lagrange import lagrangian_bound
from roster.engine.bounds.what_if_prices import WhatIfPrices, granting, joined, moved, prices, seat_prices, solved_again
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.problem.problem import Problem
from roster.rule.pieces import Allow, Budget, Cost, Penalty, Row, Sequence, Term

DAYS, SHIFTS = 5, 2


def centre(seed: int, agents: int = 4, granted: bool = False) -> Problem:
    """Four agents, the first two of them for job 0 only; seats by shift; a wish of agent 0 for day 0 off."""
    draw = random.Random(seed)
    everyone = tuple(range(agents))
    seats = {(day, job): draw.randint(0, 3) for day in range(DAYS) for job in (0, 1)}
    weights = tuple((1,) * SHIFTS for _ in range(DAYS))
    work = frozenset(range(SHIFTS))
    return Problem(
        [
            *(Allow("SKILL", a, tuple(range(DAYS)), frozenset({(0, 0), (1, 0)})) for a in everyone if a < 2 or a > 3),
            *(Budget("HOURS", a, weights, maximum=4, penalty=Penalty.around(3, 4, 4)) for a in everyone),
            Sequence("STREAK", everyone, (work,) * 4),
            Cost("WISH", 0, 0, work, 5),
            *([Allow("GRANT", 0, (0,), frozenset())] if granted else []),
            *(
                Row(
                    "COVERAGE",
                    (Term(everyone, day, work, frozenset({job})),),
                    Penalty.around(count, 20, 2),
                    label=(day, 480 + 30 * half, f"job {job}"),
                )
                for (day, job), count in seats.items()
                for half in (0, 1)
            ),
        ],
        agents=agents,
        days=DAYS,
        shifts=SHIFTS,
        jobs=2,
    )


def priced(problem: Problem) -> tuple[WhatIfPrices, Aggregate, float]:
    prepared = labelled_workforce(problem)
    relaxation = aggregate(problem)
    assert relaxation is not None
    bound = lagrangian_bound(problem, prepared, relaxation.row_price, multipliers=relaxation.multipliers)
    return prices(problem, prepared, relaxation), relaxation, bound


@pytest.mark.parametrize("seed", range(8))
def test_one_more_seat_adds_at_least_its_price_and_one_fewer_saves_at_most_it(seed: int) -> None:
    problem = centre(seed)
    known, relaxation, _ = priced(problem)
    assert len(known.seats) == 2 * DAYS
    for seat in known.seats:
        assert seat.minutes == (480, 510)
        dearer = solved_again(moved(problem, seat, 1), relaxation.bound_ticks)
        fewer = aggregate(moved(problem, seat, -1))
        assert dearer is not None
        assert fewer is not None
        assert dearer >= seat.ticks - 1e-4
        assert relaxation.bound_ticks - fewer.bound_ticks <= seat.ticks + 1e-4


@pytest.mark.parametrize("seed", range(8))
def test_one_more_agent_moves_the_bound_by_the_price_of_one_alike(seed: int) -> None:
    known, relaxation, bound = priced(centre(seed))
    # Agent 4 holds what agent 1 holds, and neither has a wish.
    larger = centre(seed, agents=5)
    prepared = labelled_workforce(larger)
    start = np.append(relaxation.multipliers, relaxation.multipliers[1])
    again = lagrangian_bound(larger, prepared, relaxation.row_price, multipliers=start)
    assert again == pytest.approx(bound + known.agent_ticks[1], abs=0.01)


@pytest.mark.parametrize("seed", range(8))
def test_a_wish_granted_by_force_moves_the_bound_by_its_price(seed: int) -> None:
    known, relaxation, bound = priced(centre(seed))
    (wish,) = known.wishes
    assert (wish.rule, wish.agent, wish.day) == ("WISH", 0, 0)
    assert wish.ticks >= 0
    forced = centre(seed, granted=True)
    prepared = labelled_workforce(forced)
    again = lagrangian_bound(forced, prepared, relaxation.row_price, multipliers=relaxation.multipliers)
    assert again == pytest.approx(bound + wish.ticks, abs=0.01)


@pytest.mark.parametrize("seed", range(8))
def test_wishes_and_agents_are_solved_again(seed: int) -> None:
    problem = centre(seed)
    known, relaxation, _ = priced(problem)
    (wish,) = known.wishes
    for price, changed in ((wish.ticks, granting(problem, wish)), (known.agent_ticks[1], joined(problem, 1))):
        more = solved_again(changed, relaxation.bound_ticks)
        assert more is not None
        assert more >= price - 1.0
    assert joined(problem, 1).agents == problem.agents + 1


def test_seats_that_are_short_have_a_price_and_idle_ones_save() -> None:
    known = [priced(centre(seed))[0] for seed in range(8)]
    ticks = [seat.ticks for each in known for seat in each.seats]
    assert max(ticks) > 5
    assert min(ticks) < 0


def test_rows_that_measure_no_seats_have_no_price() -> None:
    problem = tiny_problem(3)
    relaxation = aggregate(problem)
    assert relaxation is not None
    assert seat_prices(problem, relaxation.row_price) == ()
