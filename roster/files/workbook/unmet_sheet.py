"""The workbook's sheet of what was not met, and what stood in the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from roster.engine.problem.outcome import Asked, Unmet
from roster.files.workbook.contents import Contents
from roster.files.workbook.paper import A4, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import UNMET_SHEET, clock, leave_kind, width
from roster.model.requests import OFF, WORK

_WIDTHS = (11, 10, 12, 12, 38, 16, 22, 80)


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring intervals of one day and job that lack the same seats for the same reason, as one line."""

    item: Unmet
    end: int


def write_unmet(workbook: Any, contents: Contents, styles: Styles) -> None:
    """Leave requests declined, wishes not met, seats not filled: one line each, with what stood in the way."""
    title = UNMET_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    set_up(sheet, contents, title, A4, (0, 0))
    sheet.freeze_panes(1, 0)
    say = contents.say
    heads = (
        say("类别", "What"), say("工号", "ID"), say("姓名", "Name"), say("日期", "Date"), say("内容", "Asked"),
        say("规则", "Rule"), say("条款", "Clause"), say("原因", "Why"),
    )  # fmt: skip
    for column, (text, wide) in enumerate(zip(heads, _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, styles.head())
        sheet.set_column(column, column, wide)
    row = 1
    for line in (*_requests(contents), *_wishes(contents), *_seats(contents)):
        kind, agent_id, name, day, asked, item = line
        for column, text in enumerate((kind, agent_id, name)):
            sheet.write_string(row, column, text, styles.boxed(num_format="@"))
        sheet.write_datetime(row, 3, day, styles.boxed(num_format="yyyy-mm-dd", align="center"))
        texts = (asked, item.rule, item.clause, item.why.to(contents.language))
        for column, text in enumerate(texts, 4):
            sheet.write_string(row, column, text, styles.boxed(text_wrap=True))
        # Not every program makes a row as high as its wrapped text by itself.
        sheet.set_row(row, 15 * max(max(1, ceil(width(text) / _WIDTHS[at])) for at, text in enumerate(texts, 4)))
        row += 1
    if row == 1:
        sheet.write_string(1, 0, say("全部满足", "Everything was met"), styles())
    else:
        sheet.autofilter(0, 0, row - 1, len(heads) - 1)


_Line = tuple[str, str, str, date, str, Unmet]


def _name(contents: Contents, agent_id: str | None) -> str:
    agent = contents.case.agent_by_id.get(agent_id or "")
    return agent.name if agent else ""


def _of(contents: Contents, kind: Asked) -> list[Unmet]:
    return sorted(
        (item for item in contents.unmet if item.kind is kind),
        key=lambda item: (item.day, item.job or "", item.minute or 0, item.agent_id or ""),
    )


def _requests(contents: Contents) -> Iterator[_Line]:
    for item in _of(contents, Asked.REQUEST):
        asked = ""
        if item.index is not None:
            leave = contents.case.leaves[item.index]
            priority = contents.say(f"优先级 {leave.priority}", f"priority {leave.priority}")
            asked = f"{leave_kind(leave.kind, contents.language)} {_span(leave.start, leave.end)}, {priority}"
        kind = contents.say("请假申请", "Leave request")
        yield kind, item.agent_id or "", _name(contents, item.agent_id), item.day, asked, item


def _wishes(contents: Contents) -> Iterator[_Line]:
    for item in _of(contents, Asked.WISH):
        asked = ""
        if item.index is not None:
            wish = contents.case.wishes[item.index]
            words = {OFF: contents.say("休息", "off"), WORK: contents.say("上班", "work")}
            what = words.get(wish.shift, wish.shift)
            asked = (
                contents.say(f"希望 {what}", f"for {what}")
                if wish.weight > 0
                else contents.say(f"不希望 {what}", f"against {what}")
            )
            asked += contents.say(f"（权重 {abs(wish.weight)}）", f" (weight {abs(wish.weight)})")
        yield contents.say("愿望", "Wish"), item.agent_id or "", _name(contents, item.agent_id), item.day, asked, item


def _seats(contents: Contents) -> Iterator[_Line]:
    for span in merged(_of(contents, Asked.SEAT), contents.case.centre.interval_minutes):
        item = span.item
        hours = f"{clock(item.minute or 0)}–{clock(span.end)}"
        asked = contents.say(
            f"工种 {item.job} {hours} 缺 {item.seats} 席", f"job {item.job}, {hours}: {item.seats} short"
        )
        yield contents.say("座席", "Seats"), "", "", item.day, asked, item


def _span(first: date, last: date) -> str:
    text = f"{first.month}/{first.day}"
    return text if first == last else f"{text}–{last.month}/{last.day}"


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
