"""A case as rules encode it: days, agents and shifts as indices, times as elapsed minutes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from roster.model import Agent, Case, LeaveStatus, Roster, Shift
from roster.rule.pieces import Symbols

LOOKAHEAD_DAYS = 31
"""How far after the month duties that are fixed already are looked at."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One real interval of the month: wall minute of its day, and elapsed minutes [begin, end).

    A repeated hour gives two slots with one wall minute; a skipped one gives none.
    """

    day: int
    minute: int
    begin: int
    end: int


class _Spans(dict[int, tuple[tuple[int, int], ...]]):
    """Spans by day, worked out when first asked for: history may reach back a year, and duties lie ahead too."""

    def __init__(self, context: "MonthContext") -> None:
        super().__init__()
        self._context = context

    def __missing__(self, day: int) -> tuple[tuple[int, int], ...]:
        instant = self._context.instant
        found = tuple((instant(day, s.start_minute), instant(day, s.end_minute)) for s in self._context.shifts)
        self[day] = found
        return found


class MonthContext:
    """A case as `encode` sees it: indices and integer minutes.

    Days count from the month's first (0); history has negative days. Minutes are elapsed minutes since 00:00 of the
    first day in the centre's zone, so spans and rests come out right over a clock change. `published` and `now` are
    given when a published roster is re-planned.
    """

    def __init__(self, case: Case, published: Roster | None = None, now: datetime | None = None) -> None:
        self.case = case
        self.published = published
        self.now = now
        self.zone = ZoneInfo(case.centre.timezone)
        self.first = case.month.first
        self.days = case.month.days
        self.agents: tuple[Agent, ...] = case.agents
        self.shifts: tuple[Shift, ...] = case.shifts
        self.jobs: tuple[str, ...] = case.jobs
        self.agent_index = {agent.agent_id: index for index, agent in enumerate(self.agents)}
        self.shift_index = {shift.code: index for index, shift in enumerate(self.shifts)}
        self.job_index = {job: index for index, job in enumerate(self.jobs)}
        self.every_shift = frozenset(range(len(self.shifts)))
        self.night_shifts = frozenset(i for i, shift in enumerate(self.shifts) if shift.is_night)
        self.requests = tuple(index for index, leave in enumerate(case.leaves) if leave.status is LeaveStatus.REQUESTED)
        self._origin = self._utc_minute(self.first, 0)
        self._duties: dict[tuple[frozenset[int], frozenset[int] | None], frozenset[tuple[int, int]]] = {}

    def inherit(self, other: "MonthContext") -> None:
        """Takes over what another context worked out of centre, calendar, shifts and jobs, where these are equal."""
        mine = (self.case.centre, self.case.calendar, self.shifts, self.jobs)
        if mine != (other.case.centre, other.case.calendar, other.shifts, other.jobs):
            return
        for name in ("_duties", "spans", "slots", "_slot_begins", "covering", "working_days", "holidays"):
            if name in other.__dict__:
                self.__dict__[name] = other.__dict__[name]

    def _utc_minute(self, day: date, minute: int, fold: int = 0) -> int:
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        aware = wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
        return int(aware.timestamp()) // 60

    def day_of(self, when: date) -> int:
        """The day's index; negative before the month."""
        return (when - self.first).days

    def date_of(self, day: int) -> date:
        """The date of a day's index."""
        return self.first + timedelta(days=day)

    def instant(self, day: int, minute: int) -> int:
        """Elapsed minutes at wall minute `minute` (may exceed 1440) of `day`."""
        return self._utc_minute(self.date_of(day), minute) - self._origin

    def _aware(self, now: datetime) -> datetime:
        return now if now.tzinfo is not None else now.replace(tzinfo=self.zone)

    def elapsed(self, now: datetime) -> int:
        """Elapsed minutes of an instant, rounded up; one without a zone is the centre's wall time."""
        return -(-int(self._aware(now).astimezone(UTC).timestamp() * 1000) // 60000) - self._origin

    def wall_day(self, now: datetime) -> int:
        """Index of the day on which an instant falls in the centre's zone."""
        return self.day_of(self._aware(now).astimezone(self.zone).date())

    @cached_property
    def spans(self) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """For any day, however far before or after the month: each shift's (start, end) in elapsed minutes."""
        return _Spans(self)

    def duties(self, shifts: frozenset[int], jobs: frozenset[int] | None = None) -> frozenset[tuple[int, int]]:
        """Every (shift, job) of these; with `jobs`, only where the shift serves the job.

        One object for one question: pieces of many agents share it, and the engine compiles it once.
        """
        found = self._duties.get((shifts, jobs))
        if found is None:
            found = frozenset(
                (shift, job)
                for shift in shifts
                for job in (range(len(self.jobs)) if jobs is None else jobs)
                if jobs is None or self.shifts[shift].serves(self.jobs[job])
            )
            self._duties[shifts, jobs] = found
        return found

    def paid_minutes(self, day: int, shift: int) -> int:
        """A duty's elapsed span less its break."""
        start, end = self.spans[day][shift]
        return end - start - self.shifts[shift].break_minutes

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The month's real intervals in time's order."""
        step = self.case.centre.interval_minutes
        found = []
        for day in range(self.days):
            for minute in range(0, 1440, step):
                begins = {self._utc_minute(self.date_of(day), minute, fold) for fold in (0, 1)}
                for begin in sorted(begins):
                    wall = datetime.fromtimestamp(begin * 60, self.zone)
                    if wall.hour * 60 + wall.minute == minute and wall.date() == self.date_of(day):
                        begin_minute = begin - self._origin
                        found.append(Slot(day, minute, begin_minute, begin_minute + step))
        return tuple(sorted(found, key=lambda slot: slot.begin))

    @cached_property
    def _slot_begins(self) -> list[int]:
        return [slot.begin for slot in self.slots]

    def covered(self, day: int, shift: int) -> range:
        """Indices of the slots that a duty covers whole."""
        start, end = self.spans[day][shift]
        step = self.case.centre.interval_minutes
        low = bisect_left(self._slot_begins, start)
        high = bisect_right(self._slot_begins, end - step)
        return range(low, max(low, high))

    @cached_property
    def covering(self) -> tuple[tuple[tuple[int, Symbols], ...], ...]:
        """Per slot: the duties that cover it whole, as (day, shifts), from day −1 on; shift sets are shared."""
        found: list[dict[int, set[int]]] = [{} for _ in self.slots]
        for day in range(-1, self.days):
            for shift in range(len(self.shifts)):
                for index in self.covered(day, shift):
                    found[index].setdefault(day, set()).add(shift)
        shared: dict[Symbols, Symbols] = {}
        return tuple(
            tuple((day, shared.setdefault(frozenset(shifts), frozenset(shifts))) for day, shifts in by_day.items())
            for by_day in found
        )

    @cached_property
    def seats(self) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
        """Per measured job: (day, wall minute) → (seats, min_seats). Missing intervals of a listed job need 0."""
        found: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
        for row in self.case.seats:
            cell = (self.day_of(row.day), row.minute)
            found.setdefault(row.job, {})[cell] = (row.seats, row.min_seats)
        return found

    @cached_property
    def working_days(self) -> frozenset[int]:
        """Indices of the month's legal working days."""
        is_working = self.case.calendar.is_working_day
        return frozenset(day for day in range(self.days) if is_working(self.date_of(day)))

    @cached_property
    def holidays(self) -> frozenset[int]:
        """Indices of the month's public holidays."""
        is_off = self.case.calendar.is_public_holiday
        return frozenset(day for day in range(self.days) if is_off(self.date_of(day)))

    @cached_property
    def history(self) -> tuple[dict[int, tuple[int, int]], ...]:
        """Per agent: day (< 0) → (shift, job) of the duties before the month."""
        found: tuple[dict[int, tuple[int, int]], ...] = tuple({} for _ in self.agents)
        for duty in self.case.history:
            agent = self.agent_index[duty.agent_id]
            job = duty.job or self.agents[agent].jobs[0]
            cell = (self.shift_index[duty.shift], self.job_index[job])
            found[agent][self.day_of(duty.day)] = cell
        return found

    @cached_property
    def ahead(self) -> tuple[dict[int, tuple[int, int]], ...]:
        """Per agent: day (≥ `days`) → (shift, job) of the duties fixed after the month, as far as one looks."""
        found: tuple[dict[int, tuple[int, int]], ...] = tuple({} for _ in self.agents)
        for duty in self.case.ahead:
            agent, day = self.agent_index[duty.agent_id], self.day_of(duty.day)
            if self.days <= day < self.days + LOOKAHEAD_DAYS:
                job = duty.job or self.agents[agent].jobs[0]
                found[agent][day] = (self.shift_index[duty.shift], self.job_index[job])
        return found

    def employed_days(self, agent: int) -> frozenset[int]:
        """The month's days on which the agent is employed."""
        return frozenset(d for d in range(self.days) if self.agents[agent].employed_on(self.date_of(d)))

    @cached_property
    def approved_days(self) -> tuple[frozenset[int], ...]:
        """Per agent: the month's days on approved leave."""
        found: list[set[int]] = [set() for _ in self.agents]
        for leave in self.case.leaves:
            if leave.status is LeaveStatus.APPROVED:
                found[self.agent_index[leave.agent_id]].update(self.clip(leave.start, leave.end))
        return tuple(frozenset(days) for days in found)

    def clip(self, start: date, end: date) -> range:
        """The month's days within [start, end], both inclusive."""
        return range(max(0, self.day_of(start)), min(self.days, self.day_of(end) + 1))

    def request_days(self, request: int) -> range:
        """The month's days of a requested leave, by its index in the case."""
        leave = self.case.leaves[request]
        return self.clip(leave.start, leave.end)

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
