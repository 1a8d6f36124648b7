"""The table shifts.csv."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from roster.files.cells import (
    a_list,
    a_start,
    a_text,
    a_truth,
    a_whole_number,
    an_end,
    an_id,
    shown,
    working_spans,
)
from roster.files.columns.column import Bad, TableColumn, sound
from roster.files.columns.header import is_list
from roster.files.columns.rows import read_rows
from roster.files.grid_marks import SEPARATOR, splits
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.breaks import breaks_within, written_breaks
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Shift
from roster.model.requests import OFF, WORK
from roster.text import Text
from roster.words import normal, value_word

LONGEST_PAID_HOURS = 16
"""A duty that pays more is a slip of the pen, unless the centre's own `max_hours_day` allows it."""

_whole_minutes = a_whole_number(0, 1440)


_HOURS = re.compile(
    r"(?:([0-9]+(?:\.[0-9]+)?) ?(?:个?(?:小时|钟头)|h(?:ours?)?)|(半)个?小时)(半)?"
    r"(?: ?([0-9]+) ?(?:分钟?|min(?:utes|s)?))?",
    re.IGNORECASE,
)


def _break_minutes(text: str) -> int:
    """Minutes, with or without the word after them (`30分钟`), or hours with theirs (`1小时`, `1.5h`, `半小时`)."""
    hours = _HOURS.fullmatch(normal(text))
    if hours is not None:
        whole = Decimal(60) * Decimal(hours[1] or "0.5") + (30 if hours[3] else 0) + int(hours[4] or 0)
        return _whole_minutes(f"{whole:f}")
    return _whole_minutes(re.sub(r"\s*(?:分钟|分|min(?:utes|s)?)$", "", text))


COLUMNS = (
    TableColumn("code", an_id, text=True, required=True),
    TableColumn("name", a_text, text=True, default=""),
    TableColumn("start", a_start, required=True),
    TableColumn("end", an_end, required=True),
    TableColumn("break_minutes", _break_minutes, default=0),
    TableColumn("jobs", a_list, text=True, default=()),
    TableColumn("night", a_truth),
    TableColumn("breaks", written_breaks, default=()),
    TableColumn("second_start", an_end),
    TableColumn("second_end", an_end),
)

_BOUNDS = ("start", "end", "second_start", "second_end")
IN_ONE_COLUMN = (
    *(column for column in COLUMNS if column.name not in _BOUNDS),
    TableColumn("span", working_spans, required=True),
)
"""The columns of a table whose duties stand as `8:00-16:00` in one column."""


def longest_paid_minutes(rules: Mapping[str, object]) -> float:
    """How long a duty may pay before it is taken for a slip."""
    hours = [rules.get(key) for key in ("max_hours_day", "HOURS.max_hours_day")]
    numbers = [float(item) for item in hours if isinstance(item, int | float) and not isinstance(item, bool)]
    return 60 * max([LONGEST_PAID_HOURS, *numbers])


def read_shifts(sheet: Sheet, known: ReferenceIndex, report: Report, rules: Mapping[str, object]) -> tuple[Shift, ...]:
    """shifts.csv; fills `known` with codes."""
    checks = Checks(sheet, known, report)
    longest_minutes = longest_paid_minutes(rules)
    shifts: list[Shift] = []
    codes: set[str] = set()
    last_row = 0
    for row, values in _rows(sheet, report):
        last_row = row
        code, name, start, end, break_minutes, jobs, night, breaks, *second = values
        if isinstance(code, Bad):
            codes.add(code.text)
            single = False
        else:
            codes.add(code)
            single = checks.single(row, "code", code, Text(f"班次 {shown(code)} ", f"the shift {shown(code)}"))
            single = _not_reserved(checks, row, code) and single
        if not sound(values):  # by whichever of its names it is meant elsewhere, that is no further fault
            bare = {normal(word).removesuffix("班") for word in (code, name) if isinstance(word, str)} - {""}
            codes |= bare | {f"{word}班" for word in bare}
        strange = [job for job in jobs if not checks.job(row, job, "jobs")] if not isinstance(jobs, Bad) else []
        if not single or strange or not sound(values):
            continue
        end = end if end > start else end + 1440
        spans = _spans(checks, row, (start, end), second)
        if spans is None:
            continue
        pause = (spans[0][1], spans[1][0]) if len(spans) > 1 else None
        shift = Shift(code, start, spans[-1][1], name, break_minutes, jobs, night, pause=pause)
        if _sane(checks, row, shift, longest_minutes):
            shifts.append(replace(shift, breaks=breaks_within(checks, row, shift, breaks)))
    if not last_row and not sheet.broken:
        checks.fault(
            None, None, Text("没有班次", "there are no shifts"), Text("每个班次写一行", "Write one row for each shift")
        )
    _unambiguous(checks, shifts)
    known.shifts = None if sheet.broken or not last_row else codes
    known.shift_by_code = {shift.code: shift for shift in shifts}
    return tuple(shifts)


def _rows(sheet: Sheet, report: Report) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows as `COLUMNS` has them, whether a duty's hours stand in columns of their own or in one."""
    if is_list(sheet, COLUMNS) or not is_list(sheet, IN_ONE_COLUMN):
        yield from read_rows(sheet, COLUMNS, report)
        return
    for row, (code, name, break_minutes, jobs, night, breaks, spans) in read_rows(sheet, IN_ONE_COLUMN, report):
        if isinstance(spans, Bad):
            first, second = (spans, spans), (None, None)
        else:
            first, second = spans[0], spans[1] if len(spans) > 1 else (None, None)
        yield row, (code, name, *first, break_minutes, jobs, night, breaks, *second)


def _not_reserved(checks: Checks, row: int, code: str) -> bool:
    if code.casefold() not in {OFF, WORK} and value_word("shift", code) != OFF:
        return True
    checks.fault(
        row,
        "code",
        Text(
            f"{shown(code)} 是保留字，不能作为班次代码",
            f"{shown(code)} is a word of its own and can't be a shift's code",
        ),
        Text("换一个代码；休息日不需要班次", "Choose another code; days off need no shift"),
    )
    return False


def _unambiguous(checks: Checks, shifts: list[Shift]) -> None:
    """Whether `CODE/JOB` in the roster's grid can be told from a code with a `/` of its own."""
    codes, jobs = {shift.code for shift in shifts}, checks.known.jobs or set()
    for code in sorted(codes):
        for other, rest in splits(code):
            if other in codes and (rest in jobs or any(f"{rest}{SEPARATOR}{job}" in jobs for job in jobs)):
                checks.fault(
                    None,
                    "code",
                    Text(
                        f"班次 {shown(code)} 与“班次 {other} 的工种 {rest}”的写法相同",
                        f"the shift {shown(code)} reads like the shift {shown(other)} with a job after the /",
                    ),
                    Text("换一个不含 / 的代码", "Choose a code without /"),
                )


def _spans(checks: Checks, row: int, first: tuple[int, int], second: list[int | None]) -> list[tuple[int, int]] | None:
    """The spans in which a shift is worked, of a split duty (两头班) two; None, reported, for half of one."""
    start, end = second
    if start is None and end is None:
        return [first]
    if start is None or end is None:
        checks.fault(
            row,
            "second_start" if start is None else "second_end",
            Text("第二段只写了一半", "only one of second_start and second_end is given"),
            Text("两格都写，或都不写", "Give both, or neither"),
        )
        return None
    last = first[1]
    start = start if start >= last else start + 1440
    end = end if end > start else end + 1440
    if start < last or end - first[0] > 1440 + MOST_OVERNIGHT_MINUTES or start - last > 1440:
        checks.fault(
            row,
            "second_start",
            Text("第二段不在第一段之后的同一天内", "the second span does not follow the first within a day"),
            Text(
                "第二段写在第一段结束之后，例如 16:00 至 20:00", "Let it begin after the first ends, as 16:00 to 20:00"
            ),
        )
        return None
    return [first, (start, end)] if start > last else [(first[0], end)]


MOST_OVERNIGHT_MINUTES = 480
"""A split duty may end so long after the day on which it starts."""


def _sane(checks: Checks, row: int, shift: Shift, longest_minutes: float) -> bool:
    break_minutes, minutes = shift.break_minutes, shift.wall_minutes
    if break_minutes >= minutes:
        checks.fault(
            row,
            "break_minutes",
            Text(
                f"休息 {break_minutes} 分钟，不短于整个班次（{minutes} 分钟）",
                f"the break of {break_minutes} min is no shorter than the shift itself ({minutes} min)",
            ),
            Text("缩短休息或改正起止时间", "Shorten the break, or correct start and end"),
        )
        return False
    if minutes - break_minutes > longest_minutes:
        same = minutes == 1440
        checks.fault(
            row,
            "end",
            Text(
                f"班次时长 {_hours(minutes)} 小时" + ("（起止时间相同）" if same else ""),
                f"the shift lasts {_hours(minutes)} h" + (", for it ends when it starts" if same else ""),
            ),
            Text(
                f"改正起止时间；确需超过 {_hours(longest_minutes)} 小时，先在中心表写一行 规则.max_hours_day",
                f"Correct start and end; to allow over {_hours(longest_minutes)} h, set max_hours_day under [rules]",
            ),
        )
        return False
    return True


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.4g}"
