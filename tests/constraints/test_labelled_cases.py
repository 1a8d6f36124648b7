"""Each labelled roster through both sides of its rule, and through the engine's own valuation of the pieces."""

import re
from importlib import import_module

import numpy as np
import pytest
from labelled import Labelled
from piece_reading import read
from rule_world import Evidence, MonthContext, Roster, on, roster, rule, rulebook

from constraints import CATALOGUE
from roster.engine.problem.problem import Plan, Problem
from roster.rule import Rule, Strength
from roster.rule.pieces import OFF

ROSTER_RULES = [item for item in CATALOGUE if item.strength is not Strength.WORKFLOW]


def cases_of(item: type[Rule]) -> tuple[Labelled, ...]:
    return import_module(f"labelled.{item.id.lower().replace('-', '_')}").CASES


EVERY = [pytest.param(item.id, case, id=f"{item.id}: {case.label}") for item in ROSTER_RULES for case in cases_of(item)]


def published(case: Labelled) -> Roster | None:
    return None if case.published is None else roster(case.case, case.published)


@pytest.mark.parametrize(("rule_id", "labelled"), EVERY)
def test_the_check_finds_what_the_label_says(rule_id: str, labelled: Labelled) -> None:
    this = rule(labelled.case, rule_id)
    given = roster(labelled.case, labelled.roster, *labelled.granted)
    findings = list(this.check(Evidence(labelled.case, given, published(labelled), labelled.now)))
    hard = [(item.agent_id, item.day) for item in findings if item.hard]
    expected = [(agent, None if day is None else on(labelled.case, day)) for agent, day in labelled.breaks]
    assert sorted(hard, key=str) == sorted(expected, key=str)
    assert sum(item.cost_ticks for item in findings) == labelled.ticks
    for item in findings:
        assert item.rule == rule_id
        assert item.hard == (item.cost_ticks == 0)
        text = this.explain(item)
        for sentence in (text.zh, text.en):
            assert item.agent_id is None or item.agent_id in sentence
            assert item.day is None or item.day.isoformat() in sentence


def test_a_duty_outside_the_employment_is_told_by_the_end_that_it_lies_beyond() -> None:
    world = import_module("labelled.employed").WORLD
    this = rule(world, "EMPLOYED")
    early, late = (next(iter(this.check(Evidence(world, roster(world, text))))) for text in ("a 14D", "b 16D"))
    assert this.explain(early).zh == "a 在 2026-10-14 有 D 班,但 2026-10-15 才入职"
    assert this.explain(late).en == "b has D on 2026-10-16, but is employed only until 2026-10-15"


NAMED = {"SKILL"}  # what is measured there is a job, whose name may be a number
QUANTITY = re.compile(r"(?:[≤≥] )?(-?\d+(?:\.\d+)?)(?: (?:d|h))?")


@pytest.mark.parametrize("item", ROSTER_RULES, ids=lambda item: item.id)
def test_a_breach_of_a_quantity_carries_its_excess_as_a_number(item: type[Rule]) -> None:
    for labelled in cases_of(item):
        given = roster(labelled.case, labelled.roster, *labelled.granted)
        this = rule(labelled.case, item.id)
        for finding in this.check(Evidence(labelled.case, given, published(labelled), labelled.now)):
            measured, required = (QUANTITY.fullmatch(text) for text in (finding.measured, finding.required))
            if finding.hard and measured and required and item.id not in NAMED:
                apart = abs(float(measured.group(1)) - float(required.group(1)))
                assert finding.excess == pytest.approx(apart, abs=0.01)
                assert finding.excess > 0
            else:
                assert finding.excess == 0


@pytest.mark.parametrize(("rule_id", "labelled"), EVERY)
def test_the_pieces_say_what_the_label_says(rule_id: str, labelled: Labelled) -> None:
    given = roster(labelled.case, labelled.roster, *labelled.granted)
    if len({(duty.agent_id, duty.day) for duty in given.duties}) < len(given.duties):
        assert rule_id == "ONE-DUTY"
        return
    context = MonthContext(labelled.case, published(labelled), labelled.now)
    pieces = list(rule(labelled.case, rule_id).pieces(context))
    reading = read(context, pieces, given)
    assert reading.admits == (not labelled.breaks)
    assert reading.total == labelled.ticks
    problem = Problem.of(context, rulebook(labelled.case).encode(context))
    valuation = problem.evaluate(plan_of(context, problem, given))
    assert valuation.ticks_by_rule.get(rule_id, 0) == labelled.ticks
    assert any(item.rule == rule_id for item in valuation.broken) == bool(labelled.breaks)


def plan_of(context: MonthContext, problem: Problem, given: Roster) -> Plan:
    shift = np.full((len(context.agents), context.days), OFF, np.int16)
    job = np.zeros_like(shift)
    for duty in given.duties:
        cell = (context.agent_index[duty.agent_id], context.day_of(duty.day))
        shift[cell], job[cell] = context.shift_index[duty.shift], context.job_index[duty.job]
    return Plan(shift, job, given.granted & frozenset(problem.request_by_index))


@pytest.mark.parametrize("item", ROSTER_RULES, ids=lambda item: item.id)
def test_every_rule_is_labelled_from_both_sides(item: type[Rule]) -> None:
    cases = cases_of(item)
    assert any(not case.breaks and not case.ticks for case in cases), "no roster that the rule is content with"
    assert any(case.breaks or case.ticks for case in cases), "no roster that the rule objects to"
    assert len({case.label for case in cases}) == len(cases), "two cases of one name"
    module = import_module(f"labelled.{item.id.lower().replace('-', '_')}")
    assert (module.__doc__ or "").startswith(f"{item.id}: "), "the table does not say its clause"
