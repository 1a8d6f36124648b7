"""The whole catalogue in tiny worlds, end to end.

The solver enumerates exactly the rosters that pass every check, and its optimum is the cheapest of them by the checks'
own prices.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

import pytest
from ortools.sat.python import cp_model
from rule_world import (
    APPROVED,
    DAY,
    EVENING,
    NIGHT,
    Case,
    Duty,
    Evidence,
    Grade,
    MonthContext,
    Pin,
    Role,
    Roster,
    Wish,
    agent,
    leave,
    on,
    rulebook,
    seats,
    world,
)

from roster.engine.cpsat import Effort, Ending, Formulation, search
from roster.engine.problem.problem import Problem
from roster.engine.problem.translate import roster_of
from roster.rule import Rulebook


def off(case_days: range | tuple[int, ...], *agents: str) -> tuple[Pin, ...]:
    return tuple(Pin(name, date(2026, 10, day), "off") for name in agents for day in case_days)


def but(*days: int) -> tuple[int, ...]:
    return tuple(day for day in range(1, 32) if day not in days)


# World, and the days of the month that are not pinned off.
WORLDS: dict[str, tuple[Case, tuple[int, ...]]] = {
    "a month's start with history, seats and a leader": (
        world(
            agent("a", role=Role.LEADER, grade=Grade.SENIOR, contract_minutes=960),
            agent("b", contract_minutes=960),
            shifts=(EVENING, NIGHT),
            history="a -1N 0N; b 0E",
            seats=(*seats((1, 2), (17, 20), 1), *seats((2, 3), (1, 3), 1)),
            pins=off(but(1, 2, 3), "a", "b"),
            wishes=(Wish("b", date(2026, 10, 2), "N", -1),),
            rules={"max_consecutive_nights": 3},
        ),
        (1, 2, 3),
    ),
    "a month's end with the next month published": (
        world(
            agent("a", role=Role.LEADER, grade=Grade.SENIOR, contract_minutes=960),
            agent("b", contract_minutes=960),
            shifts=(DAY, NIGHT),
            ahead="a 32D 33D; b 32N",
            seats=(*seats((30, 31), (9, 12), 1), *seats((31,), (0, 3), 1)),
            pins=off(but(29, 30, 31), "a", "b"),
            wishes=(Wish("a", date(2026, 10, 31), "N", 1),),
            rules={"max_consecutive_days": 4, "max_consecutive_nights": 2},
        ),
        (29, 30, 31),
    ),
    "requests in a team with one place": (
        world(
            agent("a", role=Role.DEPUTY, contract_minutes=1001),
            agent("b", contract_minutes=1001),
            shifts=(DAY, NIGHT),
            seats=seats((12, 13), (9, 23), 1),
            leaves=(leave("a", 13, 13, priority=2), leave("b", 13, 14), leave("b", 12, 12, "sick"), leave("a", 7, 7)),
            pins=off(but(12, 13), "a", "b"),
            rules={"max_overtime_month": 7},
        ),
        (12, 13),
    ),
    "the last days, with leave beyond them": (
        world(
            agent("a", contract_minutes=480),
            agent("b", contract_minutes=1440),
            shifts=(DAY, NIGHT),
            seats=seats((29, 30, 31), (9,), 1, least=1),
            leaves=(leave("a", 32, 33, status=APPROVED),),
            pins=off(but(29, 30, 31), "a", "b"),
            rules={"max_consecutive_days": 2},
        ),
        (29, 30, 31),
    ),
}


def rosters(case: Case, days: tuple[int, ...]) -> Iterator[Roster]:
    """Every choice on the free days, with every set of granted requests."""
    cells = [
        [None, *(Duty(person.agent_id, on(case, day), shift.code, person.jobs[0]) for shift in case.shifts)]
        for person in case.agents
        for day in days
    ]
    asked = [index for index, item in enumerate(case.leaves) if item.status is not APPROVED]
    grants = [chosen for size in range(len(asked) + 1) for chosen in combinations(asked, size)]
    for picks in product(*cells):
        for granted in grants:
            yield Roster.of(filter(None, picks), granted)


def price_of(book: Rulebook, evidence: Evidence) -> int | None:
    """What the checks charge; None at the first hard finding (the catalogue asks hard rules first)."""
    price = 0
    for rule in book.rules:
        for finding in rule.check(evidence):
            if finding.hard:
                return None
            price += finding.cost_ticks
    return price


class Every(cp_model.CpSolverSolutionCallback):
    """Collects the solver's rosters."""

    def __init__(self, context: MonthContext, formulation: Formulation) -> None:
        super().__init__()
        self.context, self.formulation = context, formulation
        self.seen: set[Roster] = set()

    def on_solution_callback(self) -> None:
        self.seen.add(roster_of(self.context, self.formulation.plan(list(self.response_proto.solution))))


@pytest.mark.parametrize("name", WORLDS)
def test_the_solver_admits_what_the_checks_pass_and_finds_the_cheapest(name: str) -> None:
    case, days = WORLDS[name]
    book, context = rulebook(case), MonthContext(case)
    passing = {}
    for roster in rosters(case, days):
        price = price_of(book, Evidence(case, roster))
        if price is not None:
            passing[roster] = price
    assert len(passing) > 3
    problem = Problem.of(context, book.encode(context))
    formulation = Formulation(problem, feasibility=True)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    every = Every(context, formulation)
    solver.solve(formulation.model, every)
    assert every.seen == set(passing)
    answer = search(Formulation(problem), Effort(60))
    assert answer.ending is Ending.OPTIMAL
    assert answer.plan is not None
    assert answer.ticks == min(passing.values()) == passing[roster_of(context, answer.plan)]
