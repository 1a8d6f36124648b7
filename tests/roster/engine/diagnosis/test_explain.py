"""Conflicts are proven, irreducible, and their ways out lead out; statuses are told apart."""

import time
from datetime import date

import pytest
from rule_world import APPROVED, agent, leave, rulebook, seats, world

from roster.engine.diagnosis.conflict.atoms import Atom, atoms_of
from roster.engine.diagnosis.conflict.diagnose import Diagnosis, ExistenceVerdict, diagnose
from roster.engine.diagnosis.conflict.prove import Prover
from roster.engine.diagnosis.conflict.relax import relaxed
from roster.engine.diagnosis.explain import Dearness, ExplainOptions, explain
from roster.engine.problem.problem import Problem
from roster.model import Case, Pin
from roster.rule import MonthContext


def pins(text: str) -> tuple[Pin, ...]:
    """Pins of October 2026 from their short form: `a 9D 10N; b 3N`."""
    fixed = []
    for line in text.split(";"):
        agent_id, *words = line.split()
        fixed += [Pin(agent_id, date(2026, 10, int(word[:-1])), word[-1]) for word in words]
    return tuple(fixed)


class Silent:
    def send(self, message: object) -> None:
        del message


def problem_of(case: Case) -> Problem:
    context = MonthContext(case)
    return Problem.of(context, rulebook(case).encode(context))


def diagnosed(case: Case, seconds: float = 60) -> tuple[Problem, Diagnosis]:
    problem = problem_of(case)
    dear = Dearness(tuple((rule.id, rule.clause) for rule in rulebook(case).rules))
    prover = Prover(problem, deadline=time.monotonic() + seconds)
    return problem, diagnose(Silent(), problem, prover, dear)  # type: ignore[arg-type]


SEVEN_IN_A_ROW = world(agent("a"), agent("b"), pins=pins("a 5D 6D 7D 8D 9D 10D 11D"))
NIGHT_THEN_DAY = world(agent("a"), agent("b"), pins=pins("b 9N 10D"))
ON_LEAVE = world(agent("a"), agent("b"), pins=pins("a 9D"), leaves=(leave("a", 8, 10, status=APPROVED),))
TOO_FEW = world(agent("a"), agent("b", "180"), seats=seats((9,), range(9, 10), 2, least=2))
SEVERAL = world(agent("a"), agent("b"), pins=pins("a 9D; b 9N 10D"), leaves=(leave("a", 8, 10, status=APPROVED),))
FINE = world(agent("a"), agent("b"), pins=pins("a 9D; b 9N"))
CONFLICTS = {
    "seven in a row": (SEVEN_IN_A_ROW, {"STREAK", "STABLE"}),
    "on leave": (ON_LEAVE, {"LEAVE", "STABLE"}),
    "too few": (TOO_FEW, {"COVERAGE", "SKILL"}),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_names_the_rules_in_conflict(name: str) -> None:
    case, rules = CONFLICTS[name]
    _, diagnosis = diagnosed(case)
    assert diagnosis.verdict is ExistenceVerdict.CONFLICT
    assert {atom.rule for atom in diagnosis.conflict} == rules
    assert diagnosis.irreducible


@pytest.mark.parametrize("case", [SEVEN_IN_A_ROW, NIGHT_THEN_DAY, ON_LEAVE, TOO_FEW, SEVERAL])
def test_conflict_is_a_conflict_and_each_atom_is_needed(case: Case) -> None:
    problem, diagnosis = diagnosed(case)
    prover = Prover(problem, deadline=time.monotonic() + 60)
    assert prover.possible(diagnosis.conflict) is False
    for atom in diagnosis.conflict:
        assert prover.possible([other for other in diagnosis.conflict if other != atom]) is True


@pytest.mark.parametrize("case", [SEVEN_IN_A_ROW, NIGHT_THEN_DAY, ON_LEAVE, TOO_FEW, SEVERAL])
def test_ways_out_lead_out(case: Case) -> None:
    problem, diagnosis = diagnosed(case)
    prover = Prover(problem, deadline=time.monotonic() + 60)
    assert diagnosis.relaxations
    assert diagnosis.relaxations[0].cheapest
    assert diagnosis.relaxations[0].ticks == min(way.ticks for way in diagnosis.relaxations)
    for way in diagnosis.relaxations:
        assert prover.possible_with(relaxed(problem.pieces, way.gives, problem.days)) is True


def test_cheapest_way_out_of_seven_in_a_row_is_one_pin() -> None:
    _, diagnosis = diagnosed(SEVEN_IN_A_ROW)
    assert [give.atom.rule for give in diagnosis.relaxations[0].gives] == ["STABLE"]
    # The law's rule is the other way, ten times as dear as a pin.
    assert diagnosis.relaxations[1].ticks == 10 * diagnosis.relaxations[0].ticks


def test_a_floor_of_seats_gives_way_by_as_much_as_is_needed() -> None:
    _, diagnosis = diagnosed(TOO_FEW)
    limits = {(give.limit, give.needed) for way in diagnosis.relaxations for give in way.gives if give.atom.agent < 0}
    assert limits == {(2, 1)}


def test_two_conflicts_need_a_way_out_of_both() -> None:
    _, diagnosis = diagnosed(SEVERAL)
    agents = {give.atom.agent for give in diagnosis.relaxations[0].gives}
    assert agents == {0, 1}


def test_atoms_are_days_of_people() -> None:
    atoms = atoms_of(problem_of(SEVEN_IN_A_ROW).pieces, 31)
    assert len(atoms) == len(set(atoms))
    assert Atom("STABLE", 0, 4) in atoms
    assert Atom("STREAK", 1, 30) in atoms


def test_a_roster_exists() -> None:
    assert diagnosed(FINE)[1].verdict is ExistenceVerdict.EXISTS


def test_out_of_time_is_undecided_not_a_verdict() -> None:
    assert diagnosed(FINE, seconds=0)[1].verdict is ExistenceVerdict.UNDECIDED
    assert diagnosed(ON_LEAVE, seconds=0)[1].verdict is ExistenceVerdict.UNDECIDED


def test_says_it_in_words_from_a_process_of_its_own() -> None:
    explanation = explain(ON_LEAVE, rulebook(ON_LEAVE), ExplainOptions(seconds=60))
    assert explanation.verdict is ExistenceVerdict.CONFLICT
    assert {(part.rule, part.agent_ids, part.dates) for part in explanation.conflict} == {
        ("LEAVE", ("a",), (date(2026, 10, 9).isoformat(),)),
        ("STABLE", ("a",), (date(2026, 10, 9).isoformat(),)),
    }
    assert all(part.clause in part.text.zh for part in explanation.conflict)


def test_the_case_s_own_pins_and_leave_are_told_beside_the_conflict() -> None:
    explanation = explain(ON_LEAVE, rulebook(ON_LEAVE), ExplainOptions(seconds=60))
    name = ON_LEAVE.agent_by_id["a"].name
    assert [record.en for record in explanation.records] == [
        f"pins: a {name} is fixed to D on 2026-10-09",
        f"leave: a {name} is on approved leave 2026-10-08…2026-10-10",
    ]


def test_intervals_that_follow_one_another_are_told_as_one_span() -> None:
    # Two hours a day ask for two on the job from 9 to 11 and one from 14 to 15; of the two people one holds it.
    needed = (*seats((9,), range(9, 11), 2, least=2), *seats((9,), range(14, 15), 2, least=2))
    case = world(agent("a"), agent("b", "180"), seats=needed)
    explanation = explain(case, rulebook(case), ExplainOptions(seconds=60))
    labels = {part.label for way in explanation.ways_out for part in way.parts if part.rule == "COVERAGE"}
    assert labels == {"09:00–11:00 189", "14:00–15:00 189"}
