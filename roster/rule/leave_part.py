"""What a leave takes of a duty (rulebook, What a leave touches), and whether two spans meet.

Moments are whatever can be compared: UTC instants, elapsed minutes, wall minutes of the duty's day.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from roster.model.requests import Timed

Moment = TypeVar("Moment", datetime, int)


def meet(one: tuple[Moment, Moment], two: tuple[Moment, Moment]) -> bool:
    """Whether two spans [from, to) have a moment in common."""
    return one[0] < two[1] and two[0] < one[1]


def part_of_duty(
    leave: Timed,
    day: date,
    span: tuple[Moment, Moment],
    moment: Callable[[date, int], Moment],
    pause: tuple[Moment, Moment] | None = None,
) -> tuple[Moment, Moment] | None:
    """What a leave takes of a duty that starts on `day`, [from, to); None where nothing.

    Where it begins or ends with a day it takes whole duties, those that start on its days: a night of the eve stands.
    Where it begins or ends at a time, what lies within. `moment` tells when a wall minute of a day is.
    """
    first, last = span
    if leave.start_minute is not None:
        first = max(first, moment(*leave.begins))
    elif day < leave.start:
        return None
    if leave.end_minute is not None:
        last = min(last, moment(*leave.ends))
    elif day > leave.end:
        return None
    if first >= last or (pause is not None and pause[0] <= first and last <= pause[1]):
        return None
    return first, last


def parts_off(
    leaves: Iterable[Timed],
    day: date,
    span: tuple[Moment, Moment],
    moment: Callable[[date, int], Moment],
    pause: tuple[Moment, Moment] | None = None,
) -> tuple[tuple[Moment, Moment], ...]:
    """The hours of a duty that leave takes while the rest of it stands, [from, to), one a leave.

    A duty that stands though leave would take the whole of it had begun when that was filed, and is not touched.
    """
    parts = (part_of_duty(leave, day, span, moment, pause) for leave in leaves)
    return tuple(part for part in parts if part is not None and part != span)
