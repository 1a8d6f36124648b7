"""The legal working days of a case, with the centre's own table on top."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from roster.errors import InputError
from roster.files.cells import CellError, Dated, a_date, a_span_of_days, a_text, one_of, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.rows import read_rows
from roster.files.holidays import month_calendar, overridden
from roster.files.report import Report
from roster.files.sheets import Sheet, Sheets
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Centre, HolidayCalendar, Month
from roster.text import Text, counted
from roster.words import TABLES, normal

KINDS = ("off", "work")
OWN = "holidays"

# Looking a country's days up takes a tenth of a second; a desk reads many cases of one centre.
official_days = lru_cache(maxsize=64)(month_calendar)
COLUMNS = (
    TableColumn("date", a_date, required=True),
    TableColumn("kind", one_of("day", {kind: kind for kind in KINDS}), required=True),
    TableColumn("name", a_text, text=True, default=""),
)


MOST_DAYS = 60
"""A break that lasts longer is a slip."""


def _every_day(text: str, month: Month | None) -> tuple[date, ...]:
    (first, _), (last, _) = a_span_of_days(text, month)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise CellError(
            Text(f"{shown(text)} 不是一段假期", f"{shown(text)} is no break"),
            Text("写成 2026-10-01至2026-10-07，或每天一行", "Write it as 2026-10-01~2026-10-07, or a row a day"),
        )
    return tuple(first + timedelta(days=more) for more in range((last - first).days + 1))


def _each_day(text: str, month: Month | None) -> tuple[date, ...]:
    written = re.sub(r"\s*(?:调休)?(?:上班|补班)$", "", normal(text))
    return tuple(day for part in re.split(r"[;、,\s]+", written) if part for day in _every_day(part, month))


_READ = (
    TableColumn("date", Dated(_every_day), required=True),
    TableColumn("kind", COLUMNS[1].read),
    COLUMNS[2],
    TableColumn("makeup", Dated(_each_day), default=(), further=True),
)
"""What is read: a plain list of days and names too, breaks from day to day, days worked in exchange beside them."""


def read_calendar(sheets: Sheets, centre: Centre, holidays: str | None, report: Report) -> HolidayCalendar:
    """The legal working days around the month, with the centre's own table on top.

    That is the one that `holidays` names, or else the one called so. A year whose official arrangement is not out yet
    is said.
    """
    try:
        calendar = official_days(centre.country, centre.month)
    except InputError as error:
        for fault in error.faults:
            report.take(replace(fault, file=sheets.centre_label))
        calendar = HolidayCalendar()
    if holidays is None and sheets.has(OWN):
        holidays = sheets.label(OWN).rpartition("!")[2]
        word = TABLES[OWN].hint
        report.notice(sheets.label(OWN), None, None, Text(f"作为{word.zh}读取", f"read as {word.en}"))
    if holidays is not None:
        sheet = sheets.override(holidays, report)
        if sheet is not None:
            calendar = overridden(calendar, _own_days(sheet, centre.month, report))
    reason = calendar.provisional_reason(centre.month)
    if reason is not None:
        report.notice(
            sheets.centre_label,
            None,
            "month",
            Text(f"{reason.zh}；公布后可在节假日表中补充", f"{reason.en}; a holidays file can say what is known"),
        )
    return calendar


_OFF = re.compile("放假|休息|不上班|停业|day off|closed", re.IGNORECASE)
_WORK = re.compile("上班|补班|班$|work", re.IGNORECASE)
_EXCHANGED = "调休"
SATURDAY = 5


def _own_days(sheet: Sheet, month: Month, report: Report) -> list[tuple[date, str, str]]:
    """The days of a centre's own table; of a row without a kind the name says it (调休上班), or else it is off."""
    sheet.month = sheet.month or month
    checks = Checks(sheet, ReferenceIndex(), report)
    days: list[tuple[date, str, str]] = []
    derived: Counter[str] = Counter()
    first_row = None
    for row, values in read_rows(sheet, _READ, report):
        if not sound(values):
            continue
        off, kind, name, worked = values
        for day in off:
            meant = kind or _meant(name, day)
            if checks.single(row, "date", day, Text("这一天", "this day")):
                days.append((day, meant, name))
                if kind is None:
                    derived[meant] += 1
                    first_row = first_row or row
        for day in worked:
            if checks.single(row, "makeup", day, Text("这一天", "this day")):
                days.append((day, "work", ""))
                derived["work"] += 1
    if first_row is not None:
        checks.notice(
            first_row,
            None,
            Text(
                f"没有写类别的：放假 {derived['off']} 天，调休上班 {derived['work']} 天"
                "（名称里写 上班、补班 的，和写 调休 的周末，算上班）",
                f"where no kind is given: {counted(derived['off'], 'day')} off, {derived['work']} of work "
                "(those whose name "
                "says work)",
            ),
        )
    return days


def _meant(name: str, day: date) -> str:
    if _OFF.search(name):
        return "off"
    works = _WORK.search(name) or (_EXCHANGED in name and day.weekday() >= SATURDAY)
    return "work" if works else "off"
