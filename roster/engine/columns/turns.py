"""What a search does next: whose turn it is, and how long it goes on from one roster without a gain."""

import math

import numpy as np
from numpy.typing import NDArray

GAINS_SECONDS = 5.0
"""How far back the gains of a kind count."""

SHARED = 0.3
"""Of the time, for all kinds alike, whatever they gain."""

LINE_SECONDS, STALE_SECONDS = 8.0, 20.0
"""Without a gain, after which a dive's line is given up, and after which, at least, a dive begins another.

With counted work it is turns.
"""

MENDING_FAILURES = 4
"""Turns in a row without a gain until a line is no longer mended by one kind of moves alone."""

LEAST_GAIN = 1e-3
"""Ticks per second that every kind is taken to gain."""


class Turns:
    """Kinds of moves by turns; `lengths[kind]` are the seconds that a turn takes, counted ones with counted work.

    A long turn comes when the other kinds have had as much.
    """

    def __init__(self, lengths: list[float]) -> None:
        self.lengths = np.array(lengths)
        self.open = np.ones(len(lengths), np.bool_)
        self.begin()

    def begin(self) -> None:
        """Forgets what was gained and spent."""
        self.gains, self.spent = np.ones(len(self.lengths)), np.zeros(len(self.lengths))

    def whose(self, favoured: int | None = None) -> int:
        """The kind whose turn it is; the favoured one has half of the time at least."""
        shares: NDArray[np.float64] = (1.0 - SHARED) * self.gains / self.gains.sum() + SHARED / len(self.gains)
        if favoured is not None:
            shares[favoured] = max(shares[favoured], shares.sum() - shares[favoured])
        return int(np.argmin(np.where(self.open, (self.spent + self.lengths) / shares, math.inf)))

    def took(self, kind: int, seconds: float, gain: float) -> None:
        """A turn of `kind` took so long and gained so many ticks."""
        self.spent[kind] += seconds
        fresh = 1.0 - math.exp(-seconds / GAINS_SECONDS)
        self.gains[kind] = max(LEAST_GAIN, (1.0 - fresh) * self.gains[kind] + fresh * gain / seconds)

    def shut(self, kind: int) -> None:
        """No turn goes to that kind any more."""
        self.open[kind] = False


class Lines:
    """How long a search has gone on from one roster: from the incumbent, or on a line that a dive began.

    From the incumbent it goes on without a gain for as long as the last line took, dive and all, at least.
    """

    def __init__(self) -> None:
        self.idle = self.spent = self.lasted = 0.0
        self.failures = 0

    def took(self, seconds: float, *, gained: bool) -> None:
        """A turn took so long."""
        self.spent += seconds
        self.idle = 0.0 if gained else self.idle + seconds
        self.failures = 0 if gained and self.failures < MENDING_FAILURES else self.failures + 1

    @property
    def mends(self) -> bool:
        """Whether a line, just begun, still gains by what mends it."""
        return self.failures < MENDING_FAILURES

    @property
    def patience(self) -> float:
        """How long the incumbent may gain nothing."""
        return max(STALE_SECONDS, self.lasted)

    def stale(self, *, on_line: bool) -> bool:
        """Whether it is time to begin a line, or to leave the one that it is on."""
        return self.idle >= (LINE_SECONDS if on_line else self.patience)

    def turned(self, seconds: float, *, on_line: bool) -> None:
        """A line was begun by a dive of so many seconds, or left."""
        if not on_line:
            self.lasted = self.spent
        self.idle, self.spent, self.failures = 0.0, seconds, 0
