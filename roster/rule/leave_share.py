"""How much of each day a leave takes: whole days, and parts of one where it begins or ends at a time (请假制度 §3)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from roster.model.requests import DAY_MINUTES, SICK_KINDS, Timed
from roster.rule.leave_part import part_of_duty

Spans = tuple[tuple[int, int], ...]
"""The wall minutes of a day in which a duty of that day is worked, [start, end); beyond 1440 on the next day."""

WHOLE, HALF = Fraction(1), Fraction(1, 2)
OFFICE_HOURS: Spans = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""What makes a whole day where no duty tells: the legal working day of eight hours (劳动法 §36), a half before noon."""


def part_of_day(minutes: int, of_minutes: int, counted: str) -> Fraction:
    """What so many minutes of so many count of a day: as `half` days, upwards, as `hours`, their share, or `whole`."""
    share = min(WHOLE, Fraction(minutes, of_minutes))
    if not share or counted == "hours":
        return share
    return HALF if counted == "half" and share <= HALF else WHOLE


def leave_shares(leave: Timed, duty_on: Callable[[date], Spans], counted: str) -> dict[date, Fraction]:
    """How much of each day a leave takes, by day: 1 for a whole one, less where it begins or ends within it.

    There it is what it takes of the duty that starts on that day (`duty_on`; empty without one), so that hours of a
    night count for its evening; and where no duty tells, its part of office hours.
    """
    shares = {leave.start + timedelta(days=days): WHOLE for days in range((leave.end - leave.start).days + 1)}
    if not leave.is_timed:
        return shares
    cut = {day for day in shares if not leave.covers(day)}
    shares = {day: share for day, share in shares.items() if day not in cut}
    counted_days: set[date] = set()
    for day in sorted({*cut, *(day - timedelta(days=1) for day in cut)}):
        spans = duty_on(day)
        if not spans or (day < leave.start and leave.start_minute is None):
            continue
        counted_days.add(day)
        within = _within(leave, day, spans)
        if any(to > DAY_MINUTES for _, to in within):
            counted_days.add(day + timedelta(days=1))
        if within and day not in shares:
            shares[day] = part_of_day(_minutes(within), _minutes(spans), counted)
    for day in cut - counted_days:
        within = _within(leave, day, OFFICE_HOURS) or _within(leave, day, ((0, DAY_MINUTES),))
        shares[day] = part_of_day(_minutes(within), _minutes(OFFICE_HOURS), counted)
    return dict(sorted(shares.items()))


def once_a_day(kinds: Iterable[tuple[str, Fraction]]) -> Mapping[str, Fraction]:
    """What each kind of leave takes of one day: sickness first, then in the order given, a whole day together."""
    shares: dict[str, Fraction] = {}
    left = WHOLE
    for kind, share in sorted(kinds, key=lambda item: item[0] not in SICK_KINDS):
        taken = min(share, left)
        if taken:
            shares[kind] = shares.get(kind, Fraction(0)) + taken
            left -= taken
    return shares


def _minutes(spans: Spans) -> int:
    return sum(to - begin for begin, to in spans)


def _within(leave: Timed, day: date, spans: Spans) -> Spans:
    """What of a duty's spans lies within the leave; to its very end where the leave ends with the day."""

    def minute(of: date, wall: int) -> int:
        return (of - day).days * DAY_MINUTES + wall

    parts = (part_of_duty(leave, day, span, minute) for span in spans)
    return tuple(part for part in parts if part is not None)
