"""An instance as a problem of the engine, and the engine's plans back as assignments.

Employees are agents, the horizon's days are days, shift types are shifts, and there is one job. What is legal comes
from the catalogue's rules (`ward`), the seats from the instance. A tick is one unit of the format's objective.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from roster.bench.shift24.checker import Assignment
from roster.bench.shift24.instance import Instance
from roster.bench.shift24.ward import contracts
from roster.engine.problem.problem import Plan, Problem
from roster.rule import Rule
from roster.rule.pieces import OFF, Penalty, Piece, Row, Term


def problem_of(instance: Instance, catalogue: Sequence[type[Rule]]) -> Problem:
    """The instance under the catalogue's rules; a plan's ticks are the format's objective."""
    pieces = [piece for contract in contracts(instance) for piece in contract.pieces(catalogue)]
    return Problem(
        [*pieces, *_cover(instance)],
        agents=len(instance.employees),
        days=instance.horizon_days,
        shifts=len(instance.shifts),
        jobs=1,
    )


def assignments_of(instance: Instance, plan: Plan) -> tuple[Assignment, ...]:
    """A plan as (employee, day, shift), sorted by employee's place and day."""
    worked = zip(*np.nonzero(plan.shift != OFF), strict=True)
    return tuple(
        (instance.employees[agent].id, int(day), instance.shifts[plan.shift[agent, day]].id) for agent, day in worked
    )


def plan_of(instance: Instance, problem: Problem, assignments: Iterable[Assignment]) -> Plan:
    """Assignments as a plan; KeyError for an unknown employee or shift."""
    agents = {person.id: index for index, person in enumerate(instance.employees)}
    shifts = {shift.id: index for index, shift in enumerate(instance.shifts)}
    plan = problem.empty()
    for employee, day, shift in assignments:
        plan.shift[agents[employee], day] = shifts[shift]
    return plan


def _cover(instance: Instance) -> Iterator[Piece]:
    """A row per row of the cover: the catalogue's coverage has one price for all, the format one for each."""
    everyone = tuple(range(len(instance.employees)))
    index = {shift.id: place for place, shift in enumerate(instance.shifts)}
    for cover in instance.covers:
        term = Term(everyone, cover.day, frozenset({index[cover.shift]}))
        price = Penalty.around(cover.required_seats, cover.weight_under, cover.weight_over)
        yield Row("COVERAGE", (term,), price, label=(cover.day, cover.shift))
