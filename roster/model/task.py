"""Recurring tasks that the regulations give to whoever holds a role on the day (LEAD-3, LEAD-4, MEET-4, HALL)."""

from dataclasses import dataclass
from enum import StrEnum

LAST_DAY = 0
"""Among the days of a month: its last."""


class TaskRole(StrEnum):
    """Who has a task: each team's leader, who leads the day shift, the manager on the floor, an office, or a job."""

    LEADER = "leader"
    DAY_LEADER = "day_leader"
    MANAGER = "manager"
    DIRECTOR = "director"
    CENTRE_DIRECTOR = "centre_director"
    JOB = "job"


class Every(StrEnum):
    """How often a task comes."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class DayRoll(StrEnum):
    """What becomes of a date that is no legal working day: the one before, the one after, or the day itself."""

    BEFORE = "before"
    AFTER = "after"
    STAY = "stay"


class TaskClock(StrEnum):
    """From when a task's minutes count: midnight, or a hall's opening or closing on the day."""

    MIDNIGHT = ""
    OPENING = "open"
    CLOSING = "close"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When a task comes: each day, on weekdays (1 Monday … 7), days of the month, or (month, day) of the year."""

    every: Every
    days: tuple[int, ...] = ()
    dates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A recurring task. It is due `minutes` after `clock` on its day; `job` says which for the role `job`."""

    task_id: str
    name: str
    role: TaskRole
    when: Recurrence
    minutes: int = 24 * 60
    clock: TaskClock = TaskClock.MIDNIGHT
    roll: DayRoll = DayRoll.STAY
    job: str = ""
    clause: str = ""
