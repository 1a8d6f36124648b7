from collections.abc import Mapping

from roster.files.cells import a_list, a_start, a_text, a_time, a_truth, a_whole_number, an_id, shown
from roster.files.columns import Bad, Column, read_rows, sound
from roster.files.grid_marks import SEPARATOR, splits
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.breaks import breaks_within, written_breaks
from roster.files.tables.known import Checks, Known
from roster.model import Shift
from roster.model.requests import OFF, WORK
from roster.text import Text

LONGEST_PAID_HOURS = 16
"""A duty that pays more is a slip of the pen, unless the centre's own `max_hours_day` allows it."""

COLUMNS = (
    Column("code", an_id, text=True, required=True),
    Column("name", a_text, text=True, default=""),
    Column("start", a_start, required=True),
    Column("end", a_time, required=True),
    Column("break_minutes", a_whole_number(0, 1440), default=0),
    Column("jobs", a_list, text=True, default=()),
    Column("night", a_truth),
    Column("breaks", written_breaks, default=()),
)


def longest_paid_minutes(rules: Mapping[str, object]) -> float:
    """How long a duty may pay before it is taken for a slip."""
    hours = [rules.get(key) for key in ("max_hours_day", "HOURS.max_hours_day")]
    numbers = [float(item) for item in hours if isinstance(item, int | float) and not isinstance(item, bool)]
    return 60 * max([LONGEST_PAID_HOURS, *numbers])


def read_shifts(sheet: Sheet, known: Known, report: Report, rules: Mapping[str, object]) -> tuple[Shift, ...]:
    """shifts.csv; fills `known` with codes."""
    checks = Checks(sheet, known, report)
    longest_minutes = longest_paid_minutes(rules)
    shifts: list[Shift] = []
    codes: set[str] = set()
    last_row = 0
    for row, values in read_rows(sheet, COLUMNS, report):
        last_row = row
        code, name, start, end, break_minutes, jobs, night, breaks = values
        if isinstance(code, Bad):
            codes.add(code.text)
            single = False
        else:
            codes.add(code)
            single = checks.single(row, "code", code, Text(f"班次 {shown(code)} ", f"the shift {shown(code)}"))
            single = _not_reserved(checks, row, code) and single
        strange = [job for job in jobs if not checks.job(row, job, "jobs")] if not isinstance(jobs, Bad) else []
        if not single or strange or not sound(values):
            continue
        end = end if end > start else end + 1440
        if _sane(checks, row, (start, end), break_minutes, longest_minutes):
            placed = breaks_within(checks, row, (start, end), breaks)
            shifts.append(Shift(code, start, end, name, break_minutes, jobs, night, placed))
    if not last_row and not sheet.broken:
        checks.fault(
            None, None, Text("没有班次", "there are no shifts"), Text("每个班次写一行", "Write one row for each shift")
        )
    _unambiguous(checks, shifts)
    known.shifts = None if sheet.broken or not last_row else codes
    known.shift_by_code = {shift.code: shift for shift in shifts}
    return tuple(shifts)


def _not_reserved(checks: Checks, row: int, code: str) -> bool:
    if code.casefold() not in {OFF, WORK}:
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


def _sane(checks: Checks, row: int, span: tuple[int, int], break_minutes: int, longest_minutes: float) -> bool:
    start, end = span
    if break_minutes >= end - start:
        checks.fault(
            row,
            "break_minutes",
            Text(
                f"休息 {break_minutes} 分钟，不短于整个班次（{end - start} 分钟）",
                f"the break of {break_minutes} min is no shorter than the shift itself ({end - start} min)",
            ),
            Text("缩短休息或改正起止时间", "Shorten the break, or correct start and end"),
        )
        return False
    if end - start - break_minutes > longest_minutes:
        same = end - start == 1440
        checks.fault(
            row,
            "end",
            Text(
                f"班次时长 {_hours(end - start)} 小时" + ("（起止时间相同）" if same else ""),
                f"the shift lasts {_hours(end - start)} h" + (", for it ends when it starts" if same else ""),
            ),
            Text(
                f"改正起止时间；确需超过 {_hours(longest_minutes)} 小时，先在 [rules] 中设 max_hours_day",
                f"Correct start and end; to allow over {_hours(longest_minutes)} h, set max_hours_day under [rules]",
            ),
        )
        return False
    return True


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.4g}"
