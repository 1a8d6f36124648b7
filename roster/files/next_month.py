"""The month's roster becomes next month's case: who stays, what they worked, and a first guess at the load."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

from roster.errors import Fault, InputError
from roster.files.case_target import refuse_target, write_to
from roster.files.holidays import overridden
from roster.files.tables.seats_needed import seats_needed
from roster.files.tables.workdays import official_days
from roster.files.write_case import given_seats, own_days
from roster.model import (
    Agent,
    Case,
    Duty,
    Entitlement,
    HolidayCalendar,
    Leave,
    LeaveStatus,
    Load,
    Month,
    PastContract,
    Roster,
    SeatRequirement,
)
from roster.model.requests import WORKING_DAY_KINDS
from roster.rule.fairness import contract_minutes, with_grants
from roster.rule.leave_share import leave_shares, once_a_day
from roster.text import Language, Text

HISTORY_DAYS = 366
"""How long duties stay in the history: nights and holidays are shared evenly over a year."""

HOLIDAY, MAKEUP = "holiday", "makeup"
FRIDAY, SATURDAY, SUNDAY, MONDAY = 4, 5, 6, 0

Kind = str | int
"""Of a day, as the load follows it: a public holiday, a make-up workday, or an ordinary weekday (0 Monday … 6)."""

Interval = tuple[int, str]
"""Minute of the day, and job."""


def next_month_case(case: Case, roster: Roster, target: Path, language: Language = "en") -> Case:
    """Write next month's case into a new or empty folder or a new workbook, and return it; see `next_month`."""
    refuse_target(target)
    following = next_month(case, roster)
    write_to(target, following, language)
    return following


def next_month(case: Case, roster: Roster) -> Case:
    """The case of the month after, as this month's roster leaves it.

    Kept: the centre with its rules and weights, the shifts, the agents still employed, their protections that still
    hold, and limits by weekday. Contracts of earlier months are remembered, this one's too; so are days
    of leave a year, less those that this month used (a new year begins without any carried over). The history is the
    old one of the last `HISTORY_DAYS` and the roster's duties, with what was stayed after them. Leaves stay where they
    reach into the month (approved ones, and requests the roster grants), and so does what lies after this month.
    Wishes, pins and limits of single days are done with.

    Load and seats are a first guess, weekday by weekday: each day gets the mean of the old month's days of its kind
    (`day_kinds`), so that a holiday neither thins out the Thursdays nor is filled like one. Seats given for single days
    only, over a load, are taken for exceptions and left out.

    InputError where somebody has two duties on one day.
    """
    _refuse_double(roster)
    month = case.month.next
    centre = replace(case.centre, month=month)
    calendar = overridden(official_days(centre.country, month), own_days(case))
    agents = tuple(_agent(agent, month) for agent in case.agents if _stays(agent, month))
    staying = {agent.agent_id for agent in agents}
    sources = _sources(case, calendar, month)
    leaves = list(_leaves(case, roster, staying))
    load = _load(case.load, sources)
    return Case(
        centre=centre,
        calendar=calendar,
        agents=agents,
        shifts=case.shifts,
        seats=seats_needed(centre, load, _seats(case, sources)),
        load=load,
        leaves=tuple(leave for leave in leaves if leave.start <= month.end),
        later_leaves=tuple(leave for leave in leaves if leave.start > month.end),
        availability=tuple(item for item in case.availability if item.day is None and item.agent_id in staying),
        history=_history(case, roster, staying),
        contracts=_contracts(case, roster, staying),
        tasks=case.tasks,
        entitlements=tuple(_entitlements(case, roster, staying)),
        stayed=tuple(item for item in case.stayed if item.agent_id in staying and item.day >= _oldest(month)),
    )


def _entitlements(case: Case, roster: Roster, staying: set[str]) -> Iterable[Entitlement]:
    """The days of leave that stay: within the year with what this month used of them, in a new year all again."""
    duties = {(duty.agent_id, duty.day): case.shift_by_code[duty.shift].spans for duty in roster.duties}
    held: dict[tuple[str, date], list[tuple[str, Fraction]]] = defaultdict(list)
    for index, leave in enumerate(case.leaves):
        if leave.status is not LeaveStatus.APPROVED and index not in roster.granted:
            continue
        shares = leave_shares(leave, lambda day, leave=leave: duties.get((leave.agent_id, day), ()), "half")  # type: ignore[misc]
        for day, share in shares.items():
            if day in case.month:
                held[leave.agent_id, day].append((leave.kind, share))
    used: dict[tuple[str, str], float] = defaultdict(float)
    for (agent_id, day), kinds in held.items():
        for kind, share in once_a_day(kinds).items():
            if kind not in WORKING_DAY_KINDS or case.calendar.is_working_day(day):
                used[agent_id, kind] += float(share)
    for item in case.entitlements:
        if item.agent_id in staying and case.month.number == 12:
            yield replace(item, carried_over=0.0, used=0.0)
        elif item.agent_id in staying:
            yield replace(item, used=item.used + used[item.agent_id, item.kind])


def _refuse_double(roster: Roster) -> None:
    seen: set[tuple[str, date]] = set()
    faults = []
    for duty in roster.duties:
        if (duty.agent_id, duty.day) in seen:
            faults.append(
                Fault(
                    "roster",
                    None,
                    "date",
                    Text(
                        f"{duty.agent_id} 在 {duty.day} 有两个当班",
                        f"{duty.agent_id} has two duties on {duty.day}",
                    ),
                    Text("先改正排班表，再生成下月案例", "Correct the roster first, then make the next month's case"),
                )
            )
        seen.add((duty.agent_id, duty.day))
    if faults:
        raise InputError(faults)


def _stays(agent: Agent, month: Month) -> bool:
    return agent.end_date is None or agent.end_date >= month.first


def _agent(agent: Agent, month: Month) -> Agent:
    return replace(
        agent,
        grade=agent.grade_on(month.first),
        grades=tuple(dated for dated in agent.grades if dated[0] > month.first),
        protections=tuple(p for p in agent.protections if p.until is None or p.until >= month.first),
    )


def _leaves(case: Case, roster: Roster, staying: set[str]) -> Iterable[Leave]:
    first = case.month.next.first
    for index, leave in enumerate(case.leaves):
        if leave.end < first or leave.agent_id not in staying:
            continue
        if leave.status is LeaveStatus.APPROVED or index in roster.granted:
            yield replace(leave, status=LeaveStatus.APPROVED)
        elif leave.start >= first:
            yield leave  # not this roster's to decide
    for leave in case.later_leaves:
        if leave.agent_id in staying:
            yield leave


def _oldest(month: Month) -> date:
    """The first day of which a month's history tells."""
    return month.first - timedelta(days=HISTORY_DAYS)


def _history(case: Case, roster: Roster, staying: set[str]) -> tuple[Duty, ...]:
    oldest = _oldest(case.month.next)
    duties = (*case.history, *roster.duties)
    return tuple(sorted(duty for duty in duties if duty.agent_id in staying and duty.day >= oldest))


def _contracts(case: Case, roster: Roster, staying: set[str]) -> tuple[PastContract, ...]:
    """What contracts were, this month's among them, for as long as duties stay in the history."""
    oldest = Month.of(_oldest(case.month.next))
    minutes = contract_minutes(with_grants(case, roster.granted))
    mine = (PastContract(agent_id, case.month, own) for agent_id, own in minutes.items())
    every = (*case.contracts, *mine)
    return tuple(sorted(item for item in every if item.agent_id in staying and item.month >= oldest))


def kind_of(day: date, calendar: HolidayCalendar) -> Kind:
    """What kind of day it is."""
    if calendar.is_public_holiday(day):
        return HOLIDAY
    return MAKEUP if calendar.is_makeup_workday(day) else day.weekday()


def day_kinds(day: date, calendar: HolidayCalendar) -> Sequence[Kind]:
    """The kinds of day whose load stands for this day's, the best first.

    Its own kind; where the old month has none, a holiday is like a Sunday or Saturday, a make-up workday like the
    working day next to its weekend, and an ordinary day like others of its part of the week.
    """
    kind = kind_of(day, calendar)
    if kind == HOLIDAY:
        return (HOLIDAY, SUNDAY, SATURDAY)
    near = FRIDAY if day.weekday() == SATURDAY else MONDAY
    if kind == MAKEUP:
        return (MAKEUP, near, *range(5))
    week = range(5) if day.weekday() < SATURDAY else (SATURDAY, SUNDAY)
    return (kind, *week)


def _sources(case: Case, calendar: HolidayCalendar, month: Month) -> Mapping[date, Sequence[date]]:
    """Each day of the month → the old month's days whose mean it gets."""
    by_kind: dict[Kind, list[date]] = defaultdict(list)
    for day in case.month:
        by_kind[kind_of(day, case.calendar)].append(day)
    every = list(case.month)
    return {
        day: next((by_kind[kind] for kind in day_kinds(day, calendar) if by_kind.get(kind)), every) for day in month
    }


def _load(load: Iterable[Load], sources: Mapping[date, Sequence[date]]) -> tuple[Load, ...]:
    """Mean calls, and handling time weighted by calls; a day without a row counts as one without calls."""
    old: dict[date, dict[Interval, Load]] = defaultdict(dict)
    for row in load:
        old[row.day][row.minute, row.job] = row
    loads: list[Load] = []
    for day, days in sources.items():
        for minute, job in sorted({cell for source in days for cell in old.get(source, ())}):
            rows = [old[source][minute, job] for source in days if (minute, job) in old[source]]
            calls = sum(row.calls for row in rows)
            seconds = sum(row.calls * row.aht_seconds for row in rows)
            aht_seconds = seconds / calls if calls else max(row.aht_seconds for row in rows)
            loads.append(Load(day, minute, job, round(calls / len(days), 2), round(aht_seconds, 1)))
    return tuple(loads)


def _seats(case: Case, sources: Mapping[date, Sequence[date]]) -> tuple[SeatRequirement, ...]:
    """Mean seats, rounded half up. Over a load only what is given on every source day: else it was an exception."""
    old: dict[date, dict[Interval, SeatRequirement]] = defaultdict(dict)
    for row in given_seats(case):
        old[row.day][row.minute, row.job] = row
    loaded = {(row.day, row.minute, row.job) for row in case.load}
    required_seats: list[SeatRequirement] = []
    for day, days in sources.items():
        for minute, job in sorted({cell for source in days for cell in old.get(source, ())}):
            rows = [old[source][minute, job] for source in days if (minute, job) in old[source]]
            if len(rows) < len(days) and any((source, minute, job) in loaded for source in days):
                continue
            seats = floor(sum(row.seats for row in rows) / len(days) + 0.5)
            least = floor(sum(row.min_seats for row in rows) / len(days) + 0.5)
            required_seats.append(SeatRequirement(day, minute, job, seats, least))
    return tuple(required_seats)
