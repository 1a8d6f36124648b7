"""LEAVE-3, DELEGATE: each rung another person; who acts where an approver is away; how a refusal says to go on."""

from dataclasses import replace

import pytest
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, asked, at, board, leave, on, refused, swap

from roster.desk.attendance.attendance_desk import record_attendance
from roster.desk.delegation import delegate
from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.policy.ladder import whom_to_ask
from roster.errors import InputError, RefusedError
from roster.model import Leave, Role
from roster.model.approval import Approval, DecisionAct, Delegation, Office, Step
from roster.model.attendance import Attendance

FILED = at(1, month=9)
TEAM_2, DEPARTMENT = Step(Office.LEADER, "T2"), Step(Office.DIRECTOR)


def away(*people, first=1, last=31):
    return tuple(Leave(person, "annual", on(first), on(last)) for person in people)


def may(actor, world, *made, who="c", now=None):
    approvals = tuple(Approval(step, True, by, FILED) for step, by in made)
    request = leave(who, "personal", 20, 20, FILED)
    return "LEAVE-3" not in refused(DecisionAct(request, actor, True, approvals), world, now or at(12))


def test_who_decided_one_rung_is_nobodys_deputy_on_the_next():
    named = (Delegation(DIRECTOR, "l2", at(1), at(31)),)
    world = board("c: 20E", delegations=named)
    assert may("l2", world)
    assert not may("l2", world, (TEAM_2, "l2"))
    assert may("l2", world, (TEAM_2, "p2"))
    request = leave("c", "personal", 20, 20, FILED)
    act = DecisionAct(request, "l2", True, (Approval(TEAM_2, True, "l2", FILED),))
    (refusal,) = asked(act, world, at(12)).refusals
    assert refusal.message.zh == "l2 已审批上一级,客服部主任 须由他人审批"
    assert refusal.alternative.en == "let the department director dir decide"


@pytest.mark.parametrize(
    ("on_leave", "actor", "allowed"),
    [
        ((), "p2", False),
        (("l2",), "p2", True),
        (("l2",), DIRECTOR, False),
        (("l2", "p2"), DIRECTOR, True),
        (("l2", "p2"), CENTRE_DIRECTOR, False),
        (("l2",), "l1", False),
    ],
)
def test_a_leader_who_is_away_is_replaced_by_the_deputy_leader_then_by_the_next_rung(on_leave, actor, allowed):
    assert may(actor, board("c: 20E", leaves=away(*on_leave))) is allowed


@pytest.mark.parametrize(("day", "allowed"), [(11, False), (12, True), (13, True), (14, False)])
def test_only_on_the_days_of_the_absence(day, allowed):
    world = board("c: 20E", leaves=away("l2", first=12, last=13))
    assert may("p2", world, now=at(day, "10:00")) is allowed


def test_a_deputy_named_for_the_time_comes_before_the_deputy_leader():
    world = board("c: 20E", leaves=away("l2"), delegations=(Delegation("l2", "d", at(1), at(31)),))
    assert may("d", world)
    assert not may("p2", world)
    both_away = board("c: 20E", leaves=away("l2", "d"), delegations=(Delegation("l2", "d", at(1), at(31)),))
    assert may("p2", both_away)


def test_nobody_stands_in_for_a_leave_of_their_own():
    world = board("p2: 20E", leaves=away("l2"))
    assert not may("p2", world, who="p2")
    assert may(DIRECTOR, world, who="p2")


def test_a_team_without_a_deputy_leader_goes_on_at_the_director():
    world = board("a: 20E", leaves=away("l1"))
    assert may(DIRECTOR, world, who="a")
    assert may(DIRECTOR, world, (Step(Office.LEADER, "T1"), DIRECTOR), who="a")


def test_a_director_on_the_roster_who_is_away_is_replaced_by_the_centre_director():
    agents = (*AGENTS, replace(AGENTS[4], agent_id=DIRECTOR, team="T9", role=Role.AGENT))
    world = board("a: 20E", leaves=away(DIRECTOR), agents=agents)
    assert may(CENTRE_DIRECTOR, world, (Step(Office.LEADER, "T1"), "l1"), who="a")


def test_the_leaders_of_a_swap_are_replaced_alike():
    request = swap("c: 12E", "d: 14E/189", accepted=frozenset({"c", "d"}))
    rules = {"max_grade_gap": 1}
    act = DecisionAct(request, "p2", True)
    assert refused(act, board("c: 12E; d: 14E/189", rules=rules), at(10)) == {"SWAP-2"}
    assert refused(act, board("c: 12E; d: 14E/189", rules=rules, leaves=away("l2")), at(10)) == set()


@pytest.mark.parametrize(
    ("on_leave", "step", "said"),
    [
        ((), TEAM_2, "请T2 班长 l2 审批"),
        (("l2",), TEAM_2, "T2 班长 l2 不在,由 p2 代为审批"),
        (("l2", "p2"), TEAM_2, f"T2 班长 l2 不在,由 {DIRECTOR} 代为审批"),
        ((), DEPARTMENT, f"请客服部主任 {DIRECTOR} 审批"),
    ],
)
def test_how_to_go_on_is_said(on_leave, step, said):
    assert whom_to_ask(board("c: 20E", leaves=away(*on_leave)), step, at(12)).zh == said


def test_nobody_appointed_is_said():
    world = board("c: 20E")
    world = replace(world, staff=replace(world.staff, directors=frozenset()))
    assert whom_to_ask(world, DEPARTMENT, at(12)).zh == "请先任命客服部主任"


def test_a_deputy_is_a_person_of_the_centre_who_may_hold_the_office(desk_of):
    desk = desk_of("c: 20E")
    for approver, deputy in (("l2", "nobody"), (DIRECTOR, "nobody"), (DIRECTOR, "a")):
        with pytest.raises(InputError, match="nobody here who may hold the office"):
            delegate(desk, approver, Delegation(approver, deputy, at(1), at(3)))
    for approver, deputy in (("l2", "a"), (DIRECTOR, "l1"), (CENTRE_DIRECTOR, DIRECTOR)):
        delegate(desk, approver, Delegation(approver, deputy, at(1), at(3)))


def test_the_record_says_who_decided_in_whose_place(desk_of):
    desk = desk_of("c: 20E; l2: 1E", now=at(1, "07:00"))
    request = file_leave(desk, "c", "c", kind="personal", start=on(20), end=on(20), reason="family")
    with pytest.raises(RefusedError, match="team leader T2"):
        decide_leave(desk, "p2", request.leave_id, approved=True)
    desk.clock.to(1, "08:30")
    record_attendance(desk, SYSTEM, [Attendance("l2", on(1), absent=True)])
    decide_leave(desk, "p2", request.leave_id, approved=True)
    (made,) = read_leave(desk, request.leave_id)[1]
    assert (made.by, made.on_behalf_of, made.away) == ("p2", "l2", True)
