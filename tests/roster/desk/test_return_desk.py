"""LEAVE-11: leave signed off before, early, in time, late and never; effective leave given up."""

import pytest
from desk_world import CENTRE_DIRECTOR, DIRECTOR, asked, at, board, leave, on, refused

from roster.desk.attendance.attendance_desk import list_violations
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.leaves.return_desk import returns_due, sign_off_return, withdraw_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, open_vacancies
from roster.desk.ledger import ledger
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.tick import tick
from roster.errors import RefusedError
from roster.model import Month
from roster.model.approval import ReturnAct
from roster.model.leave_request import LeaveState

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 9E 10L 14E; b: 12E 20E; l1: 16E"


def approved(desk, first=8, last=10, kind="personal", **given):
    filed = file_leave(desk, "a", "a", kind=kind, start=on(first), end=on(last), reason="family", **given)
    for person in ("l1", DIRECTOR, CENTRE_DIRECTOR):
        filed = decide_leave(desk, person, filed.leave_id, approved=True, consent=True)
        if filed.state is LeaveState.EFFECTIVE:
            break
    assert filed.state is LeaveState.EFFECTIVE
    return filed.leave_id


def days(desk, agent="a"):
    return [duty.day.day for duty in published_roster(desk, OCTOBER)[1].duties if duty.agent_id == agent]


def span(desk, leave_id):
    leave_now = read_leave(desk, leave_id)[0]
    return leave_now.state.value, leave_now.start.day, leave_now.end.day


def violations(desk):
    return [(item.agent_id, item.day.day, item.kind) for item in list_violations(desk, OCTOBER)]


@pytest.mark.parametrize(
    ("day", "wall", "rules"), [(7, "23:59:59", {"LEAVE-11"}), (8, "00:00", set()), (12, "09:00", set())]
)
def test_the_rule_refuses_a_sign_off_before_the_first_day(day, wall, rules):
    request = leave("a", "personal", 8, 10, at(1, month=9), state=LeaveState.EFFECTIVE)
    assert refused(ReturnAct(request, "a"), board("a: 14E"), at(day, wall)) == rules


def test_the_refusal_names_the_first_day_and_the_way_to_give_the_leave_up():
    request = leave("a", "personal", 8, 10, at(1, month=9), state=LeaveState.EFFECTIVE)
    (refusal,) = asked(ReturnAct(request, "a"), board("a: 14E"), at(7, "12:00")).refusals
    assert refusal.message.zh == "请假 10月8日 才开始,尚不能销假"
    assert refusal.alternative.zh == "不休了可撤回请假,班次恢复"


def test_effective_leave_is_given_up_before_it_begins_and_its_duties_come_back(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    assert days(desk) == [14]
    desk.clock.to(7, "23:59")
    with pytest.raises(RefusedError):
        sign_off_return(desk, "a", leave_id)
    assert withdraw_leave(desk, "a", leave_id).state is LeaveState.WITHDRAWN
    assert days(desk) == [8, 9, 10, 14]
    assert open_vacancies(desk, OCTOBER) == ()
    assert ledger(desk, OCTOBER, ["a"])[0].leave_days == {}


def test_a_duty_that_somebody_covers_stays_with_them(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    cover_vacancy(desk, "l1", leave_id, on(9), "b", reason="leave")
    withdraw_leave(desk, "a", leave_id)
    assert (days(desk), days(desk, "b")) == ([8, 10, 14], [9, 12, 20])


def test_once_begun_it_is_not_given_up_but_signed_off(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(8)
    with pytest.raises(RefusedError, match="has begun") as refusal:
        withdraw_leave(desk, "a", leave_id)
    assert refusal.value.refusals[0].alternative.zh == "请销假,余下的班次恢复"


def test_back_early_the_leave_ends_and_the_duties_left_are_worked_again(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(9, "07:00")
    assert sign_off_return(desk, "a", leave_id).state is LeaveState.RETURNED
    assert span(desk, leave_id) == ("returned", 8, 8)
    assert days(desk) == [9, 10, 14]
    assert ledger(desk, OCTOBER, ["a"])[0].leave_days == {"personal": 1}


def test_a_duty_that_had_begun_stays_with_the_leave(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(9, "08:00")
    sign_off_return(desk, "a", leave_id)
    assert span(desk, leave_id) == ("returned", 8, 9)
    assert days(desk) == [10, 14]


def test_signed_off_before_any_of_its_duties_began_nothing_is_left_of_it(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(8, "07:59")
    assert sign_off_return(desk, "a", leave_id).state is LeaveState.WITHDRAWN
    assert days(desk) == [8, 9, 10, 14]


def test_a_duty_that_would_break_a_rule_now_stays_vacant(desk_of):
    desk = desk_of("a: 9E 14E; b: 8L 20E; l1: 16E")
    leave_id = approved(desk, 9, 9)
    swap = request_swap(desk, "a", on(14), "b", on(8), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    # From the end of the late at 24:00 to 08:00 on the 9th are eight hours.
    withdraw_leave(desk, "a", leave_id)
    assert days(desk) == [8]
    assert [item.duty.day for item in open_vacancies(desk, OCTOBER)] == [on(9)]


def test_sickness_may_end_early_and_its_certificate_signs_it_off(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "07:00")
    filed = file_leave(desk, "a", "a", kind="sick", start=on(8), end=on(10), reason="")
    assert filed.state is LeaveState.PROVISIONAL
    desk.clock.to(9, "07:00")
    assert sign_off_return(desk, "a", filed.leave_id).state is LeaveState.PROVISIONAL
    assert span(desk, filed.leave_id) == ("provisional", 8, 8)
    assert hand_in_certificate(desk, "a", filed.leave_id, on(8), on(8)).state is LeaveState.RETURNED


def test_on_the_first_day_after_it_is_in_time_with_a_reminder(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(10, "23:59")
    assert tick(desk)["reminded"] == 0
    desk.clock.to(11)
    assert tick(desk)["reminded"] == 1
    assert tick(desk)["reminded"] == 0
    assert [item.leave_id for item in returns_due(desk, OCTOBER)] == [leave_id]
    desk.clock.to(11, "23:59")
    tick(desk)
    assert sign_off_return(desk, "a", leave_id).state is LeaveState.RETURNED
    assert returns_due(desk, OCTOBER) == ()
    desk.clock.to(20)
    tick(desk)
    assert violations(desk) == []


def test_after_the_first_day_after_it_is_on_record_once_and_still_signed_off(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(12)
    assert tick(desk)["recorded"] == 1
    assert tick(desk)["recorded"] == 0
    assert violations(desk) == [("a", 11, "return")]
    assert sign_off_return(desk, "l1", leave_id).state is LeaveState.RETURNED


def test_the_record_is_made_by_the_sign_off_too_where_nothing_ran_in_between(desk_of):
    desk = desk_of(TEXT)
    leave_id = approved(desk)
    desk.clock.to(13, "09:00")
    sign_off_return(desk, "a", leave_id)
    assert violations(desk) == [("a", 11, "return")]


@pytest.mark.parametrize(("kind", "end"), [("personal", 8), ("sick", 8)])
def test_leave_that_comes_to_count_after_its_end_is_signed_off_that_day(desk_of, kind, end):
    desk = desk_of(TEXT)
    leave_id = file_leave(desk, "a", "a", kind=kind, start=on(8), end=on(end), reason="x").leave_id
    desk.clock.to(9, "12:00")
    if kind == "sick":
        hand_in_certificate(desk, "a", leave_id, on(8), on(8))
    else:
        desk.clock.to(14, "12:00")
        for person in ("l1", DIRECTOR):
            decide_leave(desk, person, leave_id, approved=True, consent=True)
    day = desk.clock.now().day
    desk.clock.to(day, "23:59")
    assert (tick(desk)["reminded"], violations(desk)) == (1, [])
    desk.clock.to(day + 1)
    tick(desk)
    assert violations(desk) == [("a", day, "return")]
