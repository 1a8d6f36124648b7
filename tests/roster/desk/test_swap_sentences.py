"""What a supervisor reads of swaps, covers and changes: each called what it is, one breach once, what became of it."""

from dataclasses import replace

import pytest
from desk_world import MONTH, SHIFTS, at, board, case, cover, duties, leave, swap
from two_months import day_of, november

from constraints import CATALOGUE
from roster.desk.board.board import Board, page_of
from roster.desk.clock import FixedClock
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.policy.desk_rule import decide
from roster.desk.swaps.swap_ask import check_swap
from roster.desk.swaps.swap_reading import settled_already
from roster.model import Duty, Roster, Shift
from roster.model.approval import Approval, DecisionAct, Office, Step
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState
from roster.rule import Rulebook

EARLY = at(1, month=9)


def moved(here, there, **given):
    (one,), (two,) = duties(here), duties(there)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "doctor", EARLY, **given)


def said(request, world, now=EARLY):
    return [item.message.zh for item in check_swap(world, request, FixedClock(now)).refusals]


def test_a_change_and_a_cover_are_called_what_they_are():
    (change,) = said(moved("a: 12E", "a: 13E"), board("a: 12E 12L 13L 14E"))[:1]
    assert change.startswith("调班后违反")
    (ordered,) = said(cover("a: 12E", "b", requester="l1", by_leader=True), board("a: 12E; b: 11L"))
    assert ordered.startswith("顶班后违反“班间休息”")
    assert said(cover("a: 6E", "b"), board("a: 6E")) == ["2026-10-06 E 班在节假日(2026-10-06 国庆节),不得顶班"]
    assert said(replace(cover("a: 12E", "b"), reason=" "), board("a: 12E")) == ["顶班申请没有写明事由"]


def test_a_second_duty_on_a_day_is_told_as_that():
    sentences = said(moved("a: 12E", "a: 15L"), board("a: 12E 15E"))
    assert sentences == ["调班后违反“一日一班”:a 在 2026-10-15 有 2 个班次(E, L),每日至多 1 个"]


def test_a_job_that_is_not_held_is_told_once():
    world = board("d: 12E/180; b: 14E")
    refusals = check_swap(world, cover("d: 12E/180", "b", requester="l2", by_leader=True), FixedClock(EARLY)).refusals
    assert [item.rule for item in refusals] == ["SWAP-4"]


def test_until_when_an_extreme_case_is_filed_reads_as_people_say_it():
    (sentence,) = said(moved("a: 6E", "a: 15E"), board("a: 6E"))
    assert sentence == "2026-10-06 E 班在节假日:除病假外,仅极特殊情况可调开,最迟 10月4日 24:00 提出"


def test_an_order_of_somebody_elses_people_is_offered_to_their_leader():
    asked = cover("a: 15E", "b", requester="l2", by_leader=True)
    refusals = check_swap(board("a: 15E; b: 14L"), asked, FixedClock(EARLY)).refusals
    assert {item.alternative.zh for item in refusals} == {"请 l1 办理:由 c 顶班"}


def test_who_has_approved_reads_for_whom_it_waits():
    both = swap("a: 8E", "c: 12E", accepted=frozenset({"a", "c"}))
    made = (Approval(Step(Office.LEADER, "T1"), True, "l1", EARLY),)
    world = board("a: 8E; c: 12E")
    (sentence,) = decide(world.rulebook, DecisionAct(both, "l1", True, made), world, FixedClock(EARLY)).refusals
    assert (sentence.message.zh, sentence.alternative.zh) == ("l1 已审批过,现待T2 班长 审批", "请T2 班长 l2 审批")


@pytest.mark.parametrize(
    ("state", "words", "anew"),
    [
        (SwapState.VOID, "调班已作废:其中有班次后来变动(请假、换班、调班或排班调整)", True),
        (SwapState.EXPIRED, "调班已过期:其中有班次开始时仍未批准", True),
        (SwapState.DECLINED, "调班已被拒绝", False),
        (SwapState.WITHDRAWN, "调班已由申请人撤回", False),
        (SwapState.EFFECTIVE, "第 3 号调班已生效,不用再办", False),
    ],
)
def test_what_became_of_a_request_is_said(state, words, anew):
    number = 3 if state is SwapState.EFFECTIVE else None
    (refusal,) = settled_already(moved("a: 6E", "a: 15E", state=state, number=number)).refusals
    assert (refusal.message.zh, refusal.alternative is not None) == (words, anew)


def test_a_shift_of_the_second_month_alone_is_judged_there():
    here, there = case(), november(shifts=(*SHIFTS, Shift("M", 1320, 1800)))
    rulebook = Rulebook.of(CATALOGUE, there.centre)
    night = Duty("a", day_of(33), "M", "189")
    page = page_of(there, rulebook, Roster.of([night]))
    world = Board.of(here, Rulebook.of(CATALOGUE, here.centre), Roster.of(duties("b: 30E")), beside=(page,))
    assert world.month == MONTH
    asked = replace(leave("a", "personal", 31, 31, EARLY), end=night.day)
    assert [item.rule for item in ask_leave(world, asked, FixedClock(EARLY)).refusals] == ["LEAVE-6"]
    (own,) = duties("b: 30E")
    change = SwapRequest("b", SwapKind.CHANGE, (Move(own, replace(night, agent_id="b")),), "x", EARLY)
    assert check_swap(world, change, FixedClock(EARLY)).allowed
