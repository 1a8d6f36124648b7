"""Offices, the rungs of the ladder, decisions, consents and deputies."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roster.model.leave_request import LeaveRequest
    from roster.model.swap import SwapRequest


class Office(StrEnum):
    """Who decides: 班长, 客服部主任, 客服中心主任."""

    LEADER = "leader"
    DIRECTOR = "department_director"
    CENTRE_DIRECTOR = "centre_director"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One rung of the ladder: an office, and for a leader the team."""

    office: Office
    team: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A decision made: on which rung, by whom, when, and what.

    `on_behalf_of` is whose rung it is where somebody else decided: as named deputy, or, with `away`, because the
    approver was on leave or absent and had named nobody. `consent`: given expressly to what needs it.
    """

    step: Step
    approved: bool
    by: str
    at: datetime
    on_behalf_of: str = ""
    consent: bool = False
    reason: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class Delegation:
    """DELEGATE: an absent approver names a deputy from `start` to `end`, half-open instants. Id 0: not stored yet."""

    approver: str
    deputy: str
    start: datetime
    end: datetime
    delegation_id: int = field(default=0, compare=False)

    def holds_at(self, moment: datetime) -> bool:
        """Whether the deputy acts at `moment`."""
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class DecisionAct:
    """Somebody is about to decide `subject`, of which the decisions in `made` stand already."""

    subject: "SwapRequest | LeaveRequest"
    actor: str
    approved: bool
    made: tuple[Approval, ...] = ()
    consent: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReturnAct:
    """销假: a return from leave is about to be signed off; `due`: the day for it (None: the first after its end)."""

    leave: "LeaveRequest"
    actor: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ConfirmAct:
    """A party is about to confirm the duty taken in a swap."""

    swap: "SwapRequest"
    actor: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A published duty that a draft moves: shift and job before and after, and the person's word on it."""

    agent_id: str
    day: date
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    state: str
