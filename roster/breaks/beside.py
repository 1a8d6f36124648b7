"""Breaks that were told stay as they are; who came in since takes theirs beside them (BREAK)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from roster.breaks.day import BreakDay, Counts, Window, break_day
from roster.breaks.plan import BreakPlan, PlacedBreak, as_plan, away_of, slots_all_held, slots_held
from roster.model import Duty
from roster.rule.evidence import Evidence

SHORT = 10_000
"""A seat short in one slot costs more than being away with however many others."""


def keep_breaks(
    evidence: Evidence,
    day: date,
    placed: Sequence[PlacedBreak],
    now: datetime | None = None,
    eve: Mapping[Duty, Sequence[tuple[datetime, int]]] | None = None,
) -> BreakPlan:
    """The day's breaks with every one that was told where it is, and those of the newcomers beside them.

    One after the other each newcomer's breaks leave the fewest seats short that one person's can, and then fall among
    the fewest others; none begins before `now` where that can be. `eve` are the breaks of duties of the day before. No
    search: milliseconds at any size. The bound is what is short if nobody takes a break.
    """
    grid = break_day(evidence, day, eve or {})
    fixed = slots_held(grid, placed)
    starts = {duty: slots for duty, held in fixed.items() if (slots := slots_all_held(held))}
    away = away_of(grid, starts)
    passed = 0 if now is None else grid.slot(now) + (grid.instant(grid.slot(now)) < now)
    for duty in sorted(grid.on_duty):
        if duty in starts:
            continue
        windows, job = grid.on_duty[duty], grid.job_of[duty]
        price = _price(grid, job, away)
        held = fixed.get(duty, (None,) * len(windows))
        ahead = [_ahead(window, slot, passed) for window, slot in zip(windows, held, strict=True)]
        starts[duty] = _cheapest(ahead, price) or _cheapest(windows, price)
        for slot, window in zip(starts[duty], windows, strict=True):
            if job >= 0:
                away[job, slot : slot + window.slots] += 1
    least = int(np.maximum(grid.required - grid.present, 0).sum())
    return as_plan(grid, starts, fixed, least)


def _price(grid: BreakDay, job: int, away: Counts) -> Counts:
    """What one more person away costs in each slot."""
    if job < 0:
        return np.zeros(grid.slots + 1, np.int64)
    lacking = grid.required[job] - grid.present[job] + away[job]
    more = np.maximum(lacking + 1, 0) - np.maximum(lacking, 0)
    return np.append(more * SHORT + away[job], 0)


def _ahead(window: Window, held: int | None, passed: int) -> Window:
    """The break where it was told, else from `passed` on where that can be."""
    ahead = tuple(at for at in window.starts if at >= passed)
    return replace(window, starts=(held,) if held is not None else ahead or window.starts)


def _cheapest(windows: Sequence[Window], price: Counts) -> tuple[int, ...]:
    """The cheapest starts of one person's breaks, one after the other; empty where none fit."""
    summed = np.concatenate(([0], np.cumsum(price)))
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for k, window in enumerate(windows):
        reached: list[tuple[int, tuple[int, ...]]] = []
        for start in window.starts:
            before = [way for way in best if not k or way[1][-1] + windows[k - 1].slots <= start]
            if before:
                cost, way = min(before)
                away = int(summed[min(start + window.slots, len(price))] - summed[start])
                reached.append((cost + away, (*way, start)))
        best = reached
    return min(best)[1] if best else ()
