"""A standard instance's horizon as months, weeks and days."""

from dataclasses import dataclass
from datetime import date, timedelta

from roster.model import Month


@dataclass(frozen=True, slots=True, order=True)
class Horizon(Month):
    """A stretch of `length_days` from a month's first day, rostered as a whole like a month."""

    length_days: int = 28

    @property
    def end(self) -> date:
        """The first day after the horizon."""
        return self.first + timedelta(days=self.length_days)
