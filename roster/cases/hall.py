"""A month of a service hall: about twenty people, counters instead of queues, opening hours instead of nights."""

from datetime import date, timedelta
from pathlib import Path

from roster.cases import asks
from roster.cases.draw import Draw
from roster.cases.folder import (
    CaseFolder,
    CentrePage,
)
from roster.cases.names import people_names
from roster.cases.past import past_duties
from roster.cases.staff import Person
from roster.cases.tasks import HALL_TASKS
from roster.cases.workdays import is_legal_working_day, is_public_holiday
from roster.model.centre import Month
from roster.model.shift import Shift

GENERAL, CASH, VIP = "01综合", "02现金", "03VIP"
FLOOR = "现场"
JOBS_OF_GRADE = {"junior": (GENERAL,), "intermediate": (CASH, GENERAL), "senior": (VIP, CASH, GENERAL)}
MONTH = Month(2026, 10)

# Everybody is there for the morning meeting half an hour before the doors open; the cash counters close
# their books after the last customer.
SHIFTS = (
    Shift("早", 8 * 60, 16 * 60 + 30, "早班", break_minutes=60),
    Shift("全", 8 * 60, 18 * 60, "全天班", break_minutes=120),
    Shift("晚", 9 * 60 + 30, 18 * 60, "晚班", break_minutes=60),
    Shift("短", 9 * 60, 13 * 60, "高峰短班", jobs=(GENERAL, CASH)),
)

# Seats per half hour from the opening on: minute of opening, seats by counter.
Opening = tuple[int, dict[str, tuple[int, ...]]]
WORKDAY: Opening = (
    8 * 60 + 30,
    {
        GENERAL: (5, 6, 8, 8, 8, 7, 6, 5, 5, 5, 6, 7, 7, 6, 6, 5, 4, 4),
        CASH: (1, 2, 3, 3, 3, 2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 1, 1, 1),
        VIP: (1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1),
    },
)
WEEKEND: Opening = (
    9 * 60,
    {
        GENERAL: (3, 4, 5, 6, 6, 5, 4, 3, 3, 4, 4, 4, 4, 3, 3, 3),
        CASH: (1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        VIP: (0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    },
)
HOLIDAY: Opening = (
    10 * 60,
    {
        GENERAL: (3, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2),
        CASH: (1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1),
    },
)
# Mondays and the first day after a break bring more people in the morning.
BUSY_MORNING_SEATS = 2
MORNING_PEAK = (9 * 60 + 30, 11 * 60 + 30)
# By a dated notice the hall is closed on National Day itself.
CLOSED = frozenset({date(2026, 10, 1)})


def hall_staff(seed: int) -> list[Person]:
    """Twenty people in two teams; the few peculiarities are written out, a hall knows everybody."""
    names = people_names(20, Draw(seed, "hall names"))
    grades = ["senior", "senior", *["intermediate"] * 3, *["junior"] * 5]
    people = [
        Person(
            agent_id=f"{101 + number:05d}",
            name=name,
            team=("大厅一组", "大厅二组")[number // 10],
            role={0: "leader", 1: "deputy"}.get(number % 10, "agent"),
            grade=grades[number % 10],
            jobs=JOBS_OF_GRADE[grades[number % 10]],
        )
        for number, name in enumerate(names)
    ]
    people[4].rotating = False
    people[7].contract_hours = people[17].contract_hours = 80
    people[8].protected, people[8].protected_until = "哺乳期", date(2027, 3, 15)
    people[9].trainee_until = date(2026, 10, 19)
    people[18].start_date, people[18].trainee_until = date(2026, 10, 12), date(2026, 10, 26)
    return people


def hall_managers(seed: int) -> list[Person]:
    """Two managers (值班经理) who keep the floor and serve no counter; one of them is there whenever it is busy."""
    return [
        Person(
            agent_id=f"{121 + number:05d}",
            name=name,
            team="值班经理",
            role="manager",
            grade="senior",
            jobs=(FLOOR,),
        )
        for number, name in enumerate(people_names(2, Draw(seed, "hall managers")))
    ]


def _limits(people: list[Person]) -> list[list[object]]:
    """Standing limits: two part-timers with fixed days or shifts, an evening class, one exam."""
    part_timers = [person.agent_id for person in people if person.contract_hours]
    evening_class, exam = people[12].agent_id, people[15].agent_id
    limits: list[tuple[str, int | str, date | str, str]] = [
        *((part_timers[0], weekday, "", code) for weekday in range(1, 8) for code in ("全", "晚")),
        *((part_timers[1], weekday, "", "") for weekday in (2, 4)),
        *((evening_class, 3, "", code) for code in ("全", "晚")),
        (exam, "", date(2026, 10, 17), ""),
    ]
    return [[*limit, "false"] for limit in limits]


def _opening(day: date) -> Opening | None:
    if day in CLOSED:
        return None
    if is_public_holiday(day):
        return HOLIDAY
    return WORKDAY if is_legal_working_day(day) else WEEKEND


def _seats() -> list[tuple[date, int, str, int, int]]:
    """(day, minute, counter, seats, floor): one general counter must never be empty in the morning peak."""
    rows = []
    for day in MONTH:
        opening = _opening(day)
        if opening is None:
            continue
        minute, counters = opening
        busy = day.weekday() == 0 or is_public_holiday(day - timedelta(days=1))
        for counter, seats in counters.items():
            for interval, usual in enumerate(seats):
                at = minute + 30 * interval
                peak = counter == GENERAL and opening is WORKDAY and MORNING_PEAK[0] <= at < MORNING_PEAK[1]
                rows.append((day, at, counter, usual + BUSY_MORNING_SEATS * (peak and busy), int(peak)))
    return rows


def write_hall(folder: Path, *, seed: int = 0) -> None:
    """Write the case folder of the hall for October 2026; the same seed writes the same bytes."""
    people, managers = hall_staff(seed), hall_managers(seed)
    leave = asks.approved_leave(people, MONTH, Draw(seed, "hall approved leave"))
    history = [
        (person.agent_id, *duty)
        for person in (*people, *managers)
        for duty in past_duties(person, SHIFTS, MONTH.first, 30, Draw(seed, f"hall past {person.agent_id}"))
    ]
    leave += asks.requested_leave(people, MONTH, Draw(seed, "hall requested leave"))
    case = CaseFolder(folder)
    case.centre(CentrePage(name="示例营业厅", month=MONTH))
    case.agents([*people, *managers])
    case.shifts(SHIFTS)
    case.seats(_seats())
    case.history(history)
    case.tasks(HALL_TASKS)
    case.leave(leave)
    case.wishes(asks.wishes(people, MONTH, Draw(seed, "hall wishes"), shifts=[shift.code for shift in SHIFTS]))
    case.availability(_limits(people))
    case.pins(asks.pins(people, MONTH, Draw(seed, "hall pins"), shift="早", holiday_job=GENERAL))
