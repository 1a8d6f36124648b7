"""Seats kept as a grid of days (or kinds of days) × hours, either way round: found by its heads, read cell by cell."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from typing import NamedTuple, TypeGuard

from roster.files.asides import is_remark
from roster.files.cells import CellError, a_start, a_weekday, a_whole_number, shown, span_end
from roster.files.grid_header import (
    LEAST_DAYS,
    WITHIN,
    days_of,
    is_day_number,
    month_named,
    no_such_day,
    not_counting_on,
    not_that_weekday,
    own_name,
    weekday_said,
)
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.tables.known import Checks
from roster.files.tables.seat_layout import Told, is_day, second_beside, second_header, told_below
from roster.model import HolidayCalendar, Month
from roster.text import Text, clock_span
from roster.words import VALUES, column_word, folded, normal, value_word

Days = tuple[date, ...]
Slot = tuple[int, int]
"""From and until which minute of a day; what is over midnight counts on."""
Kind = str | frozenset[int]
"""A kind of days: a word of `VALUES["days"]`, or weekdays as `date.isoweekday()` counts."""

_HOUR = re.compile(r"([0-9]|1[0-9]|2[0-3])(?: ?[时点])?")
_HOURS = re.compile(r"([0-9]{1,2}) ?(?:[-~–—]+|至|到) ?([0-9]{1,2})(?: ?[时点])?")
HOURS_A_DAY, MONTHS = 24, 12
_NUMBER = re.compile(r"[0-9]{1,2}")
NOTHING = frozenset({"-", "--", "/", "无", "休"})
_USUAL_SLOT_MINUTES = 60


@dataclass(frozen=True)
class SeatGrid:
    """Where a grid's days and hours stand: the header's row, column → days or slot, row → the other, and the job.

    `heads` is the header's row, `above` the one over it, which may name each column's job; `kinds` are the kinds of
    days that it names, each with its days, and `bare` the month's days that none of them means. `beyond` are the
    columns, or rows, whose number is no day of the `month`: a form has 31.
    """

    header: int
    across: Mapping[int, Days] | Mapping[int, Slot]
    down: Mapping[int, Days] | Mapping[int, Slot]
    jobs: int | None
    title: str
    heads: tuple[str, ...]
    above: Mapping[int, str]
    kinds: Mapping[str, Days]
    bare: Days
    month: Month
    beyond: Mapping[int, int]

    @property
    def step(self) -> int:
        """The minutes of its shortest slot."""
        return min(end - start for line in (self.across, self.down) for start, end in _slots(line))

    def lost(self, number: int, row: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The cells of a row that ask for seats on no day of the month: column, and the day's number."""
        if any(map(_is_slot, self.across.values())):
            named = [(place, self.beyond[number]) for place in self.across if number in self.beyond]
        else:
            named = list(self.beyond.items()) if number in self.down else []
        for place, day in named:
            if place < len(row) and normal(row[place]) not in {"", "0", *NOTHING}:
                yield place, day

    @property
    def minutes(self) -> set[int]:
        """The minutes of the day at which its slots start."""
        return {start for line in (self.across, self.down) for start, _ in _slots(line)}

    def places(self, number: int) -> Iterator[tuple[int, Days, Slot]]:
        """The cells of a row: column, days, slot."""
        label = self.down.get(number)
        for place, head in self.across.items() if label is not None else ():
            days, slot = (label, head) if _is_slot(head) else (head, label)
            yield place, days, slot  # type: ignore[misc]  # one of them holds days, the other a slot


def find_seat_grid(sheet: Sheet, month: Month, calendar: HolidayCalendar) -> SeatGrid | None:
    """The grid that a sheet of seats is; None where no row has days over hours or hours over days. Its rows stay."""
    for number, row, below, title, above, sharing in possible_headers(sheet, month, calendar):
        for across, down in ((days_across(row, above, sharing), _hours_down), (_hours(row), _days_down)):
            if not across:
                continue
            first = min(across)
            if any(map(_is_slot, across.values())) and _is_a_days_row(row, first, sharing.month):
                continue
            jobs = job_column(row, first)
            grid = down(below, first, jobs, sharing)
            if grid:
                heads = tuple(cell.strip() for cell in row)
                return SeatGrid(
                    *(number, across, grid, jobs, title, heads, above),
                    *(sharing.kinds, sharing.bare, sharing.month, sharing.beyond),
                )
    return None


def _is_a_days_row(row: Sequence[str], first: int, month: Month) -> bool:
    """Whether numbers that might be hours stand behind a day: they are the day's people, by shift."""
    heads = [normal(cell) for cell in row[first:] if cell.strip()]
    label = any(is_day(cell, month) or kind_of_days(cell) is not None for cell in row[:first])
    return label and all(head.isdecimal() for head in heads)


class PossibleHeader(NamedTuple):
    """A row near the top: its number, its cells and the rows below it; what stands over it as title and by column.

    `sharing` is of the month that the title or the sheet's name says, else the one asked for.
    """

    number: int
    row: Sequence[str]
    below: Sequence[tuple[int, Sequence[str]]]
    title: str
    above: Mapping[int, str]
    sharing: "Sharing"


def possible_headers(sheet: Sheet, month: Month, calendar: HolidayCalendar) -> Iterator[PossibleHeader]:
    """The rows that may be the header of a table of seats."""
    rows = sheet.looked_at(MOST_LINES)
    for index, (number, row) in enumerate(rows[:WITHIN]):
        titles = [cell for _, earlier in rows[:index] for cell in earlier if cell.strip()]
        sharing = Sharing(month_named([*titles, own_name(sheet.file)], month), calendar)
        above = _carried_on(rows[index - 1][1]) if index else {}
        yield PossibleHeader(number, row, rows[index + 1 :], " ".join(titles), above, sharing)


def _carried_on(row: Sequence[str]) -> dict[int, str]:
    """Column → what stands over it: a text holds until the next, as where a job stands over its columns."""
    over: dict[int, str] = {}
    text = ""
    for place, cell in enumerate(row):
        text = normal(cell) or text
        if text:
            over[place] = text
    return over


MOST_LINES = 3000
"""A quarter-hourly grid of thirty jobs has fewer rows."""


def read_seat_grid(
    grid: SeatGrid, checks: Checks, report: Report, most: int
) -> Iterator[tuple[int, tuple[date, int, str, int, int]]]:
    """The grid's seats as rows of the table: day, minute, job, seats and no floor; an empty cell asks for nobody."""
    sheet = checks.sheet
    step = checks.known.interval_minutes or _USUAL_SLOT_MINUTES
    count = a_whole_number(0, most)
    jobs = checks.known.jobs or set()
    only = only_job(grid.title, checks)
    over = jobs_over(grid.across, grid.above, jobs)
    tell_kinds(checks, grid.header, grid.kinds, grid.bare)
    _tell_nights(grid, checks)
    unread, weekdays_right = _unread(grid), True
    for number, row in sheet.rows:
        _tell_lost(grid, sheet, number, row, report)
        weekdays_right = weekdays_right and _weekdays_right(grid, sheet, number, row, report)
        if unread and number in grid.down:
            unread = _tell_unread_days(grid, sheet, (number, row), unread, report)
        if number not in grid.down:
            if (
                number > grid.header
                and number not in grid.beyond
                and any(cell.strip() for cell in row)
                and not _same_heads(grid, row)
            ):
                block = _block_of(row, jobs)
                only = block or only
                if block is None:
                    tell_aside(sheet, number, row, report)
            continue
        named = row[grid.jobs].strip() if grid.jobs is not None and grid.jobs < len(row) else ""
        for place, days, (start, end) in grid.places(number):
            job = named or over.get(place, only)
            text = row[place] if place < len(row) else ""
            if not text.strip() or normal(text) in NOTHING:
                continue
            try:
                seats = count(text)
            except CellError as error:
                sheet.fault(report, number, letter(place), error.problem, error.remedy)
                continue
            if not job:
                no_job(checks, number)
                return
            for day, minute in _intervals(days, range(start, end, step), grid.month):
                yield number, (day, minute, normal(job), seats, 0)


def _intervals(days: Days, minutes: range, month: Month) -> Iterator[tuple[date, int]]:
    """These minutes of each day; those after midnight are of the next one, where that is in the month."""
    for day, minute in product(days, minutes):
        served = day + timedelta(days=minute // 1440)
        if served in month:
            yield served, minute % 1440


def _tell_nights(grid: SeatGrid, checks: Checks) -> None:
    """Say of slots over midnight whose seats the hours after it are."""
    over = sorted({slot for line in (grid.across, grid.down) for slot in _slots(line) if slot[1] > 1440})
    if not over:
        return
    named = "、".join(clock_span(start, end) for start, end in over)
    checks.notice(
        grid.header,
        None,
        Text(
            f"{named} 过零点：零点以后的座席算在次日；本月 1 日零点以后的，属于上月最后一天的夜班",
            f"{named.replace('、', ', ')}: seats after midnight are of the next day, and on the month's first morning "
            "of the night that the month before ends with",
        ),
    )


def tell_second_part(grid: SeatGrid, checks: Checks, report: Report) -> bool:
    """Whether a grid is one of two parts on its sheet; said then, with how they are put together."""
    told = _second_part(grid, checks.sheet, jobs_over(grid.across, grid.above, checks.known.jobs or set()))
    if told is not None:
        number, (place, problem, remedy) = told
        checks.sheet.fault(report, number, letter(place), problem, remedy)
    return told is not None


def _second_part(grid: SeatGrid, sheet: Sheet, over: Mapping[int, str]) -> tuple[int, Told] | None:
    """The row at which a table in two parts shows, and what is said there; None for one table."""
    lines, first = sheet.looked_at(MOST_LINES), min(grid.across)
    for number, row in lines:
        below = number > grid.header and number not in grid.down and number not in grid.beyond
        if below and second_header(grid.heads, row, first, grid.month, lambda cell: _begin(cell) is not None):
            return number, told_below(row, at_once=number == grid.header + 1)
    labels_are_slots = any(map(_is_slot, grid.down.values()))

    def is_label(cell: str) -> bool:
        if labels_are_slots:
            return not normal(cell).isdecimal() and _begin(cell) is not None
        return is_day(cell, grid.month)

    rows = [row for number, row in lines if number in grid.down]
    told = second_beside(grid.across, over, rows, is_label)
    return None if told is None else (grid.header, told)


def _unread(grid: SeatGrid) -> list[int]:
    """The columns of numbers that do not count on with the days across: 26 … 31 before 1 … 25."""
    numbers = [place for place, head in enumerate(grid.heads) if is_day_number(head)]
    if any(map(_is_slot, grid.across.values())) or not any(place in grid.across for place in numbers):
        return []
    return [place for place in numbers if place not in grid.across and place not in grid.beyond]


def _tell_unread_days(
    grid: SeatGrid, sheet: Sheet, line: tuple[int, Sequence[str]], unread: list[int], report: Report
) -> list[int]:
    """Seats under such a number are a fault, told once; the columns to be looked at further on."""
    number, row = line
    place = next((one for one in unread if one < len(row) and normal(row[one]) not in {"", "0", *NOTHING}), None)
    days = [day for head in grid.across.values() for day in head if isinstance(day, date)]
    if place is None or not days:
        return unread
    sheet.fault(report, number, letter(place), *not_counting_on(letter(place), min(days), max(days)))
    return []


def _weekdays_right(grid: SeatGrid, sheet: Sheet, number: int, row: Sequence[str], report: Report) -> bool:
    """Whether no weekday beside a day is another's: in the header, or before a row's hours; the first is a fault."""
    if number == grid.header:
        told = [(place, head) for place, head in grid.across.items() if place < len(row)]
    else:
        before = min(*grid.across, len(row))
        told = [(place, grid.down.get(number, ())) for place in range(before) if place != grid.jobs]
    for place, days in told:
        if len(days) != 1 or not isinstance(days[0], date):
            continue
        weekday = weekday_said(row[place], beside=False) or weekday_said(row[place], beside=True)
        if weekday not in {None, days[0].isoweekday()}:
            cell = f"{letter(place)}{number}"
            sheet.fault(report, number, letter(place), *not_that_weekday(cell, row[place].strip(), days[0]))
            return False
    return True


def _tell_lost(grid: SeatGrid, sheet: Sheet, number: int, row: Sequence[str], report: Report) -> None:
    """Seats under a number that is no day of the month."""
    for place, day in grid.lost(number, row):
        cell = f"{letter(place)}{number}"
        sheet.fault(report, number, letter(place), *no_such_day(grid.month, day, cell, row[place].strip()))


def jobs_over(places: Iterable[int], above: Mapping[int, str], jobs: set[str]) -> dict[int, str]:
    """The job that stands over each column; empty where it is one alone (the first block's, or the title)."""
    over = {place: text for place in places if (text := above.get(place, "")) in jobs}
    return over if len(set(over.values())) > 1 else {}


def only_job(title: str, checks: Checks) -> str | None:
    """The job of a table without a column of jobs: the one that its title names, or the only one there is."""
    jobs = checks.known.jobs or set()
    named = [job for job in jobs if job in title or job in checks.sheet.file]
    if len(named) == 1:
        return named[0]
    return next(iter(jobs)) if len(jobs) == 1 else None


def _same_heads(grid: SeatGrid, row: Sequence[str]) -> bool:
    """Whether a row is the header once more, over the next job's block."""
    return tuple(cell.strip() for cell in row) == grid.heads


def _block_of(row: Sequence[str], jobs: set[str]) -> str | None:
    """The job that a row between blocks of hours names; None where it names none, or several."""
    text = " ".join(normal(cell) for cell in row).strip()
    if is_remark(text):
        return None
    named = [job for job in jobs if job in text]
    return named[0] if len(named) == 1 else None


def tell_kinds(checks: Checks, row: int, kinds: Mapping[str, Days], bare: Days) -> None:
    """Say how many days each kind of days was taken for, and which days none of them means."""
    if not kinds:
        return
    words = VALUES["days"]
    zh = "，".join(f"{words[kind].zh} {len(days)} 天" for kind, days in kinds.items())
    en = ", ".join(f"{len(days)} {words[kind].en}" for kind, days in kinds.items())
    more = Text("", "")
    if bare:
        _tell_unread(checks, row, bare)
        numbers = [str(day.day) for day in bare]
        more = Text(
            f"；{'、'.join(numbers)} 日没有对应的列，不需要座席",
            f"; no column is for the days {', '.join(numbers)}, which ask for no seats",
        )
    checks.notice(
        row,
        None,
        Text(f"按中心的节假日安排（调休上班日算工作日）：{zh}{more.zh}", f"by the centre's calendar: {en}{more.en}"),
    )


def no_job(checks: Checks, number: int) -> None:
    """Say that nothing tells the job of a table's seats; where the jobs themselves are faulty that is said there."""
    if checks.known.jobs is None:
        return
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


def _tell_unread(checks: Checks, row: int, bare: Days) -> None:
    """A head that seems to mean days, and is none that is known, while days have no column: nobody would work then."""
    sheet = checks.sheet
    head = next((line for number, line in sheet.looked_at(MOST_LINES) if number == row), ())
    for place, cell in enumerate(head):
        if cell.strip() and _LIKE_DAYS.search(cell) and kind_of_days(cell) is None:
            named = shown(cell.strip())
            numbers = "、".join(str(day.day) for day in bare)
            problem = Text(
                f"看不懂表头{named}是哪些天，而 {numbers} 日没有对应的列",
                f"which days the head {named} means is not known, and no column is for the days {numbers}",
            )
            remedy = Text(
                "把表头改成 平日、周末、节假日、休息日（周末及节假日）、每天、周一至周五 或日期",
                "Head it workdays, weekends, holidays, rest days, every day, 周一至周五 or a date",
            )
            sheet.fault(checks.report, row, letter(place), problem, remedy)


_LIKE_DAYS = re.compile(r"周|双休|节|假|休|星期|礼拜|week|holi|day", re.IGNORECASE)


def tell_aside(sheet: Sheet, number: int, row: Sequence[str], report: Report) -> None:
    """Say that a row holds no seats and is not read."""
    text = next(cell.strip() for cell in row if cell.strip())
    way = key_for(" ".join(row))
    report.notice(
        sheet.file,
        number,
        None,
        Text(
            f"此行（{shown(text)} …）不是需求，未读取{way.zh}",
            f"the row {shown(text)} … holds no seats and is left aside{way.en}",
        ),
    )


def job_column(row: Sequence[str], before: int) -> int | None:
    """The column of jobs before another one; None without it."""
    forms = column_word("job", "seats").forms
    return next((place for place, cell in enumerate(row[:before]) if folded(cell) in forms), None)


def _slots(line: Mapping[int, Days] | Mapping[int, Slot]) -> list[Slot]:
    return [head for head in line.values() if _is_slot(head)]


def _is_slot(head: Days | Slot) -> TypeGuard[Slot]:
    """Whether a head is a time of day; a kind of days may have none in the month."""
    return bool(head) and isinstance(head[0], int)


class Sharing:
    """Shares a month's days out among the kinds of days that heads name; notes what each came to."""

    def __init__(self, month: Month, calendar: HolidayCalendar) -> None:
        self.month = month
        self._calendar = calendar
        self.kinds: dict[str, Days] = {}
        self.bare: Days = ()
        self.beyond: dict[int, int] = {}

    def out(self, heads: Mapping[int, Kind], groups: Mapping[int, str]) -> dict[int, Days]:
        """Place → its days. Each group of places (a job's) has every day once, by the kind that says most of it."""
        shared: dict[int, list[date]] = {place: [] for place in heads}
        bare: list[date] = []
        for day in (self.month.first.replace(day=number) for number in range(1, self.month.days + 1)):
            for group in dict.fromkeys(groups.get(place, "") for place in heads):
                mine = {place: kind for place, kind in heads.items() if groups.get(place, "") == group}
                best = self._best(day, mine.values())
                if best is None and day not in bare:
                    bare.append(day)
                for place, kind in mine.items():
                    if kind == best:
                        shared[place].append(day)
        if any(isinstance(kind, str) for kind in heads.values()):
            self.kinds = {kind: tuple(shared[place]) for place, kind in heads.items() if isinstance(kind, str)}
            self.bare = tuple(bare)
        return {place: tuple(days) for place, days in shared.items()}

    def _best(self, day: date, kinds: Collection[Kind]) -> Kind | None:
        weekdays = next((kind for kind in kinds if isinstance(kind, frozenset) and day.isoweekday() in kind), None)
        order: tuple[Kind | None, ...]
        if self._calendar.is_public_holiday(day):
            order = ("holidays", "rest days", "weekends", weekdays, "every day")
        elif self._calendar.is_working_day(day):
            order = ("workdays", weekdays, "every day")
        else:
            order = ("weekends", "rest days", weekdays, "holidays", "every day")
        return next((kind for kind in order if kind is not None and kind in kinds), None)


def days_across(row: Sequence[str], above: Mapping[int, str], sharing: Sharing) -> dict[int, Days] | None:
    """Column → days: dates, numbers that count up, weekdays (all such days of the month), or kinds of days."""
    beyond: dict[int, int] = {}
    dated = days_of(row, sharing.month, beyond=beyond)
    if dated is not None:
        sharing.beyond = beyond
        return {place: (day,) for place, day in dated.items()}
    kinds = {place: kind for place, cell in enumerate(row) if (kind := kind_of_days(cell)) is not None}
    if len(kinds) < LEAST_DAYS and not any(isinstance(kind, str) for kind in kinds.values()):
        return None
    return sharing.out(kinds, above)


_COUNTED = re.compile(r"(?:[(（][^()（）]*[)）]|的?(?:需要|需求|所需|上班)?(?:座席数?|坐席数?|人数|数量|需求))+$")
_WEEKDAYS = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?:([-~至到])(?:周|星期|礼拜)?([一二三四五六日天]))?")
_ENGLISH_TO = re.compile(r"(?i)(?<=[a-z]) ?(?:-|\bto\b|\bthrough\b) ?(?=[a-z])")
_ENGLISH_AND = re.compile(r"(?i) and ")
_IN_WEEK = {
    sign: number for number, signs in enumerate(("", "一", "二", "三", "四", "五", "六", "日天")) for sign in signs
}


def kind_of_days(cell: str) -> Kind | None:
    """The days that a head means: a kind (工作日, 周末座席数), weekdays (周一, 周一至周四); None: no days."""
    text = normal(cell)
    if not text:
        return None
    plain = _COUNTED.sub("", text)
    word = value_word("days", text) or value_word("days", plain)
    if word is not None:
        return word
    days: set[int] = set()
    kinds: set[str] = set()
    for part in re.split(r"[、,;/|+&和及与或 ]+", _ENGLISH_AND.sub(" ", _ENGLISH_TO.sub("-", plain))):
        match = _WEEKDAYS.fullmatch(part)
        first, _, last = part.partition("-")
        if (word := value_word("days", part)) is not None:
            kinds.add(word)
        elif match is not None:
            days.update(range(_IN_WEEK[match[1]], _IN_WEEK[match[3] or match[1]] + 1))
        elif (single := _weekday(part)) is not None:
            days.add(single)
        elif (begin := _weekday(first)) is not None and (end := _weekday(last)) is not None:
            days.update(range(begin, end + 1))
        else:
            return None
    whole = _WHOLE_KINDS.get(frozenset(days), frozenset(days)) if days else None
    if not kinds:
        return whole
    if isinstance(whole, frozenset):
        return None
    kinds |= {whole} if whole else set()
    return kinds.pop() if len(kinds) == 1 else "every day" if kinds & {"workdays", "every day"} else "rest days"


_WHOLE_KINDS: Mapping[frozenset[int], Kind] = {frozenset(range(1, 6)): "workdays", frozenset((6, 7)): "weekends"}
"""周一至周五 are the working days: a Saturday that is worked in exchange is one of them."""


def _weekday(cell: str) -> int | None:
    if _NUMBER.fullmatch(normal(cell)) or not cell.strip():
        return None
    try:
        return a_weekday(cell)
    except CellError:
        return None


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
    hours = _HOURS.fullmatch(normal(cell))
    if hours is not None and int(hours[1]) < int(hours[2]) <= HOURS_A_DAY:
        return 60 * int(hours[1]), 60 * int(hours[2])
    if hours is not None and int(hours[2]) <= MONTHS < int(hours[1]) < HOURS_A_DAY:
        return 60 * int(hours[1]), 60 * (int(hours[2]) + HOURS_A_DAY)
    if isinstance(cell, BookCell) and cell.kind is CellKind.NUMBER and float(cell) >= 1:
        return None
    try:
        start, end = a_start(cell), span_end(cell)
    except (CellError, ValueError):
        return None
    return start, None if end is None else end if end > start else end + 1440


Below = Sequence[tuple[int, Sequence[str]]]


def _hours_down(below: Below, first: int, _jobs: int | None, _: Sharing) -> dict[int, Slot] | None:
    """Row → slot, of the column before the first day in which most cells are times."""
    columns = [_slotted([(number, row[place]) for number, row in below if place < len(row)]) for place in range(first)]
    return max((line for line in columns if line is not None), key=len, default=None)


def _days_down(below: Below, first: int, jobs: int | None, sharing: Sharing) -> dict[int, Days] | None:
    """Row → days, of the column before the first hour in which most cells are days."""
    rows: list[tuple[dict[int, Days], dict[int, int]]] = []
    groups = {number: normal(row[jobs]) for number, row in below if jobs is not None and jobs < len(row)}
    for place in range(first):
        cells = [(number, row[place]) for number, row in below if place < len(row) and row[place].strip()]
        beyond: dict[int, int] = {}
        dated: dict[int, date] = {}
        for number, cell in cells:
            over: dict[int, int] = {}
            one = days_of([cell], sharing.month, least=1, beyond=over)
            if one:
                dated[number] = one[0]
            elif over:
                beyond[number] = over[0]
        kinds = {
            number: kind for number, cell in cells if number not in dated and (kind := kind_of_days(cell)) is not None
        }
        if len(dated) + len(kinds) >= LEAST_DAYS or any(isinstance(kind, str) for kind in kinds.values()):
            rows.append(({number: (day,) for number, day in dated.items()} | sharing.out(kinds, groups), beyond))
    best, sharing.beyond = max(rows, key=lambda row: len(row[0]), default=(None, {}))
    return best
