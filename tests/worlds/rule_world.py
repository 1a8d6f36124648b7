"""Small worlds in a few words, for labelled cases and brute force.

The default month is October 2026 in Shanghai: 1 October is a Thursday; 1–7 are public holidays, Saturday the 10th is a
make-up workday, and 18 days are legal working days. A roster is written `"a 1D 2N/180; b 0N"`: agent, then day of the
month, shift code and, where it is not the agent's first, job. Day 0 is the last of the month before, −1 the day before
that, 32 the first of November.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from constraints import CATALOGUE
from roster.model import (
    Agent,
    Availability,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Leave,
    LeaveStatus,
    Month,
    Pin,
    Protection,
    Role,
    Roster,
    SeatRequirement,
    Shift,
    Stayed,
    Wish,
)
from roster.rule import Evidence, MonthContext, Rule, Rulebook
from roster.text import Text

OCTOBER = HolidayCalendar(
    "CN",
    off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)},
    work=dict.fromkeys((date(2026, 9, 20), date(2026, 10, 10)), Text("国庆节调休", "National Day")),
)
PLAIN = HolidayCalendar()

DAY = Shift("D", 8 * 60, 16 * 60)
EVENING = Shift("E", 16 * 60, 24 * 60)
LATE = Shift("L", 15 * 60, 23 * 60)
NIGHT = Shift("N", 23 * 60, 31 * 60)
SHIFTS = (DAY, EVENING, NIGHT)


def agent(agent_id: str, *jobs: str, team: str = "一班", **more: Any) -> Agent:
    """An agent with jobs (default: 189 alone)."""
    return Agent(agent_id, f"姓名{agent_id}", team, jobs or ("189",), **more)


def world(
    *agents: Agent,
    shifts: tuple[Shift, ...] = SHIFTS,
    month: str = "2026-10",
    zone: str = "Asia/Shanghai",
    calendar: HolidayCalendar = OCTOBER,
    interval: int = 60,
    seats: tuple[SeatRequirement, ...] = (),
    leaves: tuple[Leave, ...] = (),
    wishes: tuple[Wish, ...] = (),
    availability: tuple[Availability, ...] = (),
    pins: tuple[Pin, ...] = (),
    history: str = "",
    ahead: str = "",
    stayed: Mapping[str, int] | None = None,
    rules: Mapping[str, object] | None = None,
    weights: dict[str, float] | None = None,
) -> Case:
    """A case; without agents there are two, a and b. `stayed`: `{"a 1D": 30}`, minutes worked beyond a duty's end."""
    centre = Centre("世界", zone, Month.parse(month), None, interval, rules=rules or {}, weights=weights or {})
    case = Case(
        centre,
        calendar,
        agents or (agent("a"), agent("b")),
        shifts,
        seats,
        leaves=leaves,
        wishes=wishes,
        availability=availability,
        pins=pins,
    )
    late = ((duty, minutes) for text, minutes in (stayed or {}).items() for duty in duties(case, text))
    return replace(
        case,
        history=duties(case, history),
        ahead=duties(case, ahead),
        stayed=tuple(Stayed(duty.agent_id, duty.day, duty.shift, minutes) for duty, minutes in late),
    )


def on(case: Case, number: int) -> date:
    """The date of a day of the month; 0 and below lie before it."""
    return case.month.first + timedelta(days=number - 1)


def duties(case: Case, text: str) -> tuple[Duty, ...]:
    """Duties from their short form."""
    listed = []
    for line in filter(None, (part.strip() for part in text.split(";"))):
        agent_id, *words = line.split()
        for word in words:
            match = re.fullmatch(r"(-?\d+)([A-Z]\w*)(?:/(\w+))?", word)
            assert match, word
            job = match[3] or case.agent_by_id[agent_id].jobs[0]
            listed.append(Duty(agent_id, on(case, int(match[1])), match[2], job))
    return tuple(listed)


def roster(case: Case, text: str, *granted: int) -> Roster:
    """A roster from its short form."""
    return Roster.of(duties(case, text), granted)


def seats(
    days: Iterable[int], hours: Iterable[int], number: int, job: str = "189", **more: int
) -> tuple[SeatRequirement, ...]:
    """So many seats on these days of October 2026 and in these hours (interval 60)."""
    return tuple(
        SeatRequirement(date(2026, 10, day), hour * 60, job, number, more.get("least", 0))
        for day in days
        for hour in hours
    )


def leave(agent_id: str, first: int, last: int, kind: str = "personal", **more: object) -> Leave:
    """A requested leave over days of October 2026 (as `on` counts)."""
    more.setdefault("status", LeaveStatus.REQUESTED)
    start = date(2026, 9, 30)
    return Leave(agent_id, kind, start + timedelta(days=first), start + timedelta(days=last), **more)  # type: ignore[arg-type]


APPROVED = LeaveStatus.APPROVED


def rulebook(case: Case) -> Rulebook:
    """The whole catalogue as the case sets it."""
    return Rulebook.of(CATALOGUE, case.centre)


def rule(case: Case, rule_id: str) -> Rule:
    """One rule as the case sets it."""
    return rulebook(case)[rule_id]


__all__ = [
    "APPROVED",
    "DAY",
    "EVENING",
    "LATE",
    "NIGHT",
    "OCTOBER",
    "PLAIN",
    "SHIFTS",
    "UTC",
    "Agent",
    "Availability",
    "Case",
    "Duty",
    "Evidence",
    "Grade",
    "Leave",
    "Month",
    "MonthContext",
    "Pin",
    "Protection",
    "Role",
    "Roster",
    "SeatRequirement",
    "Shift",
    "Stayed",
    "Wish",
    "agent",
    "date",
    "datetime",
    "duties",
    "leave",
    "on",
    "roster",
    "rule",
    "rulebook",
    "seats",
    "world",
]  # fmt: skip
