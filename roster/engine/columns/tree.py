"""What a tree of programs is made of: nodes, the choices that part them, and what splits are by."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.totals import Total

Allowed = NDArray[np.bool_]

WHOLE = 1e-4
"""How near to a whole number a value of the program counts as one."""


@dataclass(frozen=True, eq=False)
class Within:
    """A total at least and at most so much."""

    total: Total
    least: float
    most: float


@dataclass(frozen=True)
class DayChoice:
    """An agent's day: off, or not; or one `shift`, or not."""

    agent: int
    day: int
    shift: int
    yes: bool


Choice = Within | DayChoice


@dataclass(frozen=True, eq=False)
class Node:
    """A part of the rosters cheaper than the target: totals held, and what is allowed.

    That is `shifts[agent, day, shift]` and `off[agent, day]`. `bound` holds for them, proven at `prices`; `share` of
    the tree is below it. `distance` was the target's when duties that no cheaper roster has were last shut.
    """

    bound: float
    share: float
    depth: int
    within: tuple[Within, ...]
    shifts: Allowed
    off: Allowed
    prices: DualPrices
    distance: float = math.inf

    def held(self) -> dict[int, Within]:
        """The limits of each total that it holds, by the total's id."""
        held: dict[int, Within] = {}
        for one in self.within:
            known = held.get(id(one.total), one)
            held[id(one.total)] = Within(one.total, max(known.least, one.least), min(known.most, one.most))
        return held


@dataclass(frozen=True, eq=False)
class Split:
    """Two choices, one of which every roster keeps; how far the program is from the first, in proportion."""

    key: object
    part: float
    sides: tuple[Choice, Choice]

    @classmethod
    def by_total(cls, total: Total, places: NDArray[np.float64], held: dict[int, Within]) -> Self | None:
        """By a total that the program has in fractions, where both sides are narrower than what is held."""
        value = total.at(places)
        below = math.floor(value)
        known = held.get(id(total))
        if not WHOLE < value - below < 1.0 - WHOLE or (known and not known.least <= below < known.most):
            return None
        return cls(id(total), value - below, (Within(total, -math.inf, below), Within(total, below + 1.0, math.inf)))

    @classmethod
    def by_day(cls, agent: int, day: int, shift: int, share: float) -> Self:
        """By an agent's day off, or shift, that the program has with this share."""
        sides = DayChoice(agent, day, shift, yes=True), DayChoice(agent, day, shift, yes=False)
        return cls((agent, day, shift), 1.0 - share, sides)


@dataclass(frozen=True, eq=False)
class Tried:
    """A split with the bounds of its sides and the prices that prove them."""

    split: Split
    bounds: tuple[float, float]
    prices: tuple[DualPrices, DualPrices]
