"""The tasks of some days: their dates by the holiday calendar, and who holds the role on each.

A date that is no legal working day moves to the one before or after it as the task says; a weekly one within its own
seven days, else it falls out that week. A daily task that moves is one of working days. What counts from a hall's
opening or closing comes on the days on which it is open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.model import Agent, Case, HolidayCalendar, Role
from roster.model.task import LAST_DAY, DayRoll, Every, Recurrence, Task, TaskClock, TaskRole
from roster.rule.evidence import Evidence, Stint

DAY = timedelta(days=1)
REACH = timedelta(days=12)
"""How far a date may move over a holiday: the longest break and the weekends beside it."""
NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class Due:
    """A task on one day, due at an instant (UTC): `team` where each team's leader owes it, `people` whose it is.

    Nobody where the role is held by none that day; an office's holders are the caller's to know (`agenda`).
    """

    task: Task
    day: date
    team: str
    at: datetime
    people: tuple[str, ...]


def task_dates(when: Recurrence, roll: DayRoll, calendar: HolidayCalendar, first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last`, both inclusive, on which a task falls due."""
    days = set()
    start = first - REACH
    for offset in range((last + REACH - start).days + 1):
        day = start + offset * DAY
        if not _names(when, day):
            continue
        held = _rolled(when, roll, calendar, day)
        if held is not None and first <= held <= last:
            days.add(held)
    return tuple(sorted(days))


def _names(when: Recurrence, day: date) -> bool:
    if when.every is Every.DAY:
        return True
    if when.every is Every.WEEK:
        return day.isoweekday() in when.days
    if when.every is Every.YEAR:
        return (day.month, day.day) in when.dates
    ends = (day + DAY).month != day.month
    # The 31st of a shorter month is its last day.
    return day.day in when.days or (ends and any(wanted == LAST_DAY or wanted > day.day for wanted in when.days))


def _rolled(when: Recurrence, roll: DayRoll, calendar: HolidayCalendar, day: date) -> date | None:
    if roll is DayRoll.STAY or calendar.is_working_day(day):
        return day
    if when.every is Every.DAY:
        return None
    step = -DAY if roll is DayRoll.BEFORE else DAY
    within = 7 if when.every is Every.WEEK else REACH.days + 1
    return next((day + k * step for k in range(1, within) if calendar.is_working_day(day + k * step)), None)


def agenda(
    evidence: Evidence,
    first: date,
    last: date,
    directors: Iterable[str] = (),
    centre_directors: Iterable[str] = (),
) -> tuple[Due, ...]:
    """What falls due from `first` to `last`, by time; the days lie in the roster's month."""
    offices = {TaskRole.DIRECTOR: tuple(sorted(directors)), TaskRole.CENTRE_DIRECTOR: tuple(sorted(centre_directors))}
    there: dict[date, list[Stint]] = {}
    for stint in evidence.stints if evidence.case.tasks else ():
        if first <= stint.day <= last:
            there.setdefault(stint.day, []).append(stint)
    due_tasks = [
        due
        for task in evidence.case.tasks
        for day in task_dates(task.when, task.roll, evidence.case.calendar, first, last)
        for due in _on(evidence, task, day, offices, there.get(day, []))
    ]
    return tuple(sorted(due_tasks, key=lambda due: (due.at, due.task.task_id, due.team)))


def _on(
    evidence: Evidence, task: Task, day: date, offices: Mapping[TaskRole, tuple[str, ...]], there: Sequence[Stint]
) -> Iterator[Due]:
    minute = _minute(evidence.case, task, day)
    if minute is None:
        return
    at = evidence.utc(day, minute)
    if task.role in offices:
        yield Due(task, day, "", at, offices[task.role])
    elif task.role is TaskRole.LEADER:
        for team in evidence.case.teams:
            members = [agent for agent in evidence.case.agents if agent.team == team]
            if any(agent.leads for agent in members):
                yield Due(task, day, team, at, tuple(_leader(evidence, members, day)))
    else:
        yield Due(task, day, "", at, tuple(_on_duty(task, there, at)))


def _minute(case: Case, task: Task, day: date) -> int | None:
    """The wall minute by which; None on a day on which a hall is closed."""
    if task.clock is TaskClock.MIDNIGHT:
        return task.minutes
    open_at = [row.minute for row in case.seats if row.day == day and row.seats > 0]
    if not open_at:
        return None
    edge = min(open_at) if task.clock is TaskClock.OPENING else max(open_at) + case.centre.interval_minutes
    return edge + task.minutes


def _leader(evidence: Evidence, members: Sequence[Agent], day: date) -> Iterator[str]:
    """The team's leader; on leave that day, the deputy instead."""
    for role in (Role.LEADER, Role.DEPUTY):
        there = [agent.agent_id for agent in members if agent.role is role and _there(evidence, agent, day)]
        if there:
            yield there[0]
            return


def _there(evidence: Evidence, agent: Agent, day: date) -> bool:
    away = any(leave.covers(day) for leave in evidence.absences[agent.agent_id])
    return agent.employed_on(day) and not away


def _on_duty(task: Task, there: Sequence[Stint], at: datetime) -> Iterator[str]:
    """Who has the role by being on duty: there at the time where somebody is, else first to begin."""

    def holds(stint: Stint) -> bool:
        if task.role is TaskRole.JOB:
            return (stint.duty.job or stint.agent.jobs[0]) == task.job
        if task.role is TaskRole.MANAGER:
            return stint.agent.role is Role.MANAGER
        # The day shift begins in the morning; who leads it has the day's figures.
        return stint.agent.leads and not stint.shift.is_night and stint.shift.start_minute < NOON

    able = [stint for stint in there if holds(stint)]
    if able:
        rank = {Role.LEADER: 0, Role.DEPUTY: 1}
        best = min(
            able,
            key=lambda stint: (
                not stint.start <= at <= stint.end,
                rank.get(stint.agent.role, 2),
                stint.start,
                stint.duty.agent_id,
            ),
        )
        yield best.duty.agent_id
