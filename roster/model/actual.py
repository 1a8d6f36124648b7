"""What really happened in an interval: calls offered, answered, answered in time, and how long one took."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Actual:
    """Calls of one job in the interval that starts at wall minute `minute` of `day`; `within` the target's seconds."""

    day: date
    minute: int
    job: str
    offered: int
    answered: int
    within: int
    aht_seconds: float
