"""What happened beside what was predicted: by interval, day, job and kind of day; and what it says of seats. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

import numpy as np

from roster.desk.board.board import Board
from roster.files.next_month import HOLIDAY, MAKEUP, Kind, kind_of
from roster.files.tables.seats_needed import seats_needed
from roster.files.write_case import given_seats
from roster.load.seats import net_seats
from roster.model import Case, HolidayCalendar
from roster.model.actual import Actual
from roster.report import coverage, predicted_service
from roster.text import Text

WEEKDAYS = (
    Text("周一", "Monday"),
    Text("周二", "Tuesday"),
    Text("周三", "Wednesday"),
    Text("周四", "Thursday"),
    Text("周五", "Friday"),
    Text("周六", "Saturday"),
    Text("周日", "Sunday"),
)
KIND_WORDS: Mapping[Kind, Text] = {
    **dict(enumerate(WEEKDAYS)),
    HOLIDAY: Text("节假日", "public holiday"),
    MAKEUP: Text("调休上班日", "make-up workday"),
}


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the roster promised in an interval: shares between 0 and 1."""

    level: float
    rate: float
    occupancy: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One interval of a job. `forecast` and `predicted` are None where no load was given.

    `required` are the seats that were asked for, `rostered` those on the roster, `needed` those that the calls offered
    would have asked for. `occupancy` is the share of the time at the phones spent in calls; None with nobody there.
    """

    actual: Actual
    forecast: float | None
    forecast_aht: float | None
    required: int
    rostered: int
    needed: int
    predicted: Predicted | None
    occupancy: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums of some intervals: calls forecast (None without a load), offered, answered, in time; and the promise."""

    forecast: float | None
    offered: int
    answered: int
    within: int
    predicted_level: float | None
    predicted_rate: float | None

    @property
    def level(self) -> float | None:
        """服务水平: of the calls offered, those answered in time."""
        return self.within / self.offered if self.offered else None

    @property
    def rate(self) -> float | None:
        """接通率: of the calls offered, those answered."""
        return self.answered / self.offered if self.offered else None


def compare(board: Board, actuals: Sequence[Actual]) -> tuple[Compared, ...]:
    """Each interval with figures, by time and job, beside forecast, roster and promise."""
    from roster.load.erlang import required_seats

    if not actuals:
        return ()
    case, evidence = board.case, board.evidence(board.roster)
    table = coverage(evidence)
    predicted = predicted_service(evidence, table)
    promised: dict[tuple[date, int, str], Predicted] = {}
    for place, key in enumerate(zip(predicted.days, predicted.minutes, predicted.jobs, strict=True)):
        shares = (predicted.service_level[place], predicted.answer_rate[place], predicted.occupancy[place])
        promised.setdefault(key, Predicted(*(float(share) for share in shares)))
    load = {(row.day, row.minute, row.job): row for row in case.load}
    service, step = case.centre.service, case.centre.interval_minutes
    needed = required_seats(
        [item.offered for item in actuals],
        [item.aht_seconds or 1.0 for item in actuals],
        interval_minutes=step,
        level=service.level,
        seconds=service.seconds,
        max_occupancy=service.max_occupancy,
        shrinkage=service.shrinkage,
        patience_seconds=service.patience_seconds,
    )
    row_of = {job: row for row, job in enumerate(table.jobs)}
    lines = []
    for item, seats in zip(actuals, needed, strict=True):
        key = (item.day, item.minute, item.job)
        columns = list(table.place.get(key[:2], ()))
        row = row_of.get(item.job)
        required, rostered = (
            (0, 0)
            if row is None or not columns
            else (int(table.required[row, columns[0]]), int(table.rostered[row, columns].mean()))
        )
        at_phones = float(net_seats(rostered, service.shrinkage))
        busy = item.answered * item.aht_seconds / (at_phones * step * 60) if at_phones else None
        row_load = load.get(key)
        lines.append(
            Compared(
                item,
                row_load.calls if row_load else None,
                row_load.aht_seconds if row_load else None,
                required,
                rostered,
                int(seats),
                promised.get(key),
                busy,
            )
        )
    return tuple(lines)


def figures(items: Iterable[Compared]) -> Figures:
    """The sums of some intervals; promises are means over the calls forecast."""
    items = tuple(items)
    foreseen = [item for item in items if item.forecast is not None]
    calls = sum(item.forecast or 0.0 for item in foreseen)
    promised = [(item.forecast or 0.0, item.predicted) for item in foreseen if item.predicted is not None]

    def mean(pick: str) -> float | None:
        weight = sum(weight for weight, _ in promised)
        return sum(weight * getattr(answered, pick) for weight, answered in promised) / weight if weight else None

    return Figures(
        calls if foreseen else None,
        sum(item.actual.offered for item in items),
        sum(item.actual.answered for item in items),
        sum(item.actual.within for item in items),
        mean("level"),
        mean("rate"),
    )


def by_day(items: Iterable[Compared]) -> Mapping[tuple[date, str], Figures]:
    """The figures of each day and job, in order."""
    groups: dict[tuple[date, str], list[Compared]] = defaultdict(list)
    for item in items:
        groups[item.actual.day, item.actual.job].append(item)
    return {key: figures(groups[key]) for key in sorted(groups)}


@dataclass(frozen=True, slots=True)
class ForecastError:
    """How a job's forecast fared on one kind of day, over the intervals for which both are known.

    `error` is the sum of what each interval was off, in either direction, as a share of the calls offered; `factor`
    what the forecast would have to be multiplied by, `aht_factor` the handling time.
    """

    job: str
    kind: Kind
    days: int
    forecast: float
    offered: int
    error: float
    factor: float
    aht_factor: float


def forecast_errors(items: Iterable[Compared], calendar: HolidayCalendar) -> tuple[ForecastError, ...]:
    """The error of the forecast by job and kind of day (weekday, public holiday, make-up workday)."""
    groups: dict[tuple[str, Kind], list[Compared]] = defaultdict(list)
    for item in items:
        if item.forecast is not None:
            groups[item.actual.job, kind_of(item.actual.day, calendar)].append(item)
    return tuple(_error(job, kind, groups[job, kind]) for job, kind in sorted(groups, key=str))


def _error(job: str, kind: Kind, items: Sequence[Compared]) -> ForecastError:
    forecast, offered = sum(item.forecast or 0.0 for item in items), sum(item.actual.offered for item in items)
    off = sum(abs(item.actual.offered - (item.forecast or 0.0)) for item in items)
    answered = sum(item.actual.answered for item in items)
    seconds = sum(item.actual.answered * item.actual.aht_seconds for item in items)
    foreseen = sum(item.actual.answered * (item.forecast_aht or 0.0) for item in items)
    return ForecastError(
        job,
        kind,
        len({item.actual.day for item in items}),
        forecast,
        offered,
        off / offered if offered else 0.0,
        offered / forecast if forecast else 1.0,
        seconds / foreseen if answered and foreseen else 1.0,
    )


def corrected(case: Case, errors: Iterable[ForecastError]) -> Case:
    """The case with its load multiplied by what the last month's forecast was off, by job and kind of day.

    A kind of day of which the last month had none takes the job's factor over all days. Seats follow from the load,
    those that were given by hand stay.
    """
    factors: dict[tuple[str, Kind | None], tuple[float, float]] = {}
    whole: dict[str, list[ForecastError]] = defaultdict(list)
    for item in errors:
        factors[item.job, item.kind] = (item.factor, item.aht_factor)
        whole[item.job].append(item)
    for job, several in whole.items():
        forecast, offered = sum(one.forecast for one in several), sum(one.offered for one in several)
        aht = sum(one.aht_factor * one.offered for one in several) / offered if offered else 1.0
        factors[job, None] = (offered / forecast if forecast else 1.0, aht)
    load = []
    for row in case.load:
        own = (row.job, kind_of(row.day, case.calendar))
        calls, aht = factors.get(own) or factors.get((row.job, None)) or (1.0, 1.0)
        load.append(replace(row, calls=round(row.calls * calls, 2), aht_seconds=round(row.aht_seconds * aht, 1)))
    return replace(case, load=tuple(load), seats=seats_needed(case.centre, load, given_seats(case)))


@dataclass(frozen=True, slots=True)
class Proposal:
    """From one wall minute to another, so many seats more (or fewer) for a job than were required."""

    job: str
    start_minute: int
    end_minute: int
    seats: int


@dataclass(frozen=True, eq=False)
class LoadReport:
    """班长责任制 §6: a shift's load, job by job, its intervals, and the seats that it proposes otherwise."""

    day: date
    shift: str
    jobs: Mapping[str, Figures]
    items: tuple[Compared, ...]
    proposals: tuple[Proposal, ...]


def load_report(boards: Sequence[Board], items: Sequence[Compared], day: date, shift: str) -> LoadReport:
    """The report of one shift: the intervals that it covers whole. KeyError for an unknown shift.

    `boards` are its month's and, where the next month is known, that one's: the last night ends in it.
    """
    months = [board.evidence(board.roster) for board in boards]
    covered = {evidence.intervals[index][:2] for evidence in months for index in evidence.covered_by(day, shift)}
    within = [item for item in items if (item.actual.day, item.actual.minute) in covered]
    jobs = sorted({item.actual.job for item in within})
    own = {job: [item for item in within if item.actual.job == job] for job in jobs}
    step = boards[0].case.centre.interval_minutes
    return LoadReport(
        day,
        shift,
        {job: figures(own[job]) for job in jobs},
        tuple(within),
        tuple(proposal for job in jobs for proposal in _proposals(job, own[job], step)),
    )


def _proposals(job: str, items: Sequence[Compared], step: int) -> Iterable[Proposal]:
    """Neighbouring intervals that need more seats than required, as many as any; or fewer, as many as all can spare."""

    def sign(item: Compared) -> int:
        return int(np.sign(item.needed - item.required))

    def grown(blocks: list[list[Compared]], item: Compared) -> list[list[Compared]]:
        last = blocks[-1][-1] if blocks else None
        beside = last is not None and (last.actual.day, last.actual.minute + step) == (
            item.actual.day,
            item.actual.minute,
        )
        if last is not None and beside and sign(last) == sign(item):
            blocks[-1].append(item)
        else:
            blocks.append([item])
        return blocks

    start: list[list[Compared]] = []
    for block in reduce(grown, items, start):
        apart = [item.needed - item.required for item in block]
        if apart[0]:
            first, last = block[0].actual.minute, block[-1].actual.minute + step
            yield Proposal(job, first, last, max(apart))
