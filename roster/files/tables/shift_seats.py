"""Seats kept as people per shift and day, or kind of days: each interval asks for those of the shifts that cover it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster.files.asides import TOTALS
from roster.files.cells import CellError, a_whole_number, shown
from roster.files.grid_header import no_such_day
from roster.files.grid_marks import code_of
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets import Sheet, letter
from roster.files.tables.demand_grid import (
    MOST_LINES,
    NOTHING,
    Days,
    Sharing,
    days_across,
    job_column,
    jobs_over,
    kind_of_days,
    no_job,
    only_job,
    possible_headers,
    tell_aside,
    tell_kinds,
)
from roster.files.tables.known import Checks
from roster.files.tables.seat_layout import TURNED, Told, is_day, second_beside, second_header, told_below
from roster.model import HolidayCalendar, Shift
from roster.text import Text
from roster.words import column_word, folded, normal

LEAST_SHIFTS = 2
"""So many rows that name a shift make a table of people per shift; fewer where the centre has no more."""

_SUM = re.compile(rf"{TOTALS}|total|sum")
_AFTER_CODE = re.compile(r"[\s(（:：0-9].*$", re.DOTALL)
_PEOPLE = re.compile(r"\s*[人名个]$")


@dataclass(frozen=True)
class ShiftGrid:
    """Where people per shift stand: the header's row, column → days, row → shift, and the column of jobs."""

    header: int
    days: Mapping[int, Days]
    shifts: Mapping[int, Shift]
    labels: Mapping[int, str]
    jobs: int | None
    title: str
    above: Mapping[int, str]
    sharing: Sharing


def find_shift_grid(checks: Checks) -> ShiftGrid | None:
    """The table of people per shift that a sheet of seats is; None where it is none. Its rows stay."""
    sheet, known = checks.sheet, checks.known
    if sheet.month is None or not known.shifts:
        return None
    calendar = known.calendar or HolidayCalendar()
    for number, row, rows, title, above, sharing in possible_headers(sheet, sheet.month, calendar):
        days = days_across(row, above, sharing) or _every_day(sheet, row, sharing)
        if not days:
            continue
        first = min(days)
        jobs = job_column(row, first)
        labels = {below: _label(line, first, jobs) for below, line in rows}
        named = {below: code for below, text in labels.items() if (code := _code(text, checks)) is not None}
        if len(named) >= min(LEAST_SHIFTS, len(known.shifts)):
            shifts = {below: known.shift_by_code[code] for below, code in named.items() if code in known.shift_by_code}
            labels = {below: text for below, text in labels.items() if below not in named}
            return ShiftGrid(number, days, shifts, labels, jobs, title, above, sharing)
    return None


def tell_turned(checks: Checks) -> bool:
    """Whether a sheet of seats is people per shift with a row a day; said then, with how it is turned."""
    sheet, known = checks.sheet, checks.known
    if sheet.month is None or not known.shifts:
        return False
    calendar = known.calendar or HolidayCalendar()
    for number, row, below, _, _, sharing in possible_headers(sheet, sheet.month, calendar):
        shifts = [place for place, cell in enumerate(row) if cell.strip() and _code(cell.strip(), checks) is not None]
        if len(shifts) < min(LEAST_SHIFTS, len(known.shifts)):
            continue
        labels = [cell for _, line in below for cell in line[: min(shifts)]]
        if sum(is_day(cell, sharing.month) or kind_of_days(cell) is not None for cell in labels) >= 2:
            sheet.fault(checks.report, number, letter(min(shifts)), *TURNED)
            return True
    return False


def waits_for_shifts(checks: Checks) -> bool:
    """Whether a sheet of seats with days across may be people per shift, while no shift could be read: said there."""
    sheet, known = checks.sheet, checks.known
    if sheet.month is None or known.shifts:
        return False
    calendar = known.calendar or HolidayCalendar()
    headers = possible_headers(sheet, sheet.month, calendar)
    return any(days_across(row, above, sharing) for _, row, _, _, above, sharing in headers)


def _every_day(sheet: Sheet, row: Sequence[str], sharing: Sharing) -> dict[int, Days] | None:
    """A single column of people holds every day."""
    people = [place for place, cell in enumerate(row) if folded(cell) in column_word("seats", sheet.table).forms]
    return sharing.out({people[0]: "every day"}, {}) if len(people) == 1 and people[0] else None


def _label(row: Sequence[str], first: int, jobs: int | None) -> str:
    """What a row is about: the first text before the days that names no job."""
    return next((cell.strip() for place, cell in enumerate(row[:first]) if cell.strip() and place != jobs), "")


def _code(text: str, checks: Checks) -> str | None:
    """The shift that a text names: by its code or name, with or without hours or a remark after it."""
    by_name = {folded(code): code for code in checks.known.shifts or ()}
    for shift in checks.known.shift_by_code.values():
        if shift.name:
            by_name.setdefault(folded(shift.name), shift.code)
    for one in (text, _AFTER_CODE.sub("", text)):
        code = by_name.get(folded(one)) or code_of(one, checks.known) if one else None
        if code is not None:
            return code
    return None


def read_shift_grid(
    grid: ShiftGrid, checks: Checks, report: Report, most: int
) -> Iterator[tuple[int, tuple[date, int, str, int, int]]]:
    """The seats as rows of the table: day, minute, job, seats and no floor.

    A seat of an interval is wanted for each of the people of every shift that works it whole; what a night serves
    after midnight is of the next day, and the month's first morning is that of the month before.
    """
    wanted: dict[tuple[date, int, str], tuple[int, int]] = {}
    jobs = checks.known.jobs or set()
    over = jobs_over(grid.days, grid.above, jobs)
    only = only_job(grid.title, checks)
    tell_kinds(checks, grid.header, grid.sharing.kinds, grid.sharing.bare)
    told = _second_part(grid, checks, over)
    if told is not None:
        number, (place, problem, remedy) = told
        checks.sheet.fault(report, number, letter(place), problem, remedy)
        return
    for number, row in checks.sheet.rows:
        if number in grid.labels:
            _other_row(grid, number, row, checks, report)
        shift = grid.shifts.get(number)
        if shift is None:
            continue
        _tell_lost(grid, number, row, checks)
        _tell_remark(grid, number, row, checks)
        named = row[grid.jobs].strip() if grid.jobs is not None and grid.jobs < len(row) else ""
        own = shift.jobs[0] if len(shift.jobs) == 1 else None
        for place, days in grid.days.items():
            seats = _count(row, place, number, checks, most)
            if not seats:
                continue
            job = named or over.get(place) or own or only
            if not job:
                no_job(checks, number)
                return
            for key in _served(shift, days, job, checks):
                wanted[key] = (wanted.get(key, (number, 0))[0], wanted.get(key, (number, 0))[1] + seats)
    _tell(grid, checks)
    for (day, minute, job), (number, seats) in wanted.items():
        yield number, (day, minute, job, seats, 0)


def _second_part(grid: ShiftGrid, checks: Checks, over: Mapping[int, str]) -> tuple[int, Told] | None:
    """The row at which a table in two parts shows, and what is said there; None for one table."""
    rows, first = dict(checks.sheet.looked_at(MOST_LINES)), min(grid.days)
    for number, row in rows.items():
        below = number in grid.labels and number > grid.header
        if below and second_header(rows[grid.header], row, first, grid.sharing.month, lambda _: False):
            return number, told_below(row, at_once=number == grid.header + 1)
    served = [rows[number] for number in grid.shifts]
    told = second_beside(grid.days, over, served, lambda cell: _code(cell, checks) is not None)
    return None if told is None else (grid.header, told)


def _count(row: Sequence[str], place: int, number: int, checks: Checks, most: int) -> int:
    text = row[place] if place < len(row) else ""
    if not text.strip() or normal(text) in NOTHING:
        return 0
    try:
        return a_whole_number(0, most)(_PEOPLE.sub("", text.strip()))
    except CellError as error:
        checks.sheet.fault(checks.report, number, letter(place), error.problem, error.remedy)
        return 0


def _served(shift: Shift, days: Days, job: str, checks: Checks) -> Iterator[tuple[date, int, str]]:
    """The intervals of the month that the shift works whole on those days."""
    step = checks.known.interval_minutes or 60
    for day in days:
        for start, end in shift.spans:
            for minute in range(-(-start // step) * step, end - step + 1, step):
                served = day + timedelta(days=minute // 1440)
                if checks.known.month is None or served in checks.known.month:
                    yield served, minute % 1440, normal(job)


def _other_row(grid: ShiftGrid, number: int, row: Sequence[str], checks: Checks, report: Report) -> None:
    """A row that names no shift: below the header one of people is a fault, anything else is left aside and told."""
    if number <= grid.header or not any(cell.strip() for cell in row):
        return
    label = grid.labels[number]
    people = any(_PEOPLE.sub("", normal(row[place])).isdecimal() for place in grid.days if place < len(row))
    if label and people and not _SUM.search(normal(label).casefold()):
        checks.shift(number, label)
    else:
        tell_aside(checks.sheet, number, row, report)


def _tell_lost(grid: ShiftGrid, number: int, row: Sequence[str], checks: Checks) -> None:
    """People under a number that is no day of the month."""
    for place, day in grid.sharing.beyond.items():
        if place < len(row) and normal(row[place]) not in {"", "0", *NOTHING}:
            cell = f"{letter(place)}{number}"
            lost = no_such_day(grid.sharing.month, day, cell, row[place].strip())
            checks.sheet.fault(checks.report, number, letter(place), *lost)


def _tell_remark(grid: ShiftGrid, number: int, row: Sequence[str], checks: Checks) -> None:
    """A text behind the people, as 其中投诉至少1人, is not read."""
    for place in range(max(grid.days) + 1, len(row)):
        text = row[place].strip()
        if place not in grid.sharing.beyond and any(char.isalpha() for char in text):
            way = key_for(text)
            checks.notice(
                number,
                letter(place),
                Text(f"{shown(text)} 未读取{way.zh}", f"{shown(text)} is left aside{way.en}"),
            )


def _tell(grid: ShiftGrid, checks: Checks) -> None:
    """Say how people per shift were read."""
    checks.notice(
        grid.header,
        None,
        Text(
            "按各班的上班时间换算成每个时段的座席数：同一时段有几个班次在岗，人数相加；夜班零点以后算次日。"
            "排班只保证每个时段够人，各班人数可与此表不同",
            "people per shift are read as seats of each interval in its hours: where shifts overlap, their people add "
            "up; what a night serves after midnight is of the next day. The roster fills the seats of every interval, "
            "whichever shifts that takes",
        ),
    )
