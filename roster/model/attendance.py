from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Presence(StrEnum):
    """What attendance says of a duty."""

    ON_TIME = "on time"
    LATE = "late"
    AWAY = "away"
    ABSENT = "absent"
    ON_LEAVE = "on leave"


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was seen of one duty: minutes late, minutes away from the post without a permit, or not there at all."""

    agent_id: str
    day: date
    late_minutes: int = 0
    away_minutes: int = 0
    absent: bool = False
