"""Days of leave a year through the desk: counted over months, cases and requests, and carried into the next year."""

from datetime import date, datetime, time

import pytest
from desk_world import DIRECTOR, ZONE, at

from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_check import balance_words, balances_of, check_leave
from roster.desk.leaves.leave_desk import decide_leave, file_leave
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import export_case, publish, save_draft
from roster.errors import RefusedError
from roster.model import Entitlement, Leave, Month, Roster

OCTOBER = Month(2026, 10)
SEATS = [(day, 540, "189", 1) for day in OCTOBER]
FIVE = (Entitlement("a", "annual", 5.0, 0.5, 1.0),)


def told(desk, year=None):
    year, found = balances_of(desk, "a", year)
    return [(year, item.kind, item.entitled, item.taken, item.asked, item.left) for item in found]


def test_days_are_counted_over_months_and_the_year_ends_with_what_goes_over(desk_of):
    given = Leave("a", "annual", date(2026, 10, 12), date(2026, 10, 12))
    rules = {"carry_over_days": 1}
    desk = desk_of("", seats=SEATS, entitlements=FIVE, leaves=(given,), rules=rules)
    desk.clock.moment = at(1, month=10)
    assert told(desk) == [(2026, "annual", 5.5, 2.0, 0, 3.5)]
    # A Friday and the Monday after it: two working days, in a month that nobody has planned yet.
    asked = file_leave(desk, "a", "a", kind="annual", start=date(2026, 11, 6), end=date(2026, 11, 9), reason="trip")
    assert told(desk) == [(2026, "annual", 5.5, 2.0, 2, 1.5)]
    first, last = date(2026, 11, 17), date(2026, 11, 18)
    (left,) = check_leave(desk, "a", "a", kind="annual", start=first, end=last).balances
    assert balance_words(*left).en == "annual leave in 2026: 5.5 days, 2 days taken, 2 days asked for, 1.5 days left"
    with pytest.raises(RefusedError) as caught:
        file_leave(desk, "a", "a", kind="annual", start=first, end=last, reason="trip")
    (refusal,) = caught.value.refusals
    assert (refusal.rule, refusal.measured.en, refusal.allowed.en) == ("BALANCE", "2 days", "1.5 days")
    for who in ("l1", DIRECTOR, "top"):
        decide_leave(desk, who, asked.leave_id, approved=True, consent=True)
    assert told(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    for month in (OCTOBER, OCTOBER.next):
        open_month(desk, SYSTEM, month.next)
        assert told(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
        desk.clock.moment = datetime.combine(month.next.first, time.min, ZONE)
        close_month(desk, DIRECTOR, month)
        draft = save_draft(desk, "l1", month.next, Roster(()))
        publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True)
    assert told(desk) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    open_month(desk, SYSTEM, Month(2027, 1))
    assert export_case(desk, Month(2027, 1)).entitlements == (Entitlement("a", "annual", 5.0, 1.0),)
    assert told(desk, 2027) == [(2027, "annual", 6.0, 0.0, 0, 6.0)]


def test_sickness_within_annual_leave_gives_its_days_back(desk_of):
    desk = desk_of("a: 20E", seats=SEATS, entitlements=FIVE)
    leave = file_leave(desk, "a", "a", kind="annual", start=date(2026, 10, 20), end=date(2026, 10, 22), reason="trip")
    for who in ("l1", DIRECTOR):  # one duty is one day of leave to the ladder
        decide_leave(desk, who, leave.leave_id, approved=True, consent=True)
    assert told(desk, 2026) == [(2026, "annual", 5.5, 4.0, 0, 1.5)]
    file_leave(desk, "a", "a", kind="sick", start=date(2026, 10, 21), end=date(2026, 10, 21), reason="flu")
    assert told(desk, 2026) == [(2026, "annual", 5.5, 3.0, 0, 2.5)]
