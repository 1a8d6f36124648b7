"""Whose turn it is among kinds of moves: they share the time by what each gained lately."""

import math

import numpy as np
from numpy.typing import NDArray

GAINS_SECONDS = 5.0
"""How far back the gains of a kind count."""

SHARED = 0.3
"""Of the time, for all kinds alike, whatever they gain."""

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
