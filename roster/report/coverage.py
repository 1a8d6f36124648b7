"""Seats asked for and seats filled, per job and interval of a finished roster."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.rule.evidence import Evidence
from roster.text import Text

Counts = NDArray[np.int64]

FAR_TIMES, FAR_SHARE = 1.5, 0.05
"""Beyond 1.5 × what is proven to stay empty and 5 % of what is required, a roster is not fit to be handed out."""

NAMED = 5
"""So many days are named; more are counted."""


@dataclass(frozen=True, eq=False)
class SeatCoverage:
    """Seats asked for and seats filled, per measured job and real interval of the month (rulebook, COVERAGE).

    `intervals[k]` is (day, wall minute, start, end) with UTC instants: a repeated hour comes twice, a skipped one not
    at all. `required[j, k]`, `minimum[j, k]` (the hard floor) and `rostered[j, k]` count seats of `jobs[j]`.
    """

    interval_minutes: int
    jobs: tuple[str, ...]
    intervals: tuple[tuple[date, int, datetime, datetime], ...]
    required: Counts
    minimum: Counts
    rostered: Counts

    @cached_property
    def gap(self) -> Counts:
        """Rostered less required: below 0 seats are short, above 0 over."""
        return self.rostered - self.required

    @cached_property
    def short(self) -> Counts:
        """Seats missing."""
        return np.maximum(-self.gap, 0)

    @property
    def filled_share(self) -> float:
        """The share of the required seat-intervals that is filled; 1 where none is required."""
        required = int(self.required.sum())
        return 1.0 if required == 0 else 1.0 - int(self.short.sum()) / required

    def fit_share(self, least: int) -> float:
        """The share that must be filled for a roster to be handed out, where `least` seat-intervals must stay empty."""
        required = int(self.required.sum())
        return 0.0 if required == 0 else 1.0 - self._most_short(least) / required

    def too_short(self, least: int) -> bool:
        """Whether far more seats are empty than must be (`least`)."""
        return int(self.short.sum()) > self._most_short(least)

    def _most_short(self, least: int) -> float:
        return FAR_TIMES * least + FAR_SHARE * int(self.required.sum())

    @cached_property
    def empty_days(self) -> Mapping[date, int]:
        """Days on which seats are required and nobody fills any, with how many seat-intervals are required."""
        required, filled = self.required.sum(axis=0), np.minimum(self.rostered, self.required).sum(axis=0)
        wanted: dict[date, int] = {}
        there: dict[date, int] = {}
        for index, (day, _, _, _) in enumerate(self.intervals):
            wanted[day] = wanted.get(day, 0) + int(required[index])
            there[day] = there.get(day, 0) + int(filled[index])
        return {day: seats for day, seats in wanted.items() if seats and not there[day]}

    @cached_property
    def place(self) -> Mapping[tuple[date, int], tuple[int, ...]]:
        """Day and wall minute → the intervals of that name: one, or two in a repeated hour."""
        served: dict[tuple[date, int], tuple[int, ...]] = {}
        for index, (day, minute, _, _) in enumerate(self.intervals):
            served[day, minute] = (*served.get((day, minute), ()), index)
        return served


def empty_days_words(days: Collection[date]) -> Text:
    """Days with nobody on any seat, in words: how many, and the first of them."""
    some = [f"{day:%m-%d}" for day in days][:NAMED]
    more = " …" if len(days) > NAMED else ""
    return Text(
        f"整天无人在岗 {len(days)} 天:{'、'.join(some)}{more}",
        f"days with nobody on any seat ({len(days)}): {', '.join(some)}{more}",
    )


def coverage(evidence: Evidence) -> SeatCoverage:
    """Count who serves what: a duty serves its job in the intervals that its span covers whole, leave of hours aside.

    History's duties serve the first day's early intervals, trainees fill no seat; jobs without a seat requirement are
    not measured, missing intervals of a measured one require 0.
    """
    case = evidence.case
    intervals = evidence.intervals
    jobs = tuple(sorted({row.job for row in case.seats}))
    place = {job: index for index, job in enumerate(jobs)}
    asked = {(row.day, row.minute, row.job): row for row in case.seats}
    required = np.zeros((len(jobs), len(intervals)), np.int64)
    minimum = np.zeros_like(required)
    for index, (day, minute, _, _) in enumerate(intervals):
        for job, at in place.items():
            row = asked.get((day, minute, job))
            if row is not None:
                required[at, index], minimum[at, index] = row.seats, row.min_seats
    rostered = np.zeros_like(required)
    for stint in (*evidence.past, *evidence.stints):
        row_of_job = place.get(stint.duty.job or stint.agent.jobs[0])
        if row_of_job is not None and not stint.agent.trainee_on(stint.day):
            rostered[row_of_job, places(evidence.at_post(stint))] += 1
    return SeatCoverage(case.centre.interval_minutes, jobs, intervals, required, minimum, rostered)


def places(covered: Sequence[int]) -> slice | list[int]:
    """Intervals as numpy takes them: those of an ordinary duty lie side by side, a split duty's do not."""
    return slice(covered.start, covered.stop) if isinstance(covered, range) else list(covered)


@dataclass(frozen=True, slots=True)
class ShiftDay:
    """A shift on a day: `people` on it, and what its hours ask for and get, whatever shift fills the seats.

    Seats are means over the intervals within the shift, of all jobs that it may serve together.
    """

    people: int
    required_seats: float
    rostered_seats: float
    short_seats: float


def shift_days(evidence: Evidence, table: SeatCoverage) -> Mapping[tuple[str, date], ShiftDay]:
    """For each shift's code and day of the month what its hours ask for and get."""
    people: dict[tuple[str, date], int] = {}
    for duty in evidence.roster.duties:
        people[duty.shift, duty.day] = people.get((duty.shift, duty.day), 0) + 1
    grouped = {}
    for shift in evidence.case.shifts:
        rows = [index for index, job in enumerate(table.jobs) if shift.serves(job)]
        totals = [values[rows].sum(axis=0) for values in (table.required, table.rostered, table.short)]
        for day in evidence.case.month:
            covered = evidence.covered_by(day, shift.code)
            required, rostered, short = (
                float(values[places(covered)].sum()) / max(1, len(covered)) for values in totals
            )
            grouped[shift.code, day] = ShiftDay(people.get((shift.code, day), 0), required, rostered, short)
    return grouped
