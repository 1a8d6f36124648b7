"""What time does has happened before anybody reads, whether or not an act ran in between."""

from datetime import timedelta

import pytest
from desk_world import on

from roster.desk.attendance.attendance_desk import list_absences
from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import list_leave, read_leave
from roster.desk.ledger import ledger, pay_backs
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps, read_swap
from roster.model import Month
from roster.model.leave_request import LeaveState
from roster.model.swap import SwapState
from roster.store import audit, quota_rows

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 14E 20E; b: 12E 17E"


def used(desk):
    with desk.reading() as work:
        return quota_rows.used_places(work.connection, desk.centre_id, "2026-10")


def left(desk):
    return {row.agent_id: row.swaps_left for row in ledger(desk, OCTOBER) if row.agent_id in {"a", "b"}}


READS = {
    "one request": (lambda desk, swap: read_swap(desk, swap).state, SwapState.REQUESTED, SwapState.EXPIRED),
    "the month's list": (
        lambda desk, _: [swap.state for swap in list_swaps(desk, OCTOBER)],
        [SwapState.REQUESTED],
        [SwapState.EXPIRED],
    ),
    "the open ones": (
        lambda desk, _: len(list_swaps(desk, OCTOBER, [SwapState.REQUESTED])),
        1,
        0,
    ),
    "the quota": (lambda desk, _: used(desk), {"a": 1, "b": 1}, {}),
    "the ledger": (lambda desk, _: left(desk), {"a": 1, "b": 1}, {"a": 2, "b": 2}),
    "the board": (
        lambda desk, _: [swap.state for swap in desk.board(OCTOBER).swaps],
        [SwapState.REQUESTED],
        [SwapState.EXPIRED],
    ),
    "the inbox": (lambda desk, _: [item.kind for item in waiting_for(desk, "b")], ["accept"], []),
}


@pytest.mark.parametrize("read", READS)
def test_an_expired_request_is_pending_nowhere(desk_of, read):
    desk = desk_of(TEXT)
    swap = request_swap(desk, "a", on(8), "b", on(12), reason="x")
    seen, before, after = READS[read]
    desk.clock.to(8, "07:59")
    assert seen(desk, swap.swap_id) == before
    desk.clock.to(8, "08:00")
    assert seen(desk, swap.swap_id) == after


def test_a_pay_back_is_worked_once_its_duty_is_over(desk_of):
    desk = desk_of(TEXT)
    swap = request_swap(desk, "a", on(8), "b", on(12), reason="x")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    desk.clock.to(12, "15:59")
    assert [item.state for item in pay_backs(desk)] == ["owed"]
    desk.clock.to(12, "16:00")
    assert [item.state for item in pay_backs(desk)] == ["worked"]


def test_undecided_leave_is_an_absence_once_its_duty_begins(desk_of):
    desk = desk_of(TEXT)
    file_leave(desk, "a", "a", kind="personal", start=on(14), end=on(14), reason="x")
    desk.clock.to(14, "07:59")
    assert list_absences(desk, OCTOBER) == ()
    desk.clock.to(14, "08:00")
    assert [(item.agent_id, item.day, item.state) for item in list_absences(desk, OCTOBER)] == [
        ("a", on(14), "provisional")
    ]


def test_a_certificate_is_missing_once_its_day_is_over(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(14, "06:00")
    leave = file_leave(desk, "a", "a", kind="sick", start=on(14), end=on(14), reason="x")
    desk.clock.to(15, "23:59")
    assert read_leave(desk, leave.leave_id)[0].state is LeaveState.PROVISIONAL
    desk.clock.to(16)
    assert [item.state for item in list_leave(desk, on(14), on(14))] == [LeaveState.LAPSED]


def test_reading_writes_nothing_while_nothing_is_due(desk_of):
    desk = desk_of(TEXT)
    request_swap(desk, "a", on(8), "b", on(12), reason="x")
    desk.clock.to(7, "09:00")
    list_swaps(desk, OCTOBER)

    def written():
        with desk.store.reading() as connection:
            return audit.verify(connection).rows, desk._quiet

    before = written()
    for hours in range(14):
        desk.clock.moment += timedelta(hours=1)
        list_swaps(desk, OCTOBER)
        assert written() == before, hours
    desk.clock.to(8, "08:00")
    list_swaps(desk, OCTOBER)
    assert written() != before
