"""The pieces of an instance against the checker: same price, and broken where it breaks."""

import itertools
import random

import pytest

from constraints import CATALOGUE
from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Cover, ShiftRequest
from roster.bench.shift24.problem import assignments_of, plan_of, problem_of
from roster.bench.shift24.reader import read

WORLDS = {
    "nothing": {},
    "days off": {"days_off": frozenset({0, 4})},
    "shifts of a type": {"max_shifts": {"L": 2, "E": 0}},
    "minutes": {"min_total_minutes": 1080, "max_total_minutes": 1680},
    "longest run": {"max_consecutive_shifts": 2},
    "no run at all": {"max_consecutive_shifts": 0},
    "a run longer than the horizon": {"max_consecutive_shifts": 8, "min_consecutive_shifts": 12},
    "shortest run": {"min_consecutive_shifts": 3},
    "fewest days off": {"min_consecutive_days_off": 3},
    "weekends": {"max_weekends": 0},
}


@pytest.mark.parametrize("limits", WORLDS.values(), ids=WORLDS)
def test_the_pieces_are_broken_exactly_where_the_checker_finds_a_breach(world, line, limits):
    # Every word of seven days in which the last may also be a second week's Monday: 3^7 plus a fixed eighth.
    instance = world(horizon_days=8, **limits)
    problem = problem_of(instance, CATALOGUE)
    for letters in itertools.product("-EL", repeat=7):
        word = "".join(letters) + letters[2]
        broken = problem.evaluate(plan_of(instance, problem, line(word))).broken
        assert bool(broken) == bool(check(instance, line(word)).breaches), word


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_costs_in_ticks_what_the_checker_says(world, seed):
    draw = random.Random(seed)
    covers = [
        Cover(day, shift, draw.randint(0, 3), draw.choice([0, 5, 100]), draw.choice([0, 1, 3]))
        for day in range(10)
        for shift in "EL"
        if draw.random() < 0.9
    ]
    wishes = [
        ShiftRequest(draw.choice("ABC"), draw.randrange(10), draw.choice("EL"), draw.randint(1, 9)) for _ in range(20)
    ]
    instance = world(staff=3, covers=covers, on=wishes[:10], off=wishes[10:])
    problem = problem_of(instance, CATALOGUE)
    for _ in range(20):
        roster = [(who, day, draw.choice("EL")) for who in "ABC" for day in range(10) if draw.random() < 0.6]
        plan = plan_of(instance, problem, roster)
        assert problem.evaluate(plan).ticks == check(instance, roster).objective
        assert assignments_of(instance, plan) == tuple(roster)


def test_agents_of_one_limit_share_their_words_and_tables(world):
    instance = world(staff=3, min_consecutive_shifts=3, max_total_minutes=4800, max_weekends=1)
    problem = problem_of(instance, CATALOGUE)
    assert len({id(piece) for several in problem.sequences for piece in several}) == 3  # two short runs, one succession
    assert (
        len({id(budget.weights) for several in problem.budgets for budget in several if budget.rule == "MONTH-HOURS"})
        == 1
    )


def test_a_published_instance_maps_whole(shared_instance):
    instance = read(shared_instance(9))
    problem = problem_of(instance, CATALOGUE)
    assert (problem.agents, problem.days, problem.shifts) == (36, 28, 4)
    assert problem.evaluate(problem.empty()).ticks == check(instance, []).objective
