"""How many duties of each length an agent's month can hold, and what that costs: hours as whole duties make them.

A cap of 10,800 minutes holds 22 duties of 480, or 21 and two of 360, never 22.5: a sum of minutes over a group does
not see what each of its members loses. A month's *profile* is its number of duties of each length; the profiles that
the budgets of hours allow, with their prices, are few corners, and months are mixtures of them (Dantzig and Wolfe 1960,
with the counts of duties for columns).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from roster.rule.pieces import Budget, Penalty

MOST_LENGTHS = 3
"""Lengths of duties beyond which profiles are too many."""

Point = tuple[int, ...]


class Terms(NamedTuple):
    """What one budget says of the minutes of a month's duties: limits and price, constants and credits moved in."""

    minimum: int | None
    maximum: int | None
    penalty: Penalty | None


class Profile(NamedTuple):
    """So many duties of each length, at a price."""

    counts: Point
    ticks: int


def lengths(weights: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """The lengths of duties that a table of hours tells apart; none where it has too few or too many.

    Tables in which some duty counts nothing, or backwards, measure something else.
    """
    minutes = sorted({weight for day in weights for weight in day})
    return tuple(minutes) if 2 <= len(minutes) <= MOST_LENGTHS and minutes[0] > 0 else ()


def terms(budget: Budget, granted: Iterable[int] = ()) -> Terms:
    """A budget's limits and price as they bind the duties when these requests are granted."""
    apart = budget.constant + sum(budget.leave.get(request, 0) for request in granted)
    penalty = budget.penalty
    return Terms(
        None if budget.minimum is None else budget.minimum - apart,
        None if budget.maximum is None else budget.maximum - apart,
        None if penalty is None else penalty._replace(breaks=tuple(b - apart for b in penalty.breaks)),
    )


def profiles(lengths: Sequence[int], days: int, several: Iterable[Terms]) -> list[Profile]:
    """The corners of what a month of at most one duty a day can hold; empty when no month is within the limits.

    Between two bends of the price it is linear in the minutes, so the corners of the profiles there are enough.
    """
    several = tuple(several)
    least = max([0, *(t.minimum for t in several if t.minimum is not None)])
    most = min([lengths[-1] * days, *(t.maximum for t in several if t.maximum is not None)])
    if least > most:
        return []
    bends = {b for t in several if t.penalty is not None for b in t.penalty.breaks if least < b < most}
    points: set[Point] = set()
    for low, high in pairwise([least, *sorted(bends), most] if least < most else [least, most]):
        for rest in product(range(days + 1), repeat=len(lengths) - 2):
            if sum(rest) <= days:
                points.update(_corners(lengths, days, rest, low, high))

    def price(counts: Point) -> int:
        minutes = sum(count * length for count, length in zip(counts, lengths, strict=True))
        return sum(t.penalty.at(minutes) for t in several if t.penalty is not None)

    return [Profile(counts, price(counts)) for counts in sorted(points)]


def _corners(lengths: Sequence[int], days: int, rest: Point, low: int, high: int) -> list[Point]:
    """The corners of the profiles with `rest` duties of the longer lengths and `low` to `high` minutes in all."""
    apart = sum(count * length for count, length in zip(rest, lengths[2:], strict=True))
    one, other = lengths[:2]
    fewest, most = [], []
    for first in range(days - sum(rest) + 1):
        free = high - apart - first * one
        below = max(0, -(-(low - apart - first * one) // other))
        above = min(days - sum(rest) - first, free // other)
        if below <= above:
            fewest.append((first, below))
            most.append((first, above))
    return [(*corner, *rest) for corner in {*_chain(fewest, 1), *_chain(most, -1)}]


def _chain(points: Sequence[tuple[int, int]], side: int) -> list[tuple[int, int]]:
    """The corners of the lower (side 1) or upper (−1) hull of points in ascending order (Andrew 1979)."""
    corners: list[tuple[int, int]] = []
    for point in points:
        while len(corners) > 1 and side * _turn(corners[-2], corners[-1], point) <= 0:
            corners.pop()
        corners.append(point)
    return corners


def _turn(one: tuple[int, int], two: tuple[int, int], three: tuple[int, int]) -> int:
    """Above 0 where the way from one over two to three turns left."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
