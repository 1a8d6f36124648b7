"""Whatever of a person's own keeps them from a duty, others read the same of it: rule, clause, numbers and sentence."""

from dataclasses import replace

import pytest
from desk_world import AGENTS, asked, at, board, cover, duties, leave, on, swap

from constraints import CATALOGUE
from roster.desk.policy.desk_rule import DeskRule
from roster.model import Availability, Leave, Protection
from roster.model.leave_request import LeaveState
from roster.model.overtime import OvertimeAct, OvertimeKind
from roster.rule import Rule

TEXT = "a: 8N; b: 20E"


def b_is(**given):
    return {"agents": (AGENTS[0], replace(AGENTS[1], **given), *AGENTS[2:])}


PRIVATE = {
    "PROTECTED": [b_is(protections=(Protection("nursing"),)), b_is(protections=(Protection("minor", on(8)),))],
    "AVAILABLE": [
        {"availability": (Availability("b", None, on(8), None, available=False),)},
        {"availability": (Availability("b", 4, None, "N", available=False),)},
        {"availability": (Availability("b", None, on(9), None, available=False),)},
    ],
    "LEAVE": [
        {"leaves": (Leave("b", kind, on(8), on(8)),)} for kind in ("personal", "annual", "sick", "emergency", "study")
    ]
    + [{"requests": (leave("b", "sick", 8, 8, at(7), leave_id="v", state=LeaveState.EFFECTIVE),)}],
}
OF_WORK = {
    "EMPLOYED": [b_is(end_date=on(7)), b_is(start_date=on(9))],
    "HOURS": [b_is(contract_minutes=0) | {"rules": {"max_overtime_month": 0}}],
    "MONTH-HOURS": [{"rules": {"max_month_hours": 9}}],
}
WORLDS = [(rule, world) for rule, worlds in (PRIVATE | OF_WORK).items() for world in worlds]
TOLD = ("-", "a person who is available", "b is not available for the duty", "b 不能上该班", None)
N8 = duties("b: 8N")[0]


def said(request, world):
    refusals = asked(request, world, at(8, "08:00")).refusals
    return [
        (item.rule, item.clause, item.measured.en, item.allowed.en, item.message.en, item.message.zh, item.alternative)
        for item in refusals
    ]


def test_every_rule_that_reads_what_is_personal_is_walked():
    roster_rules = [rule for rule in CATALOGUE if not issubclass(rule, DeskRule)]
    assert {rule.id for rule in roster_rules if rule.private} == set(PRIVATE)
    assert {rule.id for rule in roster_rules if rule.is_personal is not Rule.is_personal} == set(OF_WORK)


@pytest.mark.parametrize(("rule", "given"), WORLDS)
def test_a_colleague_reads_one_sentence(rule, given):
    world = board(TEXT, **given)
    assert rule in {item.rule for item in world.new_findings(cover("a: 8N", "b").moves)}
    bar = ("SWAP-8", "换班制度 §8", *TOLD)
    assert said(cover("a: 8N", "b", accepted=frozenset("a")), world) == [bar]
    # Filed, it is read by several: what is b's own is told to none of them, b's leaders included.
    assert said(cover("a: 8N", "b", swap_id="s", accepted=frozenset("ab")), world) == [bar]


@pytest.mark.parametrize(("rule", "given"), [item for item in WORLDS if item[0] in PRIVATE])
def test_who_leads_reads_one_sentence_of_what_is_private(rule, given):
    world = board(TEXT, **given)
    ordered = cover("a: 8N", "b", requester="l1", by_leader=True)
    assert said(ordered, world) == [("SWAP-8", "换班制度 §8", *TOLD)]
    call = OvertimeAct(OvertimeKind.CALL_IN, N8, "l1")
    assert said(call, world) == [("OVERTIME", "客服人员守则 2.20; 劳动法 §41", *TOLD)]


@pytest.mark.parametrize(("rule", "given"), [item for item in WORLDS if item[0] in PRIVATE])
def test_two_reasons_are_told_as_one(rule, given):
    both = given | {"rules": {"max_month_hours": 9}}
    assert said(cover("a: 8N", "b"), board(TEXT, **both)) == [("SWAP-8", "换班制度 §8", *TOLD)]


def test_oneself_alone_reads_the_reason_until_it_is_filed():
    world = board("a: 20E; b: 8N", agents=(replace(AGENTS[0], protections=(Protection("nursing"),)), *AGENTS[1:]))
    own = swap("a: 20E", "b: 8N", accepted=frozenset("a"))
    reasons = [item.message.en for item in asked(own, world, at(7)).refusals]
    assert len(reasons) == 1
    assert "PROTECTED" in reasons[0]
    for request in (replace(own, swap_id="s"), replace(own, accepted=frozenset())):
        (read,) = asked(request, world, at(7)).refusals
        assert read.message.en == "a is not available for the duty"


def test_what_everybody_may_know_is_told_as_it_is():
    # b works 9E at 08:00 and would come off a night at 06:00.
    (read,) = said(cover("a: 8N", "b"), board("a: 8N; b: 9E"))
    assert "b would have 2 h between" in read[4]
