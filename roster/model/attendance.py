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
    """What was seen of one duty: minutes late, minutes away from the post without a permit, or not there at all.

    `away_minutes` are all of the duty, `longest_away_minutes` the longest single absence where it is known (None:
    one absence). `handover`: the leader says that an unclear handover caused it (SWAP-5).
    """

    agent_id: str
    day: date
    late_minutes: int = 0
    away_minutes: int = 0
    absent: bool = False
    handover: bool = False
    longest_away_minutes: int | None = None
