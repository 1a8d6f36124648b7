"""Where a grid's days and people stand: the row of days, the month that it means, the columns of ids and names."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from roster.files.cells import ENGLISH_MONTH, CellError, WeekdayError, a_date, month_number, shown, weekday_number
from roster.files.sheets import BookCell, CellKind
from roster.model import Month
from roster.text import Text
from roster.words import VALUES, column_word, folded, normal

LEAST_DAYS = 3
"""Fewer days in a row are no grid's header."""

LEAST_NUMBERS = 7
"""Fewer numbers that count up are no days of a roster but counts of people."""

MOST_DAYS = 31
DAY = timedelta(days=1)

WITHIN = 12
"""The header stands in the first rows."""

Rows = Sequence[tuple[int, Sequence[str]]]

_WEEKDAY = r"(?:[ \n(]*(?:周|星期|礼拜)?(?P<weekday>[一二三四五六日天])\)?)?"
_NUMBER = re.compile(rf"([0-9]{{1,2}})(?: ?[日号])?{_WEEKDAY}")
_MONTH_DAY = re.compile(rf"([0-9]{{1,2}})[/.-]([0-9]{{1,2}})(?: ?[日号])?{_WEEKDAY}")
_NAMED_MONTH = re.compile(
    r"(?:(20[0-9]{2}) ?年 ?)?(?<![0-9])(1[0-2]|0?[1-9]) ?月|(20[0-9]{2})[-/.](1[0-2]|0[1-9])(?![0-9])"
)


@dataclass(frozen=True)
class Header:
    """A grid's header: its row, column → day, and where ids and names stand (None: nowhere).

    `beyond` are columns of numbers that are no day of the month, as the 31 of a form that is used every month.
    `unread` are columns of further numbers, which do not count on with the days (26 … 31 before 1 … 25). `told`:
    whether the header, a title over it or the sheet's name says which month it is.
    """

    row: int
    days: Mapping[int, date]
    ids: int | None
    names: int | None
    others: tuple[str, ...] = ()
    beyond: Mapping[int, int] = field(default_factory=dict)
    told: bool = True
    unread: tuple[int, ...] = ()

    @property
    def of_people(self) -> bool:
        """Whether it has a column of ids or names."""
        return self.ids is not None or self.names is not None


def find_header(rows: Rows, title: str, month: Month, known: Callable[[str], bool]) -> Header | None:
    """The header among a sheet's rows; None where no row holds days.

    `title` is the sheet's or file's name, `month` the one that days without a month belong to where no title names
    another, `known` tells whether a text is somebody's id or name.
    """
    for index, (number, row) in enumerate(rows[:WITHIN]):
        above = [cell for _, earlier in rows[:index] for cell in earlier]
        beyond: dict[int, int] = {}
        named = named_month([*above, own_name(title)], month)
        days = days_of(row, named or month, numbers_least=LEAST_NUMBERS, beyond=beyond)
        if days is not None:
            first = min(days)
            around = [row, *(line for _, line in rows[max(0, index - 1) : index + 2])]
            ids, names = _people(around, first, [line for _, line in rows[index + 1 :]], known)
            taken = {ids, names, *days, *beyond}
            others = [normal(cell) for place, cell in enumerate(row) if place not in taken and cell.strip()]
            told = named is not None or _date(row[first], month) is not None
            unread = [place for place, cell in enumerate(row) if place not in taken and is_day_number(cell)]
            return Header(number, days, ids, names, tuple(dict.fromkeys(others)), beyond, told, tuple(unread))
    return None


def days_of(
    row: Sequence[str],
    month: Month,
    least: int = LEAST_DAYS,
    *,
    numbers_least: int = 0,
    beyond: dict[int, int] | None = None,
) -> dict[int, date] | None:
    """Column → day, where a row holds so many days: dates, or numbers (more of them) that count up from day to day.

    The numbers may count on from a date (12/30, 31, 1/1, 2 …). Many may have other columns in between (a sum a week).
    Numbers up to 31 that the month has not are put into `beyond`; without it there are no days then.
    """
    dated = {place: day for place, cell in enumerate(row) if (day := _date(cell, month)) is not None}
    if len(set(dated.values())) >= least:
        return dated
    counted = _counting_on(row, dated)
    if len(counted) >= max(least, LEAST_NUMBERS):
        return counted
    numbers = [(place, int(match[1])) for place, cell in enumerate(row) if (match := _NUMBER.fullmatch(normal(cell)))]
    best = _counting_up(numbers, adjoining=False)
    if len(best) < LEAST_NUMBERS:
        best = _counting_up(numbers, adjoining=True)
    # What counts up from 0 are hours of a day.
    if len(best) < max(least, numbers_least) or best[0][1] < 1:
        return None
    if best[-1][1] > (month.days if beyond is None else MOST_DAYS):
        return None
    if beyond is not None:
        beyond.update((place, number) for place, number in best if number > month.days)
    return {place: month.first.replace(day=number) for place, number in best if number <= month.days}


def _counting_on(row: Sequence[str], dated: Mapping[int, date]) -> dict[int, date]:
    """Column → day of the dates and of the numbers behind them that are each the next day's."""
    days: dict[int, date] = {}
    last: date | None = None
    for place, cell in enumerate(row):
        if place in dated:
            days[place] = last = dated[place]
        elif last is not None and (match := _NUMBER.fullmatch(normal(cell))) and int(match[1]) == (last + DAY).day:
            days[place] = last = last + DAY
    return days


def _counting_up(numbers: Sequence[tuple[int, int]], *, adjoining: bool) -> list[tuple[int, int]]:
    """The first longest run of (column, number) in which each number is the next; `adjoining`: each column too."""
    best: list[tuple[int, int]] = []
    current: list[tuple[int, int]] = []
    for place, number in numbers:
        follows = bool(current) and number == current[-1][1] + 1 and not (adjoining and place != current[-1][0] + 1)
        current = [*current, (place, number)] if follows else [(place, number)]
        if len(current) > len(best):
            best = current
    return best


def is_day_number(cell: str) -> bool:
    """Whether a head may be the number of a day: `26`, `26日`, `26(四)`."""
    match = _NUMBER.fullmatch(normal(cell))
    return match is not None and 1 <= int(match[1]) <= MOST_DAYS


LEAST_WEEKDAYS = 5
"""So many different weekdays make a row of weekdays; a row of the shifts 日 and 夜 is none."""


def wrong_weekday(rows: Rows, header: Header) -> tuple[int, int, str] | None:
    """The row, column and text of the first weekday, in the header or a row beside it, that is not the day's.

    None where all are right, or none is there.
    """
    at = next(index for index, (number, _) in enumerate(rows) if number == header.row)
    for index in (at, at + 1, at - 1):
        if not 0 <= index < len(rows):
            continue
        number, row = rows[index]
        said = {
            place: weekday
            for place in header.days
            if place < len(row) and (weekday := weekday_said(row[place], beside=index != at)) is not None
        }
        if index != at and len(set(said.values())) < min(LEAST_WEEKDAYS, len(header.days)):
            continue
        for place, weekday in said.items():
            if weekday != header.days[place].isoweekday():
                return number, place, normal(row[place].splitlines()[0])
    return None


def not_that_weekday(cell: str, text: str, day: date) -> tuple[Text, Text]:
    """Problem and remedy of a weekday, in the cell of that name, which is not the day's."""
    word = VALUES["weekday"][str(day.isoweekday())].zh
    return (
        Text(
            f"单元格 {cell} 的星期 {shown(text)} 与日期不符：{day} 是{word}",
            f"the weekday in cell {cell}, {shown(text)}, is not that of the day: {day} is a {day:%A}",
        ),
        Text(
            "若不是这个月的，在日期上方写明月份；若只是星期没有更新，请改正或删去",
            "If it is of another month, name the month above the days; else correct the weekdays",
        ),
    )


def not_counting_on(column: str, first: date, last: date) -> tuple[Text, Text]:
    """Problem and remedy of a column whose day is a number that does not count on with the others."""
    return (
        Text(
            f"{column} 列的日期不与 {first} 至 {last} 相连，看不出是哪个月的哪天",
            f"the days of column {column} do not count on with {first} to {last}; nothing tells their month",
        ),
        Text("标题行写完整日期，例如 9/26", "Write days with their month in the header, as 9/26"),
    )


def weekday_said(cell: str, *, beside: bool) -> int | None:
    """The weekday in a head (3(四), 10/3 周六), or in the row of weekdays, perhaps with a word below it (四, 休)."""
    text = normal(cell)
    if beside:
        return weekday_number(re.split(r"[\s(]", text)[0]) if text else None
    match = _NUMBER.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    if match is not None:
        return weekday_number(match["weekday"] or "")
    match = _AFTER_A_DATE.search(text)
    return None if match is None else weekday_number(match[1] or match[2])


_AFTER_A_DATE = re.compile(
    r"(?:\(|周|星期|礼拜|(?<=[0-9])[日号] ?)([一二三四五六日天]) ?\)?$|\s([一二三四五六天]|[A-Z][a-z]{2})$"
)
"""A weekday behind a whole date; 日 after a blank is that of the date: 10月3 日."""


def _date(cell: str, month: Month) -> date | None:
    """A header's date: a date cell, or a text that reads as one; bare numbers are totals or days of the month."""
    if isinstance(cell, BookCell) and cell.kind is not CellKind.DATE:
        return None
    text = normal(cell)
    if re.fullmatch(r"[0-9]+", text):
        return None
    short = _MONTH_DAY.fullmatch(text)
    try:
        return a_date(f"{short[1]}月{short[2]}日" if short else re.sub(r"\s*\n.*", "", text), month)
    except WeekdayError as error:
        return error.day
    except CellError:
        return None


def no_such_day(month: Month, day: int, cell: str, text: str) -> tuple[Text, Text]:
    """Problem and remedy of what stands in a cell of a form's 31 days that is no day of the month."""
    return (
        Text(
            f"{month} 没有 {day} 日，单元格 {cell} 却写着 {shown(text)}",
            f"{month} has no day {day}, and cell {cell} holds {shown(text)}",
        ),
        Text("改到对的日期，或清空此格", "Put it under the right day, or empty the cell"),
    )


def own_name(file: str) -> str:
    """The sheet's own name: a workbook is named for the month that is rostered, whatever its sheets hold."""
    return file.rpartition("!")[2]


def month_named(texts: Sequence[str], usual: Month) -> Month:
    """The month that a title or name speaks of; without a year the one nearest to the usual month."""
    return named_month(texts, usual) or usual


def named_month(texts: Sequence[str], usual: Month) -> Month | None:
    """As `month_named`; None where none speaks of a month, and be it the day on which a roster was made."""
    plain = [_ENGLISH.sub(_in_numbers, normal(text)) for text in reversed(texts)]
    found = [(text, match) for text in plain for match in _NAMED_MONTH.finditer(text)]
    whole = [match for text, match in found if not _DAY_AFTER.match(text, match.end())]
    spans = [match for text, match in found if not _MADE.search(text)]
    for match in (*whole, *spans):
        number = int(match[2] or match[4])
        year = match[1] or match[3]
        if year:
            return Month(int(year), number)
        years = (usual.year - 1, usual.year, usual.year + 1)
        return min((Month(one, number) for one in years), key=lambda month: abs(month.first - usual.first))
    return None


_ENGLISH = re.compile(rf"(?<![A-Za-z0-9])(?=[A-Z])(?i:({ENGLISH_MONTH}))(?![A-Za-z])(?:,? (20[0-9]{{2}}))?")
"""The English name of a month, perhaps with its year: December 2026. A month begins with a capital: staff may swap."""


def _in_numbers(match: re.Match[str]) -> str:
    return f"{match[2]}年{month_number(match[1])}月" if match[2] else f"{month_number(match[1])}月"


_DAY_AFTER = re.compile(r" ?[-/.]? ?[0-9]{1,2}(?![0-9])")
_MADE = re.compile(
    r"制表|制作|编制|填表|填报|打印|更新|发布|审核|审批|生效|日期 ?:|printed|updated|made|date ?:", re.IGNORECASE
)
"""Words beside the day on which a roster was made."""


def _people(
    heads: Sequence[Sequence[str]], first: int, below: Sequence[Sequence[str]], known: Callable[[str], bool]
) -> tuple[int | None, int | None]:
    """The columns of ids and of names: by their heads, or else the column whose cells name most people."""
    ids = _column(heads, first, column_word("agent_id").forms)
    names = _column(heads, first, column_word("name", "agents").forms | column_word("name").forms)
    if ids is None and names is None:
        counts = {
            place: sum(1 for row in below if place < len(row) and known(normal(row[place]))) for place in range(first)
        }
        best = max(counts, key=lambda place: counts[place], default=None)
        if best is not None and counts[best]:
            return best, best
    return ids, names


def _column(heads: Sequence[Sequence[str]], first: int, forms: frozenset[str]) -> int | None:
    return next((place for row in heads for place, cell in enumerate(row[:first]) if folded(cell) in forms), None)
