"""A case: all that is known before a month is rostered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from roster.model.calendar import HolidayCalendar
from roster.model.centre import Centre, Month
from roster.model.demand import Load, SeatRequirement
from roster.model.people import Agent, PastContract, Role
from roster.model.requests import Availability, Entitlement, Leave, Pin, Wish
from roster.model.roster import Duty, Stayed
from roster.model.shift import Shift
from roster.model.task import Task


@dataclass(frozen=True)
class Case:
    """All that is known before a month is rostered. Raw records, already checked against each other.

    `seats` holds the seat requirement of every interval that is measured: given directly, or computed from `load`.
    `history` are duties that start before the month, `ahead` duties fixed after it (the next month published, a
    pay-back owed there), `contracts` what people's contracts were in earlier months, `tasks` what recurs,
    `entitlements` the days of leave that people have in the year, `stayed` the minutes really worked beyond the end of
    duties of history and of the month, `later_leaves` leave that begins after the month, kept for the months to come.
    """

    centre: Centre
    calendar: HolidayCalendar
    agents: tuple[Agent, ...]
    shifts: tuple[Shift, ...]
    seats: tuple[SeatRequirement, ...]
    load: tuple[Load, ...] = ()
    leaves: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    availability: tuple[Availability, ...] = ()
    history: tuple[Duty, ...] = ()
    pins: tuple[Pin, ...] = ()
    ahead: tuple[Duty, ...] = ()
    contracts: tuple[PastContract, ...] = ()
    tasks: tuple[Task, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    stayed: tuple[Stayed, ...] = ()
    later_leaves: tuple[Leave, ...] = ()

    @property
    def month(self) -> Month:
        """The month to be rostered."""
        return self.centre.month

    @cached_property
    def agent_by_id(self) -> Mapping[str, Agent]:
        """Agents by id."""
        return {agent.agent_id: agent for agent in self.agents}

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Every team in the case's order: 一班, 二班, 三班, where code points would put the third second."""
        return tuple(dict.fromkeys(agent.team for agent in self.agents))

    @cached_property
    def agents_by_team(self) -> tuple[Agent, ...]:
        """People as boards and workbooks list them: by team, managers, leaders and deputies first, as in the case."""
        place = {team: number for number, team in enumerate(self.teams)}
        rank = {Role.MANAGER: 0, Role.LEADER: 1, Role.DEPUTY: 2}
        return tuple(sorted(self.agents, key=lambda agent: (place[agent.team], rank.get(agent.role, 3))))

    @cached_property
    def shift_by_code(self) -> Mapping[str, Shift]:
        """Shifts by code."""
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def stayed_minutes(self) -> Mapping[tuple[str, date, str], int]:
        """Minutes worked beyond the end of a duty, by its person, day and shift, where there are any."""
        return {(item.agent_id, item.day, item.shift): item.minutes for item in self.stayed}

    @cached_property
    def jobs(self) -> tuple[str, ...]:
        """Every job that is held, served or asked for, sorted."""
        named = {job for agent in self.agents for job in agent.jobs}
        named |= {job for shift in self.shifts for job in shift.jobs}
        named |= {row.job for row in self.seats} | {row.job for row in self.load}
        # Who was pinned to a job may hold it no more.
        named |= {pin.job for pin in self.pins if pin.job is not None}
        return tuple(sorted(named))

    @cached_property
    def constants(self) -> dict[object, Any]:
        """What has been computed once from these records alone, by who computed it; no part of the case."""
        return {}
