"""Load and seats, per job and interval."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Load:
    """Offered calls of one job in one interval, which starts at `minute` (wall time) of `day`."""

    day: date
    minute: int
    job: str
    calls: float
    aht_seconds: float


@dataclass(frozen=True, slots=True)
class SeatRequirement:
    """座席需求: seats needed by one job in one interval; `min_seats` is a hard floor (0: none)."""

    day: date
    minute: int
    job: str
    seats: int
    min_seats: int = 0
