"""What time it is at the desk: the machine's clock, or one that a test sets."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whoever knows what time it is. Deadlines ask it, so that tests and simulations can set it."""

    def now(self) -> datetime:
        """The present instant, aware."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC, to the microsecond."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        """Always the same instant."""
        return self.at
