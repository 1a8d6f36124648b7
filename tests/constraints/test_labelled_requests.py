"""Each labelled request asked of its rule; every rule about requests has a table, on both sides of its boundary."""

import re
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from desk_world import board
from labelled import CONSENT, KINDS, REFUSED, SILENT, TOLD, Asked

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.screen import NONE
from roster.desk.board.sides import published_duties
from roster.desk.clock import FixedClock
from roster.desk.policy.desk_rule import DeskRule, Flag
from roster.desk.policy.proposals import SwapProposals
from roster.model.swap import SwapKind, SwapRequest
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
    spoken = []
    for item in items:
        assert (item.rule, item.clause) == (rule_id, rule.clause)
        texts = [item.message]
        if isinstance(item, Refusal):
            texts += [item.measured, item.allowed, *([item.alternative] if item.alternative else [])]
        spoken += [text.en for text in texts]
        for text in texts:
            assert text.zh
            assert text.en
            assert not re.search(r"\d h\b|No\. \d|team leader|express", text.zh), text.zh
        assert re.search(r"[一-鿿]", item.message.zh)
        assert not re.search(r"[一-鿿]", re.sub(r"调班", "", item.message.en)), item.message.en
    assert case.words in " | ".join(spoken), spoken


TOGETHER = ("SWAP-3c", "SWAP-8")
"""A short rest is told by one of the two alone, and a screen may leave it to the other."""


def proposed(request: SwapRequest, world: Board, case: Asked) -> SwapProposals:
    """A swap or a cover as one row of the table of all duties."""
    table = published_duties(world)
    given, *back = (table.duties.index(move.given) for move in request.moves)
    partner = table.people.index(request.moves[0].taker)
    one, two, three = (np.array([number], np.int64) for number in (given, partner, *(back or [NONE])))
    return SwapProposals(table, one, two, three, request.kind, case.now, by_leader=request.by_leader)


@pytest.mark.parametrize("rule_id", [item.id for item in DESK_RULES if SwapRequest in item.about])
def test_a_swap_is_screened_as_it_is_decided(rule_id: str) -> None:
    group = TOGETHER if rule_id in TOGETHER else (rule_id,)
    seen = set()
    for case in module_of(next(item for item in DESK_RULES if item.id == rule_id)).CASES:
        request = case.request
        if not isinstance(request, SwapRequest) or request.kind not in {SwapKind.SWAP, SwapKind.COVER}:
            continue
        # On what grounds a leader orders, and which day will be paid back later, no table of duties tells.
        if request.later is not None or (request.by_leader and rule_id in {"COVER-1", "SWAP-1", "SWAP-9"}):
            continue
        world, clock = board(case.roster, **case.world), FixedClock(case.now)
        row = proposed(request, world, case)
        rules = [rule for rule in world.rulebook.rules if rule.id in group and isinstance(rule, DeskRule)]
        screened = all(rule.screen(row, world, clock)[0] for rule in rules)
        assert screened == all(DeskRule.screen(rule, row, world, clock)[0] for rule in rules), case.label
        seen.add(screened)
    assert seen == {"SWAP-1": {True}, "COVER-1": {True}, "CHANGE-1": set()}.get(rule_id, {True, False})


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
