"""A sheet of seats that is more than one table, or is turned the other way: told with how it is put right."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from roster.files.cells import shown
from roster.files.grid_header import LEAST_DAYS, LEAST_NUMBERS, days_of, is_day_number
from roster.files.sheets import letter
from roster.model import Month
from roster.text import Text
from roster.words import normal

Cells = Sequence[str]
Told = tuple[int, Text, Text]
"""A column, what is wrong with it, and the remedy."""


def second_header(heads: Cells, row: Cells, first: int, month: Month, is_hour: Callable[[str], bool]) -> bool:
    """Whether a row below a table's header (its `heads`, the first at `first`) is the header of another part of it.

    It holds days of its own, or times of day, or the word that stands over the first table's rows.
    """
    texts = [normal(cell) for cell in row]
    if texts == [normal(cell) for cell in heads]:
        return False
    again = any(text and place < first and text == normal(heads[place]) for place, text in enumerate(texts[:first]))
    if again and sum(map(bool, texts[first:])) >= LEAST_DAYS:
        return True
    if days_of(row, month, numbers_least=LEAST_NUMBERS, beyond={}) is not None:
        return True
    return sum(is_hour(cell) and not text.isdecimal() for cell, text in zip(row, texts, strict=True)) >= LEAST_DAYS


def told_below(row: Cells, *, at_once: bool) -> Told:
    """What is said of a second header below the first; `at_once`: right below it, as jobs under the days."""
    place = next(place for place, cell in enumerate(row) if cell.strip())
    if at_once:
        return (
            place,
            Text(
                f"表头占两行，下一行（{shown(row[place].strip())} …）未能读取",
                f"the header stands on two rows, and the lower one ({shown(row[place].strip())} …) can't be read",
            ),
            Text(
                "写工种的一行放在写日期（平日、周末）的一行上面；不是工种的，删去下一行",
                "Put the row of jobs above the row of days (weekdays, weekend); if it names no jobs, delete it",
            ),
        )
    return (
        place,
        Text(
            f"此行（{shown(row[place].strip())} …）又是一行表头：这张表上下分成了两块，只能读一块",
            f"this row ({shown(row[place].strip())} …) is a header once more: the table stands in two parts, one below "
            "the other, and only one can be read",
        ),
        Text(
            "把下面一块移到上面一块的右边，同一行首的行对齐，拼成一张表（只留一行表头）",
            "Move the lower part to the right of the upper one, its rows beside the same rows, so that there is one "
            "header",
        ),
    )


def second_beside(
    across: Mapping[int, object], over: Mapping[int, str], rows: Iterable[Cells], is_label: Callable[[str], bool]
) -> Told | None:
    """A second part to the right of the first: heads that come twice for one job, or another column of rows' labels.

    `over`: the job that stands over a column. A label that is the row's own once more does no harm.
    """
    seen: dict[object, int] = {}
    twice = None
    for place, head in across.items():
        key = (head, over.get(place, ""))
        if head and seen.setdefault(key, place) != place:
            twice = place
            break
    first, rows = min(across), list(rows)
    for place in range(first + 1, max((len(row) for row in rows), default=0)):
        if place in across:
            continue
        labels = [row[place] for row in rows if place < len(row) and is_label(row[place])]
        own = [row for row in rows if place < len(row) and normal(row[place]) in {normal(cell) for cell in row[:first]}]
        if len(labels) >= LEAST_DAYS and len(own) < len(labels):
            return place, *_beside(letter(place))
    return None if twice is None else (twice, *_beside(letter(twice)))


def _beside(column: str) -> tuple[Text, Text]:
    return (
        Text(
            f"从 {column} 列起又是一块：这张表左右分成了两块，只能读一块",
            f"another part begins at column {column}: the table stands in two parts beside each other, and only one "
            "can be read",
        ),
        Text(
            "把右边一块移到左边一块的下面，相同表头的列对齐（只留一列行首）；表头不同的留在右边，"
            "但行首须与左边逐行相同",
            "Move the right part below the left one, under the same heads; where the heads differ let it stand, with "
            "the same labels row by row as at the left",
        ),
    )


def is_day(cell: str, month: Month) -> bool:
    """Whether a cell is a day that says its month, as 10月17日 or a date; a bare number is none."""
    return bool(cell.strip()) and not is_day_number(cell) and days_of([cell], month, least=1) is not None


TURNED = (
    Text(
        "班次写在表头、日期写在行首：每班人数的表应当班次在行首、日期（或平日、周末）在表头",
        "the shifts stand in the header and the days at the rows: people per shift are read with a row a shift",
    ),
    Text(
        "把表转置：复制整张表，“选择性粘贴”时勾选“转置”",
        "Turn it: copy the table, and paste it special with Transpose ticked",
    ),
)
"""What is said of people per shift with a row a day."""
