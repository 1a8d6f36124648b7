"""Seeded draws that give the same values on every machine and Python version."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of draws, one per seed and topic.

    Only ``random()`` of the standard library is used: its sequence is guaranteed for a seed, those of
    ``shuffle`` and of NumPy's generators are not.
    """

    def __init__(self, seed: int, topic: str) -> None:
        """Start the stream of ``topic``; topics do not disturb one another when one of them changes."""
        self._random = Random(f"{topic}/{seed}")

    def share(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.share() * (high - low + 1))

    def one(self, things: Sequence[T]) -> T:
        """One of ``things``."""
        return things[int(self.share() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """``count`` different ones of ``things`` (all of them when there are fewer), in drawn order."""
        pool = list(things)
        return [pool.pop(int(self.share() * len(pool))) for _ in range(min(count, len(pool)))]

    def around_one(self, spread: float) -> float:
        """A factor near 1, bell-shaped, at most ``1 ± 3 * spread`` and rarely beyond ``1 ± spread``."""
        return 1 + spread * 2 * (self.share() + self.share() + self.share() - 1.5)
