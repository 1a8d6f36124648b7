"""What people ask for before a month is rostered, and what is fixed: leave, wishes, availability, pins."""

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Leave:
    """请假 from `start` to `end`, both inclusive. `priority` 1–5, 5 first."""

    agent_id: str
    kind: str
    start: date
    end: date
    status: LeaveStatus = LeaveStatus.APPROVED
    priority: int = 1
    special: bool = False
    extreme: bool = False

    @property
    def is_sick(self) -> bool:
        """Sickness is acknowledged, never blocked (LEAVE-3)."""
        return self.kind in SICK_KINDS

    def covers(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.start <= day <= self.end


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
