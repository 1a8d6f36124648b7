"""The workbook's sheet of each empty seat, with what stood in the way: to look things up, sort and filter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from roster.engine.problem.outcome import Asked, Unmet
from roster.files.workbook.contents import Contents
from roster.files.workbook.paper import A4, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import SEATS_SHEET, clock, weekday, width

_WIDTHS = (11.0, 6.0, 9.0, 7.0, 7.0, 6.0, 9.0, 9.0, 14.0, 100.0)
_ROW_POINTS = 13


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring intervals of one day and job that lack the same seats for the same reason, as one line."""

    item: Unmet
    end: int


def write_seats(workbook: Any, contents: Contents, styles: Styles) -> None:
    """Seats not filled, a line each; no sheet where no search has told the reasons."""
    seats = sorted(
        (item for item in contents.unmet if item.kind is Asked.SEAT),
        key=lambda item: (item.day, item.job or "", item.minute or 0),
    )
    if not seats:
        return
    title = SEATS_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    set_up(sheet, contents, title, A4, (0, 0))
    sheet.set_default_row(_ROW_POINTS)
    sheet.freeze_panes(1, 0)
    say = contents.say
    heads = (
        say("日期", "Date"), say("星期", "Weekday"), say("工种", "Job"), say("开始", "From"), say("结束", "To"),
        say("缺", "Short"), say("座席小时", "Seat-hours"), say("规则", "Rule"), say("条款", "Clause"),
        say("原因", "Why"),
    )  # fmt: skip
    for column, (text, wide) in enumerate(zip(heads, _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, styles.head())
        sheet.set_column(column, column, wide)
    row = 0
    for row, span in enumerate(merged(seats, contents.case.centre.interval_minutes), 1):
        item, start = span.item, span.item.minute or 0
        sheet.write_datetime(row, 0, item.day, styles.boxed(num_format="yyyy-mm-dd", align="center"))
        times = (weekday(item.day, contents.language), item.job or "", clock(start), clock(span.end))
        for column, text in enumerate(times, 1):
            sheet.write_string(row, column, text, styles.boxed(num_format="@", align="center", shrink=True))
        sheet.write_number(row, 5, item.seats, styles.boxed(num_format="0", align="center"))
        hours = item.seats * (span.end - start) / 60
        sheet.write_number(row, 6, hours, styles.boxed(num_format="0.0", align="center"))
        texts = (item.rule, item.clause, item.why.to(contents.language))
        for column, text in enumerate(texts, 7):
            sheet.write_string(row, column, text, styles.boxed(text_wrap=True))
        # Not every program makes a row as high as its wrapped text by itself.
        lines = max(ceil(width(text) * 9 / 11 / (_WIDTHS[at] - 1)) for at, text in enumerate(texts, 7))
        if lines > 1:
            sheet.set_row(row, _ROW_POINTS * lines)
    sheet.autofilter(0, 0, row, len(heads) - 1)


def merged(items: Iterable[Unmet], interval_minutes: int) -> Iterator[Span]:
    """Seats that are missing, sorted by day, job and time, as spans: neighbouring intervals become one."""
    held: Span | None = None
    for item in items:
        end = (item.minute or 0) + interval_minutes
        if held is not None and replace(held.item, minute=item.minute) == item and held.end == item.minute:
            held = Span(held.item, end)
            continue
        if held is not None:
            yield held
        held = Span(item, end)
    if held is not None:
        yield held
