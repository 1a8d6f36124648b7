"""The tables load.csv and seats.csv."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from roster.files.cells import CellError, Dated, a_date, a_float, a_start, a_whole_number, an_id, parts
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.header import is_list
from roster.files.columns.rows import read_rows
from roster.files.grid_header import WITHIN
from roster.files.marks import tell_beside
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.sheets.limits import MAX_COLUMNS
from roster.files.tables.demand_grid import (
    Kind,
    SeatGrid,
    Sharing,
    find_seat_grid,
    kind_of_days,
    read_seat_grid,
    tell_kinds,
    tell_second_part,
)
from roster.files.tables.known import Checks, ReferenceIndex
from roster.files.tables.shift_seats import find_shift_grid, read_shift_grid, tell_turned, waits_for_shifts
from roster.load.guard import MAX_CALLS_PER_PATIENCE
from roster.model import HolidayCalendar, Load, Month, SeatRequirement
from roster.text import Text, clock_time, counted
from roster.words import column_word, folded

MAX_CALLS = 1_000_000
MAX_AHT_SECONDS = 86_400
MAX_ERLANGS = 20_000
"""Agents talking at once: the largest centres there are have half as many."""
MAX_ERLANGS_IN_ALL = 500_000_000
"""Added up over intervals and jobs: bounds the time that finding the seats takes."""
MAX_SEATS = 100_000


def _days_meant(text: str, month: Month | None) -> date | Kind:
    """A date, or the days that a word stands for (工作日, 周末, 周一至周四)."""
    try:
        return a_date(text, month)
    except CellError as error:
        kind = kind_of_days(text)
        if kind is not None:
            return kind
        if any(char.isdecimal() for char in text):
            raise
        raise CellError(
            error.problem,
            Text(
                f"{error.remedy.zh}，或写 工作日、周末、节假日、每天、周一至周四",
                f"{error.remedy.en}, or weekdays, weekend, holiday or daily",
            ),
        ) from None


PLACE = (
    TableColumn("date", Dated(_days_meant), required=True),
    TableColumn("time", a_start, required=True),
    TableColumn("job", an_id, text=True, required=True),
)
LOAD_COLUMNS = (
    *PLACE,
    TableColumn("calls", a_float(0, MAX_CALLS), required=True),
    TableColumn("aht_seconds", a_float(0, MAX_AHT_SECONDS), required=True),
)
SEAT_COLUMNS = (
    *PLACE,
    TableColumn("seats", a_whole_number(0, MAX_SEATS), required=True),
    TableColumn("min_seats", a_whole_number(0, MAX_SEATS), default=0),
)


def read_load(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Load, ...]:
    """load.csv, sorted by day, minute and job."""
    checks = Checks(sheet, known, report)
    loads: list[Load] = []
    for row, (day, minute, job, calls, aht_seconds) in _intervals(checks, read_rows(sheet, LOAD_COLUMNS, report)):
        if sound((calls, aht_seconds)) and _handled(checks, row, calls, aht_seconds):
            loads.append(Load(day, minute, job, calls, aht_seconds))
    _bounded(checks, loads)
    return tuple(sorted(loads, key=_by_interval))


def read_seats(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[SeatRequirement, ...]:
    """seats.csv, sorted by day, minute and job."""
    checks = Checks(sheet, known, report)
    required: list[SeatRequirement] = []
    for row, (day, minute, job, seats, min_seats) in _intervals(checks, _seat_rows(checks, report)):
        if not sound((seats, min_seats)):
            continue
        if min_seats > seats:
            report.notice(
                sheet.file,
                row,
                sheet.called("min_seats"),
                Text(
                    f"最低座席 {min_seats} 高于需求 {seats}",
                    f"the floor of {counted(min_seats, 'seat')} is above the {seats} required",
                ),
            )
        required.append(SeatRequirement(day, minute, job, seats, min_seats))
    return tuple(sorted(required, key=_by_interval))


def _seat_rows(checks: Checks, report: Report) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """The rows of seats: a list, a grid of days × hours, or people per shift."""
    if is_list(checks.sheet, SEAT_COLUMNS):
        return read_rows(checks.sheet, SEAT_COLUMNS, report)
    grid = seat_grid(checks.sheet, checks.known)
    if grid is not None:
        tell_beside(checks.sheet, report)
        return () if tell_second_part(grid, checks, report) else read_seat_grid(grid, checks, report, MAX_SEATS)
    shifts = find_shift_grid(checks)
    if shifts is not None:
        tell_beside(checks.sheet, report)
        return read_shift_grid(shifts, checks, report, MAX_SEATS)
    if tell_turned(checks) or waits_for_shifts(checks):
        return ()
    return read_rows(checks.sheet, SEAT_COLUMNS, report)


def seat_grid(sheet: Sheet, known: ReferenceIndex) -> SeatGrid | None:
    """The grid of days × hours that a sheet of seats is; None for a list, people per shift, and where it is none.

    The calendar that is known says which days are workdays and holidays; without it the week alone does.
    """
    if sheet.month is None or is_list(sheet, SEAT_COLUMNS):
        return None
    grid = find_seat_grid(sheet, sheet.month, known.calendar or HolidayCalendar())
    return None if grid is not None and _by_shift(grid, sheet, known) else grid


def _by_shift(grid: SeatGrid, sheet: Sheet, known: ReferenceIndex) -> bool:
    """Whether each row's hours are those of the shift that it names: people per shift, whose hours stand beside it."""
    shifts = find_shift_grid(Checks(sheet, known, Report()))
    if shifts is None or set(grid.down) - set(shifts.shifts):
        return False
    return all(slot[:1] == shifts.shifts[row].spans[0][:1] for row, slot in grid.down.items())


def is_seats_grid(sheet: Sheet, known: ReferenceIndex) -> bool:
    """Whether a sheet of no name holds seats by day and hour, or people per shift; its rows stay to be read."""
    checks = Checks(sheet, known, Report())
    if seat_grid(sheet, known) is not None or find_shift_grid(checks) is not None:
        return True
    return not known.shifts and waits_for_shifts(checks)


def jobs_named(sheet: Sheet, *, column: str = "job") -> set[str]:
    """The jobs that a table names in its column of jobs, be it a list or a grid; empty where it has no such column."""
    forms = column_word(column, sheet.table).forms
    place: int | None = None
    jobs: set[str] = set()
    for above, (_, row) in enumerate(sheet.rows):
        if place is None:
            place = next((at for at, cell in enumerate(row[:MAX_COLUMNS]) if folded(cell) in forms), None)
            if place is None and above >= WITHIN:
                break
        elif place < len(row):
            jobs.update(part for part in parts(row[place]) if folded(part) not in forms)
    return jobs


def _by_interval(row: Load | SeatRequirement) -> tuple[date, int, str]:
    return row.day, row.minute, row.job


def _intervals(checks: Checks, rows: Iterable[tuple[int, tuple[Any, ...]]]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """The rows whose day, time and job are right and not there already."""
    aligned = _aligned(checks)
    jobs: dict[int, bool] = {}
    for row, values in _dated(checks, list(rows)):
        day, minute, job = values[:3]
        if row not in jobs:  # a row of a kind of days comes once for each of them
            jobs[row] = checks.job(row, job)
        fine = [checks.in_month(row, "date", day), aligned(row, minute), jobs[row]]
        if all(fine) and checks.single(row, "time", (day, minute, job), Text("此时段", "this interval")):
            yield row, values


def _dated(checks: Checks, rows: list[tuple[int, tuple[Any, ...]]]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """The rows with each kind of days written out; a row of a date comes before the kinds of its time and job."""
    kinds: dict[tuple[object, object], dict[int, Kind]] = {}
    for place, (_, (day, minute, job, *_)) in enumerate(rows):
        if isinstance(day, str | frozenset):
            kinds.setdefault((minute, job), {})[place] = day
    month = checks.known.month
    if not kinds or month is None:
        return [row for row in rows if not isinstance(row[1][0], str | frozenset)]
    dated = {values[:3] for _, values in rows}
    days_of: dict[int, tuple[date, ...]] = {}
    meant: dict[str, set[date]] = {}
    for heads in kinds.values():
        shared = Sharing(month, checks.known.calendar or HolidayCalendar()).out(heads, {})
        days_of |= shared
        for place, days in shared.items():
            kind = heads[place]
            if isinstance(kind, str):
                meant.setdefault(kind, set()).update(days)
    tell_kinds(checks, rows[min(days_of)][0], {kind: tuple(sorted(days)) for kind, days in meant.items()}, ())
    return [
        (row, (day, *values[1:]))
        for place, (row, values) in enumerate(rows)
        for day in ((values[0],) if place not in days_of else days_of[place])
        if place not in days_of or (day, *values[1:3]) not in dated
    ]


def _aligned(checks: Checks) -> Callable[[int, object], bool]:
    step = checks.known.interval_minutes

    def aligned(row: int, minute: object) -> bool:
        if not isinstance(minute, int):
            return False
        if step is None or minute % step == 0:
            return True
        earlier = minute - minute % step
        clock = clock_time(minute)
        checks.fault(
            row,
            "time",
            Text(f"{clock} 不是 {step} 分钟时段的起点", f"no interval of {step} min starts at {clock}"),
            Text(
                f"写 {clock_time(earlier)}，或改中心表的 时段分钟",
                f"Write {clock_time(earlier)}, or change the centre's interval_minutes",
            ),
        )
        return False

    return aligned


def _handled(checks: Checks, row: int, calls: float, aht_seconds: float) -> bool:
    if calls > 0 and aht_seconds == 0:
        checks.fault(
            row,
            "aht_seconds",
            Text("有来电，但平均处理时长为 0", "there are calls, but their handling time is 0"),
            Text("填写平均处理时长（秒）", "Give the average handling time in seconds"),
        )
        return False
    interval_seconds = 60 * (checks.known.interval_minutes or 1440)
    erlangs = calls * aht_seconds / interval_seconds
    if erlangs > MAX_ERLANGS:
        checks.fault(
            row,
            "calls",
            Text(
                f"话务量 {erlangs:,.0f} Erlang，超出任何客服中心",
                f"{calls:g} × {aht_seconds:g} s of calls keep {erlangs:,.0f} agents talking, more than any centre has",
            ),
            Text("检查来电数和处理时长的单位（秒）", "Check the calls, and that the handling time is in seconds"),
        )
        return False
    waiting = calls / interval_seconds * (checks.known.patience_seconds or 0)
    if waiting > MAX_CALLS_PER_PATIENCE:
        checks.fault(
            row,
            "calls",
            Text(
                f"在来电者的耐心时间（耐心秒数）内有 {waiting:,.0f} 个来电，超出任何客服中心",
                f"{waiting:,.0f} calls come in while one caller's patience (patience_seconds) lasts, unlike anywhere",
            ),
            Text("检查来电数和 耐心秒数 的单位（秒）", "Check the calls, and that patience_seconds is in seconds"),
        )
        return False
    return True


def _bounded(checks: Checks, load: Iterable[Load]) -> None:
    interval_seconds = 60 * (checks.known.interval_minutes or 1440)
    erlangs = sum(row.calls * row.aht_seconds for row in load) / interval_seconds
    if erlangs > MAX_ERLANGS_IN_ALL:
        checks.fault(
            None,
            "calls",
            Text(
                f"各时段话务量合计 {erlangs:,.0f} Erlang，超出任何客服中心",
                f"added up over all intervals the calls keep {erlangs:,.0f} agents talking, more than any centre has",
            ),
            Text("检查来电数和处理时长的单位（秒）", "Check the calls, and that the handling time is in seconds"),
        )
