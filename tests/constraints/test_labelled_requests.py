"""Each labelled request asked of its rule; every rule about requests has a table, on both sides of its boundary."""

import re
from importlib import import_module
from typing import Any

import pytest
from desk_world import board
from labelled import CONSENT, KINDS, REFUSED, SILENT, TOLD, Asked

from constraints import CATALOGUE
from roster.desk.clock import FixedClock
from roster.desk.policy.desk_rule import DeskRule, Flag
from roster.rule import Refusal, Rule

DESK_RULES = [item for item in CATALOGUE if issubclass(item, DeskRule)]


def module_of(item: type[Rule]):
    return import_module(f"labelled.{item.id.lower().replace('-', '_')}")


def cases_of(item: type[Rule]) -> tuple[Asked, ...]:
    return module_of(item).CASES


EVERY = [pytest.param(item.id, case, id=f"{item.id}: {case.label}") for item in DESK_RULES for case in cases_of(item)]


def said(items: list[Refusal | Flag]) -> str:
    if any(isinstance(item, Refusal) for item in items):
        return REFUSED
    if any(isinstance(item, Flag) and item.consent for item in items):
        return CONSENT
    return TOLD if items else SILENT


@pytest.mark.parametrize(("rule_id", "case"), EVERY)
def test_the_rule_says_what_the_label_says(rule_id: str, case: Asked) -> None:
    world = board(case.roster, **case.world)
    rule = world.rulebook[rule_id]
    assert isinstance(rule, DeskRule)
    items = list(rule.decide(case.request, world, FixedClock(case.now)))
    assert said(items) == case.says, [item.message.en for item in items]
    for item in items:
        assert (item.rule, item.clause) == (rule_id, rule.clause)
        texts = [item.message]
        if isinstance(item, Refusal):
            texts += [item.measured, item.allowed, *([item.alternative] if item.alternative else [])]
        for text in texts:
            assert text.zh
            assert text.en
            assert not re.search(r"\d h\b|No\. \d|team leader|express", text.zh), text.zh
        assert re.search(r"[一-鿿]", item.message.zh)
        assert not re.search(r"[一-鿿]", re.sub(r"调班", "", item.message.en)), item.message.en


@pytest.mark.parametrize("item", DESK_RULES, ids=lambda item: item.id)
def test_every_rule_about_requests_is_labelled_from_both_sides(item: type[Rule]) -> None:
    cases = cases_of(item)
    assert any(case.says == SILENT for case in cases), "nothing that the rule is content with"
    assert any(case.says != SILENT for case in cases), "nothing that the rule speaks of"
    assert len({case.label for case in cases}) == len(cases), "two cases of one name"
    assert all(case.kind in KINDS for case in cases)
    assert (module_of(item).__doc__ or "").startswith(f"{item.id}: "), "the table does not say its clause"


def test_the_tables_try_every_kind_of_thing_that_goes_wrong() -> None:
    cases = [case for item in DESK_RULES for case in cases_of(item)]
    assert len(cases) >= 200
    for kind in KINDS:
        assert sum(case.kind == kind for case in cases) >= 2, kind


def test_every_reading_of_a_clause_is_tried_at_each_value() -> None:
    tried: dict[str, set[object]] = {}
    for item in DESK_RULES:
        for case in cases_of(item):
            rules = case.world.get("rules", {})
            assert isinstance(rules, dict)
            for name, value in rules.items():
                tried.setdefault(name, set()).add(value)
    for parameter in (parameter for item in DESK_RULES for parameter in item.parameters):
        if parameter.choices or isinstance(parameter.default, bool):
            assert len(parameter.readings) == len(parameter.values), f"{parameter.name} does not say how it is read"
            values: set[Any] = set(parameter.choices) or {True, False}
            assert tried.get(parameter.name, set()) | {parameter.default} == values, parameter.name
