"""Random small cases: either a roster that passes every check at the price proven, or a conflict that stays one."""

import os
import time
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_world import APPROVED, agent, leave, rulebook, seats, world

from roster.engine.cpsat import Effort, Ending, Formulation, search
from roster.engine.diagnosis.conflict.atoms import atoms_of
from roster.engine.diagnosis.conflict.prove import Prover
from roster.engine.diagnosis.conflict.shrink import irreducible
from roster.engine.problem.delta import DeltaEvaluator
from roster.engine.problem.problem import Problem
from roster.engine.problem.verify import Verifier
from roster.model import Case, Grade, Pin, Role, Wish
from roster.rule import MonthContext

EXAMPLES = 400 if os.environ.get("ROSTER_PROOF") else 12

DAYS = st.integers(1, 31)
PEOPLE = ("a", "b", "c")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    people = [
        agent(
            name,
            *draw(st.sampled_from([("189",), ("180",), ("189", "180")])),
            role=draw(st.sampled_from(list(Role))),
            grade=draw(st.sampled_from([None, *Grade])),
            rotating=draw(st.sampled_from([True, True, True, False])),
        )
        for name in PEOPLE[: draw(st.integers(1, 3))]
    ]
    names = st.sampled_from([person.agent_id for person in people])
    needed = {
        (day, hour, job): (number, least)
        for day, hour, job, number, least in draw(
            st.lists(
                st.tuples(
                    DAYS, st.integers(0, 23), st.sampled_from(["189", "180"]), st.integers(0, 2), st.integers(0, 1)
                ),
                max_size=12,
            )
        )
    }
    first = date(2026, 10, 1)
    pinned = draw(st.dictionaries(st.tuples(names, DAYS), st.sampled_from(["D", "E", "N", "off"]), max_size=5))
    away = draw(st.dictionaries(names, st.tuples(DAYS, st.integers(0, 3), st.booleans()), max_size=2))
    wishes = draw(st.dictionaries(st.tuples(names, DAYS), st.sampled_from(["D", "N", "off", "work"]), max_size=4))
    return world(
        *people,
        seats=tuple(
            seat
            for (day, hour, job), (number, least) in sorted(needed.items())
            for seat in seats((day,), range(hour, hour + 1), number, job, least=min(least, number))
        ),
        pins=tuple(Pin(name, first.replace(day=day), code) for (name, day), code in sorted(pinned.items())),
        leaves=tuple(
            leave(name, day, min(31, day + more), **({"status": APPROVED} if approved else {}))
            for name, (day, more, approved) in sorted(away.items())
        ),
        wishes=tuple(Wish(name, first.replace(day=day), code, 2) for (name, day), code in sorted(wishes.items())),
    )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(cases())
def test_a_verified_roster_or_a_conflict_that_stays_one(case: Case) -> None:
    context = MonthContext(case)
    problem = Problem.of(context, rulebook(case).encode(context))
    answer = search(Formulation(problem), Effort(5))
    if answer.ending is Ending.UNKNOWN:
        return
    if answer.plan is None:
        prover = Prover(problem, deadline=time.monotonic() + 60)
        conflict, sure = irreducible(prover, atoms_of(problem.pieces, problem.days))
        assert sure
        assert prover.possible(conflict) is False
        return
    valuation = problem.evaluate(answer.plan)
    assert valuation.ticks <= (answer.ticks or 0)
    if answer.ending is Ending.OPTIMAL:
        assert valuation.ticks == answer.ticks == answer.bound
    # Raises where the rulebook's checks find a breach or another price.
    Verifier(rulebook(case), context, problem).verify(answer.plan, valuation.ticks)
    _single_changes_are_priced_as_the_whole(problem, answer.plan)


def _single_changes_are_priced_as_the_whole(problem: Problem, plan: object) -> None:
    from roster.engine.problem.problem import Plan
    from roster.rule.pieces import OFF

    assert isinstance(plan, Plan)
    delta = DeltaEvaluator(problem, plan)
    before = problem.evaluate(plan)
    for day in (0, 11, 30):
        for symbol in (OFF, 0, 2):
            changed = plan.copy()
            changed.shift[0, day] = symbol
            changed.job[0, day] = plan.job[0, day] if symbol == plan.shift[0, day] else 0
            after = problem.evaluate(changed)
            job = int(changed.job[0, day])
            assert sum(delta.ticks_by_rule(0, day, symbol, job).values()) == after.ticks - before.ticks
            assert set(delta.blockers(0, day, symbol, job)) == {broken.rule for broken in after.broken}
