"""What people ask for before a month is rostered, and what is fixed: leave, wishes, availability, pins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class LeaveStatus(StrEnum):
    """Where a leave of the case stands when the roster is made."""

    APPROVED = "approved"
    REQUESTED = "requested"


SICK_KINDS = frozenset({"sick", "emergency"})

WORKING_DAY_KINDS = frozenset({"annual"})
"""Kinds whose days are legal working days: a weekend or public holiday within them is none (职工带薪年休假条例 §3)."""

LEAVE_KINDS = SICK_KINDS | {"personal", "business", "study", "annual"}
"""The usual kinds; a centre may add its own (`leave_kinds`)."""


DAY_MINUTES = 1440
_ONE_DAY = timedelta(days=1)


class Timed:
    """What lasts from a day to a day, both inclusive, or from a time of day to one.

    `start_minute` and `end_minute` are wall minutes of the first and the last day (1–1439); None: the whole of it.
    """

    __slots__ = ()
    start: date
    end: date
    start_minute: int | None
    end_minute: int | None

    @property
    def first_whole(self) -> date:
        """The first day of which all is within it; after `last_whole` where there is none."""
        return self.start if self.start_minute is None else self.start + _ONE_DAY

    @property
    def last_whole(self) -> date:
        """The last day of which all is within it."""
        return self.end if self.end_minute is None else self.end - _ONE_DAY

    @property
    def is_timed(self) -> bool:
        """Whether it begins or ends within a day."""
        return self.start_minute is not None or self.end_minute is not None

    @property
    def begins(self) -> tuple[date, int]:
        """Its first wall minute: day, and minute of it."""
        return self.start, self.start_minute or 0

    @property
    def ends(self) -> tuple[date, int]:
        """The wall minute after its last one: day, and minute of it (1440: the day's end)."""
        return self.end, DAY_MINUTES if self.end_minute is None else self.end_minute

    @property
    def first_text(self) -> str:
        """From when, as files and programs write it: `2026-10-12`, or `2026-10-12T11:00`."""
        return _moment_text(self.start, self.start_minute)

    @property
    def last_text(self) -> str:
        """Its last day, or until when."""
        return _moment_text(self.end, self.end_minute)

    def covers(self, day: date) -> bool:
        """Whether all of `day` is within it."""
        return self.first_whole <= day <= self.last_whole

    def touches(self, day: date) -> bool:
        """Whether any of `day` is within it."""
        return self.start <= day <= self.end

    def overlaps(self, other: "Timed") -> bool:
        """Whether the two have a moment in common."""
        return self.begins < other.ends and other.begins < self.ends


Wall = tuple[date, int | None]
"""A day, and a wall minute of it where a time of day is meant."""


def parse_wall(text: str) -> Wall:
    """A day, or a day and a time of it: `2026-10-12`, `2026-10-12T11:00`. ValueError for anything else."""
    if len(text) <= len("2026-10-12"):
        return date.fromisoformat(text), None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or moment.second or moment.microsecond:
        raise ValueError(text)
    return moment.date(), moment.hour * 60 + moment.minute


def wall_span(first: Wall, last: Wall) -> tuple[Wall, Wall]:
    """From when to when as a leave keeps it: from 00:00 is the whole day, until 00:00 the whole day before."""
    (start, begin), (end, until) = first, last
    if until == 0:
        end, until = end - _ONE_DAY, None
    return (start, begin or None), (end, until)


def _moment_text(day: date, minute: int | None) -> str:
    return day.isoformat() if minute is None else f"{day.isoformat()}T{minute // 60:02d}:{minute % 60:02d}"


def span_words(item: Timed) -> str:
    """From when to when, days inclusive: `2026-10-12`, `2026-10-12 – 2026-10-13`, `2026-10-12 11:00 – 15:00`."""
    first, last = item.first_text.replace("T", " "), item.last_text.replace("T", " ")
    if first == last:
        return first
    return f"{first} – {last.removeprefix(f'{item.start} ') if ' ' in first else last}"


@dataclass(frozen=True, slots=True)
class Leave(Timed):
    """请假 from `start` to `end`, both inclusive, or from a time of day to one. `priority` 1–5, 5 first."""

    agent_id: str
    kind: str
    start: date
    end: date
    status: LeaveStatus = LeaveStatus.APPROVED
    priority: int = 1
    special: bool = False
    extreme: bool = False
    start_minute: int | None = None
    end_minute: int | None = None

    @property
    def is_sick(self) -> bool:
        """Sickness is acknowledged, never blocked (LEAVE-3)."""
        return self.kind in SICK_KINDS


@dataclass(frozen=True, slots=True, order=True)
class Entitlement:
    """Days of leave of a kind in the year of the case's month, halves at the finest.

    `carried_over` from the year before; `used` are days taken in the year that no case or request tells of.
    """

    agent_id: str
    kind: str
    days: float
    carried_over: float = 0.0
    used: float = 0.0


@dataclass(frozen=True, slots=True)
class Wish:
    """For (`weight` > 0) or against (< 0) a shift code, `off` or `work` on a day."""

    agent_id: str
    day: date
    shift: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Availability:
    """A standing limit: on a weekday (1 Monday … 7) or a date, for a shift code or all (None)."""

    agent_id: str
    weekday: int | None
    day: date | None
    shift: str | None
    available: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A fixed duty (`shift` a code, `job` None: the solver chooses) or a fixed day off (`shift` is `off`)."""

    agent_id: str
    day: date
    shift: str
    job: str | None = None


OFF = "off"
WORK = "work"
