"""Seats required and served per job and interval, and what a change does to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from roster.model import Duty, Leave, LeaveStatus
from roster.report.coverage import places
from roster.rule import MonthContext
from roster.rule.leave_part import meet, parts_off
from roster.text import clock_time


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What a change does to one interval of one job: seats required, and served before and after."""

    day: date
    minute: int
    job: str
    required_seats: int
    before_seats: int
    after_seats: int

    @property
    def short_before(self) -> int:
        """Seats short before."""
        return max(0, self.required_seats - self.before_seats)

    @property
    def short_after(self) -> int:
        """Seats short after."""
        return max(0, self.required_seats - self.after_seats)

    @property
    def lost_seats(self) -> int:
        """Seats by which the interval becomes short, or shorter; negative where it gains."""
        return self.short_after - self.short_before

    @property
    def record(self) -> dict[str, object]:
        """As programs get it."""
        return {
            "date": self.day.isoformat(),
            "time": clock_time(self.minute),
            "job": self.job,
            "required": self.required_seats,
            "before": self.before_seats,
            "after": self.after_seats,
        }


class SeatCount:
    """Seats required and served per job and interval of the month (COVERAGE's definition), kept under changes.

    `served` maps a measured job to an array over the context's slots.
    """

    def __init__(
        self, context: MonthContext, served: Mapping[str, np.ndarray], required: Mapping[str, np.ndarray]
    ) -> None:
        self.context = context
        self.served = served
        self.required = required
        self._timed: dict[str, list[Leave]] = {}
        for leave in context.case.leaves:
            if leave.is_timed and leave.status is LeaveStatus.APPROVED:
                self._timed.setdefault(leave.agent_id, []).append(leave)

    @classmethod
    def of(cls, context: MonthContext, duties: Iterable[Duty]) -> "SeatCount":
        """Counted from the case's history and these duties."""
        slots = context.slots
        required = {
            job: np.array([cells.get((slot.day, slot.minute), (0, 0))[0] for slot in slots], dtype=np.int64)
            for job, cells in context.seats.items()
        }
        count = cls(context, {job: np.zeros(len(slots), dtype=np.int64) for job in required}, required)
        for duty in context.case.history:
            agent = context.case.agent_by_id[duty.agent_id]
            count._add(Duty(duty.agent_id, duty.day, duty.shift, duty.job or agent.jobs[0]), 1)
        for duty in duties:
            count._add(duty, 1)
        return count

    def _span(self, duty: Duty) -> Sequence[int]:
        """The slots in which the duty fills a seat of a measured job."""
        if duty.job not in self.required or self.context.case.agent_by_id[duty.agent_id].trainee_on(duty.day):
            return range(0)
        return self.at_post(duty)

    def at_post(self, duty: Duty) -> Sequence[int]:
        """The slots that a duty covers whole; not those that leave cuts out of it."""
        context = self.context
        day, shift = context.day_of(duty.day), context.shift_index[duty.shift]
        covered = context.covered(day, shift)

        def moment(of: date, minute: int) -> int:
            return context.instant(context.day_of(of), minute)

        off = parts_off(self._timed.get(duty.agent_id, ()), duty.day, context.spans[day][shift], moment)
        if not off:
            return covered
        slots = context.slots
        return [at for at in covered if not any(meet((slots[at].begin, slots[at].end), part) for part in off)]

    def _add(self, duty: Duty, seats: int) -> None:
        span = self._span(duty)
        if span:
            self.served[duty.job][places(span)] += seats

    def changes(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[SeatChange, ...]:
        """Each interval whose served seats would change, in time's order."""
        delta: dict[tuple[int, str], int] = {}
        for duties, sign in ((removed, -1), (added, 1)):
            for duty in duties:
                for index in self._span(duty):
                    delta[index, duty.job] = delta.get((index, duty.job), 0) + sign
        changed = []
        for (index, job), change in sorted(delta.items()):
            if change:
                slot = self.context.slots[index]
                before = int(self.served[job][index])
                day = self.context.date_of(slot.day)
                required = int(self.required[job][index])
                changed.append(SeatChange(day, slot.minute, job, required, before, before + change))
        return tuple(changed)

    def part_lost(self, duty: Duty, first: int, last: int) -> tuple[SeatChange, ...]:
        """What a duty of the month has lost that is away in wall minutes `first` … `last` of its day.

        Minutes beyond 1440 are of the next day. The seats served are those without it.
        """
        context = self.context
        trained = not context.case.agent_by_id[duty.agent_id].trainee_on(duty.day)
        if duty.day not in context.case.month or duty.job not in self.required or not trained:
            return ()
        start, step = context.day_of(duty.day), context.case.centre.interval_minutes
        lost = []
        for index in context.covered(start, context.shift_index[duty.shift]):
            slot = context.slots[index]
            minute = (slot.day - start) * 1440 + slot.minute
            if first < minute + step and minute < last:
                served, required = int(self.served[duty.job][index]), int(self.required[duty.job][index])
                day = context.date_of(slot.day)
                lost.append(SeatChange(day, slot.minute, duty.job, required, served + 1, served))
        return tuple(lost)

    def moved(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "SeatCount":
        """The count after the change; this one stays as it is."""
        count = SeatCount(self.context, {job: row.copy() for job, row in self.served.items()}, self.required)
        for duty in removed:
            count._add(duty, -1)
        for duty in added:
            count._add(duty, 1)
        return count

    def short_minutes(self) -> int:
        """Seat-minutes short over the whole month."""
        step = self.context.case.centre.interval_minutes
        short = (np.maximum(0, self.required[job] - row).sum() for job, row in self.served.items())
        return int(sum(short)) * step
