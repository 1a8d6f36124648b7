"""Legal working days and public holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from roster.model.centre import Month
from roster.text import Text

FRIDAY = 4


@dataclass(frozen=True)
class HolidayCalendar:
    """The legal working days of a country, as plain dates; built by `roster.files.holidays`.

    `off` names each public holiday (weekend days inside or adjoining a break included), `work` each make-up
    workday, `bridges` are the days off that the arrangement adds to the statutory ones (weekend days of a break, days
    off in exchange or in lieu), `provisional` says per year why its arrangement is not final. `weekend` are weekdays as
    `date.weekday()` counts. A day it does not name is an ordinary one.
    """

    country: str | None = None
    off: Mapping[date, Text] = field(default_factory=dict)
    work: Mapping[date, Text] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})
    provisional: Mapping[int, Text] = field(default_factory=dict)
    bridges: frozenset[date] = frozenset()

    def is_public_holiday(self, day: date, *, statutory: bool = False) -> bool:
        """A day off by law or by the official arrangement that names it; `statutory`: by law alone."""
        return day in self.off and not (statutory and day in self.bridges)

    def is_makeup_workday(self, day: date) -> bool:
        """调休上班: a day off by the week that the arrangement makes a working day."""
        return day in self.work

    def is_working_day(self, day: date) -> bool:
        """A legal working day."""
        return day in self.work or (day not in self.off and day.weekday() not in self.weekend)

    def name(self, day: date) -> Text | None:
        """The holiday's or make-up workday's name, None on an ordinary day."""
        return self.off.get(day) or self.work.get(day)

    def provisional_reason(self, month: Month) -> Text | None:
        """Why the working days of the month may still change, None where they are final.

        A December can lose a weekend to the New Year of a year whose arrangement is not out (2018-12-29).
        """
        year = month.next.year if month.number == 12 else month.year
        return self.provisional.get(month.year) or self.provisional.get(year)


def all_hands_date(calendar: HolidayCalendar, month: Month, *, until: bool = False) -> date | None:
    """MEET-3: the last Friday before the 25th (`until`: or on it) that is a legal working day; None without one."""
    day = month.first + timedelta(days=24 if until else 23)
    while day >= month.first:
        if day.weekday() == FRIDAY and calendar.is_working_day(day):
            return day
        day -= timedelta(days=1)
    return None
