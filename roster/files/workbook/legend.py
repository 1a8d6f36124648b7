"""The workbook's legend: what codes, colours and marks mean."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from roster.files.grid_marks import leave_mark
from roster.files.workbook.grid import SheetGrid
from roster.files.workbook.styles import HATCH, HOLIDAY, LEAVE, MAKEUP, NOT_HERE, WEEKEND
from roster.files.workbook.words import hours_of, width


def write_legend(grid: SheetGrid, row: int, widths: Sequence[float]) -> int:
    """What codes, colours and marks mean, side by side from `row` on; the last row written. `widths`: the columns'.

    A cell tells code and meaning in one text, which no reader takes for a duty under a day.
    """
    entries = [*_shifts(grid), *_marks(grid)]
    widest = max(width(text) for text, _ in entries) * 9 / 11 + 1.2
    places = _side_by_side(widths, widest)
    for index, (text, shade) in enumerate(entries):
        line, place = divmod(index, len(places))
        first, last = places[place]
        style = grid.styles.boxed(align="left", shrink=True, **shade)
        if first == last:
            grid.sheet.write_string(row + line, first, text, style)
        else:
            grid.sheet.merge_range(row + line, first, row + line, last, text, style)
    row += (len(entries) - 1) // len(places)
    for note in _notes(grid):
        row += 1
        grid.sheet.write_string(row, 1, note, grid.styles.note())
    return row


def _side_by_side(widths: Sequence[float], wide: float) -> list[tuple[int, int]]:
    """First and last columns of neighbouring cells, each `wide` digits or more, from column B on; one at least."""
    places: list[tuple[int, int]] = []
    first, held = 1, 0.0
    for column in range(1, len(widths)):
        held += widths[column]
        if held >= wide:
            places.append((first, column))
            first, held = column + 1, 0.0
    return places or [(1, len(widths) - 1)]


def _shifts(grid: SheetGrid) -> Iterator[tuple[str, dict[str, object]]]:
    contents = grid.contents
    for shift in sorted(contents.case.shifts, key=lambda s: (s.start_minute, s.end_minute, s.code)):
        colour = contents.colours[shift.code]
        parts = [shift.code, *([shift.name] if shift.name not in {"", shift.code} else []), hours_of(shift)]
        text = " ".join(parts)
        if shift.break_minutes:
            text += contents.say(f"，其中休息 {shift.break_minutes} 分钟", f", break {shift.break_minutes} min")
        if shift.is_night:
            text += contents.say("，夜班", ", night shift")
        yield text, {"bg_color": colour.fill, "font_color": colour.ink}


def _marks(grid: SheetGrid) -> Iterator[tuple[str, dict[str, object]]]:
    contents = grid.contents
    mark = leave_mark(contents.case, contents.language)
    yield contents.say(f"{mark} 请假", f"{mark}: day of leave"), {"bg_color": LEAVE, "italic": True}
    yield contents.say("周末", "Weekend"), {"bg_color": WEEKEND}
    for text in _named(grid, work=False):
        yield text, {"bg_color": HOLIDAY}
    for text in _named(grid, work=True):
        yield text, {"bg_color": MAKEUP}
    if not all(agent.employed_on(day) for agent in contents.agents for day in contents.days):
        yield contents.say(f"{NOT_HERE} 不在职", f"{NOT_HERE} not employed"), dict(HATCH)


def _named(grid: SheetGrid, *, work: bool) -> list[str]:
    """The month's public holidays or make-up workdays, each name with its days."""
    calendar = grid.contents.case.calendar
    listed = calendar.work if work else calendar.off
    say = grid.contents.say
    colours = []
    for name, days in groupby((day for day in grid.contents.days if day in listed), key=listed.__getitem__):
        span = [f"{day.month}/{day.day}" for day in days]
        when = span[0] if len(span) == 1 else f"{span[0]}–{span[-1]}"
        kind = say("调休上班", "make-up workday") if work else say("公休日", "public holiday")
        colours.append(f"{when} {name.to(grid.contents.language)} ({kind})")
    return colours


def _notes(grid: SheetGrid) -> list[str]:
    contents = grid.contents
    say = contents.say
    notes = [
        say(
            "单元格：班次代码；“代码/工种”表示当日工种不是本人的第一工种。空白为休息。",
            "Cells hold the shift's code; CODE/JOB where the job is not the agent's first. Blank is a rest day.",
        ),
        say(
            "工时为计薪小时；差额 = 工时 − 本人应出勤工时（已扣除请假）。",
            "Hours are paid hours; balance = hours − own contract hours, less leave.",
        ),
    ]
    provisional = contents.case.calendar.provisional_reason(contents.case.month)
    if provisional:
        notes.append(provisional.to(contents.language))
    return notes
