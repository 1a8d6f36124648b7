"""A leave at the desk: its states, certificates and the duties that it frees."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from roster.model import Duty, Leave, LeaveStatus
from roster.model.requests import SICK_KINDS, Timed

BUSINESS_KINDS = frozenset({"business", "study"})
"""因公, 学习: always end with the centre director (LEAVE-9)."""


class LeaveState(StrEnum):
    """Where a leave stands.

    PENDING waits for the ladder, or, of sickness that a colleague reported, for the own leader's word; PROVISIONAL is
    sick leave that counts but lacks its certificate; EFFECTIVE counts;
    RETURNED has the return sign-off; DECLINED and WITHDRAWN never counted; LAPSED lost uncovered days to absenteeism.
    """

    PENDING = "pending"
    PROVISIONAL = "provisional"
    EFFECTIVE = "effective"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


COUNTING_LEAVE = frozenset({LeaveState.PROVISIONAL, LeaveState.EFFECTIVE, LeaveState.RETURNED, LeaveState.LAPSED})
"""States in which the days are days of leave."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A medical certificate for `start` … `end`, both inclusive, handed in at an instant."""

    start: date
    end: date
    handed_in_at: datetime


@dataclass(frozen=True, slots=True)
class LeaveRequest(Timed):
    """A leave applied for: days `start` … `end`, both inclusive, or from a time of day to one.

    `filed_by` is a proxy or manager where not oneself.

    `reason` is private. `vacated` are the duties it freed when it became effective and that it still keeps free;
    `filled` those of which somebody else works by now what it freed, a part perhaps.
    """

    agent_id: str
    kind: str
    start: date
    end: date
    reason: str
    filed_at: datetime
    filed_by: str = ""
    special: bool = False
    extreme: bool = False
    leave_id: str = ""
    state: LeaveState = LeaveState.PENDING
    certificates: tuple[Certificate, ...] = ()
    returned_at: datetime | None = None
    vacated: tuple[Duty, ...] = ()
    reminded_at: datetime | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    filled: tuple[Duty, ...] = ()

    @property
    def is_sick(self) -> bool:
        """Sick or emergency: acknowledged, never blocked."""
        return self.kind in SICK_KINDS

    @property
    def is_report(self) -> bool:
        """Of a leave that is kept: sickness reported by a colleague that the own leader has not confirmed (LEAVE-4)."""
        undecided = self.state in {LeaveState.PENDING, LeaveState.DECLINED}
        return undecided and self.is_sick and self.applicant != self.agent_id

    @property
    def adds_up(self) -> bool:
        """Of a leave that is kept: whether it counts or may come to; then adjoining ones add up (LEAVE-3)."""
        return self.state in COUNTING_LEAVE or (self.state is LeaveState.PENDING and not self.is_report)

    @property
    def applicant(self) -> str:
        """Who filed it."""
        return self.filed_by or self.agent_id

    @property
    def days(self) -> tuple[date, ...]:
        """Its calendar days."""
        return tuple(self.start + timedelta(days=offset) for offset in range((self.end - self.start).days + 1))

    def adjoins(self, other: "LeaveRequest") -> bool:
        """Whether the two overlap or lie on neighbouring days."""
        day = timedelta(days=1)
        return self.start <= other.end + day and other.start <= self.end + day

    def as_leave(self) -> Leave:
        """The approved leave that the roster rules see."""
        return Leave(
            self.agent_id,
            self.kind,
            self.start,
            self.end,
            LeaveStatus.APPROVED,
            special=self.special,
            extreme=self.extreme,
            start_minute=self.start_minute,
            end_minute=self.end_minute,
        )


def uncovered_days(request: LeaveRequest) -> tuple[date, ...]:
    """The leave's days that no certificate covers (LEAVE-5c), in order: its whole days, or all where it has none."""
    days = [day for day in request.days if request.covers(day)] or request.days
    return tuple(day for day in days if not any(item.start <= day <= item.end for item in request.certificates))


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A duty that a leave freed and that nobody covers yet. `duty` names who is on leave.

    `part` is what a leave with times took of a duty that otherwise stands: wall minutes of the duty's day, [from, to).
    """

    leave_id: str
    duty: Duty
    part: tuple[int, int] | None = None
