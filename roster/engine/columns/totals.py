"""Totals: whole numbers that every roster has and a program over months may have in fractions, read off its rows."""

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
