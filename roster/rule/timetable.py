"""What a month's centre, calendar, shifts and jobs alone decide: days, spans, intervals, what covers what."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from roster.model import Case
from roster.rule.pieces import Symbols

LOOKBACK_DAYS = 62
"""How far before a month its rules look at single duties; longer runs than two months do not occur."""

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

    def __init__(self, times: "Timetable") -> None:
        super().__init__()
        self._times = times

    def __missing__(self, day: int) -> tuple[tuple[int, int], ...]:
        instant = self._times.instant
        spans = tuple((instant(day, s.start_minute), instant(day, s.end_minute)) for s in self._times.shifts)
        self[day] = spans
        return spans


class Timetable:
    """Indices and elapsed minutes of one month.

    Days count from the month's first (0), those before are negative. Minutes are elapsed minutes since 00:00 of the
    first day in the centre's zone. Cases that it `fits` may share it.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.zone = ZoneInfo(case.centre.timezone)
        self.first, self.days = case.month.first, case.month.days
        self.shifts, self.jobs = case.shifts, case.jobs
        self._origin = self._utc_minute(self.first, 0)
        self._duties: dict[tuple[frozenset[int], frozenset[int] | None], frozenset[tuple[int, int]]] = {}

    def fits(self, case: Case) -> bool:
        """Whether a case's timetable is this one."""
        mine, other = ((c.month, c.centre, c.calendar, c.shifts, c.jobs) for c in (self.case, case))
        return mine == other

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
        pairs = self._duties.get((shifts, jobs))
        if pairs is None:
            pairs = frozenset(
                (shift, job)
                for shift in shifts
                for job in (range(len(self.jobs)) if jobs is None else jobs)
                if jobs is None or self.shifts[shift].serves(self.jobs[job])
            )
            self._duties[shifts, jobs] = pairs
        return pairs

    def paid_minutes(self, day: int, shift: int) -> int:
        """A duty's elapsed span less its break and a split duty's pause."""
        start, end = self.spans[day][shift]
        first, last = self.pause(day, shift) or (0, 0)
        return end - start - (last - first) - self.shifts[shift].break_minutes

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The month's real intervals in time's order."""
        step = self.case.centre.interval_minutes
        spans = []
        for day in range(self.days):
            for minute in range(0, 1440, step):
                begins = {self._utc_minute(self.date_of(day), minute, fold) for fold in (0, 1)}
                for begin in sorted(begins):
                    wall = datetime.fromtimestamp(begin * 60, self.zone)
                    if wall.hour * 60 + wall.minute == minute and wall.date() == self.date_of(day):
                        begin_minute = begin - self._origin
                        spans.append(Slot(day, minute, begin_minute, begin_minute + step))
        return tuple(sorted(spans, key=lambda slot: slot.begin))

    @cached_property
    def _slot_begins(self) -> list[int]:
        return [slot.begin for slot in self.slots]

    def pause(self, day: int, shift: int) -> tuple[int, int] | None:
        """The pause of a split duty in elapsed minutes, [start, end)."""
        pause = self.shifts[shift].pause
        return None if pause is None else (self.instant(day, pause[0]), self.instant(day, pause[1]))

    def at_work(self, day: int, begin: int, end: int) -> frozenset[int]:
        """The shifts of a day of which some is worked in the elapsed minutes [begin, end)."""
        numbers = set()
        for shift, (start, stop) in enumerate(self.spans[day]):
            first, last = self.pause(day, shift) or (stop, stop)
            if (start < end and begin < first) or (last < end and begin < stop):
                numbers.add(shift)
        return frozenset(numbers)

    def covered(self, day: int, shift: int) -> Sequence[int]:
        """Indices of the slots that a duty covers whole."""
        start, end = self.spans[day][shift]
        step = self.case.centre.interval_minutes
        low = bisect_left(self._slot_begins, start)
        high = bisect_right(self._slot_begins, end - step)
        whole = range(low, max(low, high))
        pause = self.pause(day, shift)
        if pause is None:
            return whole
        begins = self._slot_begins
        return tuple(index for index in whole if begins[index] <= pause[0] - step or begins[index] >= pause[1])

    @cached_property
    def covering(self) -> tuple[tuple[tuple[int, Symbols], ...], ...]:
        """Per slot: the duties that cover it whole, as (day, shifts), from day −1 on; shift sets are shared."""
        covering: list[dict[int, set[int]]] = [{} for _ in self.slots]
        for day in range(-1, self.days):
            for shift in range(len(self.shifts)):
                for index in self.covered(day, shift):
                    covering[index].setdefault(day, set()).add(shift)
        shared: dict[Symbols, Symbols] = {}
        return tuple(
            tuple((day, shared.setdefault(frozenset(shifts), frozenset(shifts))) for day, shifts in by_day.items())
            for by_day in covering
        )

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
