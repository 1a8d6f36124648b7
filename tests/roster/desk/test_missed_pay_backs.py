"""Every pay-back ends worked, put on another day, or waived; until then it is owed."""

import pytest
from desk_world import DIRECTOR, on

from roster.desk.attendance.attendance_desk import record_attendance
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.ledger import pay_backs
from roster.desk.rosters.close_desk import close_month
from roster.desk.swaps.pay_back_desk import agree_pay_back, missed_pay_backs, waive_pay_back
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.swaps.swap_reading import register
from roster.errors import NotFoundError, RefusedError
from roster.model import Month
from roster.model.attendance import Attendance

OCTOBER = Month(2026, 10)
TEXT = "a: 9E; b: 12E 20E 26E; c: 14E 22E"


def swapped(desk_of, partner="b", **given):
    """Anna's duty of the 9th is Bao's; she owes Bao the 12th."""
    desk = desk_of(TEXT, **given)
    swap = request_swap(desk, "a", on(9), partner, on(12), reason="family")
    accept_swap(desk, partner, swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    return desk, swap.swap_id


def missed(desk_of):
    """The same, and Anna is ill on the 12th."""
    desk, swap_id = swapped(desk_of)
    desk.clock.to(11)
    file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), reason="flu")
    desk.clock.to(13)
    return desk, swap_id


def states(desk):
    return [(item.debtor, item.day.day, item.state.value) for item in pay_backs(desk)]


def held(desk, agent):
    return {duty.day.day for duty in desk.board(OCTOBER).duties[agent].values()}


def test_worked_it_is_settled_and_not_missed(desk_of):
    desk, _ = swapped(desk_of)
    desk.clock.to(13)
    assert (states(desk), missed_pay_backs(desk)) == ([("a", 12, "worked")], ())


def test_missed_through_sickness_it_waits(desk_of):
    desk, swap_id = missed(desk_of)
    assert states(desk) == [("a", 12, "owed")]
    assert [item.swap_id for item in missed_pay_backs(desk)] == [swap_id]


def test_another_day_is_agreed_and_owed_until_it_is_worked(desk_of):
    desk, swap_id = missed(desk_of)
    agree_pay_back(desk, "l1", swap_id, on(20), reason="agreed by both")
    assert states(desk) == [("a", 12, "agreed"), ("a", 20, "owed")]
    assert (held(desk, "a"), held(desk, "b")) == ({20}, {9, 26})
    assert [entry.kind.value for entry in register(desk)] == ["swap", "cover"]
    assert missed_pay_backs(desk) == ()
    desk.clock.to(20, "15:59")
    assert states(desk)[1] == ("a", 20, "owed")
    desk.clock.to(20, "16:00")
    assert states(desk) == [("a", 12, "agreed"), ("a", 20, "worked")]


def test_missed_again_it_may_be_agreed_again(desk_of):
    desk, swap_id = missed(desk_of)
    agree_pay_back(desk, "l1", swap_id, on(20), reason="agreed")
    desk.clock.to(20, "07:00")
    file_leave(desk, "a", "a", kind="sick", start=on(20), end=on(20), reason="flu")
    desk.clock.to(21)
    agree_pay_back(desk, DIRECTOR, swap_id, on(26), reason="agreed")
    assert states(desk) == [("a", 12, "agreed"), ("a", 20, "agreed"), ("a", 26, "owed")]


def test_no_leave_on_the_day_agreed(desk_of):
    desk, swap_id = missed(desk_of)
    agree_pay_back(desk, "l1", swap_id, on(20), reason="agreed")
    with pytest.raises(RefusedError) as refused:
        file_leave(desk, "a", "a", kind="personal", start=on(20), end=on(20), reason="x")
    assert [item.rule for item in refused.value.refusals] == ["SWAP-6"]


@pytest.mark.parametrize("who", ["b", "l1", DIRECTOR])
def test_whom_it_is_due_or_a_leader_waives_it(desk_of, who):
    desk, swap_id = missed(desk_of)
    waive_pay_back(desk, who, swap_id, reason="never mind")
    assert (states(desk), missed_pay_backs(desk)) == ([("a", 12, "waived")], ())
    with pytest.raises(RefusedError, match=r"nothing is owed for swap No\. 1"):
        waive_pay_back(desk, who, swap_id, reason="twice")


@pytest.mark.parametrize("who", ["a", "c", "l2"])
def test_nobody_else_waives_it(desk_of, who):
    desk, swap_id = missed(desk_of)
    with pytest.raises(RefusedError):
        waive_pay_back(desk, who, swap_id, reason="x")
    with pytest.raises(RefusedError):
        agree_pay_back(desk, who, swap_id, on(20), reason="x")
    assert states(desk) == [("a", 12, "owed")]


def agreed_for_the_20th(desk, who, swap_id, *, reason):
    return agree_pay_back(desk, who, swap_id, on(20), reason=reason)


@pytest.mark.parametrize("act", [waive_pay_back, agreed_for_the_20th])
def test_before_its_time_is_over_it_is_worked(desk_of, act):
    desk, swap_id = swapped(desk_of)
    desk.clock.to(12, "15:59")
    with pytest.raises(RefusedError, match="2026-10-12 E is not over yet"):
        act(desk, "l1", swap_id, reason="x")
    desk.clock.to(12, "16:00")
    with pytest.raises(RefusedError, match="nothing is owed"):
        act(desk, "l1", swap_id, reason="x")


def test_the_day_agreed_is_a_duty_of_whom_it_is_due(desk_of):
    desk, swap_id = missed(desk_of)
    with pytest.raises(NotFoundError):
        agree_pay_back(desk, "l1", swap_id, on(21), reason="x")
    assert states(desk) == [("a", 12, "owed")]


def test_who_did_not_come_owes_it_still(desk_of):
    desk, _ = swapped(desk_of)
    desk.clock.to(12, "17:00")
    assert states(desk) == [("a", 12, "worked")]
    record_attendance(desk, "l1", [Attendance("a", on(12), absent=True)])
    assert states(desk) == [("a", 12, "owed")]
    record_attendance(desk, "l1", [Attendance("a", on(12))])
    assert states(desk) == [("a", 12, "worked")]


def test_what_attendance_says_after_the_month_was_closed_is_settled_too(desk_of):
    desk, _ = swapped(desk_of)
    desk.clock.to(1, month=11)
    close_month(desk, DIRECTOR, OCTOBER)
    for absent, state in ((True, "owed"), (False, "worked"), (True, "owed")):
        record_attendance(desk, "l1", [Attendance("a", on(12), absent=absent)])
        assert states(desk) == [("a", 12, state)]


def test_a_leaders_cover_in_place_of_the_debtor_leaves_it_owed(desk_of):
    desk, _ = swapped(desk_of)
    desk.clock.to(12, "08:05")
    request_cover(desk, DIRECTOR, "a", on(12), "c", reason="did not come")
    desk.clock.to(13)
    assert states(desk) == [("a", 12, "owed")]


def test_moved_by_a_leader_it_is_owed_on_its_new_day(desk_of):
    desk, _ = swapped(desk_of)
    request_change(desk, "l1", on(12), on(15), "E", reason="training", agent_id="a")
    desk.clock.to(13)
    assert states(desk) == [("a", 12, "agreed"), ("a", 15, "owed")]
    desk.clock.to(16)
    assert states(desk) == [("a", 12, "agreed"), ("a", 15, "worked")]


def test_moved_it_is_owed_on_its_new_day_at_once_and_no_leave_is_taken_there(desk_of):
    desk, _ = swapped(desk_of)
    request_change(desk, "l1", on(12), on(15), "E", reason="training", agent_id="a")
    assert states(desk) == [("a", 12, "agreed"), ("a", 15, "owed")]
    with pytest.raises(RefusedError) as refused:
        file_leave(desk, "a", "a", kind="personal", start=on(15), end=on(15), reason="x")
    assert [item.rule for item in refused.value.refusals] == ["SWAP-6"]


def test_moved_to_another_shift_of_its_day_it_is_owed_in_that(desk_of):
    desk, _ = swapped(desk_of)
    request_change(desk, "l1", on(12), on(12), "L", reason="training", agent_id="a")
    assert [(item.day.day, item.shift, item.state.value) for item in pay_backs(desk)] == [(12, "L", "owed")]
    desk.clock.to(12, "17:00")
    assert states(desk) == [("a", 12, "owed")]
    desk.clock.to(13)
    assert states(desk) == [("a", 12, "worked")]


def test_moved_away_and_back_it_is_owed_on_its_first_day(desk_of):
    desk, _ = swapped(desk_of)
    for there, then in ((12, 15), (15, 12)):
        request_change(desk, "l1", on(there), on(then), "E", reason="training", agent_id="a")
    assert states(desk) == [("a", 12, "owed"), ("a", 15, "agreed")]


def test_what_is_owed_is_known_as_soon_as_the_swap_is_approved(desk_of):
    desk, _ = swapped(desk_of)
    assert desk.board(OCTOBER).owing == {("a", on(12), "E")}
    desk.clock.to(12, "16:00")
    assert desk.board(OCTOBER).owing == frozenset()


def test_a_duty_that_sick_leave_takes_is_no_pay_back(desk_of):
    desk, _ = swapped(desk_of)
    desk.clock.to(12, "07:30")
    file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), reason="flu")
    desk.clock.to(12, "16:30")
    assert states(desk) == [("a", 12, "owed")]
