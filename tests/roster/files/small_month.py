"""A small month for the tests of what is written: six people in two teams, a night shift, leave, a load."""

from dataclasses import replace
from datetime import date, timedelta

from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Leave,
    LeaveStatus,
    Month,
    Role,
    Roster,
    SeatRequirement,
    Shift,
    Wish,
)
from roster.rule.evidence import Evidence
from roster.text import Text

OCTOBER = Month(2026, 10)
HOLIDAYS = HolidayCalendar(
    "CN",
    off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)},
    work={date(2026, 10, 10): Text("国庆节调休", "Make-up workday")},
)
AGENTS = (
    Agent("001", "张三", "一班", ("189", "180"), Role.LEADER, Grade.SENIOR),
    Agent("002", "李四", "一班", ("189",), grade=Grade.JUNIOR),
    Agent("003", "王五", "一班", ("180", "189"), grade=Grade.INTERMEDIATE, contract_minutes=9600),
    Agent("004", "赵六", "二班", ("189",), Role.DEPUTY),
    Agent("005", "钱七", "二班", ("180",), trainee_until=date(2026, 11, 1)),
    Agent("006", "孙八", "二班", ("189",)),
)
SHIFTS = (
    Shift("E", 480, 960, "早班", 60),
    Shift("L", 960, 1440, "晚班"),
    Shift("N", 1320, 1800, "夜班"),
)
LEAVES = (
    Leave("002", "sick", date(2026, 9, 29), date(2026, 10, 2)),
    Leave("006", "annual", date(2026, 10, 20), date(2026, 10, 21), LeaveStatus.REQUESTED),
    Leave("004", "personal", date(2026, 10, 12), date(2026, 10, 12), LeaveStatus.REQUESTED),
)
WISHES = (Wish("001", date(2026, 10, 3), "off", 2), Wish("003", date(2026, 10, 5), "N", -1))
GRANTED = 1
DECLINED = 2


def small_case(timezone: str = "Asia/Shanghai", month: Month = OCTOBER, interval_minutes: int = 60) -> Case:
    """The month's case; one seat of 189 all day and one of 180 from 8 to 16."""
    seats = [
        SeatRequirement(day, minute, job, 1)
        for day in month
        for job, hours in (("189", range(24)), ("180", range(8, 16)))
        for minute in range(hours[0] * 60, hours[-1] * 60 + 60, interval_minutes)
    ]
    return Case(
        Centre("北方客服中心", timezone, month, "CN", interval_minutes),
        HOLIDAYS,
        AGENTS,
        SHIFTS,
        tuple(seats),
        leaves=LEAVES,
        wishes=WISHES,
        history=(Duty("001", month.first - timedelta(days=1), "N", "189"),),
    )


def small_roster(case: Case, *more: Duty) -> Roster:
    """A few duties, one of them a night on the 24th, and the second leave granted."""
    day = case.month.first
    duties = [
        Duty("001", day + timedelta(days=1), "E", "189"),
        Duty("001", day + timedelta(days=3), "E", "180"),
        Duty("003", day + timedelta(days=1), "L", "180"),
        Duty("004", day + timedelta(days=23), "N", "189"),
        Duty("005", day + timedelta(days=1), "E", "180"),
        Duty("006", case.month.last, "N", "189"),
    ]
    return Roster.of([*duties, *more], {GRANTED})


def small_evidence(timezone: str = "Asia/Shanghai") -> Evidence:
    """The roster of the case, as checks and reports see it."""
    case = small_case(timezone)
    return Evidence(case, small_roster(case))


def renamed(case: Case, name: str, *, agent_id: str | None = None, team: str | None = None) -> Case:
    """The case with its first agent named (and numbered, and teamed) otherwise; leaves and wishes follow."""
    old = case.agents[0]
    new = replace(old, name=name, agent_id=agent_id or old.agent_id, team=team or old.team)

    def moved(duty: Duty) -> Duty:
        return replace(duty, agent_id=new.agent_id) if duty.agent_id == old.agent_id else duty

    return replace(
        case,
        agents=(new, *case.agents[1:]),
        wishes=tuple(replace(w, agent_id=new.agent_id) if w.agent_id == old.agent_id else w for w in case.wishes),
        history=tuple(moved(duty) for duty in case.history),
    )
