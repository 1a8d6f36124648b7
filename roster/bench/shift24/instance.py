"""What an instance of the Curtois-Qu format says, as frozen records in the format's own terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

#: An employee's horizon: a shift's id per day, or None for a day off. Length: the horizon's days.
Line = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class ShiftType:
    """One row of SECTION_SHIFTS. `no_successors`: the shifts that may not stand on the day after this one."""

    id: str
    length_minutes: int
    no_successors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Employee:
    """One row of SECTION_STAFF with the employee's row of SECTION_DAYS_OFF.

    `max_shifts` limits the shifts of a type over the horizon (a type not named is not limited, 0 forbids it);
    a weekend is worked if its Saturday or its Sunday is.
    """

    id: str
    max_shifts: Mapping[str, int]
    max_total_minutes: int
    min_total_minutes: int
    max_consecutive_shifts: int
    min_consecutive_shifts: int
    min_consecutive_days_off: int
    max_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class ShiftRequest:
    """One row of SECTION_SHIFT_ON_REQUESTS or SECTION_SHIFT_OFF_REQUESTS; `weight` is paid if it is not met."""

    employee: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """One row of SECTION_COVER: seats wanted on a day in a shift, and the price of one too few or too many."""

    day: int
    shift: str
    required_seats: int
    weight_under: int
    weight_over: int


@dataclass(frozen=True)
class Instance:
    """A whole file. Day 0 is a Monday; days are counted from 0 to `horizon_days` - 1."""

    name: str
    horizon_days: int
    shifts: tuple[ShiftType, ...]
    employees: tuple[Employee, ...]
    on_requests: tuple[ShiftRequest, ...]
    off_requests: tuple[ShiftRequest, ...]
    covers: tuple[Cover, ...]

    @cached_property
    def shift(self) -> dict[str, ShiftType]:
        """The shift types by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def weekends(self) -> tuple[tuple[int, ...], ...]:
        """The days of each weekend that the horizon holds, wholly or in part."""
        weeks = range(0, self.horizon_days, 7)
        inside = (tuple(day for day in (week + 5, week + 6) if day < self.horizon_days) for week in weeks)
        return tuple(days for days in inside if days)

    def may_work(self, employee: Employee, day: int, shift: str) -> bool:
        """Whether neither a day off nor a limit of no shifts of the type forbids it."""
        return day not in employee.days_off and employee.max_shifts.get(shift, 1) > 0
