"""A finished roster as a check sees it: dates and UTC instants, nothing of the encoding."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from math import gcd
from zoneinfo import ZoneInfo

from roster.model import Agent, Case, Duty, Leave, LeaveStatus, Roster, Shift
from roster.rule.leave_part import meet, parts_off


@dataclass(frozen=True, slots=True)
class Stint:
    """A duty with its span as UTC instants.

    `past` duties come from history and start before the month, those `ahead` are fixed already and start after it.
    `stayed` minutes were really worked beyond the end: they are paid, and rest begins after them.
    """

    duty: Duty
    agent: Agent
    shift: Shift
    start: datetime
    end: datetime
    past: bool
    ahead: bool = False
    pause: tuple[datetime, datetime] | None = None
    stayed: int = 0

    @property
    def day(self) -> date:
        """The day to which the duty belongs."""
        return self.duty.day

    @property
    def paid_minutes(self) -> int:
        """Elapsed span and what was stayed beyond it, less the break and a split duty's pause."""
        worked = self.end - self.start
        if self.pause is not None:
            worked -= self.pause[1] - self.pause[0]
        return int(worked.total_seconds()) // 60 - self.shift.break_minutes + self.stayed

    @property
    def off(self) -> datetime:
        """When rest begins: the end, or the minute until which somebody stayed."""
        return self.end + timedelta(minutes=self.stayed) if self.stayed else self.end

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether any of it is worked between two instants."""
        first, last = max(self.start, start), min(self.end, end)
        if first >= last:
            return False
        return self.pause is None or first < self.pause[0] or last > self.pause[1]


Interval = tuple[date, int, datetime, datetime]
"""A real interval: its day and wall minute, its start and end as UTC instants."""


@dataclass
class _Times:
    """What a month's calendar, zone and shifts alone decide, as far as somebody has asked; siblings share it."""

    spans: dict[tuple[date, str], tuple[datetime, datetime]] = field(default_factory=dict)
    covered: dict[tuple[date, str], Sequence[int]] = field(default_factory=dict)


@lru_cache(maxsize=16)
def _walked(zone: ZoneInfo, begin: datetime, end: datetime, interval_minutes: int) -> tuple[Interval, ...]:
    """The intervals from one instant to another by a zone's clock: the same of every roster of the month."""
    step = timedelta(minutes=gcd(interval_minutes, 15))
    moment, intervals = begin, []
    while moment < end:
        wall = moment.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        if minute % interval_minutes == 0:
            intervals.append((wall.date(), minute, moment, moment + timedelta(minutes=interval_minutes)))
        moment += step
    return tuple(intervals)


class Evidence:
    """A finished roster as `check` sees it: dates and UTC instants, nothing of the encoding.

    `published` and `now` are given when the roster re-plans a published one.
    """

    def __init__(
        self, case: Case, roster: Roster, published: Roster | None = None, now: datetime | None = None
    ) -> None:
        self.case = case
        self.roster = roster
        self.published = published
        self.now = now
        self.zone = ZoneInfo(case.centre.timezone)
        self._known = _Times()

    def sibling(self, case: Case, roster: Roster) -> "Evidence":
        """Another roster of the same month, zone and shifts; the spans and intervals known already are shared."""
        other = Evidence(case, roster, self.published, self.now)
        other._known = self._known
        return other

    def utc(self, day: date, minute: int) -> datetime:
        """The instant of a wall minute (may exceed 1440) of a day."""
        wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def aware(self, now: datetime) -> datetime:
        """An instant with a zone; one without is the centre's wall time."""
        return now if now.tzinfo is not None else now.replace(tzinfo=self.zone)

    def span(self, day: date, code: str) -> tuple[datetime, datetime]:
        """Start and end of a shift that belongs to `day`, as UTC instants."""
        interval_span = self._known.spans.get((day, code))
        if interval_span is None:
            shift = self.case.shift_by_code[code]
            interval_span = (self.utc(day, shift.start_minute), self.utc(day, shift.end_minute))
            self._known.spans[day, code] = interval_span
        return interval_span

    def stint(self, duty: Duty, *, past: bool = False, ahead: bool = False) -> Stint:
        """A duty as a span."""
        start, end = self.span(duty.day, duty.shift)
        shift = self.case.shift_by_code[duty.shift]
        pause = self.pause(duty.day, duty.shift)
        stayed = self.case.stayed_minutes.get((duty.agent_id, duty.day, duty.shift), 0)
        return Stint(duty, self.case.agent_by_id[duty.agent_id], shift, start, end, past, ahead, pause, stayed)

    def pause(self, day: date, code: str) -> tuple[datetime, datetime] | None:
        """The pause of a split duty that belongs to `day`, as UTC instants."""
        pause = self.case.shift_by_code[code].pause
        return None if pause is None else (self.utc(day, pause[0]), self.utc(day, pause[1]))

    @cached_property
    def stints(self) -> tuple[Stint, ...]:
        """The month's duties, in the roster's order."""
        return tuple(self.stint(duty) for duty in self.roster.duties)

    @cached_property
    def past(self) -> tuple[Stint, ...]:
        """The duties of history."""
        return tuple(self.stint(duty, past=True) for duty in self.case.history)

    @cached_property
    def by_agent(self) -> Mapping[str, tuple[Stint, ...]]:
        """Each agent's duties, history first, in time's order; agents without any have an empty entry."""
        grouped: dict[str, list[Stint]] = {agent.agent_id: [] for agent in self.case.agents}
        for stint in (*self.past, *self.stints):
            grouped[stint.duty.agent_id].append(stint)
        return {key: tuple(sorted(value, key=lambda s: (s.start, s.end))) for key, value in grouped.items()}

    @cached_property
    def timeline(self) -> Mapping[str, tuple[Stint, ...]]:
        """Each agent's duties with those fixed after the month too; rests and runs over its edges are read from it."""
        if not self.case.ahead:
            return self.by_agent
        grouped = {key: list(stints) for key, stints in self.by_agent.items()}
        for duty in self.case.ahead:
            grouped[duty.agent_id].append(self.stint(duty, ahead=True))
        return {key: tuple(sorted(value, key=lambda s: (s.start, s.end))) for key, value in grouped.items()}

    @cached_property
    def approved_of(self) -> Mapping[str, tuple[Leave, ...]]:
        """Each agent's approved leaves."""
        grouped: dict[str, list[Leave]] = {agent.agent_id: [] for agent in self.case.agents}
        for leave in self.case.leaves:
            if leave.status is LeaveStatus.APPROVED:
                grouped[leave.agent_id].append(leave)
        return {key: tuple(value) for key, value in grouped.items()}

    @cached_property
    def granted_of(self) -> Mapping[str, tuple[int, ...]]:
        """Each agent's requested leaves that this roster grants, by their index in the case."""
        grouped: dict[str, list[int]] = {agent.agent_id: [] for agent in self.case.agents}
        for index, leave in enumerate(self.case.leaves):
            if leave.status is LeaveStatus.REQUESTED and index in self.roster.granted:
                grouped[leave.agent_id].append(index)
        return {key: tuple(value) for key, value in grouped.items()}

    @cached_property
    def absences(self) -> Mapping[str, tuple[Leave, ...]]:
        """Each agent's approved and granted leaves."""
        granted = {key: tuple(self.case.leaves[index] for index in value) for key, value in self.granted_of.items()}
        return {key: (*value, *granted[key]) for key, value in self.approved_of.items()}

    def hours_off(self, stint: Stint) -> tuple[tuple[datetime, datetime], ...]:
        """The hours of a duty that leave takes while the rest of it stands, as instants [from, to)."""
        leaves = self.absences.get(stint.duty.agent_id, ())
        return parts_off(leaves, stint.day, (stint.start, stint.end), self.utc, stint.pause)

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """The month's real intervals: day, wall minute, start and end as UTC instants.

        Found by walking the month in UTC, so a repeated hour comes twice and a skipped one not at all. The walk looks
        every quarter of an hour at least, because a clock may change by less than an interval.
        """
        month = self.case.month
        return _walked(self.zone, self.utc(month.first, 0), self.utc(month.end, 0), self.case.centre.interval_minutes)

    @cached_property
    def _begins(self) -> list[datetime]:
        return [begin for _, _, begin, _ in self.intervals]

    def covered_by(self, day: date, code: str) -> Sequence[int]:
        """Indices of the intervals that a shift of `day` covers whole."""
        covered = self._known.covered.get((day, code))
        if covered is None:
            start, end = self.span(day, code)
            interval = timedelta(minutes=self.case.centre.interval_minutes)
            low = bisect_left(self._begins, start)
            covered = range(low, max(low, bisect_right(self._begins, end - interval)))
            pause = self.pause(day, code)
            if pause is not None:
                covered = tuple(
                    index
                    for index in covered
                    if self._begins[index] + interval <= pause[0] or self._begins[index] >= pause[1]
                )
            self._known.covered[day, code] = covered
        return covered

    def covered(self, stint: Stint) -> Sequence[int]:
        """Indices of the intervals that a duty covers whole."""
        return self.covered_by(stint.duty.day, stint.duty.shift)

    def at_post(self, stint: Stint) -> Sequence[int]:
        """Indices of the intervals that a duty covers whole; not those that leave cuts out of it."""
        covered, off = self.covered(stint), self.hours_off(stint)
        if not off:
            return covered
        return [at for at in covered if not any(meet(self.intervals[at][2:], part) for part in off)]
