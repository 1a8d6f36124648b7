"""A day as the placing of breaks sees it: a grid of instants, who is on duty in which slot, and the seats asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from math import gcd
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from roster.load.seats import ROUNDING_SHARE
from roster.model import Case, Duty
from roster.model.shift import Break
from roster.rule.evidence import Evidence, Stint

Counts = NDArray[np.int64]

GRID_MINUTES, FINEST_MINUTES = 15, 5


class _Slot(Protocol):
    """The slot of an instant, held to the day; `up`: the first that starts no earlier."""

    def __call__(self, moment: datetime, *, up: bool = False) -> int: ...


@dataclass(frozen=True, slots=True)
class Window:
    """One break of one duty: it lasts `slots` of the grid and may start in any slot of `starts`, in order."""

    what: Break
    slots: int
    starts: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class BreakDay:
    """The slots from `begin` on, each of `step_minutes`, over all duties that start on `day`.

    `required[j, t]` and `present[j, t]` count seats of `jobs[j]` in slot t: asked for without the share of shrinkage
    that breaks make up, and there if nobody took a break. `on_duty` holds, for each duty with breaks that starts on the
    day, its windows in order. Who began on the eve is present less the breaks of the eve's plan. Who is on leave for
    some hours is present less these; no break lies in them, and one that has no room beside them is not taken.
    """

    day: date
    begin: datetime
    step_minutes: int
    jobs: tuple[str, ...]
    required: Counts
    present: Counts
    on_duty: Mapping[Duty, tuple[Window, ...]]
    job_of: Mapping[Duty, int]

    def instant(self, slot: int) -> datetime:
        """When a slot starts."""
        return self.begin + timedelta(minutes=slot * self.step_minutes)

    def slot(self, moment: datetime) -> int:
        """The slot that an instant lies in."""
        return int((moment - self.begin) / timedelta(minutes=self.step_minutes))

    @property
    def slots(self) -> int:
        """How many slots the day has."""
        return int(self.required.shape[1])


def break_share(case: Case) -> float:
    """The share of `shrinkage` that planned breaks make up: the centre's, or else what the shifts' breaks take.

    At most the shrinkage itself; 0 where no shift has breaks.
    """
    service = case.centre.service
    if service.break_shrinkage is not None:
        return min(service.break_shrinkage, service.shrinkage)
    with_breaks = [shift for shift in case.shifts if shift.breaks]
    if not with_breaks:
        return 0.0
    taken = sum(item.minutes for shift in with_breaks for item in shift.breaks)
    return min(service.shrinkage, taken / sum(shift.wall_minutes for shift in with_breaks))


def break_day(evidence: Evidence, day: date, eve: Mapping[Duty, Sequence[tuple[datetime, int]]]) -> BreakDay:
    """The day's grid. `eve`: the breaks (start, minutes) already planned for duties that began the day before."""
    case = evidence.case
    shifts = [shift for shift in case.shifts if shift.breaks]
    step = _step(case)
    stints = [stint for stint in (*evidence.past, *evidence.stints) if stint.day in {day, day - timedelta(days=1)}]
    todays = [stint for stint in stints if stint.day == day]
    begin = evidence.utc(day, 0)
    end = max([evidence.utc(day + timedelta(days=1), 0), *(stint.end for stint in todays)])
    slots = -(-int((end - begin).total_seconds()) // 60 // step)
    jobs = tuple(sorted({row.job for row in case.seats}))
    place = {job: index for index, job in enumerate(jobs)}

    def slot(moment: datetime, *, up: bool = False) -> int:
        minutes = int((moment - begin).total_seconds()) // 60
        at: int = -(-minutes // step) if up else minutes // step
        return min(slots, max(0, at))

    present = np.zeros((len(jobs), slots), np.int64)
    job_of: dict[Duty, int] = {}
    on_duty: dict[Duty, tuple[Window, ...]] = {}
    for stint in stints:
        off = evidence.hours_off(stint)
        at = place.get(stint.duty.job or stint.agent.jobs[0])
        if at is None or stint.agent.trainee_on(stint.day):
            at = -1
        else:
            there = np.zeros(slots, np.int64)
            there[slot(stint.start, up=True) : slot(stint.end)] = 1
            told = ((start, start + timedelta(minutes=minutes)) for start, minutes in eve.get(stint.duty, ()))
            for start, until in (*([] if stint.pause is None else [stint.pause]), *told, *off):
                there[slot(start) : slot(until, up=True)] = 0
            present[at] += there
        if stint.day == day and stint.shift in shifts:
            slots_off = [(slot(start), slot(until, up=True)) for start, until in off]
            windows = _beside(_windows(evidence, stint, step, slot), slots_off)
            if windows:
                job_of[stint.duty], on_duty[stint.duty] = at, windows
    return BreakDay(day, begin, step, jobs, _required(evidence, day, jobs, slots, step), present, on_duty, job_of)


def _step(case: Case) -> int:
    """15 minutes, or the finest grid of at least 5 that every break, window and shift of the case lies on."""
    marks = [case.centre.interval_minutes]
    for shift in case.shifts:
        marks += [mark for span in shift.spans for mark in span]
        marks += [
            mark for item in shift.breaks for mark in (item.minutes, item.earliest_minute, item.latest_end_minute)
        ]
    common: int = reduce(gcd, marks, GRID_MINUTES)
    return max(FINEST_MINUTES, common)


def _windows(evidence: Evidence, stint: Stint, step: int, slot: "_Slot") -> tuple[Window, ...]:
    """The breaks of a duty, each within its window; an hour around it where a clock change skips the room for them."""
    windows = tuple(_window(evidence, stint, item, step, slot, timedelta(0)) for item in stint.shift.breaks)
    if _can_follow(windows):
        return windows
    return tuple(_window(evidence, stint, item, step, slot, timedelta(hours=1)) for item in stint.shift.breaks)


def _window(evidence: Evidence, stint: Stint, item: Break, step: int, slot: "_Slot", around: timedelta) -> Window:
    low = max(stint.start, evidence.utc(stint.day, item.earliest_minute) - around)
    high = min(stint.end, evidence.utc(stint.day, item.latest_end_minute) + around) - timedelta(minutes=item.minutes)
    return Window(item, item.minutes // step, tuple(range(slot(low, up=True), slot(high) + 1)))


def _beside(windows: Sequence[Window], off: Sequence[tuple[int, int]]) -> tuple[Window, ...]:
    """The breaks that have room beside the hours off, given as slots [from, to), and after each other."""
    kept: tuple[Window, ...] = ()
    for window in windows:
        free = (at for at in window.starts if all(at + window.slots <= one or at >= two for one, two in off))
        rest = (*kept, replace(window, starts=tuple(free)))
        kept = rest if not off or _can_follow(rest) else kept
    return kept


def _can_follow(windows: Sequence[Window]) -> bool:
    """Whether each break can begin after the one before it is over."""
    free = 0
    for window in windows:
        start = next((at for at in window.starts if at >= free), None)
        if start is None:
            return False
        free = start + window.slots
    return True


def _required(evidence: Evidence, day: date, jobs: tuple[str, ...], slots: int, step: int) -> Counts:
    """Seats asked for per job and slot; 0 where nothing is said, as beyond the month."""
    case = evidence.case
    shrinkage = case.centre.service.shrinkage
    # A requirement of whole gross seats, less what its share of breaks had added to it.
    net = (1.0 - shrinkage) / (1.0 - shrinkage + break_share(case))
    place = {job: index for index, job in enumerate(jobs)}
    asked = {(row.day, row.minute, row.job): row.seats for row in case.seats}
    required = np.zeros((len(jobs), slots), np.int64)
    begin = evidence.utc(day, 0)
    for first, minute, start, end in evidence.intervals:
        low = int((start - begin).total_seconds()) // 60 // step
        high = int((end - begin).total_seconds()) // 60 // step
        if high <= 0 or low >= slots:
            continue
        for job, at in place.items():
            seats = asked.get((first, minute, job), 0)
            required[at, max(0, low) : min(slots, high)] = int(np.ceil(seats * net * (1.0 - ROUNDING_SHARE)))
    return required
