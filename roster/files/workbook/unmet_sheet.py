"""The workbook's sheet of what was not met: a summary, whose leave and wishes, and each day's empty seats."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from roster.engine.problem.outcome import Asked, Unmet
from roster.files.workbook.contents import Contents
from roster.files.workbook.paper import A4, set_up
from roster.files.workbook.styles import Styles
from roster.files.workbook.words import UNMET_SHEET, clock, leave_kind, weekday, width
from roster.model.requests import OFF, WORK
from roster.report import leave_asked, leave_declined, wishes_asked, wishes_missed

_WIDTHS = (11.0, 9.0, 11.0, 11.0, 30.0, 11.0, 22.0, 62.0)
_ROW_POINTS = 13
_MOST_TIMES = 3
"""So many times of the day are named of a job: those at which seats are short on most days."""


@dataclass(frozen=True, slots=True)
class EmptySpan:
    """Neighbouring intervals of one day that lack as many seats of a job; wall minutes of that day."""

    job: str
    day: date
    start: int
    end: int
    seats: int
    hours: float

    @property
    def times(self) -> str:
        """`08:00–10:00`."""
        return f"{clock(self.start)}–{clock(self.end)}"


def write_unmet(workbook: Any, contents: Contents, styles: Styles) -> None:
    """What was asked and not given, on the pages that are printed: how much, to whom it is told, where seats are short.

    It is read off the roster, made by hand or not; the reasons are there where a search has told them.
    """
    title = UNMET_SHEET.to(contents.language)
    sheet = workbook.add_worksheet(title)
    set_up(sheet, contents, title, A4)
    sheet.set_default_row(_ROW_POINTS)
    sheet.freeze_panes(1, 0)
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    spans = empty_spans(contents)
    row = _write_summary(_Page(sheet, contents, styles), spans)
    row = _write_people(_Page(sheet, contents, styles), row + 1)
    _write_days(_Page(sheet, contents, styles), row + 1, spans)


def empty_spans(contents: Contents) -> list[EmptySpan]:
    """Seats short, by day, job and time."""
    table, spans = contents.coverage, list[EmptySpan]()
    step = table.interval_minutes
    for job, short in zip(table.jobs, table.short, strict=True):
        held: EmptySpan | None = None
        for (day, minute, _, _), seats in zip(table.intervals, short.tolist(), strict=True):
            hours = seats * step / 60
            if held is not None and (day, minute, seats) == (held.day, held.end, held.seats):
                held = EmptySpan(job, day, held.start, minute + step, seats, held.hours + hours)
                spans[-1] = held
            else:
                held = EmptySpan(job, day, minute, minute + step, seats, hours) if seats else None
                spans += [held] if held else []
    return sorted(spans, key=lambda span: (span.day, span.job))


@dataclass(frozen=True, slots=True)
class _Page:
    """The sheet being written."""

    sheet: Any
    contents: Contents
    styles: Styles

    def heads(self, row: int, texts: Sequence[str]) -> int:
        """A row of heads, the last as wide as is left; the next row."""
        for column, text in enumerate(texts[:-1]):
            self.sheet.write_string(row, column, text, self.styles.head())
        self.wide(row, len(texts) - 1, texts[-1], self.styles.head())
        return row + 1

    def text(self, row: int, column: int, text: str, **look: object) -> None:
        """A boxed cell of text."""
        self.sheet.write_string(row, column, text, self.styles.boxed(num_format="@", **look))

    def number(self, row: int, column: int, value: float, form: str) -> None:
        """A boxed number."""
        self.sheet.write_number(row, column, value, self.styles.boxed(num_format=form, align="center"))

    def wide(self, row: int, column: int, text: str, style: Any = None) -> None:
        """A text from `column` to the last, wrapped; not every program makes a row as high as that by itself."""
        style = style or self.styles.boxed(text_wrap=True)
        last = len(_WIDTHS) - 1
        if column == last:
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.merge_range(row, column, row, last, text, style)
        self.high(row, [(text, sum(_WIDTHS[column:]))])

    def high(self, row: int, texts: Sequence[tuple[str, float]]) -> None:
        """As many lines as the longest of these texts takes in its width."""
        lines = max(ceil(width(text) * 9 / 11 / (wide - 1)) for text, wide in texts)
        if lines > 1:
            self.sheet.set_row(row, _ROW_POINTS * lines)


def _write_summary(page: _Page, spans: Sequence[EmptySpan]) -> int:
    contents, say = page.contents, page.contents.say
    page.heads(
        0,
        (
            say("小结", "Summary"),
            say("共", "Asked"),
            say("未满足", "Not met"),
            say("最常缺的时段", "Times most often short"),
        ),
    )
    requests, wishes = leave_asked(contents.evidence), wishes_asked(contents.evidence)
    row = 1
    counts = (
        (say("请假申请", "Leave requests"), len(requests), len(leave_declined(contents.evidence))),
        (say("愿望", "Wishes"), len(wishes), len(wishes_missed(contents.evidence))),
    )
    for name, asked, missed in counts:
        page.text(row, 0, name)
        page.number(row, 1, asked, "0")
        page.number(row, 2, missed, "0")
        page.wide(row, 3, "")
        row += 1
    table = contents.coverage
    share = table.interval_minutes / 60
    for job, required, short in zip(table.jobs, table.required, table.short, strict=True):
        page.text(row, 0, say(f"{job} 座席小时", f"{job}, seat-hours"), shrink=True)
        page.number(row, 1, float(required.sum()) * share, "0.0")
        page.number(row, 2, float(short.sum()) * share, "0.0")
        often = Counter(span.times for span in spans if span.job == job).most_common(_MOST_TIMES)
        page.wide(row, 3, say("、", ", ").join(say(f"{at}（{days} 天）", f"{at} ({days} d)") for at, days in often))
        row += 1
    return row


def _write_people(page: _Page, row: int) -> int:
    say = page.contents.say
    lines = [*_requests(page.contents), *_wishes(page.contents)]
    if not lines:
        page.sheet.write_string(
            row, 0, say("请假申请与愿望全部满足", "Every leave request and wish was met"), page.styles()
        )
        return row + 1
    told = any(line.reason for line in lines)
    heads = (
        say("类别", "What"), say("工号", "ID"), say("姓名", "Name"), say("日期", "Date"), say("内容", "Asked"),
        say("规则", "Rule"), say("条款", "Clause"), say("原因", "Why"),
    )  # fmt: skip
    row = page.heads(row, heads if told else heads[:5])
    for line in lines:
        agent = page.contents.case.agent_by_id[line.agent_id]
        for column, text in enumerate((line.kind, agent.agent_id, agent.name)):
            page.text(row, column, text, shrink=True)
        page.sheet.write_datetime(row, 3, line.day, page.styles.boxed(num_format="yyyy-mm-dd", align="center"))
        if not told:
            page.wide(row, 4, line.asked)
            row += 1
            continue
        why = line.reason
        texts = (line.asked, *((why.rule, why.clause, why.why.to(page.contents.language)) if why else ("", "", "")))
        for column, text in enumerate(texts, 4):
            page.text(row, column, text, text_wrap=True)
        page.high(row, [(text, _WIDTHS[column]) for column, text in enumerate(texts, 4)])
        row += 1
    return row


def _write_days(page: _Page, row: int, spans: Sequence[EmptySpan]) -> None:
    say = page.contents.say
    if not page.contents.coverage.jobs:
        return
    if not spans:
        page.sheet.write_string(row, 0, say("座席全部排满", "Every seat is filled"), page.styles())
        return
    row = page.heads(
        row,
        (say("日期", "Date"), say("星期", "Weekday"), say("缺座席小时", "Hours short"), say("缺在哪里", "Where")),
    )
    for day in sorted({span.day for span in spans}):
        here = [span for span in spans if span.day == day]
        page.sheet.write_datetime(row, 0, day, page.styles.boxed(num_format="yyyy-mm-dd", align="center"))
        page.text(row, 1, weekday(day, page.contents.language), align="center")
        page.number(row, 2, sum(span.hours for span in here), "0.0")
        of_jobs = []
        for job in sorted({span.job for span in here}):
            times = say("、", ", ").join(
                span.times + (f" ×{span.seats}" if span.seats > 1 else "") for span in here if span.job == job
            )
            of_jobs.append(f"{job}: {times}")
        page.wide(row, 3, say("；", "; ").join(of_jobs))
        row += 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A request or wish that was not met; its reason where one is known."""

    kind: str
    agent_id: str
    day: date
    asked: str
    reason: Unmet | None


def _reason(contents: Contents, kind: Asked, index: int) -> Unmet | None:
    return next((item for item in contents.unmet if item.kind is kind and item.index == index), None)


def _requests(contents: Contents) -> Iterator[_Line]:
    leaves = contents.case.leaves
    for index in sorted(leave_declined(contents.evidence), key=lambda index: (leaves[index].start, index)):
        leave = leaves[index]
        priority = contents.say(f"优先级 {leave.priority}", f"priority {leave.priority}")
        asked = f"{leave_kind(leave.kind, contents.language)} {_span(leave.start, leave.end)}, {priority}"
        reason = _reason(contents, Asked.REQUEST, index)
        yield _Line(contents.say("请假申请", "Leave request"), leave.agent_id, leave.start, asked, reason)


def _wishes(contents: Contents) -> Iterator[_Line]:
    wishes = contents.case.wishes
    for index in sorted(wishes_missed(contents.evidence), key=lambda index: (wishes[index].day, index)):
        wish = wishes[index]
        words = {OFF: contents.say("休息", "off"), WORK: contents.say("上班", "work")}
        what = words.get(wish.shift, wish.shift)
        asked = (
            contents.say(f"希望 {what}", f"for {what}")
            if wish.weight > 0
            else contents.say(f"不希望 {what}", f"against {what}")
        )
        asked += contents.say(f"（权重 {abs(wish.weight)}）", f" (weight {abs(wish.weight)})")
        yield _Line(contents.say("愿望", "Wish"), wish.agent_id, wish.day, asked, _reason(contents, Asked.WISH, index))


def _span(first: date, last: date) -> str:
    text = f"{first.month}/{first.day}"
    return text if first == last else f"{text}–{last.month}/{last.day}"
