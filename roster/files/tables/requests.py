from datetime import date
from typing import Any

from roster.files.cells import a_date, a_truth, a_whole_number, an_id, one_of, shown
from roster.files.columns import Bad, Column, read_rows, sound
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, Known
from roster.model import Availability, Leave, LeaveStatus, Pin, Wish
from roster.model.requests import LEAVE_KINDS, OFF, WORK
from roster.text import Text

MAX_LEAVE_DAYS = 731
MAX_WISH_WEIGHT = 100

LEAVE_COLUMNS = (
    Column("agent_id", an_id, text=True, required=True),
    Column("kind", an_id, text=True, required=True),
    Column("start", a_date, required=True),
    Column("end", a_date, required=True),
    Column("status", one_of({status.value: status for status in LeaveStatus}), default=LeaveStatus.APPROVED),
    Column("priority", a_whole_number(1, 5), default=1),
    Column("special", a_truth, default=False),
    Column("extreme", a_truth, default=False),
)
WISH_COLUMNS = (
    Column("agent_id", an_id, text=True, required=True),
    Column("date", a_date, required=True),
    Column("shift", an_id, text=True, required=True),
    Column("weight", a_whole_number(-MAX_WISH_WEIGHT, MAX_WISH_WEIGHT), default=1),
)
AVAILABILITY_COLUMNS = (
    Column("agent_id", an_id, text=True, required=True),
    Column("weekday", a_whole_number(1, 7)),
    Column("date", a_date),
    Column("shift", an_id, text=True),
    Column("available", a_truth, required=True),
)
PIN_COLUMNS = (
    Column("agent_id", an_id, text=True, required=True),
    Column("date", a_date, required=True),
    Column("shift", an_id, text=True, required=True),
    Column("job", an_id, text=True),
)


def read_leaves(sheet: Sheet, known: Known, report: Report) -> tuple[Leave, ...]:
    """leave.csv, in its own order (a roster's granted requests are indices into it)."""
    checks = Checks(sheet, known, report)
    found: list[Leave] = []
    requested: dict[str, list[tuple[date, date, int]]] = {}
    for row, values in read_rows(sheet, LEAVE_COLUMNS, report):
        agent_id, kind, start, end, status, *_ = values
        fine = [checks.agent(row, agent_id), _kind(checks, row, kind), _span(checks, row, start, end)]
        if not all(fine) or not sound(values):
            continue
        key = (agent_id, kind, start, end)
        if not checks.single(row, "start", key, Text("这条请假", "this leave")):
            continue
        if status is LeaveStatus.REQUESTED and not _apart(checks, row, requested, (agent_id, start, end)):
            continue
        found.append(Leave(*values))
    return tuple(found)


def _kind(checks: Checks, row: int, kind: object) -> bool:
    allowed = LEAVE_KINDS | checks.known.leave_kinds
    if isinstance(kind, Bad) or kind in allowed:
        return not isinstance(kind, Bad)
    checks.fault(
        row,
        "kind",
        Text(f"没有请假类别 {shown(str(kind))}", f"there is no kind of leave {shown(str(kind))}"),
        Text(f"写以下之一：{' / '.join(sorted(allowed))}", f"Write one of {' / '.join(sorted(allowed))}"),
    )
    return False


def _span(checks: Checks, row: int, start: object, end: object) -> bool:
    """Whether a leave's days are in order and touch the month or the day after it (where a last night duty ends)."""
    if not isinstance(start, date) or not isinstance(end, date):
        return False
    month = checks.known.month
    if end < start:
        problem = Text(f"结束日期 {end} 早于开始日期 {start}", f"the leave ends on {end}, before it starts on {start}")
        remedy = Text("改正其中一个日期；end 为最后一天（含）", "Correct one of the two; end is its last day")
    elif (end - start).days >= MAX_LEAVE_DAYS:
        problem = Text(f"请假长达 {(end - start).days + 1} 天", f"the leave lasts {(end - start).days + 1} days")
        remedy = Text("检查年份", "Check the year")
    elif month is not None and (end < month.first or start > month.end):
        problem = Text(
            f"{start} 至 {end} 与排班月份 {month} 无关",
            f"{start} to {end} does not touch {month}, the month to be rostered",
        )
        remedy = Text("改正日期或删去此行", "Correct the dates or delete the row")
    else:
        return True
    checks.fault(row, "end", problem, remedy)
    return False


def _apart(
    checks: Checks, row: int, requested: dict[str, list[tuple[date, date, int]]], leave: tuple[str, date, date]
) -> bool:
    """Whether a requested leave is apart from the agent's others: each is granted or declined as a whole."""
    agent_id, start, end = leave
    others = requested.setdefault(agent_id, [])
    for first, last, other in others:
        if start <= last and first <= end:
            checks.fault(
                row,
                "start",
                Text(f"与同一人第 {other} 行的申请日期重叠", f"it overlaps the same agent's request on row {other}"),
                Text("合并为一条申请，或改正日期", "Make them one request, or correct the dates"),
            )
            return False
    others.append((start, end, row))
    return True


def read_wishes(sheet: Sheet, known: Known, report: Report) -> tuple[Wish, ...]:
    """wishes.csv."""
    checks = Checks(sheet, known, report)
    found: list[Wish] = []
    for row, values in read_rows(sheet, WISH_COLUMNS, report):
        agent_id, day, shift, _ = values
        shift = _word(shift, OFF, WORK)
        fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day), checks.shift(row, shift, OFF, WORK)]
        if (
            all(fine)
            and checks.single(row, "shift", (agent_id, day, shift), Text("这条意愿", "this wish"))
            and sound(values)
        ):
            found.append(Wish(agent_id, day, shift, values[3]))
    return tuple(found)


def read_availability(sheet: Sheet, known: Known, report: Report) -> tuple[Availability, ...]:
    """availability.csv."""
    checks = Checks(sheet, known, report)
    found: list[Availability] = []
    for row, values in read_rows(sheet, AVAILABILITY_COLUMNS, report):
        agent_id, weekday, day, shift, _ = values
        fine = [checks.agent(row, agent_id), checks.shift(row, shift), _when(checks, row, weekday, day)]
        if not all(fine):
            continue
        if checks.single(row, "agent_id", (agent_id, weekday, day, shift), Text("这条限制", "this limit")) and sound(
            values
        ):
            found.append(Availability(*values))
    return tuple(found)


def _when(checks: Checks, row: int, weekday: object, day: object) -> bool:
    if isinstance(weekday, Bad) or isinstance(day, Bad):
        return False
    if (weekday is None) == (day is None):
        checks.fault(
            row,
            "weekday",
            Text(
                "weekday 和 date 都没有填写" if day is None else "同时填写了 weekday 和 date",
                "neither weekday nor date is given" if day is None else "both weekday and date are given",
            ),
            Text(
                "填写其中一个：每周的星期几（1–7），或某一天", "Give one of them: a weekday (1 Monday to 7), or a day"
            ),
        )
        return False
    return day is None or checks.in_month(row, "date", day)


def read_pins(sheet: Sheet, known: Known, report: Report) -> tuple[Pin, ...]:
    """pins.csv."""
    checks = Checks(sheet, known, report)
    found: list[Pin] = []
    for row, values in read_rows(sheet, PIN_COLUMNS, report):
        agent_id, day, shift, job = values
        shift = _word(shift, OFF)
        fine = [
            checks.agent(row, agent_id),
            checks.in_month(row, "date", day),
            checks.shift(row, shift, OFF),
            checks.job(row, job),
        ]
        if all(fine) and checks.single(
            row, "date", (agent_id, day), Text("此人当天的固定安排", "this agent's pin of the day")
        ):
            found.append(Pin(agent_id, day, shift, job))
    return tuple(found)


def _word(shift: Any, *words: str) -> Any:
    """`OFF` and `Off` are meant as `off`."""
    return shift.casefold() if isinstance(shift, str) and shift.casefold() in words else shift
