"""How many people and which shifts a day's seats call for, when nobody has said yet."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roster.cases.hotline import SHIFTS as ROUND_THE_CLOCK_SHIFTS
from roster.cases.names import team_name
from roster.cases.staff import FULL_DAY_MINUTES, TEAM_SIZE, Person, team_grades
from roster.model.shift import Shift

Seats = NDArray[np.int64]

MINUTES_A_DAY = 1440
# From a day this long on somebody is there at night as well.
ROUND_THE_CLOCK_MINUTES = 20 * 60
# The starts of neighbouring shifts lie at most so far apart, so that a peak can be met without staffing the day.
STEP_MINUTES = 120
BREAK_MINUTES = 60
# Leave, training and limits take a part of the people; edges of shifts a part of the hours.
SPARE = 1.08


def opening(seats: Seats, interval_minutes: int) -> tuple[int, int]:
    """The first and the last minute at which some day needs a seat; ``seats`` is shaped (days, intervals)."""
    needed = np.flatnonzero(seats.any(axis=0))
    if not len(needed):
        return 0, 0
    return int(needed[0]) * interval_minutes, (int(needed[-1]) + 1) * interval_minutes


def shifts_for(seats: Seats, interval_minutes: int) -> tuple[Shift, ...]:
    """Shifts of eight paid hours and a break that cover the opening, evenly spaced.

    A short day has one shift as long as itself; a centre that never closes gets the hotline's own shifts.
    """
    start, end = opening(seats, interval_minutes)
    if end - start >= ROUND_THE_CLOCK_MINUTES:
        return ROUND_THE_CLOCK_SHIFTS
    length = min(FULL_DAY_MINUTES + BREAK_MINUTES, end - start)
    break_minutes = max(0, length - FULL_DAY_MINUTES)
    slack = end - start - length
    count = math.ceil(slack / STEP_MINUTES) + 1
    shifts = []
    for number in range(count):
        at = start + (round(slack * number / (count - 1) / interval_minutes) * interval_minutes if count > 1 else 0)
        name = "早班" if number == 0 else "晚班" if number == count - 1 else "中班"
        shifts.append(Shift(chr(ord("A") + number), at, at + length, name, break_minutes))
    return tuple(shifts)


def duties_for(day_seats: Sequence[int], shifts: Sequence[Shift], interval_minutes: int) -> int:
    """The fewest duties that fill a day's seats: cover the earliest open seat by the shift that reaches furthest.

    Shifts of one length sorted by start make this exact; over midnight it is the hours alone.
    """
    if any(shift.end_minute > MINUTES_A_DAY for shift in shifts):
        return math.ceil(sum(day_seats) * interval_minutes / FULL_DAY_MINUTES)
    spans = [(shift.start_minute // interval_minutes, shift.end_minute // interval_minutes) for shift in shifts]
    there = [0] * (len(day_seats) + 1)
    duties = 0
    for interval, seats in enumerate(day_seats):
        missing = seats - there[interval]
        reach = [span for span in spans if span[0] <= interval < span[1]]
        if missing > 0 and reach:
            duties += missing
            for covered in range(interval, min(max(end for _, end in reach), len(day_seats))):
                there[covered] += missing
    return duties


def agents_for(seats: Seats, shifts: Sequence[Shift], interval_minutes: int, *, workdays: int) -> int:
    """People enough for the month's duties at ``workdays`` each and for the fullest day, with some to spare."""
    daily = [duties_for([int(count) for count in day], shifts, interval_minutes) for day in seats]
    return max(2, math.ceil(SPARE * sum(daily) / workdays), math.ceil(SPARE * max(daily)))


def staff_for(agents: int, job: str) -> list[Person]:
    """Unnamed people in teams of about twelve, all with one job; names and peculiarities are the centre's to add."""
    teams = max(1, round(agents / TEAM_SIZE))
    people: list[Person] = []
    for number in range(1, teams + 1):
        size = number * agents // teams - (number - 1) * agents // teams
        for position, grade in enumerate(team_grades(size, number)):
            role = ("leader", "deputy")[position] if position < 2 else "agent"
            agent_id = f"{len(people) + 1:04d}"
            people.append(Person(agent_id, f"座席{agent_id}", team_name(number), role, grade, (job,)))
    return people
