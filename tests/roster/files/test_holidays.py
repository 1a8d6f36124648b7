"""Holidays and make-up days of a country, by the official arrangement of the year."""

from datetime import date, timedelta

import pytest

from roster.errors import InputError
from roster.files.holidays import month_calendar, official_calendar, overridden
from roster.model.calendar import HolidayCalendar, all_hands_date
from roster.model.centre import Month
from roster.text import Text


def days(first: tuple[int, int], last: tuple[int, int], year: int) -> list[date]:
    start, end = date(year, *first), date(year, *last)
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]


# The State Council's arrangements (国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号): breaks from first to last day,
# with the weekend that a one-day break joins (与周末连休), and make-up workdays.
ARRANGEMENTS = {
    2024: (
        [
            ((1, 1), (1, 1)),
            ((2, 10), (2, 17)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 8), (6, 10)),
            ((9, 15), (9, 17)),
            ((10, 1), (10, 7)),
        ],
        [(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
    ),
    2025: (
        [
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    ),
    2026: (
        [
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    ),
}


@pytest.mark.parametrize("year", ARRANGEMENTS)
def test_china_as_arranged(year: int) -> None:
    breaks, makeup = ARRANGEMENTS[year]
    off = {day for first, last in breaks for day in days(first, last, year)}
    work = {date(year, month, day) for month, day in makeup}
    calendar = official_calendar("CN", date(year, 1, 1), date(year, 12, 31))
    assert set(calendar.off) == off
    assert set(calendar.work) == work
    for day in days((1, 1), (12, 31), year):
        assert calendar.is_working_day(day) == (day in work or (day.weekday() < 5 and day not in off))
    assert calendar.provisional == {}


def test_a_break_at_the_turn_of_the_year_reaches_back() -> None:
    # Monday 2024-01-01 joins the weekend before it (与周末连休); December's roster must know.
    calendar = month_calendar("CN", Month(2023, 12))
    assert calendar.is_public_holiday(date(2023, 12, 30))
    assert calendar.is_public_holiday(date(2023, 12, 31))
    assert not calendar.is_public_holiday(date(2023, 12, 29))
    # And a December Saturday can be a make-up workday of the next year's arrangement.
    assert official_calendar("CN", date(2018, 12, 1), date(2018, 12, 31)).is_makeup_workday(date(2018, 12, 29))


def test_october_2026_day_by_day() -> None:
    calendar = month_calendar("CN", Month(2026, 10))
    # H: public holiday, W: working day, M: make-up workday, -: weekend. The 1st is a Thursday.
    kinds = "HHHHHHHWWM-WWWWW--WWWWW--WWWWW-"
    assert len(kinds) == 31
    for day, kind in zip(Month(2026, 10), kinds, strict=True):
        assert calendar.is_public_holiday(day) == (kind == "H"), day
        assert calendar.is_makeup_workday(day) == (kind == "M"), day
        assert calendar.is_working_day(day) == (kind in "WM"), day
    # 2 + 1 + 5 + 5 + 5
    assert sum(calendar.is_working_day(day) for day in Month(2026, 10)) == 18
    assert all_hands_date(calendar, Month(2026, 10)) == date(2026, 10, 23)
    assert all_hands_date(calendar, Month(2026, 9)) == date(2026, 9, 18)
    assert calendar.provisional_reason(Month(2026, 10)) is None


def test_names_in_both_languages_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for locale in ("de_DE.UTF-8", "zh_CN.UTF-8", "C"):
        monkeypatch.setenv("LANG", locale)
        monkeypatch.setenv("LANGUAGE", locale)
        calendar = month_calendar("CN", Month(2026, 10))
        # The library calls the 4th nothing, the 5th "observed" and the 6th and 7th exchanged for Saturdays.
        for day in range(1, 8):
            assert calendar.name(date(2026, 10, day)) == Text("国庆节", "National Day")
        assert calendar.name(date(2026, 10, 10)) == Text("调休上班", "Make-up workday")
        # Saturday before the festival takes the name of what follows it.
        assert calendar.name(date(2026, 4, 4)) == Text("清明节", "Tomb-Sweeping Day")
        # A day off by exchange before its festival, too: Monday before Mid-Autumn Festival 2024.
        september = month_calendar("CN", Month(2024, 9))
        assert september.name(date(2024, 9, 16)) == Text("中秋节", "Mid-Autumn Festival")


def test_a_year_without_arrangement_is_provisional() -> None:
    calendar = month_calendar("CN", Month(2026, 12))
    assert set(calendar.provisional) == {2027}
    assert "2027" in calendar.provisional[2027].en
    assert "2027" in calendar.provisional[2027].zh
    assert calendar.is_public_holiday(date(2027, 10, 1))  # by law, whatever the arrangement
    assert not any(day.year == 2027 for day in calendar.work)
    assert calendar.provisional_reason(Month(2026, 12)) is not None
    assert calendar.provisional_reason(Month(2026, 11)) is None


def test_every_arrangement_since_2001_is_known() -> None:
    calendar = official_calendar("CN", date(2001, 1, 1), date(2026, 12, 31))
    assert calendar.provisional == {}


def test_another_country_and_its_states() -> None:
    germany = month_calendar("DE", Month(2026, 10))
    assert germany.name(date(2026, 10, 3)) == Text("German Unity Day", "German Unity Day")
    assert germany.is_working_day(date(2026, 10, 1))
    # No breaks there: Saturday between Good Friday and Easter is an ordinary Saturday, the 31st no holiday at all.
    assert not germany.is_public_holiday(date(2026, 4, 4))
    assert not germany.is_public_holiday(date(2026, 4, 5))
    assert not germany.work
    assert germany.provisional == {}
    # All Saints' Day is a holiday in Bavaria (Sunday 2026-11-01), not in Berlin.
    assert month_calendar("de-by", Month(2026, 10)).is_public_holiday(date(2026, 11, 1))
    assert not germany.is_public_holiday(date(2026, 11, 1))


def test_a_country_with_another_weekend() -> None:
    israel = month_calendar("IL", Month(2026, 10))
    assert israel.weekend == {4, 5}
    assert israel.is_working_day(date(2026, 10, 11))  # Sunday


def test_makeup_workdays_of_other_countries() -> None:
    hungary = month_calendar("HU", Month(2026, 8))
    assert hungary.is_makeup_workday(date(2026, 8, 8))  # Saturday, for Friday 21 August
    assert hungary.is_public_holiday(date(2026, 8, 21))


def test_holidays_by_the_moon_are_provisional_until_announced() -> None:
    malaysia = official_calendar("MY", date(2026, 1, 1), date(2031, 12, 31))
    assert 2026 not in malaysia.provisional
    assert "estimated" in malaysia.provisional[2031].en


@pytest.mark.parametrize("country", [None, "", "  "])
def test_no_country_has_weekends_only(country: str | None) -> None:
    calendar = month_calendar(country, Month(2026, 10))
    assert calendar == HolidayCalendar()
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 10, 3))


@pytest.mark.parametrize(
    ("country", "message"),
    [
        ("XX", r"centre\.toml \[country\]: there is no holiday table for the country 'XX'"),
        ("China", r"no holiday table for the country 'CHINA'"),
        ("HolidayBase", r"no holiday table"),
        ("DE-QQ", r"DE has no subdivision 'QQ'\. Known are .*BE"),
        ("-BY", r"no holiday table for the country ''"),
    ],
)
def test_unknown_countries_are_refused(country: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        month_calendar(country, Month(2026, 10))


class TestAnOwnTableOnTop:
    BASE = month_calendar("CN", Month(2027, 5))

    def test_days_off_and_working_days(self) -> None:
        calendar = overridden(
            self.BASE,
            [
                (date(2027, 5, 8), "work", ""),
                (date(2027, 5, 5), "off", "劳动节"),
                (date(2027, 5, 14), "off", ""),
                (date(2027, 5, 4), "work", "应急值守"),
            ],
        )
        assert calendar.is_makeup_workday(date(2027, 5, 8))
        assert calendar.name(date(2027, 5, 8)) == Text("调休上班", "Make-up workday")
        assert calendar.is_public_holiday(date(2027, 5, 5))
        assert calendar.name(date(2027, 5, 5)) == Text("劳动节", "劳动节")
        assert calendar.name(date(2027, 5, 14)) == Text("放假", "Day off")
        # A statutory day off that this centre works.
        assert self.BASE.is_public_holiday(date(2027, 5, 4))
        assert not calendar.is_public_holiday(date(2027, 5, 4))
        assert calendar.is_working_day(date(2027, 5, 4))
        # Days are taken as they stand: no weekend is drawn in beside Friday the 14th.
        assert not calendar.is_public_holiday(date(2027, 5, 15))
        # Everything else is as it was.
        assert calendar.is_public_holiday(date(2027, 5, 1))

    def test_a_makeup_workday_can_be_taken_back(self) -> None:
        base = month_calendar("CN", Month(2026, 10))
        calendar = overridden(base, [(date(2026, 10, 10), "off", "")])
        assert not calendar.is_working_day(date(2026, 10, 10))
        assert not calendar.is_makeup_workday(date(2026, 10, 10))

    def test_make_up_workdays_of_a_year_are_its_arrangement(self) -> None:
        month = Month(2027, 5)
        assert self.BASE.provisional_reason(month) is not None
        assert overridden(self.BASE, [(date(2027, 5, 5), "off", "")]).provisional_reason(month) is not None
        assert overridden(self.BASE, [(date(2027, 5, 8), "work", "")]).provisional_reason(month) is None
