"""The duties before the month: a history that itself keeps every hard rule."""

from collections.abc import Sequence
from datetime import date, timedelta

from roster.cases.draw import Draw
from roster.cases.staff import MAX_OVERTIME_MINUTES, WEEKLY_MINUTES, Person
from roster.cases.workdays import is_legal_working_day
from roster.model.shift import Shift

MAX_STREAK_DAYS = 5
MAX_NIGHTS_A_MONTH = 6
LATE_MINUTE = 20 * 60


def paid_minutes(shift: Shift) -> int:
    """The shift's span without its break."""
    return shift.wall_minutes - shift.break_minutes


def _budget_minutes(person: Person, first: date, days: int) -> int:
    """The paid minutes that HOURS leaves for ``days`` days, overtime and part-time hours in proportion."""
    past = [first - timedelta(days=back) for back in range(1, days + 1)]
    full = 480 * sum(is_legal_working_day(day) for day in past)
    contract = person.contract_hours * 60 * days // 30 if person.contract_hours else full
    return min(contract + MAX_OVERTIME_MINUTES * days // 30, WEEKLY_MINUTES * days // 7)


def past_duties(
    person: Person, shifts: Sequence[Shift], first: date, days: int, draw: Draw
) -> list[tuple[date, str, str]]:
    """(date, shift, job) of one person's duties on the ``days`` days before ``first``.

    Work comes in blocks of one shift, parted by one or two days off. One shift a block keeps the minimum
    rest, the days off keep it between blocks and after nights; a block is at most five days (three nights)
    long, and the last one may be cut short by the month's start. Who does not rotate works the same day
    shift on every legal working day.
    """
    if not person.rotating:
        shift = draw.one([shift for shift in shifts if shift.end_minute <= LATE_MINUTE])
        office = [first - timedelta(days=back) for back in range(days, 0, -1)]
        return [(day, shift.code, person.jobs[0]) for day in office if person.may_work(day)]
    day_shifts = [shift for shift in shifts if not shift.is_night]
    night_shifts = [shift for shift in shifts if shift.is_night]
    duties: list[tuple[date, str, str]] = []
    nights, left_minutes = 0, _budget_minutes(person, first, days)
    day = first - timedelta(days=days - draw.between(0, 3))
    while day < first:
        nightly = bool(night_shifts) and nights + 3 <= MAX_NIGHTS_A_MONTH and draw.share() < 0.28
        shift = draw.one(night_shifts if nightly else day_shifts)
        for _ in range(draw.between(2, 3) if nightly else draw.between(4, MAX_STREAK_DAYS)):
            allowed = person.may_work_night(day) if nightly else person.may_work(day)
            if day >= first or not allowed or left_minutes < paid_minutes(shift):
                break
            able = [job for job in person.jobs if shift.serves(job)]
            if not able:
                break
            duties.append((day, shift.code, able[0] if draw.share() < 0.7 else draw.one(able)))
            nights += nightly
            left_minutes -= paid_minutes(shift)
            day += timedelta(days=1)
        day += timedelta(days=draw.one((1, 2, 2)))
    return duties
