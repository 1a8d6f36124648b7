"""A day's breaks on one sheet: people by shift and time against the slots of the day, seats below."""

from datetime import datetime
from typing import Any

from roster.breaks import BreakPlan, by_duty
from roster.breaks.day import Counts
from roster.files.workbook.contents import Contents
from roster.files.workbook.paper import fitting, set_up
from roster.files.workbook.styles import RED, Styles
from roster.files.workbook.words import BREAKS_SHEET

_LEFT = 5
_SLOT, _ROW_POINTS = 1.1, 13
"""A slot of the day is as wide as a character: a whole day is then read on one page."""
_BREAK, _ON_DUTY = "F4B183", "E2EFDA"


def write_breaks(workbook: Any, contents: Contents, styles: Styles, plan: BreakPlan) -> None:
    """Who takes which break when, and the seats asked for, there and short in each slot of the day."""
    grid, say = plan.grid, contents.say
    title = f"{BREAKS_SHEET.to(contents.language)} {grid.day:%m-%d}"
    sheet = workbook.add_worksheet(title)
    sheet.set_default_row(_ROW_POINTS)
    sheet.freeze_panes(1, _LEFT)
    first, last = _shown(plan)
    breaks = by_duty([plan])
    most = max((len(breaks[duty]) for duty in grid.on_duty), default=1)
    widths = [6.0, 8.0, 6.0, 7.0, max(9.0, 10.5 * most), *[_SLOT] * (last - first)]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    _write_head(sheet, contents, styles, plan, (first, last))
    shifts = {shift.code: place for place, shift in enumerate(contents.case.shifts)}
    names = contents.case.agent_by_id
    row = 0
    for duty in sorted(grid.on_duty, key=lambda duty: (shifts[duty.shift], breaks[duty][0].start, duty.agent_id)):
        row += 1
        spans = [f"{_clock(contents, item.start)}–{_clock(contents, item.end)}" for item in breaks[duty]]
        texts = (duty.agent_id, names[duty.agent_id].name, duty.shift, duty.job, "  ".join(spans))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles.boxed(num_format="@", shrink=column != 4))
        begins, ends = contents.evidence.span(duty.day, duty.shift)
        for slot in range(max(first, grid.slot(begins)), min(last, grid.slot(ends))):
            sheet.write_blank(row, _LEFT + slot - first, None, styles.boxed(bg_color=_ON_DUTY))
        for item in breaks[duty]:
            for slot in range(grid.slot(item.start), grid.slot(item.end)):
                sheet.write_string(
                    row, _LEFT + slot - first, "休", styles.boxed(bg_color=_BREAK, align="center", shrink=True)
                )
    for index, job in enumerate(grid.jobs):
        there = grid.present[index] - plan.away[index]
        lines: tuple[tuple[str, Counts, dict[str, object]], ...] = (
            (say("需求", "Required"), grid.required[index], {}),
            (say("在座", "At the seat"), there, {}),
            (say("缺口", "Short"), plan.short[index], {"font_color": RED, "bold": True}),
        )
        for name, counts, look in lines:
            row += 1
            sheet.write_string(row, 3, job, styles.boxed())
            sheet.write_string(row, 4, name, styles.boxed())
            for slot in range(first, last):
                sheet.write_number(
                    row,
                    _LEFT + slot - first,
                    int(counts[slot]),
                    styles.boxed(num_format="0;;", font_size=8, align="center", shrink=True, **look),
                )
    least = say(
        f"缺座席 {plan.short_minutes} 分钟（无人休息时 {plan.short_without_minutes}），"
        + ("已证明最少" if plan.proven else f"至少 {plan.bound_minutes}"),
        f"{plan.short_minutes} seat-minutes short ({plan.short_without_minutes} if nobody took a break), "
        + ("proven least" if plan.proven else f"at least {plan.bound_minutes}"),
    )
    sheet.write_string(row + 2, 0, least, styles.note())
    paper, high = fitting(widths, (row + 3) * _ROW_POINTS)
    set_up(sheet, contents, title, paper, (0, 0), high=high)


def _write_head(sheet: Any, contents: Contents, styles: Styles, plan: BreakPlan, shown: tuple[int, int]) -> None:
    """What the left columns hold, and the hours of the slots that are shown."""
    grid, say = plan.grid, contents.say
    first, last = shown
    heads = (say("工号", "ID"), say("姓名", "Name"), say("班次", "Shift"), say("工种", "Job"), say("休息", "Breaks"))
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, styles.head())
    hour = 60 // grid.step_minutes
    for slot in range(first, last, hour):
        final, text = min(slot + hour, last) - 1, _clock(contents, grid.instant(slot))
        if final > slot:
            sheet.merge_range(0, _LEFT + slot - first, 0, _LEFT + final - first, text, styles.head(align="left"))
        else:
            sheet.write_string(0, _LEFT + slot - first, text, styles.head(align="left", shrink=True))


def _shown(plan: BreakPlan) -> tuple[int, int]:
    """The whole hours in which somebody is on duty who takes a break."""
    grid = plan.grid
    hour = 60 // grid.step_minutes
    starts = [slot for windows in grid.on_duty.values() for window in windows for slot in window.starts]
    busy = (grid.present.sum(axis=0) > 0).nonzero()[0]
    if not starts or not busy.size:
        return 0, grid.slots
    first = max(int(busy[0]), min(starts) - 4 * hour)
    return first // hour * hour, min(grid.slots, -(-(int(busy[-1]) + 1) // hour) * hour)


def _clock(contents: Contents, moment: datetime) -> str:
    return moment.astimezone(contents.evidence.zone).strftime("%H:%M")
