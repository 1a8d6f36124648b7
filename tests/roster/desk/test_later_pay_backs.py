"""Pay-backs in a month that has no roster yet: owed, carried over the month's end, planned, asked for, worked."""

from dataclasses import replace
from datetime import date

import pytest
from desk_world import CALENDAR, DIRECTOR, SHIFTS, on
from desk_world import case as world_case

from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.ledger import ledger, pay_backs
from roster.desk.policy.quota import quota_of
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.roster_desk import import_case, publish, save_draft
from roster.desk.swaps.pay_back_desk import waive_pay_back
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import read_swap
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Centre, Duty, HolidayCalendar, Month, Pin, Roster
from roster.model.swap import LaterPayBack, SwapState
from roster.text import Text

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
DUE = date(2026, 11, 10)
OWED = Duty("a", DUE, "L", "189")


def next_month():
    here = world_case()
    return replace(here, centre=Centre("Hotline", "Asia/Shanghai", NOVEMBER, country="CN"))


def asked(desk, day=14, partner="b", due=DUE, shift="L", **given):
    return request_swap(desk, "a", on(day), partner, due, reason="x", pay_back_shift=shift, **given)


def agreed(desk, **given):
    swap = asked(desk, **given)
    accept_swap(desk, "b", swap.swap_id)
    return approve_swap(desk, "l1", swap.swap_id)


def published(desk, *duties, **given):
    draft = save_draft(desk, "l1", NOVEMBER, Roster.of(duties))
    return publish(desk, DIRECTOR, draft.roster_id, **given)


def rules(refused):
    return {item.rule for item in refused.value.refusals}


def test_it_is_owed_from_the_day_the_swap_is_effective(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    swap = agreed(desk)
    assert (swap.state, swap.number, swap.later) == (SwapState.EFFECTIVE, 1, LaterPayBack(DUE, "L"))
    assert read_swap(desk, swap.swap_id) == swap
    assert {(duty.agent_id, duty.day.day) for duty in desk.board(OCTOBER).roster.duties} == {("b", 14), ("b", 20)}
    (owed,) = pay_backs(desk)
    assert (owed.debtor, owed.creditor, owed.day, owed.shift, owed.state) == ("a", "b", DUE, "L", "owed")
    rows = {row.agent_id: row for row in ledger(desk, OCTOBER)}
    assert (rows["a"].owed, rows["b"].due) == ((owed,), (owed,))
    assert (rows["a"].swaps_used, rows["b"].swaps_used) == (1, 1)


def test_closing_the_month_carries_it_and_the_next_ones_case_pins_it(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    desk.clock.to(1, month=11)
    closed = close_month(desk, DIRECTOR, OCTOBER)
    assert closed.carried == 1
    assert pay_backs(desk)[0].state == "owed"
    import_case(desk, SYSTEM, next_month())
    pins = planning_case(desk, NOVEMBER).pins
    assert set(pins) == {Pin("a", DUE, "L", "189"), Pin("b", DUE, "off")}
    assert [row.owed[0].day for row in ledger(desk, NOVEMBER, ["a"])] == [DUE]


def test_a_roster_without_it_is_not_published_and_one_with_it_is_and_it_is_worked(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    import_case(desk, SYSTEM, next_month())
    for wrong in ((), (replace(OWED, shift="E"),), (OWED, Duty("b", DUE, "E", "189"))):
        with pytest.raises(RefusedError) as refused:
            published(desk, *wrong)
        assert rules(refused) == {"PAY-BACK"}
    published(desk, OWED)
    desk.clock.to(10, "23:59", month=11)
    tick(desk)
    assert pay_backs(desk)[0].state == "owed"
    desk.clock.to(11, "00:00", month=11)
    tick(desk)
    assert pay_backs(desk)[0].state == "worked"


def test_what_is_published_without_it_all_the_same_leaves_it_owed(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    import_case(desk, SYSTEM, next_month())
    published(desk, accept_breaches=True, reason="as drawn")
    desk.clock.to(11, "00:00", month=11)
    tick(desk)
    assert pay_backs(desk)[0].state == "owed"


def test_it_is_a_swapped_duty_there_no_leave_no_second_swap(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    import_case(desk, SYSTEM, next_month())
    published(desk, OWED, Duty("b", date(2026, 11, 20), "L", "189"))
    with pytest.raises(RefusedError) as refused:
        file_leave(desk, "a", "a", kind="personal", start=DUE, end=DUE, reason="x")
    assert rules(refused) == {"SWAP-6"}
    with pytest.raises(RefusedError) as refused:
        request_swap(desk, "a", DUE, "b", date(2026, 11, 20), reason="x")
    assert "SWAP-3b" in rules(refused)


def test_leave_on_the_day_comes_first(desk_of):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    import_case(desk, SYSTEM, next_month())
    file_leave(desk, "a", "a", kind="sick", start=DUE, end=DUE, reason="x")
    assert [pin.agent_id for pin in planning_case(desk, NOVEMBER).pins] == ["b"]
    assert published(desk).state.value == "published"


@pytest.mark.parametrize("gone", [date(2026, 11, 9), None], ids=["left the day before", "a shift that is no more"])
def test_what_no_roster_of_the_month_could_hold_is_not_asked_of_one(desk_of, gone):
    desk = desk_of("a: 14E; b: 20E")
    agreed(desk)
    there = next_month()
    people = tuple(replace(one, end_date=gone) if one.agent_id == "a" else one for one in there.agents)
    shifts = there.shifts if gone else tuple(shift for shift in there.shifts if shift.code != "L")
    import_case(desk, SYSTEM, replace(there, agents=people, shifts=shifts))
    assert [pin.agent_id for pin in planning_case(desk, NOVEMBER).pins] == ["b"]
    assert published(desk).state.value == "published"
    desk.clock.to(11, "00:00", month=11)
    tick(desk)
    assert pay_backs(desk)[0].state == "owed"
    assert [row.owed[0].day for row in ledger(desk, NOVEMBER, ["a"])] == [DUE]
    assert waive_pay_back(desk, "b", pay_backs(desk)[0].swap_id, reason="x").state == "waived"


def test_a_month_already_published_takes_no_promise(desk_of):
    desk = desk_of("a: 14E 24E; b: 20E")
    waiting = asked(desk)
    accept_swap(desk, "b", waiting.swap_id)
    import_case(desk, SYSTEM, next_month())
    published(desk)
    with pytest.raises(NotFoundError, match="a duty of b on 2026-11"):
        asked(desk, day=24)
    assert approve_swap(desk, "l1", waiting.swap_id).state is SwapState.VOID
    assert quota_of(desk.board(OCTOBER)).used("a", OCTOBER) == 0


@pytest.mark.parametrize(
    ("due", "shift"), [(DUE, "X"), (DUE, None), (date(2026, 10, 30), "L")], ids=["no shift", "none", "this month"]
)
def test_what_makes_no_sense_is_told(desk_of, due, shift):
    desk = desk_of("a: 14E; b: 20E")
    with pytest.raises((InputError, NotFoundError)):
        asked(desk, due=due, shift=shift)


def test_not_on_a_holiday_and_not_two_on_a_day(desk_of):
    off = {**CALENDAR.off, DUE: Text("假", "holiday")}
    desk = desk_of("a: 14E; b: 20E", calendar=HolidayCalendar("CN", off=off, work=CALENDAR.work))
    with pytest.raises(RefusedError) as refused:
        asked(desk)
    assert rules(refused) == {"SWAP-9"}
    assert asked(desk, due=date(2026, 11, 11)).state is SwapState.REQUESTED


def test_two_promises_for_one_day_are_back_to_back(desk_of):
    desk = desk_of("a: 14E 20L 26E; b: 22E")
    asked(desk)
    with pytest.raises(RefusedError) as refused:
        asked(desk, day=26)
    assert rules(refused) == {"SWAP-3c"}
    assert asked(desk, day=26, due=date(2026, 11, 11), shift=SHIFTS[0].code).state is SwapState.REQUESTED
