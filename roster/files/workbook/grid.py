"""The sheet that is being written, and where things stand on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from roster.files.workbook.contents import Contents
from roster.files.workbook.styles import HOLIDAY, MAKEUP, WEEKEND, Styles

LEFT = 5
"""Columns before the days: id, name, team, jobs, grade."""

HEADER_ROWS = 2


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """The sheet being written and where things stand on it."""

    sheet: Any
    contents: Contents
    styles: Styles

    def column(self, day: date) -> int:
        """The day's column."""
        return LEFT + (day - self.contents.case.month.first).days

    @property
    def right(self) -> int:
        """The first column after the days."""
        return LEFT + len(self.contents.days)

    def tint(self, day: date) -> str | None:
        """The background of a day without duty: public holidays, make-up workdays and weekends stand out."""
        calendar = self.contents.case.calendar
        if calendar.is_public_holiday(day):
            return HOLIDAY
        if calendar.is_makeup_workday(day):
            return MAKEUP
        return None if calendar.is_working_day(day) else WEEKEND
