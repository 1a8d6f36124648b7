"""A case as rules encode it: days, agents and shifts as indices, times as elapsed minutes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from roster.model import Agent, Case, LeaveStatus, Roster, Shift
from roster.rule.pieces import Symbols
from roster.rule.timetable import LOOKAHEAD_DAYS, Slot, Timetable


class MonthContext:
    """A case as `encode` sees it: indices and integer minutes.

    Days count from the month's first (0); history has negative days. Minutes are elapsed minutes since 00:00 of the
    first day in the centre's zone, so spans and rests come out right over a clock change. `published` and `now` are
    given when a published roster is re-planned.
    """

    def __init__(
        self,
        case: Case,
        published: Roster | None = None,
        now: datetime | None = None,
        like: "MonthContext | None" = None,
    ) -> None:
        """`like`: a context of the same month; what both know of centre, calendar, shifts and jobs is shared."""
        self.times: Timetable = like.times if like is not None and like.times.fits(case) else Timetable(case)
        self.case = case
        self.published = published
        self.now = now
        self.zone = self.times.zone
        self.first, self.days = self.times.first, self.times.days
        self.agents: tuple[Agent, ...] = case.agents
        self.shifts: tuple[Shift, ...] = case.shifts
        self.jobs: tuple[str, ...] = case.jobs
        self.agent_index = {agent.agent_id: index for index, agent in enumerate(self.agents)}
        self.shift_index = {shift.code: index for index, shift in enumerate(self.shifts)}
        self.job_index = {job: index for index, job in enumerate(self.jobs)}
        self.every_shift = frozenset(range(len(self.shifts)))
        self.night_shifts = frozenset(i for i, shift in enumerate(self.shifts) if shift.is_night)
        self.requests = tuple(index for index, leave in enumerate(case.leaves) if leave.status is LeaveStatus.REQUESTED)
        times = self.times
        self.day_of, self.date_of, self.instant = times.day_of, times.date_of, times.instant
        self.elapsed, self.wall_day = times.elapsed, times.wall_day
        self.duties, self.paid_minutes, self.covered = times.duties, times.paid_minutes, times.covered
        self.at_work = times.at_work
        self._paid_tables: dict[int, tuple[tuple[int, ...], ...]] = {}

    @property
    def spans(self) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """For any day, however far before or after the month: each shift's (start, end) in elapsed minutes."""
        return self.times.spans

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The month's real intervals in time's order."""
        return self.times.slots

    @property
    def covering(self) -> tuple[tuple[tuple[int, Symbols], ...], ...]:
        """Per slot: the duties that cover it whole, as (day, shifts), from day −1 on; shift sets are shared."""
        return self.times.covering

    @property
    def working_days(self) -> frozenset[int]:
        """Indices of the month's legal working days."""
        return self.times.working_days

    @property
    def holidays(self) -> frozenset[int]:
        """Indices of the month's public holidays."""
        return self.times.holidays

    @cached_property
    def seats(self) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
        """Per measured job: (day, wall minute) → (seats, min_seats). Missing intervals of a listed job need 0."""
        limits: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
        for row in self.case.seats:
            cell = (self.day_of(row.day), row.minute)
            limits.setdefault(row.job, {})[cell] = (row.seats, row.min_seats)
        return limits

    @cached_property
    def history(self) -> tuple[dict[int, tuple[int, int]], ...]:
        """Per agent: day (< 0) → (shift, job) of the duties before the month."""
        past: tuple[dict[int, tuple[int, int]], ...] = tuple({} for _ in self.agents)
        for duty in self.case.history:
            agent = self.agent_index[duty.agent_id]
            job = duty.job or self.agents[agent].jobs[0]
            cell = (self.shift_index[duty.shift], self.job_index[job])
            past[agent][self.day_of(duty.day)] = cell
        return past

    @cached_property
    def ahead(self) -> tuple[dict[int, tuple[int, int]], ...]:
        """Per agent: day (≥ `days`) → (shift, job) of the duties fixed after the month, as far as one looks."""
        future: tuple[dict[int, tuple[int, int]], ...] = tuple({} for _ in self.agents)
        for duty in self.case.ahead:
            agent, day = self.agent_index[duty.agent_id], self.day_of(duty.day)
            if self.days <= day < self.days + LOOKAHEAD_DAYS:
                job = duty.job or self.agents[agent].jobs[0]
                future[agent][day] = (self.shift_index[duty.shift], self.job_index[job])
        return future

    @cached_property
    def stayed(self) -> tuple[Mapping[tuple[int, int], int], ...]:
        """Per agent: (day, shift) of a duty, history's days < 0 → minutes worked beyond its end."""
        minutes: tuple[dict[tuple[int, int], int], ...] = tuple({} for _ in self.agents)
        for item in self.case.stayed:
            cell = (self.day_of(item.day), self.shift_index[item.shift])
            minutes[self.agent_index[item.agent_id]][cell] = item.minutes
        return minutes

    def paid_table(self, agent: int, extra: int = 0) -> tuple[tuple[int, ...], ...]:
        """Paid minutes of each shift and day of the month, `extra` with every duty; agents who are alike share it."""
        if extra not in self._paid_tables:
            shifts = range(len(self.shifts))
            self._paid_tables[extra] = tuple(
                tuple(self.paid_minutes(day, shift) + extra for shift in shifts) for day in range(self.days)
            )
        table = self._paid_tables[extra]
        stayed = {cell: minutes for cell, minutes in self.stayed[agent].items() if 0 <= cell[0] < self.days}
        if not stayed:
            return table
        return tuple(
            tuple(minutes + stayed.get((day, shift), 0) for shift, minutes in enumerate(row))
            for day, row in enumerate(table)
        )

    def employed_days(self, agent: int) -> frozenset[int]:
        """The month's days on which the agent is employed."""
        return frozenset(d for d in range(self.days) if self.agents[agent].employed_on(self.date_of(d)))

    @cached_property
    def approved_days(self) -> tuple[frozenset[int], ...]:
        """Per agent: the month's days that are approved leave as a whole."""
        days: list[set[int]] = [set() for _ in self.agents]
        for leave in self.case.leaves:
            if leave.status is LeaveStatus.APPROVED:
                days[self.agent_index[leave.agent_id]].update(self.clip(leave.first_whole, leave.last_whole))
        return tuple(frozenset(days) for days in days)

    def clip(self, start: date, end: date) -> range:
        """The month's days within [start, end], both inclusive."""
        return range(max(0, self.day_of(start)), min(self.days, self.day_of(end) + 1))

    def request_days(self, request: int) -> range:
        """The month's days that a requested leave takes as a whole, by its index in the case."""
        leave = self.case.leaves[request]
        return self.clip(leave.first_whole, leave.last_whole)

    def contract_minutes(self, agent: int, granted: Iterable[int] = ()) -> int:
        """Own contract minutes of the month, with these requested leaves granted (rulebook, HOURS)."""
        base = self.agents[agent].contract_minutes
        legal = len(self.working_days)
        full = base if base is not None else 480 * legal
        there = (self.working_days & self.employed_days(agent)) - self.approved_days[agent]
        for request in granted:
            there -= frozenset(self.request_days(request))
        return full * len(there) // legal if legal else 0

    def chosen(self, codes: Sequence[str]) -> frozenset[int]:
        """Indices of the shifts of these codes; unknown codes name nothing."""
        return frozenset(self.shift_index[code] for code in codes if code in self.shift_index)
