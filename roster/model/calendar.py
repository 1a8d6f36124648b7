from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class HolidayCalendar:
    """The legal working days of a country, as plain dates; built by `roster.files.holidays`.

    `off` names each public holiday (weekend days inside or adjoining a break included), `work` each make-up workday,
    `provisional` says per year why its arrangement is not final. `weekend` are weekdays as `date.weekday()` counts.
    """

    country: str | None = None
    off: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})
    provisional: Mapping[int, str] = field(default_factory=dict)

    def is_public_holiday(self, day: date) -> bool:
        """A day off by law or by the official arrangement that names it."""
        return day in self.off

    def is_makeup_workday(self, day: date) -> bool:
        """调休上班: a weekend day that the arrangement makes a working day."""
        return day in self.work

    def is_working_day(self, day: date) -> bool:
        """A legal working day."""
        return day in self.work or (day not in self.off and day.weekday() not in self.weekend)

    def name(self, day: date) -> str | None:
        """The holiday's or make-up workday's name, None on an ordinary day."""
        return self.off.get(day) or self.work.get(day)
