"""Totals: whole numbers that every roster has and a program over months may have in fractions, read off its rows."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.int32]

SATURDAY, WEEK = 5, 7


@dataclass(frozen=True, eq=False)
class Total:
    """Σ over `rows` of `values[place, count − low]`, whole numbers; `low` is the count that price tables begin with.

    Between the bends of a row's price, and beyond its table, values go on evenly: so a program of the rows has it too.
    """

    rows: Ints
    values: Ints

    @property
    def constant(self) -> float:
        """The total where every row counts the least of its table."""
        return float(self.values[:, 0].sum())

    def at(self, places: Floats) -> float:
        """The total where each row of the problem counts `low + places[row]`, in fractions too."""
        place = places[self.rows]
        step = np.clip(np.floor(place), 0, self.values.shape[1] - 2).astype(np.int64)
        number = np.arange(len(self.rows))
        before, after = self.values[number, step], self.values[number, step + 1]
        return float((before + (place - step) * (after - before)).sum())


class HeldTotals:
    """Totals held within limits beside rows priced by `table[row, count − low]`, and what their prices do to a bound.

    A total's price is charged with the rows': `within[number]` are its limits, −∞ and ∞ where it is let go.
    """

    def __init__(self, table: Ints) -> None:
        self.table = table
        self.totals: list[Total] = []
        self.within: list[tuple[float, float]] = []

    def number(self, total: Total) -> int:
        """A total's place; one that was never held has the next one, and no limits."""
        place = next((k for k, known in enumerate(self.totals) if known is total), len(self.totals))
        if place == len(self.totals):
            self.totals.append(total)
            self.within.append((-math.inf, math.inf))
        return place

    def sound(self, prices: Floats) -> Floats:
        """The nearest prices that prove anything: on the sides of the limits that there are.

        Nor may they be such that ever more on both sides of a row would pay: far counts go on evenly, beyond the table.
        """
        total = np.zeros(len(self.totals))
        steps = np.diff(self.table)
        room = (steps[:, -1] - steps[:, 0]).astype(np.float64)
        taken = np.zeros(len(room))
        for number, price in enumerate(prices.tolist()):
            if price and math.isfinite(self.within[number][price > 0]):
                one, total[number] = self.totals[number], price
                inner = np.diff(one.values)
                taken[one.rows] += price * (inner[:, 0] - inner[:, -1])
        total *= float((room[taken > 0] / taken[taken > 0]).min(initial=1.0))
        return total

    def charged(self, prices: Floats) -> Ints | Floats:
        """The rows' prices with what totals charge at these."""
        if not prices.any():
            return self.table
        table = self.table.astype(np.float64)
        for number in np.flatnonzero(prices):
            table[self.totals[number].rows] += prices[number] * self.totals[number].values
        return table

    def allowance(self, prices: Floats) -> float:
        """What the bound gives back of what totals are charged: their limits at these prices."""
        value = 0.0
        for (least, most), price in zip(self.within, prices.tolist(), strict=True):
            if price:
                value -= price * (most if price > 0 else least)
        return value


@dataclass(frozen=True, eq=False)
class RowGroup:
    """What some rows count in all, what they are short of their cheapest counts, and what they are above them."""

    count: Total
    short: Total
    over: Total


def groups(table: Ints, day: Places, shift: Places) -> list[RowGroup]:
    """Groups of rows priced by `table[row, count − low]`, each fed by a duty on a `day` (−1: none) and a `shift`.

    Everything; by shift, weekday, week, weekend, and shift with each of those; by day; by row. The larger, the more a
    bound moves by it.
    """
    place = np.arange(table.shape[1])
    least = table.argmin(axis=1)[:, None]
    most = (table.shape[1] - 1 - table[:, ::-1].argmin(axis=1))[:, None]
    kinds = np.broadcast_to(place, table.shape), np.maximum(0, least - place), np.maximum(0, place - most)
    week, of_week = day // WEEK, day % WEEK
    shifts = [shift == one for one in np.unique(shift)]
    spans = [of_week == one for one in range(WEEK)] + [week == one for one in np.unique(week)]
    spans += [of_week >= SATURDAY, *((week == one) & (of_week >= SATURDAY) for one in np.unique(week))]
    several = [day >= 0, *shifts, *spans, *(one & span for one in shifts for span in spans)]
    several += [day == one for one in np.unique(day)] + [np.arange(len(day)) == one for one in range(len(day))]
    found: dict[bytes, RowGroup] = {}
    for mask in several:
        rows = np.flatnonzero(mask & (day >= 0))
        if len(rows):
            totals = (Total(rows, np.ascontiguousarray(kind[rows], np.int64)) for kind in kinds)
            found.setdefault(rows.tobytes(), RowGroup(*totals))
    return list(found.values())
