from dataclasses import dataclass
from datetime import date

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
