"""Open wishes for swaps, and where each stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roster.model import Duty


@dataclass(frozen=True, slots=True)
class SwapWish:
    """My duty on `day` against any of `shifts` between `first` and `last`: None or empty means any.

    One wish gives up one duty and takes one; days are inclusive.
    """

    agent_id: str
    day: date
    first: date | None = None
    last: date | None = None
    shifts: tuple[str, ...] = ()

    def accepts(self, duty: Duty) -> bool:
        """Whether the duty is one that the agent would take instead."""
        return (
            duty.agent_id != self.agent_id
            and (self.first is None or duty.day >= self.first)
            and (self.last is None or duty.day <= self.last)
            and (not self.shifts or duty.shift in self.shifts)
        )


class WishState(StrEnum):
    """Where a filed wish stands, told from the roster and its swaps: nothing of it is kept beside them.

    OPEN may be matched; PROPOSED waits in an open swap; GRANTED's duty was swapped; LAPSED's duty began, or is not
    what it was.
    """

    OPEN = "open"
    PROPOSED = "proposed"
    GRANTED = "granted"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FiledWish:
    """A wish at the desk. `duty` is the one it is about, as it stood; `filed_at`, `withdrawn_at` are instants."""

    wish_id: str
    wish: SwapWish
    duty: Duty
    reason: str
    filed_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WishStanding:
    """A filed wish, where it stands, and the swap that proposes or granted it."""

    filed: FiledWish
    state: WishState
    swap_id: str = ""
