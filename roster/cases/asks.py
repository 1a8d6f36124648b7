"""What people ask for: leave, wishes, standing limits, pins."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from roster.cases.draw import Draw
from roster.cases.staff import Person
from roster.cases.workdays import is_public_holiday
from roster.model.centre import Month

MAX_LEAVE_SHARE = 0.15

Row = list[object]


def _days(start: date, length: int) -> list[date]:
    return [start + timedelta(days=day) for day in range(length)]


def approved_leave(people: list[Person], month: Month, draw: Draw) -> list[Row]:
    """Leave that stands: noted in each person's ``away``, never above the quota of a day and team.

    Mostly annual leave after the holidays, some study and business trips; one may run past the month's end.
    """
    sizes = Counter(person.team for person in people)
    away: Counter[tuple[str, date]] = Counter()
    rows: list[Row] = []
    plain = [person for person in people if person.role == "agent" and not person.trainee_until]
    for turn, person in enumerate(draw.some(plain, max(1, round(0.085 * len(people))))):
        kind = ("annual", "annual", "annual", "study", "business")[turn % 5]
        length = draw.between(3, 7) if kind == "annual" else draw.between(2, 3)
        quota = max(1, int(MAX_LEAVE_SHARE * sizes[person.team]))
        for _ in range(40):
            start = month.first + timedelta(days=draw.between(7, month.days - 2))
            days = _days(start, length)
            if person.end_date and days[-1] > person.end_date:
                continue
            if all(away[person.team, day] < quota for day in days):
                away.update((person.team, day) for day in days)
                person.away.update(days)
                rows.append([person.agent_id, kind, start, days[-1], "approved", 1, "false", "false"])
                break
    return rows


def requested_leave(people: list[Person], month: Month, draw: Draw) -> list[Row]:
    """Leave that the roster decides: about one person in seven; some collide within a team on purpose.

    One personal request is special, one extreme request lies on the public holidays, one is sick leave (a
    planned treatment, always granted).
    """
    plain = [person for person in people if not person.away and not person.start_date and not person.end_date]
    rows: list[Row] = []
    for turn, person in enumerate(draw.some(plain, max(4, round(0.14 * len(people))))):
        kind, special, extreme = "personal", False, False
        priority = draw.one((1, 1, 1, 2, 2, 3, 5))
        start, length = month.first + timedelta(days=draw.between(7, month.days - 4)), draw.between(1, 3)
        if turn == 0:
            special, priority, length = True, 4, 1
        elif turn == 1:
            holidays = [day for day in month if is_public_holiday(day)]
            extreme, priority = bool(holidays), 5
            start, length = (holidays[len(holidays) // 2], 2) if holidays else (start, 2)
        elif turn == 2:
            kind, length = "sick", 2
        days = _days(start, length)
        person.away.update(days)
        rows.append(
            [person.agent_id, kind, start, days[-1], "requested", priority, str(special).lower(), str(extreme).lower()]
        )
    return rows


def wishes(people: list[Person], month: Month, draw: Draw, *, shifts: Iterable[str]) -> list[Row]:
    """One to three wishes of two people in five: days off, days of work, shifts wanted and unwanted."""
    codes = list(shifts)
    rows: list[Row] = []
    for person in sorted(draw.some(people, round(0.4 * len(people))), key=lambda person: person.agent_id):
        for day in sorted(draw.some(list(month), draw.between(1, 3))):
            if not person.employed(day) or day in person.away:
                continue
            what = draw.one(("off", "off", "off", "work", "shift", "shift"))
            shift = draw.one(codes) if what == "shift" else what
            unwanted = what == "shift" and draw.share() < 0.4
            weight = draw.one((1, 1, 2, 3))
            rows.append([person.agent_id, day, shift, -weight if unwanted else weight])
    return rows


def night_limits(people: list[Person], night_shifts: Iterable[str]) -> list[Row]:
    """The evenings of a week on which somebody can never take a night."""
    nights = list(night_shifts)
    return [
        [person.agent_id, weekday, "", night, "false"]
        for person in people
        for weekday in person.night_free_weekdays
        for night in nights
    ]


def pins(people: list[Person], month: Month, draw: Draw, *, shift: str, holiday_job: str) -> list[Row]:
    """Fixed cells that contradict nothing: leaders who open a holiday, a few duties and training days off.

    Each person has one pin at most, two clear days after the month's start, so that no history reaches it.
    """
    free = [person for person in people if person.rotating and not person.away and not person.special]
    leaders = [person for person in people if person.role == "leader" and not person.away]
    rows: list[Row] = []
    holidays = [day for day in list(month)[2:] if is_public_holiday(day)]
    for person, day in zip(draw.some(leaders, 2), holidays, strict=False):
        rows.append([person.agent_id, day, shift, holiday_job])
    for turn, person in enumerate(draw.some(free, max(2, round(0.04 * len(people))))):
        day = month.first + timedelta(days=draw.between(8, month.days - 3))
        rows.append([person.agent_id, day, "off", ""] if turn % 2 else [person.agent_id, day, shift, ""])
    return rows
