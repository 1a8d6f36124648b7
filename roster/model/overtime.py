"""Work beyond the roster in an emergency (守则 2.20)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from roster.model.roster import Duty


class OvertimeKind(StrEnum):
    """Called in on a day off, kept on after the duty, or asked in vain."""

    CALL_IN = "call-in"
    STAY = "stay"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Overtime:
    """One record: `duty` is the one added, the one prolonged by `minutes`, or the one that was refused, and why."""

    overtime_id: str
    kind: OvertimeKind
    duty: Duty
    minutes: int
    reason: str
    ordered_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OvertimeAct:
    """Somebody is about to be called in to a duty beyond the roster, or kept on after theirs for so many minutes."""

    kind: OvertimeKind
    duty: Duty
    actor: str
    minutes: int = 0
