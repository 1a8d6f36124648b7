"""The workbook's legend: what codes, colours and marks mean."""

from itertools import groupby

from roster.files.grid_marks import leave_mark
from roster.files.workbook.grid import SheetGrid
from roster.files.workbook.styles import HATCH, HOLIDAY, LEAVE, MAKEUP, WEEKEND
from roster.files.workbook.words import hours_of


def write_legend(grid: SheetGrid, row: int) -> int:
    """What codes, colours and marks mean, from column B on; the last row written."""
    contents, sheet, styles = grid.contents, grid.sheet, grid.styles
    sheet.write_string(row, 1, contents.say("图例", "Legend"), styles.title())
    entries: list[tuple[str, dict[str, object], str]] = []
    for shift in sorted(contents.case.shifts, key=lambda s: (s.start_minute, s.end_minute, s.code)):
        colour = contents.colours[shift.code]
        text = hours_of(shift)
        if shift.name and shift.name != shift.code:
            text = f"{shift.name} {text}"
        if shift.break_minutes:
            text += contents.say(f"，其中休息 {shift.break_minutes} 分钟", f", break {shift.break_minutes} min")
        if shift.is_night:
            text += contents.say("，夜班", ", night shift")
        entries.append((shift.code, {"bg_color": colour.fill, "font_color": colour.ink}, text))
    entries.append(
        (
            leave_mark(contents.case, contents.language),
            {"bg_color": LEAVE, "italic": True},
            contents.say("请假", "On leave"),
        )
    )
    entries.append(("", {"bg_color": WEEKEND}, contents.say("周末", "Weekend")))
    entries.extend(("", {"bg_color": HOLIDAY}, text) for text in _named(grid, work=False))
    entries.extend(("", {"bg_color": MAKEUP}, text) for text in _named(grid, work=True))
    if not all(agent.employed_on(day) for agent in contents.agents for day in contents.days):
        entries.append(("", dict(HATCH), contents.say("不在职", "Not employed")))
    for code, shade, text in entries:
        row += 1
        sheet.write_string(row, 1, code, styles.boxed(align="center", shrink=True, **shade))
        sheet.write_string(row, 2, text, styles())
    for note in _notes(grid):
        row += 1
        sheet.write_string(row, 1, note, styles.note())
    return row


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
    say, table = contents.say, contents.coverage
    notes = [
        say(
            "单元格：班次代码；“代码/工种”表示当日工种不是本人的第一工种。空白为休息。",
            "Cells hold the shift's code; CODE/JOB where the job is not the agent's first. Blank is a rest day.",
        ),
        say(
            "工时为计薪小时；差额 = 工时 − 本人应出勤工时（已扣除请假）。",
            "Hours are paid hours; balance = hours − own contract hours, less leave.",
        ),
        say(
            "班次行的需求、在岗、缺口：该时段内每间隔的平均座席数，不论由哪个班次补足。",
            "Required, rostered and gap of a shift are the mean seats within its hours, whichever shift fills them.",
        ),
    ]
    if table.required.any():
        notes.append(say(f"座席满足率 {table.filled_share:.1%}", f"Seat-intervals filled: {table.filled_share:.1%}"))
    provisional = contents.case.calendar.provisional_reason(contents.case.month)
    if provisional:
        notes.append(provisional.to(contents.language))
    return notes
