"""Meetings of a month, and who was there (MEET-2, MEET-3)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roster.text import Text


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the month: wall minutes of a day, and who is asked (leaders only, or everybody)."""

    day: date
    start_minute: int
    end_minute: int
    leaders_only: bool

    def meets(self, other: "Meeting") -> bool:
        """Whether both are held at one time."""
        same_day = self.day == other.day
        return same_day and self.start_minute < other.end_minute and other.start_minute < self.end_minute

    @property
    def kind(self) -> str:
        """`weekly` or `all-hands`: with the day it names the meeting."""
        return "weekly" if self.leaders_only else "all-hands"

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text("班务会", "Leaders' meeting") if self.leaders_only else Text("全员会", "All-hands meeting")


class Seat(StrEnum):
    """What the roster says of somebody who is asked to a meeting."""

    EXPECTED = "expected"
    ON_DUTY = "on duty"
    AFTER_NIGHT = "after a night"
    ON_LEAVE = "on leave"


@dataclass(frozen=True, slots=True)
class Attended:
    """One line of a meeting's list: `present` None until it is written; who was not there hears it later, from whom."""

    agent_id: str
    seat: Seat
    present: bool | None = None
    heard_at: datetime | None = None
    heard_from: str | None = None

    @property
    def to_hear(self) -> bool:
        """Whether somebody still has to tell them."""
        return self.present is False and self.heard_at is None
