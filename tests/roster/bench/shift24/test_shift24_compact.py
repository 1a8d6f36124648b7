"""The compact model against the checker: what one admits is what the other passes."""

import itertools
import random

import pytest
from ortools.sat.python import cp_model

from roster.bench.shift24.checker import check, lay_out, objective
from roster.bench.shift24.compact import compact_model
from roster.bench.shift24.instance import Cover, Instance, ShiftRequest
from roster.bench.shift24.peer_cpsat import encode

WORLDS = {
    "nothing": {},
    "days off": {"days_off": frozenset({0, 4})},
    "shifts of a type": {"max_shifts": {"L": 2, "E": 0}},
    "minutes": {"min_total_minutes": 1080, "max_total_minutes": 1680},
    "longest run": {"max_consecutive_shifts": 2},
    "no run at all": {"max_consecutive_shifts": 0},
    "shortest run": {"min_consecutive_shifts": 3},
    "fewest days off": {"min_consecutive_days_off": 3},
    "weekends": {"max_weekends": 0},
    "runs": {"max_consecutive_shifts": 4, "min_consecutive_shifts": 2, "min_consecutive_days_off": 2},
    "all": {
        "days_off": frozenset({3}),
        "max_shifts": {"L": 1},
        "min_total_minutes": 960,
        "max_total_minutes": 2000,
        "max_consecutive_shifts": 3,
        "min_consecutive_shifts": 2,
        "min_consecutive_days_off": 2,
        "max_weekends": 0,
    },
}


class Collect(cp_model.CpSolverSolutionCallback):
    def __init__(self, duty, variables):
        super().__init__()
        self.duty = duty
        self.variables = variables
        self.plans = set()

    def on_solution_callback(self):
        self.plans.add(frozenset(key for key, index in self.duty.items() if self.value(self.variables[index])))


def admitted(instance: Instance) -> set:
    compact = compact_model(instance)
    encoded = encode(compact)
    encoded.model.clear_objective()
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    collect = Collect(compact.duty, encoded.variables)
    assert solver.solve(encoded.model, collect) in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return collect.plans


def words(instance: Instance, employee: str = "A"):
    for word in itertools.product((None, *(shift.id for shift in instance.shifts)), repeat=instance.horizon_days):
        yield frozenset((employee, day, shift) for day, shift in enumerate(word) if shift)


@pytest.mark.parametrize("limits", WORLDS.values(), ids=WORLDS)
def test_the_model_admits_exactly_what_the_checker_passes(world, limits):
    # Eight days hold a weekend that does not touch the edge; 3^8 = 6561 words.
    instance = world(horizon_days=8, **limits)
    passed = {word for word in words(instance) if check(instance, word).feasible}
    assert admitted(instance) == passed


@pytest.mark.parametrize("seed", range(6))
def test_the_cheapest_roster_costs_what_the_checker_says(world, seed):
    draw = random.Random(seed)
    days, staff = 5, 2
    covers = [
        Cover(day, shift, draw.randint(0, 2), draw.choice([0, 3, 10]), draw.choice([0, 1, 4]))
        for day in range(days)
        for shift in "EL"
        if draw.random() < 0.9
    ]
    # A seat may be asked for twice over, a wish and its contrary may meet.
    covers.append(Cover(0, "E", 1, 5, 2))
    wishes = [
        ShiftRequest(draw.choice("AB"), draw.randrange(days), draw.choice("EL"), draw.randint(1, 9)) for _ in range(8)
    ]
    limits = {
        "max_consecutive_shifts": draw.randint(2, 4),
        "min_consecutive_shifts": draw.randint(1, 2),
        "max_shifts": {"L": draw.randint(0, 2)},
        "days_off": frozenset({draw.randrange(days)}),
    }
    instance = world(horizon_days=days, staff=staff, covers=covers, on=wishes[:4], off=wishes[4:], **limits)
    legal = [
        [word for word in words(instance, person.id) if check(instance, word).feasible] for person in instance.employees
    ]
    rosters = (frozenset().union(*lines) for lines in itertools.product(*legal))
    expected = min(objective(instance, lay_out(instance, roster)[0]) for roster in rosters)
    encoded = encode(compact_model(instance))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(encoded.model) == cp_model.OPTIMAL
    assert round(solver.objective_value) == expected
