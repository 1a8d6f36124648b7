"""Seats kept as a grid of days × hours, either way round: found by its heads, read cell by cell."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from roster.files.cells import CellError, a_start, a_weekday, a_whole_number, shown, span_end
from roster.files.grid_header import LEAST_DAYS, WITHIN, days_of, month_named
from roster.files.report import Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.tables.known import Checks
from roster.model import Month
from roster.text import Text
from roster.words import column_word, folded, normal

Days = tuple[date, ...]
Slot = tuple[int, int]
"""From and until which minute of a day."""

_HOUR = re.compile(r"([0-9]|1[0-9]|2[0-3])(?: ?[时点])?")
_NUMBER = re.compile(r"[0-9]{1,2}")
_NOTHING = frozenset({"-", "--", "/", "无", "休"})
_USUAL_SLOT_MINUTES = 60


@dataclass(frozen=True)
class SeatGrid:
    """Where a grid's days and hours stand: the header's row, column → days or slot, row → the other, and the job."""

    header: int
    across: dict[int, Days] | dict[int, Slot]
    down: dict[int, Days] | dict[int, Slot]
    jobs: int | None
    title: str

    @property
    def step(self) -> int:
        """The minutes of its shortest slot."""
        return min(end - start for line in (self.across, self.down) for start, end in _slots(line))

    @property
    def minutes(self) -> set[int]:
        """The minutes of the day at which its slots start."""
        return {start for line in (self.across, self.down) for start, _ in _slots(line)}

    def places(self, number: int) -> Iterator[tuple[int, Days, Slot]]:
        """The cells of a row: column, days, slot."""
        label = self.down.get(number)
        for place, head in self.across.items() if label is not None else ():
            days, slot = (head, label) if isinstance(head[0], date) else (label, head)
            yield place, days, slot  # type: ignore[misc]  # one of them holds days, the other a slot


def find_seat_grid(sheet: Sheet, month: Month) -> SeatGrid | None:
    """The grid that a sheet of seats is; None where no row has days over hours or hours over days. Its rows stay."""
    rows = sheet.looked_at(_MOST_LINES)
    for index, (number, row) in enumerate(rows[:WITHIN]):
        titles = [cell for _, earlier in rows[:index] for cell in earlier if cell.strip()]
        shown_month = month_named([*titles, sheet.file], month)
        below = rows[index + 1 :]
        for across, down in ((_days(row, shown_month), _hours_down), (_hours(row), _days_down)):
            if across is None:
                continue
            grid = down(below, min(across), shown_month)
            if grid is not None:
                jobs = next((place for place in range(min(across)) if place < len(row) and _is_job(row[place])), None)
                return SeatGrid(number, across, grid, jobs, " ".join(titles))
    return None


_MOST_LINES = 3000
"""A quarter-hourly grid of thirty jobs has fewer rows."""


def read_seat_grid(
    grid: SeatGrid, checks: Checks, report: Report, most: int
) -> Iterator[tuple[int, tuple[date, int, str, int, int]]]:
    """The grid's seats as rows of the table: day, minute, job, seats and no floor; an empty cell asks for nobody."""
    sheet = checks.sheet
    step = checks.known.interval_minutes or _USUAL_SLOT_MINUTES
    count = a_whole_number(0, most)
    only = _only_job(grid, checks)
    for number, row in sheet.rows:
        if number not in grid.down:
            if number > grid.header and any(cell.strip() for cell in row):
                _tell_aside(sheet, number, row, report)
            continue
        job = row[grid.jobs].strip() if grid.jobs is not None and grid.jobs < len(row) else only
        for place, days, (start, end) in grid.places(number):
            text = row[place] if place < len(row) else ""
            if not text.strip() or normal(text) in _NOTHING:
                continue
            try:
                seats = count(text)
            except CellError as error:
                sheet.fault(report, number, letter(place), error.problem, error.remedy)
                continue
            if not job:
                _no_job(checks, number)
                return
            for day in days:
                for minute in range(start, end, step):
                    yield number, (day, minute, normal(job), seats, 0)


def _only_job(grid: SeatGrid, checks: Checks) -> str | None:
    """The job of a grid without a column of jobs: the one that its title names, or the only one there is."""
    jobs = checks.known.jobs or set()
    named = [job for job in jobs if job in grid.title or job in checks.sheet.file]
    if len(named) == 1:
        return named[0]
    return next(iter(jobs)) if len(jobs) == 1 else None


def _no_job(checks: Checks, number: int) -> None:
    listed = "、".join(sorted(checks.known.jobs or ()))[:200]
    there = Text(f"（现有：{listed}）", f" (there are {listed})") if listed else Text("", "")
    checks.fault(
        number,
        "job",
        Text("看不出这张表是哪个工种的需求", "nothing says which job these seats are of"),
        Text(
            f"加一列“工种”，或在表头上方的标题里写明工种{there.zh}",
            f"Add a column job, or name the job in the title above the header{there.en}",
        ),
    )


def _tell_aside(sheet: Sheet, number: int, row: Sequence[str], report: Report) -> None:
    text = next(cell.strip() for cell in row if cell.strip())
    report.notice(
        sheet.file,
        number,
        None,
        Text(f"此行（{shown(text)} …）不是需求，未读取", f"the row {shown(text)} … holds no seats and is left aside"),
    )


def _is_job(cell: str) -> bool:
    return folded(cell) in column_word("job", "seats").forms


def _slots(line: dict[int, Days] | dict[int, Slot]) -> list[Slot]:
    return [(head[0], head[1]) for head in line.values() if isinstance(head[0], int) and isinstance(head[1], int)]


def _days(row: Sequence[str], month: Month) -> dict[int, Days] | None:
    """Column → days: dates, numbers that count up, or weekdays, each of which stands for all such days of the month."""
    dated = days_of(row, month)
    if dated is not None:
        return {place: (day,) for place, day in dated.items()}
    weekdays = {place: day for place, cell in enumerate(row) if (day := _weekday(cell)) is not None}
    return {place: _all(day, month) for place, day in weekdays.items()} if len(weekdays) >= LEAST_DAYS else None


def _weekday(cell: str) -> int | None:
    if _NUMBER.fullmatch(normal(cell)) or not cell.strip():
        return None
    try:
        return a_weekday(cell)
    except CellError:
        return None


def _all(weekday: int, month: Month) -> Days:
    days = (month.first.replace(day=number) for number in range(1, month.days + 1))
    return tuple(day for day in days if day.isoweekday() == weekday)


def _hours(row: Sequence[str]) -> dict[int, Slot] | None:
    """Column → slot: times, spans of them, or hours that count up."""
    return _slotted([(place, cell) for place, cell in enumerate(row) if cell.strip()])


def _slotted(cells: Sequence[tuple[int, str]]) -> dict[int, Slot] | None:
    starts = [(place, *slot) for place, cell in cells if (slot := _begin(cell)) is not None]
    if len(starts) < LEAST_DAYS:
        return None
    apart = Counter(later - one for one, later in pairwise(sorted({start for _, start, _ in starts})))
    usual = apart.most_common(1)[0][0] if apart else _USUAL_SLOT_MINUTES
    return {place: (start, end if end is not None else min(start + usual, 1440)) for place, start, end in starts}


def _begin(cell: str) -> tuple[int, int | None] | None:
    """When the slot of a head begins and, where it says so, ends; None for what is no time of day."""
    hour = _HOUR.fullmatch(normal(cell))
    if hour is not None:
        return 60 * int(hour[1]), None
    if isinstance(cell, BookCell) and cell.kind is CellKind.NUMBER and float(cell) >= 1:
        return None
    try:
        start, end = a_start(cell), span_end(cell)
    except (CellError, ValueError):
        return None
    return start, None if end is None else end if end > start else 1440


def _hours_down(below: Sequence[tuple[int, Sequence[str]]], first: int, _: Month) -> dict[int, Slot] | None:
    """Row → slot, of the column before the first day in which most cells are times."""
    columns = [_slotted([(number, row[place]) for number, row in below if place < len(row)]) for place in range(first)]
    return max((line for line in columns if line is not None), key=len, default=None)


def _days_down(below: Sequence[tuple[int, Sequence[str]]], first: int, month: Month) -> dict[int, Days] | None:
    """Row → days, of the column before the first hour in which most cells are days."""
    rows: list[dict[int, Days]] = []
    for place in range(first):
        cells = [(number, row[place]) for number, row in below if place < len(row) and row[place].strip()]
        line = {number: days for number, cell in cells if (days := _one_day(cell, month)) is not None}
        if len(line) >= LEAST_DAYS:
            rows.append(line)
    return max(rows, key=len, default=None)


def _one_day(cell: str, month: Month) -> Days | None:
    single = days_of([cell], month, least=1)
    if single is not None:
        return (single[0],)
    weekday = _weekday(cell)
    return None if weekday is None else _all(weekday, month)
