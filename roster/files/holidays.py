"""Holiday calendars: the official arrangement of a country, and a centre's own table on top of it.

The library `holidays` knows the statutory days and, for China, the State Council's arrangement with its make-up
workdays. Four of its habits are met here:

- A weekend day inside or adjoining a Chinese break (Sunday 2026-10-04; Saturday 2026-04-04) is not listed, though
  the arrangement names the break by its first and last day. It becomes a public holiday here.
- `weekend_workdays` holds days of years that were not asked for, and `is_working_day` on a weekend does not load the
  year it is asked about. So all years are loaded first, and each day is asked by itself.
- A Chinese year whose arrangement is not out has statutory days and silently no make-up workdays, which every
  arrangement since 2001 has had. Such a year is provisional.
- Names follow the machine's locale unless a language is given.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from roster.errors import Fault, InputError
from roster.model.calendar import HolidayCalendar
from roster.model.centre import Month
from roster.text import Text, both

# Where a published arrangement names breaks from first to last day, weekends and all.
COUNTRIES_WITH_BREAKS = frozenset({"CN"})
# An official break is at most nine days long, and a week on either side shows where it begins and ends.
MARGIN_DAYS = 14
MAKEUP_NAME = Text("调休上班", "Make-up workday")


def month_calendar(country: str | None, month: Month) -> HolidayCalendar:
    """The calendar of a month and its neighbours: from January of the year before to December of the next.

    So history counts holidays of earlier months by the same table. Raises InputError on an unknown country.
    """
    return official_calendar(country, date(month.year - 1, 1, 1), date(month.year + 1, 12, 31))


def official_calendar(country: str | None, first: date, last: date, *, file: str = "centre.toml") -> HolidayCalendar:
    """The legal working days from `first` to `last`, both included.

    `country` is an ISO 3166 code (`CN`, `DE`), with a subdivision where its law differs (`DE-BY`); None: weekends
    only. Raises InputError, naming `file`, on a country that nobody knows.
    """
    if country is None or not country.strip():
        return HolidayCalendar()
    code, _, subdivision = country.strip().partition("-")
    code = code.upper()
    days = _Library(code, subdivision or None, first, last, file=file)
    off = {day: days.name(day) for day in _days(first - _MARGIN, last + _MARGIN) if days.is_holiday(day)}
    bridges = {day for day in off if days.is_bridge(day)}
    work = {day: MAKEUP_NAME for day in _days(first, last) if days.is_makeup_workday(day)}
    if code in COUNTRIES_WITH_BREAKS:
        whole = _whole_breaks(off, days)
        bridges |= whole.keys() - off.keys()
        off = whole
    return HolidayCalendar(
        country=country.strip().upper(),
        off={day: name for day, name in off.items() if first <= day <= last},
        work=work,
        weekend=days.weekend,
        provisional={
            year: reason for year in range(first.year, last.year + 1) if (reason := days.provisional(year)) is not None
        },
        bridges=frozenset(day for day in bridges if first <= day <= last),
    )


_MARGIN = timedelta(days=MARGIN_DAYS)
_DAY = timedelta(days=1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


class _Library:
    """What the library says about a country, in both languages of the house."""

    def __init__(self, code: str, subdivision: str | None, first: date, last: date, *, file: str) -> None:
        import holidays

        known: Mapping[str, Any] = holidays.list_supported_countries(include_aliases=False)
        if code not in known:
            raise _unknown_country(code, file)
        if subdivision is not None:
            by_upper = {name.upper(): name for name in known[code]}
            if subdivision.upper() not in by_upper:
                raise _unknown_subdivision(code, subdivision, known[code], file)
            subdivision = by_upper[subdivision.upper()]
        entity: Any = getattr(holidays, code)
        years = range(max(first.year - 1, entity.start_year), min(last.year + 1, entity.end_year) + 1)
        supported = entity.supported_languages

        def table(*languages: str) -> Any:
            language = next((name for name in languages if name in supported), entity.default_language)
            return holidays.country_holidays(code, subdiv=subdivision, years=years, language=language)

        self.code = code
        self.english = table("en_US")
        self.chinese = table("zh_CN", "en_US")
        self.weekend: frozenset[int] = frozenset(self.english.weekend)

    def is_holiday(self, day: date) -> bool:
        return day in self.english

    def is_bridge(self, day: date) -> bool:
        """Whether the arrangement gives the day off in exchange or in lieu, and no law by itself."""
        english = str(self.english[day])
        return english.startswith("Day off (substituted") or english.endswith("(observed)")

    def is_weekend(self, day: date) -> bool:
        return day.weekday() in self.weekend

    def is_makeup_workday(self, day: date) -> bool:
        return self.is_weekend(day) and bool(self.english.is_working_day(day))

    def name(self, day: date) -> Text:
        """The day's holiday; for a day off by exchange that of the break it prolongs."""
        english, chinese = str(self.english[day]), str(self.chinese[day])
        if english.startswith("Day off (substituted"):
            for distance in range(1, MARGIN_DAYS):
                for near in (day - distance * _DAY, day + distance * _DAY):
                    if self.is_holiday(near) and not str(self.english[near]).startswith("Day off (substituted"):
                        return self.name(near)
        return Text(chinese.replace("（补假）", ""), english.replace(" (observed)", ""))

    def provisional(self, year: int) -> Text | None:
        if self.code in COUNTRIES_WITH_BREAKS:
            if any(self.is_makeup_workday(day) for day in _days(date(year, 1, 1), date(year, 12, 31))):
                return None
            return Text(
                f"{year} 年的放假调休安排尚未公布：只含法定节假日，没有调休上班日",
                f"the official arrangement of {year} is not out: statutory holidays only, no make-up workdays",
            )
        if any(day.year == year and "estimated" in name for day, name in self.english.items()):
            return Text(
                f"{year} 年部分节假日的日期为推算，尚未公布",
                f"some holidays of {year} are estimated: their dates are not announced yet",
            )
        return None


def _whole_breaks(off: Mapping[date, Text], days: _Library) -> dict[date, Text]:
    """Add the weekend days inside or adjoining a break, each under the name of the day off next to it."""
    whole = dict(off)
    # Twice, from either end: Saturday and Sunday after a Friday off, Sunday and Saturday before a Monday off.
    for step in (_DAY, -_DAY):
        for start in sorted(off, reverse=step < timedelta(0)):
            day = start + step
            while day not in whole and days.is_weekend(day) and not days.is_makeup_workday(day):
                whole[day] = whole[start]
                day += step
    return whole


def overridden(calendar: HolidayCalendar, rows: Iterable[tuple[date, str, str]]) -> HolidayCalendar:
    """The calendar with a centre's own table on top: (date, `off` or `work`, name) per day.

    Days are taken as they stand; nothing is added around them. A table that gives a make-up workday of a year is
    taken for that year's arrangement, so the year is no longer provisional.
    """
    off, work, provisional = dict(calendar.off), dict(calendar.work), dict(calendar.provisional)
    for day, kind, name in rows:
        if kind == "off":
            work.pop(day, None)
            off[day] = both(name) if name else Text("放假", "Day off")
        else:
            off.pop(day, None)
            work[day] = both(name) if name else MAKEUP_NAME
            provisional.pop(day.year, None)
    bridges = frozenset(day for day in calendar.bridges if day in off)
    return HolidayCalendar(calendar.country, off, work, calendar.weekend, provisional, bridges)


def _unknown_country(code: str, file: str) -> InputError:
    return InputError([
        Fault(
            file, None, "country",
            Text(f"没有国家代码 {code!r} 的节假日表", f"there is no holiday table for the country {code!r}"),
            Text(
                "请填写 ISO 3166 两字母代码，例如 CN、DE；或留空，并在节假日表中写明放假的日子",
                "Give the two letters of ISO 3166, such as CN or DE; or leave it out and name a holidays file",
            ),
        )
    ])  # fmt: skip


def _unknown_subdivision(code: str, subdivision: str, known: Iterable[str], file: str) -> InputError:
    listed = ", ".join(sorted(known)) or "—"
    return InputError([
        Fault(
            file, None, "country",
            Text(f"{code} 没有地区代码 {subdivision!r}", f"{code} has no subdivision {subdivision!r}"),
            Text(f"可用：{listed}；或只写 {code}", f"Known are {listed}; or write {code} alone"),
        )
    ])  # fmt: skip
