"""Lines: rosters that a search goes on from although a better one is known, and for how long it does."""

from roster.engine.columns.incumbent import Incumbent

LINE_SECONDS, STALE_SECONDS = 8.0, 20.0
"""Without a gain, after which a dive's line is given up, and after which, at least, a dive begins another.

With counted work it is turns.
"""

MENDING_FAILURES = 4
"""Turns in a row without a gain until a line is no longer mended by one kind of moves alone."""


class Lines:
    """How long a search has gone on from one roster: on a `line` that a dive began, or without one from the incumbent.

    From the incumbent it goes on without a gain for as long as the last line took, dive and all, at least.
    """

    def __init__(self) -> None:
        self.line: Incumbent | None = None
        self.idle = self.spent = self.lasted = 0.0
        self.failures = 0

    def took(self, seconds: float, *, gained: bool) -> None:
        """A turn took so long."""
        self.spent += seconds
        self.idle = 0.0 if gained else self.idle + seconds
        self.failures = 0 if gained and self.failures < MENDING_FAILURES else self.failures + 1

    @property
    def mending(self) -> bool:
        """Whether there is a line that still gains by what mends the end of a dive."""
        return self.line is not None and self.failures < MENDING_FAILURES

    @property
    def patience(self) -> float:
        """How long the incumbent may gain nothing."""
        return max(STALE_SECONDS, self.lasted)

    def stale(self, left: float) -> bool:
        """Whether it is time to leave the line, or, where `left` seconds are enough for another, to begin one."""
        if self.line is not None:
            return self.idle >= LINE_SECONDS
        return self.idle >= self.patience and left > self.patience

    def turned(self, seconds: float) -> None:
        """The line was begun by a dive of so many seconds; or there is none any more, or the dive began none."""
        if self.line is None:
            self.lasted = self.spent
        self.idle, self.spent, self.failures = 0.0, seconds, 0
