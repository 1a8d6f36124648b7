"""Days of leave a year through the desk: counted over months, cases and requests, and carried into the next year."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from desk_world import DIRECTOR, ZONE, at, board, leave

from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_check import balance_words, balances_of, check_leave
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.ledger import ledger
from roster.desk.policy.balances import asked_days, balances
from roster.desk.policy.ladder import leave_days
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import export_case, publish, save_draft
from roster.errors import RefusedError
from roster.model import Entitlement, Leave, Month, Roster
from roster.model.leave_request import LeaveState
from roster.text import Text

OCTOBER = Month(2026, 10)
SEATS = [(day, 540, "189", 1) for day in OCTOBER]
FIVE = (Entitlement("a", "annual", 5.0, 0.5, 1.0),)


def balance_lines(desk, year=None):
    year, lines = balances_of(desk, "a", year)
    return [(year, item.kind, item.entitled, item.taken, item.asked, item.left) for item in lines]


def test_days_are_counted_over_months_and_the_year_ends_with_what_goes_over(desk_of):
    given = Leave("a", "annual", date(2026, 10, 12), date(2026, 10, 12))
    rules = {"carry_over_days": 1}
    desk = desk_of("", seats=SEATS, entitlements=FIVE, leaves=(given,), rules=rules)
    desk.clock.moment = at(1, month=10)
    assert balance_lines(desk) == [(2026, "annual", 5.5, 2.0, 0, 3.5)]
    # A Friday and the Monday after it: two working days, in a month that nobody has planned yet.
    asked = file_leave(desk, "a", "a", kind="annual", start=date(2026, 11, 6), end=date(2026, 11, 9), reason="trip")
    assert balance_lines(desk) == [(2026, "annual", 5.5, 2.0, 2, 1.5)]
    first, last = date(2026, 11, 17), date(2026, 11, 18)
    (left,) = check_leave(desk, "a", "a", kind="annual", start=first, end=last).balances
    assert balance_words(*left).en == "annual leave in 2026: 5.5 days, 2 days taken, 2 days asked for, 1.5 days left"
    with pytest.raises(RefusedError) as caught:
        file_leave(desk, "a", "a", kind="annual", start=first, end=last, reason="trip")
    (refusal,) = caught.value.refusals
    assert (refusal.rule, refusal.measured.en, refusal.allowed.en) == ("BALANCE", "2 days", "1.5 days")
    for who in ("l1", DIRECTOR, "top"):
        decide_leave(desk, who, asked.leave_id, approved=True, consent=True)
    assert balance_lines(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    for month in (OCTOBER, OCTOBER.next):
        open_month(desk, SYSTEM, month.next)
        assert balance_lines(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
        desk.clock.moment = datetime.combine(month.next.first, time.min, ZONE)
        close_month(desk, DIRECTOR, month)
        draft = save_draft(desk, "l1", month.next, Roster(()))
        publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    assert balance_lines(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    open_month(desk, SYSTEM, Month(2027, 1))
    assert export_case(desk, Month(2027, 1)).entitlements == (Entitlement("a", "annual", 5.0, 1.0),)
    assert balance_lines(desk, 2027) == [(2027, "annual", 6.0, 0.0, 0, 6.0)]


def test_sickness_within_annual_leave_gives_its_days_back(desk_of):
    desk = desk_of("a: 20E", seats=SEATS, entitlements=FIVE)
    leave = file_leave(desk, "a", "a", kind="annual", start=date(2026, 10, 20), end=date(2026, 10, 22), reason="trip")
    for who in ("l1", DIRECTOR):  # one duty is one day of leave to the ladder
        decide_leave(desk, who, leave.leave_id, approved=True, consent=True)
    assert balance_lines(desk, 2026) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    file_leave(desk, "a", "a", kind="sick", start=date(2026, 10, 21), end=date(2026, 10, 21), reason="flu")
    assert balance_lines(desk, 2026) == [(2026, "annual", 5.5, 3.0, 0, 2.5)]


HOURS = {
    # leave, a's duties, what it takes of the year's days of annual leave and of the ladder: by halves, by hours
    "four hours of eight": ("12 08:00 12 12:00", "12E", (0.5, 0.5), (0.5, 0.5)),
    "a minute more": ("12 08:00 12 12:01", "12E", (1.0, 1.0), (0.5, 0.5)),
    "an hour": ("12 15:00 12 16:00", "12E", (0.5, 0.5), (0.12, 0.12)),
    "from noon to the end of the day": ("12 12:00 12 -", "12E", (0.5, 0.5), (0.5, 0.5)),
    "from noon, and the next day": ("12 12:00 13 -", "12E 13E", (1.5, 1.5), (1.5, 1.5)),
    "the night of the eve from two o'clock": ("13 02:00 13 06:00", "12N", (0.5, 0.5), (0.5, 0.5)),
    "hours before the duty": ("12 08:00 12 12:00", "12L", (0.0, 0.0), (0.0, 0.0)),
    "four hours of a day off": ("12 08:00 12 12:00", "", (0.5, 0.0), (0.5, 0.0)),
    "all of a day off by the clock": ("12 08:00 12 20:00", "", (1.0, 0.0), (1.0, 0.0)),
    "a Sunday's hours are none of annual leave": ("18 08:00 18 12:00", "18E", (0.0, 0.5), (0.0, 0.5)),
}


@pytest.mark.parametrize("counted", ["half", "hours"])
@pytest.mark.parametrize("label", HOURS)
def test_what_hours_take_of_the_days_and_in_the_ladder(label, counted):
    text, duties, *expected = HOURS[label]
    first, begin, last, until = text.split()
    times = {"start_minute": minute_of(begin), "end_minute": minute_of(until)}
    asked = leave("a", "annual", int(first), int(last), at(1, month=9), **times)
    world = board(f"a: {duties}", entitlements=FIVE, rules={"part_day_counts": counted})
    taken = (asked_days(world, asked, 2026), leave_days(asked, world))
    assert tuple(round(days, 2) for days in taken) == expected[counted == "hours"]


def minute_of(clock):
    return None if clock == "-" else int(clock[:2]) * 60 + int(clock[3:])


def test_two_halves_are_one_day_to_the_ladder_and_sickness_takes_its_part_first():
    morning = leave("a", "annual", 12, 12, at(1, month=9), leave_id="m", end_minute=720, state=LeaveState.EFFECTIVE)
    ill = leave("a", "sick", 12, 12, at(12, "12:00"), leave_id="s", start_minute=720, state=LeaveState.EFFECTIVE)
    world = board("a: 12E", requests=(morning, ill), entitlements=(*FIVE, Entitlement("a", "sick", 3.0)))
    assert leave_days(ill, world) == 1.0
    assert [(item.kind, item.taken) for item in balances(world, "a", 2026)] == [("annual", 1.5), ("sick", 0.5)]
    whole = replace(morning, end_minute=None)
    both = board("a: 12E", requests=(whole, ill), entitlements=(*FIVE, Entitlement("a", "sick", 3.0)))
    assert [(item.kind, item.taken) for item in balances(both, "a", 2026)] == [("annual", 1.5), ("sick", 0.5)]


def test_hours_are_told_before_they_are_asked_for_and_stay_counted_once_the_month_is_closed(desk_of):
    desk = desk_of("a: 12E", seats=SEATS, entitlements=FIVE)
    desk.clock.moment = at(1, month=10)
    hours: dict[str, Any] = {
        "kind": "annual",
        "start": date(2026, 10, 12),
        "end": date(2026, 10, 12),
        "start_minute": 720,
    }
    preview = check_leave(desk, "a", "a", **hours)
    assert (preview.days, preview.takes) == (0.5, {2026: 0.5})
    assert balance_words(*preview.balances[0], preview.takes[2026]) == Text(
        "2026 年年假:共 5.5 天,已休 1 天,剩 4.5 天;本次 0.5 天,休后剩 4 天",
        "annual leave in 2026: 5.5 days, 1 day taken, 4.5 days left; this takes 0.5 days and leaves 4 days",
    )
    asked = file_leave(desk, "a", "a", reason="trip", **hours)
    assert balance_lines(desk) == [(2026, "annual", 5.5, 1.0, 0.5, 4.0)]
    for who in ("l1", DIRECTOR):
        decide_leave(desk, who, asked.leave_id, approved=True, consent=True)
    assert balance_lines(desk) == [(2026, "annual", 5.5, 1.5, 0, 4.0)]
    assert ledger(desk, OCTOBER, ["a"])[0].leave_days == {"annual": 0.5}
    open_month(desk, SYSTEM, OCTOBER.next)
    desk.clock.moment = datetime.combine(OCTOBER.next.first, time.min, ZONE)
    close_month(desk, DIRECTOR, OCTOBER)
    publish(
        desk,
        DIRECTOR,
        save_draft(desk, "l1", OCTOBER.next, Roster(())).roster_id,
        accept_breaches=True,
        reason="as drawn",
    )
    assert balance_lines(desk) == [(2026, "annual", 5.5, 1.5, 0, 4.0)]
