"""Hours left over: constants of a case, computed once before anybody is rostered.

Both sides of a rule about them need the very same number; besides the raw records they share these alone. *There* are
the contract minutes of those who hold a job with a seat requirement, over the working days on which they are employed
and no trainees; *asked* is what the seats of the month take. Leave is not looked at: it comes and goes while a month is
in hand, and the numbers are to stand.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from roster.model import Agent, Case, LeaveStatus

NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 6 * 60
"""Wall minutes of the hours that make a shift a night (rulebook, vocabulary)."""


def measured_jobs(case: Case) -> frozenset[str]:
    """Jobs of which any seat is measured."""
    return frozenset(row.job for row in case.seats)


def is_day_work(case: Case, day: date, minute: int) -> bool:
    """Whether an interval lies in the day hours of a working day."""
    return NIGHT_UNTIL <= minute < NIGHT_FROM and case.calendar.is_working_day(day)


def there_and_asked(case: Case) -> tuple[int, int]:
    """Minutes *there* and *asked*."""
    if there_and_asked not in case.constants:
        working, jobs = _working(case), measured_jobs(case)
        there = 0
        for agent in case.agents:
            if working and jobs.intersection(agent.jobs):
                days = sum(agent.employed_on(day) and not agent.trainee_on(day) for day in working)
                there += _full(agent, len(working)) * days // len(working)
        asked = sum(row.seats for row in case.seats) * case.centre.interval_minutes
        case.constants[there_and_asked] = there, asked
    both: tuple[int, int] = case.constants[there_and_asked]
    return both


def asked_share(case: Case) -> Fraction:
    """What part of the hours there the seats ask for; 1 where they ask for all of them."""
    there, asked = there_and_asked(case)
    return Fraction(asked, there) if asked < there else Fraction(1)


def day_ratio(case: Case) -> Fraction:
    """The hours left over by the hours that day intervals of working days ask for; 0 where there are none of either.

    It stands while a month is in hand (`roster.rule.fairness.hand_on`): who resigns changes no interval's part.
    """
    if day_ratio not in case.constants:
        there, asked = there_and_asked(case)
        by_day = case.centre.interval_minutes * sum(
            row.seats for row in case.seats if is_day_work(case, row.day, row.minute)
        )
        case.constants[day_ratio] = Fraction(max(0, there - asked), by_day) if by_day else Fraction(0)
    ratio: Fraction = case.constants[day_ratio]
    return ratio


def day_part(case: Case, seats: int) -> int:
    """What a day interval of a working day with so many seats has of the hours left over, in seats: its even part.

    Rounded up, and one at least: shifts rarely fit the load exactly.
    """
    ratio = day_ratio(case)
    return max(1, -(-ratio.numerator * seats // ratio.denominator))


def even_parts(case: Case) -> Mapping[str, int]:
    """Each agent's even part of the asked minutes, by id, floored: none for whom no seat asks.

    Own contract minutes count without leave, requested leave included, so that nobody is held to the days of it.
    """
    if even_parts not in case.constants:
        share, jobs = asked_share(case), measured_jobs(case)
        case.constants[even_parts] = {
            agent.agent_id: int(share * _own(case, agent)) if jobs.intersection(agent.jobs) else 0
            for agent in case.agents
        }
    parts: Mapping[str, int] = case.constants[even_parts]
    return parts


def _working(case: Case) -> list[date]:
    return [day for day in case.month if case.calendar.is_working_day(day)]


def _full(agent: Agent, working: int) -> int:
    return agent.contract_minutes if agent.contract_minutes is not None else 480 * working


def _own(case: Case, agent: Agent) -> int:
    working = _working(case)
    away = [
        leave
        for leave in case.leaves
        if leave.agent_id == agent.agent_id and leave.status in {LeaveStatus.APPROVED, LeaveStatus.REQUESTED}
    ]
    there = sum(agent.employed_on(day) and not any(leave.covers(day) for leave in away) for day in working)
    return _full(agent, len(working)) * there // len(working) if working else 0
