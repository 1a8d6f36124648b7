"""The legal working days of a case, with the centre's own table on top."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from roster.errors import InputError
from roster.files.cells import a_date, a_text, one_of
from roster.files.columns import TableColumn, read_rows, sound
from roster.files.holidays import month_calendar, overridden
from roster.files.report import Report
from roster.files.sheets import Sheet, Sheets
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Centre, HolidayCalendar
from roster.text import Text

KINDS = ("off", "work")

# Looking a country's days up takes a tenth of a second; a desk reads many cases of one centre.
official_days = lru_cache(maxsize=64)(month_calendar)
COLUMNS = (
    TableColumn("date", a_date, required=True),
    TableColumn("kind", one_of("day", {kind: kind for kind in KINDS}), required=True),
    TableColumn("name", a_text, text=True, default=""),
)


def read_calendar(sheets: Sheets, centre: Centre, holidays: str | None, report: Report) -> HolidayCalendar:
    """The legal working days around the month, with the centre's own table (`holidays`) on top.

    A year whose official arrangement is not out yet is said.
    """
    try:
        calendar = official_days(centre.country, centre.month)
    except InputError as error:
        for fault in error.faults:
            report.take(replace(fault, file=sheets.centre_label))
        calendar = HolidayCalendar()
    if holidays is not None:
        sheet = sheets.override(holidays, report)
        if sheet is not None:
            calendar = overridden(calendar, _own_days(sheet, report))
    reason = calendar.provisional_reason(centre.month)
    if reason is not None:
        report.notice(
            sheets.centre_label,
            None,
            "month",
            Text(f"{reason.zh}；公布后可在节假日表中补充", f"{reason.en}; a holidays file can say what is known"),
        )
    return calendar


def _own_days(sheet: Sheet, report: Report) -> list[tuple[date, str, str]]:
    checks = Checks(sheet, ReferenceIndex(), report)
    days: list[tuple[date, str, str]] = []
    for row, values in read_rows(sheet, COLUMNS, report):
        day, kind, name = values
        if sound(values) and checks.single(row, "date", day, Text("这一天", "this day")):
            days.append((day, kind, name))
    return days
