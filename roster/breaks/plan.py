"""Where each break of a day goes: the seats short proven least, then with the fewest changes, then spread.

People of one shift and job are alike, so the search counts how many of them start each break in each slot: a few
hundred whole numbers at any number of people (Aykin 1996, Management Science 42(4): breaks as counts per shift and
start). That counts can be dealt out to people whose breaks follow each other is a condition on running sums: of the
k-th break, no more have started by any slot than had ended the one before. Counts that keep it are dealt out first
come, first served.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from roster.breaks.day import BreakDay, Counts, Window, break_day
from roster.later import Later
from roster.model import Duty
from roster.rule.evidence import Evidence

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = Later("ortools.sat.python.cp_model")

Held = tuple[int | None, ...]
"""The slots of a duty's breaks, in order; None for one that has none yet."""

LEVELS = 6
"""Steps of the convex price of being away together, with which breaks are spread."""


@dataclass(frozen=True, slots=True)
class PlacedBreak:
    """One break of one duty, from an instant (UTC) on."""

    duty: Duty
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, eq=False)
class BreakPlan:
    """A day's breaks, by duty and time.

    `short_minutes` are the seat-minutes short over the duties of the day, `bound_minutes` what is proven to be least
    (equal when proven), `short_without_minutes` what would be short if nobody took a break, `changed` how many breaks
    differ from those that were to be kept. `away` and `short` count seats per job and slot of `grid`.
    """

    grid: BreakDay
    placed: tuple[PlacedBreak, ...]
    short_minutes: int
    bound_minutes: int
    short_without_minutes: int
    changed: int
    away: Counts
    short: Counts

    @property
    def proven(self) -> bool:
        """Whether no placing leaves fewer seats short."""
        return self.short_minutes == self.bound_minutes


def by_duty(plans: Iterable[BreakPlan]) -> Mapping[Duty, Sequence[PlacedBreak]]:
    """The breaks of each duty, in order of time."""
    grouped: dict[Duty, list[PlacedBreak]] = defaultdict(list)
    for plan in plans:
        for item in plan.placed:
            grouped[item.duty].append(item)
    return grouped


@dataclass(frozen=True, slots=True)
class _Class:
    """People alike: of one job and shift, with the same windows."""

    job: int
    windows: tuple[Window, ...]
    duties: tuple[Duty, ...]


def plan_breaks(
    evidence: Evidence,
    day: date,
    fixed: Sequence[PlacedBreak] = (),
    now: datetime | None = None,
    seconds: float = 2.0,
    told_eve: Mapping[Duty, Sequence[tuple[datetime, int]]] | None = None,
) -> BreakPlan:
    """The breaks of all duties that start on `day`; `told_eve` those of the day before, planned here where not given.

    `fixed` are breaks told already: of the placings with the fewest seats short one is taken that moves the fewest of
    them, and none that starts before `now`. Breaks of duties that are gone (somebody fell out) are left aside. Stops
    after `seconds` with the best found; `proven` says whether it is the least.
    """
    eve_day = day - timedelta(days=1)
    eve: dict[Duty, list[tuple[datetime, int]]] = defaultdict(list)
    if told_eve:
        return _placed(break_day(evidence, day, told_eve), fixed, now, seconds)
    if any(stint.day == eve_day and stint.shift.breaks for stint in (*evidence.past, *evidence.stints)):
        for item in _placed(break_day(evidence, eve_day, {}), (), None, seconds / 4).placed:
            eve[item.duty].append((item.start, item.minutes))
    return _placed(break_day(evidence, day, eve), fixed, now, seconds)


def _placed(grid: BreakDay, fixed: Sequence[PlacedBreak], now: datetime | None, seconds: float) -> BreakPlan:
    deadline = time.monotonic() + seconds
    fixed_slots = slots_held(grid, fixed)
    fixed_before = 0 if now is None else grid.slot(now) + (grid.instant(grid.slot(now)) < now)
    classes = _classes(grid, fixed_slots, fixed_before)
    model = _Model(grid, classes, fixed_slots, fixed_before)
    counts, bound = model.solve(deadline)
    starts = {
        duty: slots
        for group, starting in zip(classes, counts, strict=True)
        for duty, slots in _dealt(group, starting, fixed_slots, grid.day).items()
    }
    return as_plan(grid, starts, fixed_slots, bound)


def as_plan(
    grid: BreakDay, starts: Mapping[Duty, tuple[int, ...]], earlier: Mapping[Duty, Held], bound: int
) -> BreakPlan:
    """The plan of these starts; `earlier` are those of before, `bound` the seat-slots that are short at least."""
    away = away_of(grid, starts)
    short = np.maximum(grid.required - grid.present + away, 0)
    placed = tuple(
        PlacedBreak(duty, grid.instant(slot), window.what.minutes)
        for duty in grid.on_duty
        for slot, window in zip(starts[duty], grid.on_duty[duty], strict=True)
    )
    changed = sum(
        slot not in {None, starts[duty][k]} for duty, slots in earlier.items() for k, slot in enumerate(slots)
    )
    step = grid.step_minutes
    without = int(np.maximum(grid.required - grid.present, 0).sum()) * step
    return BreakPlan(grid, placed, int(short.sum()) * step, bound * step, without, changed, away, short)


def slots_held(grid: BreakDay, fixed: Sequence[PlacedBreak]) -> dict[Duty, Held]:
    """The slots of the breaks told that can be kept, by the duties that have any; None for a break to be placed.

    A break told that its duty has no more falls away.
    """
    by_duty: dict[Duty, list[PlacedBreak]] = defaultdict(list)
    for item in sorted(fixed, key=lambda item: item.start):
        by_duty[item.duty].append(item)
    held: dict[Duty, Held] = {}
    for duty, items in by_duty.items():
        slots: list[int | None] = []
        for window in grid.on_duty.get(duty, ()):
            fitting = [item for item in items if _fits(grid, item, window)]
            slots.append(grid.slot(fitting[0].start) if fitting else None)
            items = items[items.index(fitting[0]) + 1 :] if fitting else items
        if any(slot is not None for slot in slots):
            held[duty] = tuple(slots)
    return held


def slots_all_held(held: Held) -> tuple[int, ...]:
    """The slots of a duty's breaks where each has one, else none."""
    slots = tuple(slot for slot in held if slot is not None)
    return slots if len(slots) == len(held) else ()


def _fits(grid: BreakDay, item: PlacedBreak, window: Window) -> bool:
    return item.minutes == window.what.minutes and grid.slot(item.start) in window.starts


def _classes(grid: BreakDay, fixed: Mapping[Duty, Held], fixed_before: int) -> tuple[_Class, ...]:
    """People alike; whose breaks have begun is alike only with whom they had them together."""
    groups: dict[object, list[Duty]] = defaultdict(list)
    for duty, windows in grid.on_duty.items():
        begun = tuple(slot if slot is not None and slot < fixed_before else None for slot in fixed.get(duty, ()))
        groups[grid.job_of[duty], windows, begun if any(slot is not None for slot in begun) else ()].append(duty)
    return tuple(_Class(grid.job_of[duties[0]], grid.on_duty[duties[0]], tuple(duties)) for duties in groups.values())


class _Model:
    """Counts of people who start a break in a slot, as a program of whole numbers."""

    def __init__(
        self,
        grid: BreakDay,
        classes: Sequence[_Class],
        fixed: Mapping[Duty, Held],
        fixed_before: int,
    ) -> None:
        self.model: Any = cp_model.CpModel()
        self.starting: list[list[dict[int, cp_model.IntVar]]] = []
        away: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        moved: list[cp_model.LinearExprT] = []
        for group in classes:
            people = len(group.duties)
            ways: list[dict[int, cp_model.IntVar]] = []
            for k, window in enumerate(group.windows):
                had = [slot for duty in group.duties if duty in fixed and (slot := fixed[duty][k]) is not None]
                begun = {slot for slot in had if slot < fixed_before}
                slots = begun or {slot for slot in window.starts if slot >= fixed_before} or set(window.starts)
                way = {slot: self.model.new_int_var(0, people, "") for slot in sorted(slots)}
                self.model.add(sum(way.values()) == people)
                if had:
                    moved.append(self._moved(way, had))
                for slot, count in way.items():
                    for at in range(slot, slot + window.slots):
                        away[group.job, at].append(count)
                if k:
                    self._one_after_the_other(group.windows[k - 1], ways[-1], way)
                ways.append(way)
            self.starting.append(ways)
        self._price(grid, away, moved)

    def _moved(self, way: Mapping[int, cp_model.IntVar], had: Sequence[int]) -> cp_model.LinearExprT:
        """How many of the people who had a break told get another: those beyond the counts of their old slots."""
        stay = []
        for slot in sorted(set(had)):
            if slot in way:
                same = self.model.new_int_var(0, had.count(slot), "")
                self.model.add(same <= way[slot])
                stay.append(same)
        staying: cp_model.LinearExprT = sum(stay)
        return len(had) - staying

    def _one_after_the_other(
        self, before: Window, first: Mapping[int, cp_model.IntVar], second: Mapping[int, cp_model.IntVar]
    ) -> None:
        for slot in second:
            started = [count for at, count in second.items() if at <= slot]
            ended = [count for at, count in first.items() if at + before.slots <= slot]
            self.model.add(sum(started) <= sum(ended))

    def _price(
        self,
        grid: BreakDay,
        away: Mapping[tuple[int, int], Sequence[cp_model.IntVar]],
        moved: Sequence[cp_model.LinearExprT],
    ) -> None:
        short: list[cp_model.IntVar] = []
        crowded: list[cp_model.LinearExprT] = []
        spare = grid.present - grid.required
        self.constant = int(np.maximum(-spare, 0).sum())
        for (job, at), counts in away.items():
            if job < 0 or at >= grid.slots:
                continue
            free = int(spare[job, at])
            most = len(counts) * max(1, int(grid.present[job, at]))
            if free < most and grid.required[job, at] > 0:
                lacking = self.model.new_int_var(0, most, "")
                self.model.add(lacking >= sum(counts) - max(0, free))
                short.append(lacking)
            crowded.append(self._convex(counts, max(1, int(grid.present[job, at]))))
        self.short = sum(short)
        self.moved = sum(moved)
        self.crowded = sum(crowded)

    def _convex(self, counts: Sequence[cp_model.IntVar], present: int) -> cp_model.LinearExprT:
        """The price of being away together: each further part of those present costs more than the one before."""
        width = max(1, -(-present // (2 * LEVELS)))
        parts = [self.model.new_int_var(0, width, "") for _ in range(LEVELS - 1)]
        parts.append(self.model.new_int_var(0, present * len(counts), ""))
        self.model.add(sum(parts) >= sum(counts))
        price: cp_model.LinearExprT = sum((2 * level + 1) * part for level, part in enumerate(parts))
        return price

    def solve(self, deadline: float) -> tuple[list[list[dict[int, int]]], int]:
        """Counts per class, break and slot, and the proven least of seat-slots short."""
        bound = self.constant
        best: list[list[dict[int, int]]] | None = None
        for goal in (self.short, self.moved, self.crowded):
            if isinstance(goal, int):
                continue
            self.model.minimize(goal)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = 0
            solver.parameters.max_time_in_seconds = max(0.05, deadline - time.monotonic())
            solver.parameters.linearization_level = 2
            outcome = solver.solve(self.model)
            if outcome not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                break
            best = [[{slot: solver.value(var) for slot, var in way.items()} for way in ways] for ways in self.starting]
            if goal is self.short:
                bound = self.constant + round(solver.best_objective_bound)
            self.model.add(goal <= round(solver.objective_value))
            self.model.clear_hints()
            for ways, values in zip(self.starting, best, strict=True):
                for way, value in zip(ways, values, strict=True):
                    for slot, var in way.items():
                        self.model.add_hint(var, value[slot])
        if best is None:
            best = self._first_come()
        return best, bound

    def _first_come(self) -> list[list[dict[int, int]]]:
        """No time for a search: everybody as early as may be."""
        self.model.clear_objective()
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        outcome = solver.solve(self.model)
        assert outcome in {cp_model.OPTIMAL, cp_model.FEASIBLE}, "windows that no order of breaks keeps are bad input"
        return [[{slot: solver.value(var) for slot, var in way.items()} for way in ways] for ways in self.starting]


def _dealt(
    group: _Class, starting: Sequence[Mapping[int, int]], fixed: Mapping[Duty, Held], day: date
) -> dict[Duty, tuple[int, ...]]:
    """Counts dealt out to people: whose old slots still have room keep them, the rest are served first come first.

    Who comes first turns from day to day, so that nobody always eats first.
    """
    left = [dict(counts) for counts in starting]
    dealt: dict[Duty, tuple[int, ...]] = {}
    for duty in group.duties:
        slots = slots_all_held(fixed.get(duty, ()))
        if slots and all(left[k].get(slot, 0) > 0 for k, slot in enumerate(slots)):
            dealt[duty] = slots
            for k, slot in enumerate(slots):
                left[k][slot] -= 1
            if not _can_be_dealt(group.windows, left):
                del dealt[duty]
                for k, slot in enumerate(slots):
                    left[k][slot] += 1
    rest = [duty for duty in group.duties if duty not in dealt]
    turn = day.toordinal() % max(1, len(rest))
    queues = [[slot for slot in sorted(counts) for _ in range(counts[slot])] for counts in left]
    for place, duty in enumerate((*rest[turn:], *rest[:turn])):
        dealt[duty] = tuple(queue[place] for queue in queues)
    return dealt


def _can_be_dealt(windows: Sequence[Window], left: Sequence[Mapping[int, int]]) -> bool:
    """Whether what is left still follows break by break, first come first served."""
    queues = [[slot for slot in sorted(counts) for _ in range(counts[slot])] for counts in left]
    return all(
        first + windows[k].slots <= second
        for k in range(len(queues) - 1)
        for first, second in zip(queues[k], queues[k + 1], strict=True)
    )


def away_of(grid: BreakDay, starts: Mapping[Duty, Sequence[int]]) -> Counts:
    """Seats away on a break per job and slot."""
    away = np.zeros_like(grid.present)
    for duty, slots in starts.items():
        if grid.job_of[duty] >= 0:
            for slot, window in zip(slots, grid.on_duty[duty], strict=True):
                away[grid.job_of[duty], slot : slot + window.slots] += 1
    return away
