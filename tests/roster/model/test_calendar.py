"""Kinds of days, their names, and years whose arrangement is not out."""

import pickle
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from roster.model.calendar import HolidayCalendar, all_hands_date
from roster.model.centre import Month
from roster.text import Text

NATIONAL_DAY = Text("国庆节", "National Day")
MAKEUP = Text("调休上班", "Make-up workday")
CALENDAR = HolidayCalendar(
    "CN",
    off={date(2026, 10, 1): NATIONAL_DAY, date(2026, 10, 4): NATIONAL_DAY},
    work={date(2026, 10, 10): MAKEUP},
    provisional={2027: Text("未公布", "not out")},
)


@pytest.mark.parametrize(
    ("day", "holiday", "makeup", "working"),
    [
        (date(2026, 10, 1), True, False, False),  # a Thursday off
        (date(2026, 10, 4), True, False, False),  # a Sunday that is a public holiday
        (date(2026, 10, 8), False, False, True),  # an ordinary Thursday
        (date(2026, 10, 10), False, True, True),  # a Saturday made a working day
        (date(2026, 10, 11), False, False, False),  # an ordinary Sunday
    ],
)
def test_kinds_of_days(day: date, holiday: bool, makeup: bool, working: bool) -> None:
    assert CALENDAR.is_public_holiday(day) is holiday
    assert CALENDAR.is_makeup_workday(day) is makeup
    assert CALENDAR.is_working_day(day) is working


def test_names() -> None:
    assert CALENDAR.name(date(2026, 10, 4)) == NATIONAL_DAY
    assert CALENDAR.name(date(2026, 10, 10)) == MAKEUP
    assert CALENDAR.name(date(2026, 10, 11)) is None


def test_another_weekend() -> None:
    # Friday and Saturday, as in Israel.
    calendar = HolidayCalendar(weekend=frozenset({4, 5}))
    assert not calendar.is_working_day(date(2026, 10, 9))
    assert calendar.is_working_day(date(2026, 10, 11))


def test_travels_to_another_process_and_can_not_be_changed() -> None:
    assert pickle.loads(pickle.dumps(CALENDAR)) == CALENDAR
    with pytest.raises(FrozenInstanceError):
        CALENDAR.country = "DE"  # type: ignore[misc]


def test_a_december_waits_for_the_new_year_of_an_arrangement_that_is_not_out() -> None:
    assert CALENDAR.provisional_reason(Month(2026, 11)) is None
    assert CALENDAR.provisional_reason(Month(2026, 12)) == Text("未公布", "not out")
    assert CALENDAR.provisional_reason(Month(2027, 3)) == Text("未公布", "not out")


class TestAllHandsOnTheFridayBeforeThe25th:
    def test_last_friday_before_the_25th(self) -> None:
        # October 2026: Fridays 2, 9, 16, 23, 30.
        assert all_hands_date(CALENDAR, Month(2026, 10)) == date(2026, 10, 23)

    def test_the_25th_itself_is_not_before_the_25th(self) -> None:
        # September 2026: Friday 25, so Friday 18.
        assert all_hands_date(CALENDAR, Month(2026, 9)) == date(2026, 9, 18)

    def test_until_the_25th_it_is(self) -> None:
        assert all_hands_date(CALENDAR, Month(2026, 9), until=True) == date(2026, 9, 25)
        assert all_hands_date(CALENDAR, Month(2026, 10), until=True) == date(2026, 10, 23)

    def test_the_24th_is(self) -> None:
        # July 2026: Friday 24.
        assert all_hands_date(CALENDAR, Month(2026, 7)) == date(2026, 7, 24)

    def test_a_friday_off_moves_it_a_week_ahead(self) -> None:
        off = HolidayCalendar(off={date(2026, 10, 23): NATIONAL_DAY})
        assert all_hands_date(off, Month(2026, 10)) == date(2026, 10, 16)

    def test_a_month_without_a_working_friday_has_none(self) -> None:
        off = HolidayCalendar(off=dict.fromkeys(Month(2026, 10), NATIONAL_DAY))
        assert all_hands_date(off, Month(2026, 10)) is None
        weekend = HolidayCalendar(weekend=frozenset({4, 5}))
        assert all_hands_date(weekend, Month(2026, 10)) is None
