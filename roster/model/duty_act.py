"""What people are about to do on a duty day, as the rules are asked about it (DUTY-1 to DUTY-5)."""

from dataclasses import dataclass
from datetime import date

from roster.model.attendance import Attendance, Statement
from roster.model.roster import Duty


@dataclass(frozen=True, slots=True)
class RollCallAct:
    """点名: somebody is about to call the roll of a shift (DUTY-1)."""

    day: date
    shift: str
    actor: str


@dataclass(frozen=True, slots=True)
class CheckInAct:
    """签到, 签退: `actor` is about to check in (`leaving`: out) for `agent_id`, to that duty; None without one."""

    agent_id: str
    actor: str
    duty: Duty | None
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the sources say of one duty, and what holds of it (DUTY-5)."""

    agent_id: str
    day: date
    said: tuple[Statement, ...]
    holds: Attendance
