"""The rows under the roster: required, rostered and gap per day and shift."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from roster.files.workbook.grid import SheetGrid
from roster.files.workbook.styles import HEAD, RED
from roster.files.workbook.words import hours_of
from roster.report import ShiftDay, shift_days


@dataclass(frozen=True, slots=True)
class _Line:
    """One row under the grid: its label, a number per day, and whether it tells seats missing."""

    label: str
    values: list[float]
    format: str = "0"
    missing: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    """What a block is about: its name, the unit or hours, the name's shade."""

    name: str
    unit: str
    shade: dict[str, object]


def write_demand(grid: SheetGrid, row: int) -> int:
    """Required, rostered and gap per day, for all jobs together and for each shift; the row after the last.

    Per day these are seat-hours; for a shift they are the mean seats of its hours, whatever shift fills them. Column A
    stays empty: only people's rows have an id there.
    """
    contents = grid.contents
    label = _Label(contents.say("全部座席", "All seats"), contents.say("座席·小时", "seat-hours"), {})
    row = _write_block(grid, row, label, _all(grid))
    days = shift_days(contents.evidence, contents.coverage)
    for shift in sorted(contents.case.shifts, key=lambda s: (s.start_minute, s.end_minute, s.code)):
        colour = contents.colours[shift.code]
        hours = hours_of(shift)
        name = shift.code if shift.name in {"", shift.code} else f"{shift.code} {shift.name}"
        lines = _of_shift(grid, [days[shift.code, day] for day in contents.days])
        shade: dict[str, object] = {"bg_color": colour.fill, "font_color": colour.ink}
        row = _write_block(grid, row, _Label(name, hours, shade), lines)
    for note in _notes(grid):
        grid.sheet.write_string(row, 1, note, grid.styles.note())
        row += 1
    return row


def _notes(grid: SheetGrid) -> list[str]:
    say, table = grid.contents.say, grid.contents.coverage
    notes = [
        say(
            "班次行的需求、在岗、缺口：该时段内每间隔的平均座席数，不论由哪个班次补足。",
            "Required, rostered and gap of a shift are the mean seats within its hours, whichever shift fills them.",
        )
    ]
    if table.required.any():
        notes.append(say(f"座席满足率 {table.filled_share:.1%}", f"Seat-intervals filled: {table.filled_share:.1%}"))
    return notes


def _all(grid: SheetGrid) -> list[_Line]:
    contents = grid.contents
    table = contents.coverage
    place: dict[date, list[int]] = {day: [] for day in contents.days}
    for index, (day, _, _, _) in enumerate(table.intervals):
        place[day].append(index)
    share = table.interval_minutes / 60

    def per_day(values: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> list[float]:
        return [float(values[:, place[day]].sum()) * share for day in contents.days]

    people: dict[date, int] = dict.fromkeys(contents.days, 0)
    for duty in contents.evidence.roster.duties:
        people[duty.day] += 1
    return [
        _Line(contents.say("当班人数", "People"), [float(count) for count in people.values()], total=True),
        _Line(contents.say("需求", "Required"), per_day(table.required), "0.#", total=True),
        _Line(contents.say("在岗", "Rostered"), per_day(table.rostered), "0.#", total=True),
        _Line(contents.say("缺口", "Gap"), per_day(table.short), "0.#", missing=True, total=True),
    ]


def _of_shift(grid: SheetGrid, days: list[ShiftDay]) -> list[_Line]:
    say = grid.contents.say
    return [
        _Line(say("人数", "People"), [float(day.people) for day in days], total=True),
        _Line(say("需求", "Required"), [day.required_seats for day in days], "0.0"),
        _Line(say("在岗", "Rostered"), [day.rostered_seats for day in days], "0.0"),
        _Line(say("缺口", "Gap"), [day.short_seats for day in days], "0.0", missing=True),
    ]


def _write_block(grid: SheetGrid, row: int, label: _Label, lines: list[_Line]) -> int:
    sheet, styles = grid.sheet, grid.styles
    last = row + len(lines) - 1
    named = styles.boxed(**{"bold": True, "bg_color": HEAD, "text_wrap": True, "top": 2, **label.shade})
    sheet.merge_range(row, 1, last, 2, label.name, named)
    sheet.merge_range(row, 3, last, 3, label.unit, styles.boxed(align="center", text_wrap=True, top=2))
    for line in lines:
        edge: dict[str, object] = {"top": 2} if row == last - len(lines) + 1 else {}
        strong: dict[str, object] = {"bold": True} if line.missing else {}
        sheet.write_string(row, 4, line.label, styles.boxed(**edge, **strong))
        for day, value in zip(grid.contents.days, line.values, strict=True):
            sheet.write_number(row, grid.column(day), *_number(grid, line, value, edge))
        if line.total:
            sheet.write_number(row, grid.right, *_number(grid, line, sum(line.values), {**edge, "bold": True}))
        row += 1
    return row


def _number(grid: SheetGrid, line: _Line, value: float, edge: dict[str, object]) -> tuple[float, object]:
    """A gap stands below zero and red; where nothing is missing, a dash."""
    if not line.missing:
        return value, grid.styles.boxed(num_format=line.format, align="center", shrink=True, **edge)
    plain: dict[str, object] = {"num_format": f'{line.format};-{line.format};"–"', "align": "center", "shrink": True}
    if round(value, 1) == 0:
        return 0.0, grid.styles.boxed(**plain, font_color="808080", **edge)
    return -value, grid.styles.boxed(**{**plain, "font_color": RED, "bg_color": "FDE9E7", "bold": True, **edge})
