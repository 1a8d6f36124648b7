"""Tables of intervals and days, coloured by their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roster.files.workbook.contents import Contents
from roster.files.workbook.styles import HOLIDAY, MAKEUP, WEEKEND, Styles
from roster.files.workbook.words import clock, weekday

_ROWS_A_PAGE, _ROW_POINTS = 52, 12
"""What A4 holds, landscape, at the width of a month: a title, two rows of days and a day of half-hours."""

FIRST_DAY = 1
"""The column of the month's first day; column 0 holds the intervals."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table of intervals × days: its title, a value per (wall minute, day), its number format and colour scale.

    Values under `bold_below` are bold: what matters is seen on a page without colour.
    """

    title: str
    minutes: Sequence[int]
    values: Mapping[tuple[int, date], float]
    num_format: str
    scale: Mapping[str, object] | None
    bold_below: float | None = None


def write_block(sheet: Any, contents: Contents, styles: Styles, row: int, block: Block) -> int:
    """Write a block from `row` on; the first row after it."""
    sheet.write_string(row, 0, block.title, styles.title())
    row += 1
    calendar = contents.case.calendar
    for column, day in enumerate(contents.days, FIRST_DAY):
        tint = None if calendar.is_working_day(day) else HOLIDAY if calendar.is_public_holiday(day) else WEEKEND
        tint = MAKEUP if calendar.is_makeup_workday(day) else tint
        shade = {"bg_color": tint} if tint else {}
        sheet.write_datetime(row, column, day, styles.head(num_format="m/d", **shade))
        sheet.write_string(row + 1, column, weekday(day, contents.language), styles.head(**shade))
    sheet.merge_range(row, 0, row + 1, 0, contents.say("时段", "Interval"), styles.head())
    row += 2
    first = row
    cell, empty = styles.boxed(align="center", num_format=block.num_format), styles.boxed()
    for minute in block.minutes:
        sheet.write_string(row, 0, clock(minute), styles.head(bold=False))
        for column, day in enumerate(contents.days, FIRST_DAY):
            value = block.values.get((minute, day))
            if value is None:
                sheet.write_blank(row, column, None, empty)
            else:
                sheet.write_number(row, column, value, cell)
        row += 1
    area = (first, FIRST_DAY, row - 1, FIRST_DAY + len(contents.days) - 1)
    if block.scale and row > first:
        sheet.conditional_format(*area, dict(block.scale))
    if block.bold_below is not None and row > first:
        low = {"type": "cell", "criteria": "<", "value": block.bold_below, "format": styles.bold_alone()}
        sheet.conditional_format(*area, low)
    return row + 1


def write_blocks(sheet: Any, contents: Contents, styles: Styles, row: int, blocks: Sequence[Block]) -> int:
    """Write blocks below each other from `row` on, as many whole ones to a page as fit; the first row after them."""
    sheet.set_default_row(_ROW_POINTS)
    breaks, used = [], row
    for block in blocks:
        before = row
        row = write_block(sheet, contents, styles, row, block)
        used += row - before
        if used > _ROWS_A_PAGE and used > row - before:
            breaks.append(before)
            used = row - before
    sheet.set_h_pagebreaks(breaks)
    return row


def by_minute(contents: Contents, values: NDArray[Any], *, lowest: bool = True) -> dict[tuple[int, date], float]:
    """A row of values per interval as (wall minute, day) → value; a repeated hour shows the worse of its two."""
    by_cell: dict[tuple[int, date], float] = {}
    worse = min if lowest else max
    for (day, minute, _, _), value in zip(contents.coverage.intervals, values, strict=True):
        key = (minute, day)
        by_cell[key] = worse(by_cell[key], float(value)) if key in by_cell else float(value)
    return by_cell


def busy_minutes(contents: Contents, *rows: NDArray[np.int64]) -> list[int]:
    """The wall minutes at which any of these rows is above 0 on some day, in order."""
    busy = np.zeros(len(contents.coverage.intervals), bool)
    for values in rows:
        busy |= values > 0
    return sorted({minute for (_, minute, _, _), share in zip(contents.coverage.intervals, busy, strict=True) if share})
