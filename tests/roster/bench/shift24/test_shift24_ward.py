"""A standard instance as a case: its rules in the catalogue, its contracts, its names."""

from dataclasses import replace

from constraints import CATALOGUE
from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Instance, ShiftRequest, ShiftType
from roster.bench.shift24.problem import plan_of, problem_of
from roster.bench.shift24.ward import RULES, contracts


def test_every_rule_that_an_instance_speaks_of_is_in_the_catalogue():
    assert {rule.id for rule in CATALOGUE} >= RULES


def test_employees_who_differ_only_in_what_they_may_work_share_a_contract(world):
    instance = world(staff=3, max_shifts={"L": 3})
    first, second, third = instance.employees
    staff = (first, replace(second, max_shifts={"L": 0}), replace(third, max_shifts={"E": 0, "L": 3}))
    (contract,) = contracts(replace(instance, employees=staff))
    assert contract.employees == (0, 1, 2)
    assert contract.case.centre.rules["max_duties_of_shift"] == ("S1=3",)
    closed = [(entry.agent_id, entry.shift) for entry in contract.case.availability]
    assert closed == [("B", "S1"), ("C", "S0")]
    # The limit binds those who may work the shift, and only them.
    problem = problem_of(replace(instance, employees=staff), CATALOGUE)
    limited = [agent for agent, several in enumerate(problem.budgets) if any(b.rule == "SHIFT-LIMITS" for b in several)]
    assert limited == [0, 2]


def test_employees_of_other_limits_have_contracts_of_their_own(world):
    instance = world(staff=4, max_shifts={"L": 3}, max_weekends=1)
    one, two, three, four = instance.employees
    staff = (
        one,
        replace(two, max_shifts={"L": 2}),
        replace(three, max_weekends=0),
        replace(four, max_total_minutes=4800),
    )
    numbers = [contract.employees for contract in contracts(replace(instance, employees=staff))]
    assert sorted(numbers) == [(0,), (1,), (2,), (3,)]


def test_names_that_mean_something_to_the_rules_are_only_names_here(world):
    # A wish for a shift called "off" is no wish for a day off, and "a>b" is no succession.
    plain = world(on=[ShiftRequest("A", 0, "off", 3)])
    instance = Instance(
        plain.name,
        plain.horizon_days,
        (ShiftType("off", 480, frozenset({"a>b"})), ShiftType("a>b", 480, frozenset())),
        plain.employees,
        (ShiftRequest("A", 0, "off", 3),),
        (),
        (),
    )
    problem = problem_of(instance, CATALOGUE)
    for roster in ([], [("A", 0, "off")], [("A", 0, "off"), ("A", 1, "a>b")], [("A", 0, "a>b"), ("A", 1, "off")]):
        valuation = problem.evaluate(plan_of(instance, problem, roster))
        verdict = check(instance, roster)
        assert valuation.ticks == verdict.objective
        assert bool(valuation.broken) == bool(verdict.breaches)


def test_a_limit_that_cannot_bind_makes_no_piece(world):
    problem = problem_of(world(max_consecutive_shifts=10, max_weekends=2, max_shifts={"E": 10}), CATALOGUE)
    assert {piece.rule for piece in problem.pieces} == {"MONTH-HOURS", "SUCCESSION"}
