"""Rows of a problem as arrays: merged where the same duties feed them, with their prices and limits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.rule.pieces import OFF, Penalty, Row

Cell = tuple[int, int, int, int]
"""A duty in indices: agent (or class of agents), day, shift, job."""

NEVER = 2**40
"""A limit that never binds."""


def spans(begin: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of several spans, one after the other: `begin`, `begin` + 1 … of each, `size` of them."""
    return np.asarray(np.repeat(begin - np.cumsum(size) + size, size) + np.arange(size.sum()), np.int64)


def counts_requests(row: Row) -> bool:
    """Whether a row counts granted requests and no duty."""
    return bool(row.terms) and all(term.requests for term in row.terms)


@dataclass(frozen=True, eq=False)
class RowLimits:
    """Per merged row: the prices of its members, the tightest hard floor and cap (∓2⁴⁰ where there is none)."""

    penalties: tuple[tuple[Penalty, ...], ...]
    minimum: NDArray[np.int64]
    maximum: NDArray[np.int64]

    @classmethod
    def of(cls, source: Sequence[Row], members: Iterable[Sequence[int]]) -> "RowLimits":
        """Those of rows merged so."""
        rows = [[source[index] for index in several] for several in members]
        return cls(
            tuple(tuple(row.penalty for row in several if row.penalty is not None) for several in rows),
            np.array(
                [max([-NEVER, *(r.minimum for r in several if r.minimum is not None)]) for several in rows], np.int64
            ),
            np.array(
                [min([NEVER, *(r.maximum for r in several if r.maximum is not None)]) for several in rows], np.int64
            ),
        )

    def followed_by(self, tail: "RowLimits", places: int) -> "RowLimits":
        """The first `places` of these rows, then others."""
        return RowLimits(
            (*self.penalties[:places], *tail.penalties),
            np.concatenate([self.minimum[:places], tail.minimum]),
            np.concatenate([self.maximum[:places], tail.maximum]),
        )

    @cached_property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest count at which any row's price bends (or is limited)."""
        low, high = 0, 1
        for several, least, most in zip(self.penalties, self.minimum.tolist(), self.maximum.tolist(), strict=True):
            for penalty in several:
                low, high = min(low, penalty.breaks[0]), max(high, penalty.breaks[-1])
            if least > -NEVER:
                low, high = min(low, least), max(high, least)
            if most < NEVER:
                low, high = min(low, most), max(high, most)
        return low - 1, high + 1


class RowTable:
    """The rows of a problem, with rows that the same terms feed merged into one convex price.

    Agents fall into classes that no row tells apart (`class_of[agent]`), so a duty's effect on the rows is a list of
    (row, coefficient) per class, day, shift and job: entries `start[c, d, s, j]` … `stop` of `row`, `coefficient`.
    `members` are the original rows behind each merged one. Requests feed rows too: `of_request[request]`. `tables` are
    the price tables made so far.
    """

    def __init__(self, rows: Iterable[Row], *, agents: int, days: int, shifts: int, jobs: int) -> None:  # noqa: C901, PLR0912 - a table, built once
        self.source = tuple(rows)
        self.days, self.shifts, self.jobs = days, shifts, jobs
        self.tables: dict[int, tuple[NDArray[np.int64], int]] = {}
        self.known_limits: RowLimits | None = None
        self.known_adds: dict[Cell, Mapping[int, int]] = {}
        sets: dict[tuple[int, ...], int] = {}
        by_identity: dict[int, int] = {}

        def set_of(members: tuple[int, ...]) -> int:
            number = by_identity.get(id(members))
            if number is None:
                number = by_identity[id(members)] = sets.setdefault(members, len(sets))
            return number

        merged: dict[object, list[int]] = {}
        for index, row in enumerate(self.source):
            key = tuple((set_of(t.agents), t.day, t.shifts, t.jobs, t.coefficient, t.requests) for t in row.terms)
            merged.setdefault((key, row.constant), []).append(index)
        self.members: tuple[tuple[int, ...], ...] = tuple(tuple(several) for several in merged.values())
        self.constant = np.array([self.source[m[0]].constant for m in self.members], np.int64)

        signature: list[list[int]] = [[] for _ in range(agents)]
        for members, number in sets.items():
            for agent in members:
                signature[agent].append(number)
        classes: dict[tuple[int, ...], int] = {}
        self.class_of = np.array([classes.setdefault(tuple(s), len(classes)) for s in signature], np.int32)
        self.classes = len(classes)
        classes_of_set: list[list[int]] = [[] for _ in sets]
        for numbers, klass in classes.items():
            for number in numbers:
                classes_of_set[number].append(klass)

        # A duty that several terms of a row count is one entry: its marginal price is one step of the row's count.
        entries: dict[tuple[int, int, int, int], dict[int, int]] = {}
        self.of_request: dict[int, list[tuple[int, int]]] = {}
        every_job = range(jobs)
        for index, several in enumerate(self.members):
            for term in self.source[several[0]].terms:
                for request in term.requests:
                    self.of_request.setdefault(request, []).append((index, term.coefficient))
                if term.requests:
                    continue
                for klass in classes_of_set[set_of(term.agents)]:
                    for shift in term.shifts:
                        for job in every_job if term.jobs is None else term.jobs:
                            cell = (klass, term.day, shift, job)
                            several_rows = entries.setdefault(cell, {})
                            several_rows[index] = several_rows.get(index, 0) + term.coefficient
        shape = (self.classes, days, shifts, jobs)
        self.start = np.zeros(shape, np.int64)
        self.stop = np.zeros(shape, np.int64)
        row_list: list[int] = []
        coefficient_list: list[int] = []
        for cell, several_entries in entries.items():
            self.start[cell] = len(row_list)
            for row_index, coefficient in several_entries.items():
                row_list.append(row_index)
                coefficient_list.append(coefficient)
            self.stop[cell] = len(row_list)
        self.row = np.array(row_list, np.int32)
        self.coefficient = np.array(coefficient_list, np.int32)

    def asking(self, rows: Iterable[Row]) -> "RowTable":
        """The same table with other rows that count requests alone (`counts_requests`), which stand last in it."""
        first_asked = next(
            (k for k, several in enumerate(self.members) if counts_requests(self.source[several[0]])), len(self)
        )
        shape = {"agents": len(self.class_of), "days": self.days, "shifts": self.shifts, "jobs": self.jobs}
        tail = RowTable(rows, **shape)
        known = [source for source in self.source if not counts_requests(source)]
        asked = copy(self)
        asked.source = (*known, *tail.source)
        after = len(known)
        asked.members = (
            *self.members[:first_asked],
            *(tuple(after + index for index in several) for several in tail.members),
        )
        asked.constant = np.concatenate([self.constant[:first_asked], tail.constant])
        asked.of_request = {
            request: [(first_asked + row, coefficient) for row, coefficient in several]
            for request, several in tail.of_request.items()
        }
        asked.known_limits = self.limits.followed_by(tail.limits, first_asked)
        asked.tables = {}
        asked.known_adds = {}
        for hard_ticks, (table, low) in self.tables.items():
            high = low + table.shape[1] - 1
            if low <= tail.span[0] and tail.span[1] <= high:
                asked.tables[hard_ticks] = (
                    np.concatenate([table[:first_asked], tail.prices_between(hard_ticks, low, high)]),
                    low,
                )
        return asked

    def __len__(self) -> int:
        return len(self.members)

    def counts(
        self, shift: NDArray[np.int16], job: NDArray[np.int16], granted: Iterable[int] = ()
    ) -> NDArray[np.int64]:
        """Every merged row's count in a plan: `shift[agent, day]` (OFF where none), `job` likewise."""
        agent, day = np.nonzero(shift != OFF)
        place = (self.class_of[agent], day, shift[agent, day], job[agent, day])
        # Thousands of agents share few kinds of duties: each kind is read once, times how often it is held.
        held = np.bincount(np.ravel_multi_index(place, self.start.shape), minlength=self.start.size)
        cell = np.flatnonzero(held)
        begin = self.start.ravel()[cell]
        size = self.stop.ravel()[cell] - begin
        entry = spans(begin, size)
        total = self.constant.copy()
        np.add.at(total, self.row[entry].astype(np.intp), self.coefficient[entry] * np.repeat(held[cell], size))
        for request in granted:
            for row, coefficient in self.of_request.get(request, ()):
                total[row] += coefficient
        return total

    def adds(self, agent: int, day: int, shift: int, job: int) -> Mapping[int, int]:
        """What a duty adds to each merged row that counts it; nothing for a day off or one beyond the month."""
        if shift == OFF or not 0 <= day < self.days:
            return {}
        cell = (int(self.class_of[agent]), day, shift, job)
        added = self.known_adds.get(cell)
        if added is None:
            part = slice(int(self.start[cell]), int(self.stop[cell]))
            added = dict(zip(self.row[part].tolist(), self.coefficient[part].tolist(), strict=True))
            self.known_adds[cell] = added
        return added

    def changes(self, removed: Iterable[Cell], added: Iterable[Cell]) -> dict[int, int]:
        """By how much each merged row's count moves when duties (agent, day, shift, job) are exchanged."""
        changed: dict[int, int] = {}
        for cells, sign in ((removed, -1), (added, 1)):
            for cell in cells:
                for row, coefficient in self.adds(*cell).items():
                    changed[row] = changed.get(row, 0) + sign * coefficient
        return {row: change for row, change in changed.items() if change}

    def ticks_more(self, row: int, value: int, change: int) -> Iterator[tuple[str, int]]:
        """What each rule asks more when a merged row's count of `value` moves by `change`."""
        for member in self.members[row]:
            source = self.source[member]
            if source.penalty is not None:
                yield source.rule, source.penalty.at(value + change) - source.penalty.at(value)

    def within_limits(self, counts: NDArray[np.int64]) -> bool:
        """Whether these counts of the merged rows are within all hard limits."""
        return bool((counts >= self.minimum).all() and (counts <= self.maximum).all())

    @cached_property
    def days_of_entries(self) -> NDArray[np.intp]:
        """The day of the duty that each entry of `row` speaks of."""
        days = np.zeros(len(self.row), np.intp)
        size = (self.stop - self.start).ravel()
        day = np.broadcast_to(np.arange(self.days)[None, :, None, None], self.start.shape).ravel()
        begin = self.start.ravel()[size > 0]
        size, day = size[size > 0], day[size > 0]
        entry = spans(begin, size)
        days[entry] = np.repeat(day, size)
        return days

    @property
    def limits(self) -> "RowLimits":
        """Prices and hard limits of the merged rows, worked out once."""
        if self.known_limits is None:
            self.known_limits = RowLimits.of(self.source, self.members)
        return self.known_limits

    @property
    def penalties(self) -> tuple[tuple[Penalty, ...], ...]:
        """Per merged row: the prices of its members."""
        return self.limits.penalties

    @property
    def minimum(self) -> NDArray[np.int64]:
        """Per merged row: the tightest hard floor (a very negative number where there is none)."""
        return self.limits.minimum

    @property
    def maximum(self) -> NDArray[np.int64]:
        """Per merged row: the tightest hard cap (a very large number where there is none)."""
        return self.limits.maximum

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest count at which any row's price bends (or is limited)."""
        return self.limits.span

    def price_table(self, hard_ticks: int) -> tuple[NDArray[np.int64], int]:
        """Prices `table[row, count - low]` for low ≤ count ≤ high of `span`, and `low`.

        Outside, prices go on with the slope at the edge. A unit outside a hard limit costs `hard_ticks`.
        """
        if hard_ticks not in self.tables:
            low, high = self.span
            self.tables[hard_ticks] = self.prices_between(hard_ticks, low, high), low
        return self.tables[hard_ticks]

    def prices_between(self, hard_ticks: int, low: int, high: int) -> NDArray[np.int64]:
        """The table of `price_table` for counts from `low` to `high`."""
        table = np.zeros((len(self), high - low + 1), np.int64)
        cache: dict[tuple[Penalty, ...], NDArray[np.int64]] = {}
        counts = np.arange(low, high + 1)
        for index, several in enumerate(self.penalties):
            prices = cache.get(several)
            if prices is None:
                prices = np.zeros(len(counts), np.int64)
                for penalty in several:
                    prices += prices_over(penalty, counts)
                cache[several] = prices
            table[index] = prices
        table += hard_ticks * np.maximum(0, self.minimum[:, None] - counts)
        table += hard_ticks * np.maximum(0, counts - self.maximum[:, None])
        return table


def prices_over(penalty: Penalty, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The price of each count, as `Penalty.at` tells it."""
    breaks, slopes = np.array(penalty.breaks, np.int64), np.array(penalty.slopes, np.int64)
    at_breaks = penalty.floor_ticks + np.concatenate([[0], np.cumsum(slopes[1:-1] * np.diff(breaks))])
    place = np.searchsorted(breaks, counts, side="right")
    left = np.maximum(place - 1, 0)
    return np.asarray(at_breaks[left] + slopes[place] * (counts - breaks[left]), np.int64)
