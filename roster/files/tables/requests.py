"""The tables of what people ask for and what is fixed: leave, wishes, availability, history, pins."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from roster.files.cells import (
    CellError,
    a_date,
    a_number,
    a_person,
    a_span_of_days,
    a_start,
    a_time,
    a_truth,
    a_wall,
    a_weekday,
    a_whole_number,
    an_id,
    one_of,
    shown,
)
from roster.files.columns.column import Bad, TableColumn, sound
from roster.files.columns.header import is_list
from roster.files.grid import Grid, is_grid, listed
from roster.files.grid_marks import shift_word
from roster.files.report import Cause, Report
from roster.files.sheets import Sheet
from roster.files.tables.known import LEAVE_KINDS as LEAVE_KINDS_KEY
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Availability, Leave, LeaveStatus, Month, Pin, Shift, Wish
from roster.model.requests import DAY_MINUTES, LEAVE_KINDS, OFF, WORK, wall_span
from roster.text import Text, counted
from roster.words import KEYS, VALUES, normal, value_word

MAX_WISH_WEIGHT = 100

LEAVE_COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("kind", an_id, text=True, required=True),
    TableColumn("start", a_wall, required=True),
    TableColumn("end", a_wall, required=True),
    TableColumn(
        "status", one_of("status", {status.value: status for status in LeaveStatus}), default=LeaveStatus.APPROVED
    ),
    TableColumn("priority", a_whole_number(1, 5), default=1),
    TableColumn("special", a_truth, default=False),
    TableColumn("extreme", a_truth, default=False),
)
LEAVE_IN_ONE_COLUMN = (
    *(column for column in LEAVE_COLUMNS if column.name not in {"start", "end"}),
    TableColumn("span", a_span_of_days, required=True),
)
"""The columns of a table whose leave stands as `11月9日-11月13日` in one column."""
MAX_LEAVE_DAYS = 731


def _days_said(text: str) -> Decimal | None:
    """How many days a cell says; None for words, since the dates say it anyway."""
    try:
        return a_number(0, MAX_LEAVE_DAYS)(normal(text).removesuffix("天"))
    except CellError:
        return None


_DAYS_SAID = TableColumn("days", _days_said, further=True)
"""Read beside the dates, and held against them."""

WISH_COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("date", a_date, required=True),
    TableColumn("shift", an_id, text=True, required=True),
    TableColumn("weight", a_whole_number(-MAX_WISH_WEIGHT, MAX_WISH_WEIGHT), default=1),
)
AVAILABILITY_COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("weekday", a_weekday),
    TableColumn("date", a_date),
    TableColumn("shift", an_id, text=True),
    TableColumn("available", a_truth, required=True),
    TableColumn("start", a_start),
    TableColumn("end", a_time),
)
PIN_COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("date", a_date, required=True),
    TableColumn("shift", an_id, text=True, required=True),
    TableColumn("job", an_id, text=True),
)


def read_leaves(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Leave, ...]:
    """leave.csv: what touches the month in its own order (a roster's granted requests are indices into it), then later.

    A list of a whole year is welcome: what is over before the month is left aside and counted, whoever it is of; what
    begins after it is kept for its month, unless it is of nobody known or cannot be read.
    """
    checks = Checks(sheet, known, report)
    leaves: list[Leave] = []
    later: dict[tuple[object, ...], Leave] = {}
    requested: dict[str, list[tuple[date, date, int]]] = {}
    aside = 0
    for row, values in _leave_rows(checks):
        agent_id, kind, first, last, status, priority, special, extreme, days = values
        (start, begin), (end, until) = _walls(first, last)
        if _elsewhere(known.month, start, end):
            own = (agent_id, _kind_of(checks, kind), start, begin, end, until)
            if known.month is not None and start > known.month.end and sound(values) and _meant_later(checks, *own[:2]):
                later.setdefault(
                    own, Leave(agent_id, str(own[1]), start, end, status, priority, special, extreme, begin, until)
                )
            else:
                aside += 1
            continue
        kind = leave_kind(checks, row, kind)
        in_order = _span(checks, row, (start, begin), (end, until))
        if in_order and begin is None and until is None and not _as_long(checks, row, (end - start).days + 1, days):
            continue
        fine = [checks.agent(row, agent_id), kind is not None, in_order]
        if not all(fine) or kind is None or not sound(values):
            continue
        key = (agent_id, kind, start, begin, end, until)
        if not checks.single(row, "start", key, Text("这条请假", "this leave")):
            continue
        if status is LeaveStatus.REQUESTED and not _apart(checks, row, requested, (agent_id, start, end)):
            continue
        leaves.append(Leave(agent_id, kind, start, end, status, priority, special, extreme, begin, until))
    if aside:
        checks.notice(
            None,
            None,
            Text(
                f"{aside} 条请假不涉及 {known.month}，未读取",
                f"{counted(aside, 'row')} of leave {'does' if aside == 1 else 'do'} not touch {known.month} and "
                f"{'is' if aside == 1 else 'are'} left aside",
            ),
        )
    if later:
        checks.notice(
            None,
            None,
            Text(
                f"{len(later)} 条请假在 {known.month} 之后，留待各自的月份",
                f"{counted(len(later), 'row')} of leave after {known.month}, kept for "
                f"{'its month' if len(later) == 1 else 'their months'}",
            ),
        )
    return (*leaves, *later.values())


def _leave_rows(checks: Checks) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows as `LEAVE_COLUMNS` has them and how many days they say, with first and last day apart or in one."""
    sheet, known = checks.sheet, checks.known
    apart, in_one = is_list(sheet, LEAVE_COLUMNS), is_list(sheet, LEAVE_IN_ONE_COLUMN)
    if not (apart or in_one) and known.month is not None and is_grid(sheet, known, known.month):
        problem = Text(
            "这是人 × 日期的表，请假不能这样读", "this is a table of people × days, and leave is not read so"
        )
        remedy = Text(
            "每段请假写一行：工号（或姓名）、类别、开始、结束",
            "Write a row for each stretch of leave: agent_id (or the name), kind, start, end",
        )
        checks.fault(None, None, problem, remedy)
        return
    if apart or not in_one:
        yield from checks.rows((*LEAVE_COLUMNS, _DAYS_SAID))
        return
    for row, (agent_id, kind, *others, span, days) in checks.rows((*LEAVE_IN_ONE_COLUMN, _DAYS_SAID)):
        yield row, (agent_id, kind, *((span, span) if isinstance(span, Bad) else span), *others, days)


def _meant_later(checks: Checks, agent_id: str, kind: str | None) -> bool:
    """Whether leave of a later month is somebody's who is known, and of a kind that there is."""
    return kind is not None and (checks.known.agents is None or agent_id in checks.known.agents)


def _kind_of(checks: Checks, kind: object) -> str | None:
    """The kind of leave that a cell names, as the case has it."""
    if not isinstance(kind, str):
        return None
    own = checks.known.leave_kinds
    word = kind if kind in own else value_word("leave", kind) or kind
    return word if word in LEAVE_KINDS | own else None


def _walls(first: object, last: object) -> tuple[tuple[Any, int | None], tuple[Any, int | None]]:
    """From when to when, where both cells are in order; else what they hold, for the checks to pass over."""
    if isinstance(first, tuple) and isinstance(last, tuple):
        return wall_span(first, last)
    return (first, None), (last, None)


def leave_kind(checks: Checks, row: int, kind: object) -> str | None:
    """The kind of leave that a cell names, as the case has it; None, with the fault reported, where it is none."""
    if not isinstance(kind, str):
        return None
    known_kind = _kind_of(checks, kind)
    if known_kind is not None:
        return known_kind
    allowed = sorted(LEAVE_KINDS | checks.known.leave_kinds)
    own = sorted(checks.known.leave_kinds)

    def tell(kinds: Sequence[str]) -> tuple[Text, Text]:
        listed, values = Text("、".join(kinds), ", ".join(kinds)), "".join(f"{one};" for one in (*own, *kinds))
        key = f"{KEYS['rules'].zh}.{LEAVE_KINDS_KEY}"
        return (
            Text(f"没有请假类别 {listed.zh}", f"there is no kind of leave {listed.en}"),
            Text(
                f"写以下之一：{' / '.join([*(word.zh for word in VALUES['leave'].values()), *own])}；确有此类，"
                f"在中心表加一行：{key} 填 {values}",
                f"Write one of {' / '.join(allowed)}; to add it, set rules.{LEAVE_KINDS_KEY} of the centre to {values}",
            ),
        )

    cause = Cause(("leave kind", checks.sheet.file), shown(kind), lambda _, kinds: tell([one[1:-1] for one in kinds]))
    checks.fault(
        row,
        "kind",
        Text(f"没有请假类别 {shown(kind)}", f"there is no kind of leave {shown(kind)}"),
        tell([kind])[1],
        cause=cause,
    )
    return None


def _elsewhere(month: Month | None, start: object, end: object) -> bool:
    """Whether a leave is in order and touches neither the month nor the day after it (where a last night duty ends)."""
    if month is None or not isinstance(start, date) or not isinstance(end, date):
        return False
    fine = start <= end and (end - start).days < MAX_LEAVE_DAYS
    return fine and (end < month.first or start > month.end)


def _span(checks: Checks, row: int, first: tuple[Any, int | None], last: tuple[Any, int | None]) -> bool:
    """Whether a leave's days and times are in order."""
    (start, begin), (end, until) = first, last
    if not isinstance(start, date) or not isinstance(end, date):
        return False
    if end < start:
        problem = Text(f"结束日期 {end} 早于开始日期 {start}", f"the leave ends on {end}, before it starts on {start}")
        remedy = Text("改正其中一个日期；结束日期是请假的最后一天", "Correct one of the two; end is its last day")
    elif start == end and (begin or 0) >= (DAY_MINUTES if until is None else until):
        problem = Text(f"请假在 {end} 结束时间不晚于开始时间", f"the leave ends before it begins on {end}")
        remedy = Text("改正其中一个时间", "Correct one of the two times")
    elif (end - start).days >= MAX_LEAVE_DAYS:
        problem = Text(
            f"请假长达 {(end - start).days + 1} 天", f"the leave lasts {counted((end - start).days + 1, 'day')}"
        )
        remedy = Text("检查年份", "Check the year")
    else:
        return True
    checks.fault(row, "end", problem, remedy)
    return False


def _as_long(checks: Checks, row: int, whole_days: int, said: object) -> bool:
    """Whether the days that a row says may be those of its dates (fewer: without the days off), and are whole ones."""
    if not isinstance(said, Decimal) or (said <= whole_days and said == int(said)):
        return True
    problem = Text(
        f"写着 {said:f} 天，起止却是 {whole_days} 整天",
        f"it says {said:f} days, and the dates are {counted(whole_days, 'whole day')}",
    )
    if said > whole_days:
        checks.fault(row, "days", problem, Text("改正起止日期或天数", "Correct the dates or the number"))
    else:
        remedy = Text("半天的起止写明时刻，例如 2026-10-12T08:00", "Write times for half a day, as 2026-10-12T08:00")
        checks.fault(row, "days", problem, remedy)
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


def read_wishes(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Wish, ...]:
    """wishes.csv."""
    checks = Checks(sheet, known, report)
    wishes: list[Wish] = []
    for row, values in checks.rows(WISH_COLUMNS):
        agent_id, day, shift, weight = values
        shift, against = _wished(shift, known)
        fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day), checks.shift(row, shift, OFF, WORK)]
        if (
            all(fine)
            and checks.single(row, "shift", (agent_id, day, shift), Text("这条意愿", "this wish"))
            and sound(values)
        ):
            wishes.append(Wish(agent_id, day, str(shift), -abs(weight) if against else weight))
    return tuple(wishes)


_AGAINST = re.compile(r"(?:(?:不|别|勿)(?:想|愿|要|能|可|排|上|安排)*|避开|避免)(?=\S)")


def _wished(said: object, known: ReferenceIndex) -> tuple[object, bool]:
    """The shift of a wish, and whether it is one against it (不上夜班)."""
    shift = shift_word(said, known, OFF, WORK)
    if not isinstance(said, str) or shift in known.shift_by_code or shift in {OFF, WORK}:
        return shift, False
    bare = _AGAINST.sub("", said, count=1) if _AGAINST.match(said) else said
    meant = shift_word(bare, known, OFF, WORK)
    return (meant, True) if bare != said and (meant in known.shift_by_code or meant in {OFF, WORK}) else (shift, False)


def read_availability(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Availability, ...]:
    """availability.csv. Hours (`start`, `end`) become the shifts that they close, a night of the eve among them.

    Not available from 8:00 to 12:00: no duty that touches those hours, on whichever day it starts. Available from 8:00
    to 12:00: no duty of that day that leaves those hours (several rows of a day add up).
    """
    checks = Checks(sheet, known, report)
    limits: dict[_Limit, bool] = {}
    within: dict[_Limit, list[tuple[int, int]]] = {}
    for row, values in checks.rows(AVAILABILITY_COLUMNS):
        agent_id, weekday, day, shift, available, start, end = values
        fine = [checks.agent(row, agent_id), checks.shift(row, shift), _when(checks, row, weekday, day)]
        what = Text("这条限制", "this limit")
        if not all(fine) or not checks.single(row, "agent_id", (*values[:4], start, end), what) or not sound(values):
            continue
        limit = (agent_id, weekday, day, shift)
        if start is None and end is None:
            limits[limit] = available and limits.get(limit, True)
            continue
        first, last = start or 0, 1440 if end is None else end
        span = (first, last if last > first else last + 1440)
        if available:
            within.setdefault(limit, []).append(span)
        else:
            limits.update(dict.fromkeys(_touching(limit, span, known), False))
    for limit, spans in within.items():
        limits.update(dict.fromkeys(_leaving(limit, spans, known), False))
    return tuple(Availability(*limit, available) for limit, available in limits.items())


_Limit = tuple[str, int | None, date | None, str | None]
"""Whose limit, of which weekday or day, for which shift or all."""


def _chosen(limit: _Limit, known: ReferenceIndex) -> list[Shift]:
    return [shift for code, shift in known.shift_by_code.items() if limit[3] in {None, code}]


def _touching(limit: _Limit, span: tuple[int, int], known: ReferenceIndex) -> Iterator[_Limit]:
    """The shifts of the day, its eve and the day after that touch a span of its minutes."""
    agent_id, weekday, day, _ = limit
    for later in (-1, 0, 1):
        when = None if day is None else day + timedelta(days=later)
        if when is not None and known.month is not None and when not in known.month:
            continue
        for shift in _chosen(limit, known):
            if any(start + 1440 * later < span[1] and end + 1440 * later > span[0] for start, end in shift.spans):
                yield agent_id, None if weekday is None else (weekday + later - 1) % 7 + 1, when, shift.code


def _leaving(limit: _Limit, spans: Sequence[tuple[int, int]], known: ReferenceIndex) -> Iterator[_Limit]:
    """The shifts of the day that do not lie within its spans."""
    for shift in _chosen(limit, known):
        if not all(any(one <= start and end <= other for one, other in spans) for start, end in shift.spans):
            yield (*limit[:3], shift.code)


def _when(checks: Checks, row: int, weekday: object, day: object) -> bool:
    if isinstance(weekday, Bad) or isinstance(day, Bad):
        return False
    if (weekday is None) == (day is None):
        checks.fault(
            row,
            "weekday",
            Text(
                "星期和日期都没有填写" if day is None else "星期和日期都填写了",
                "neither weekday nor date is given" if day is None else "both weekday and date are given",
            ),
            Text(
                "填写其中一个：每周的星期几（1–7），或某一天", "Give one of them: a weekday (1 Monday to 7), or a day"
            ),
        )
        return False
    return day is None or checks.in_month(row, "date", day)


def read_pins(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Pin, ...]:
    """pins.csv: rows, or a grid of people × days (days off in it are pinned too)."""
    checks = Checks(sheet, known, report)
    pins: list[Pin] = []
    for row, pin in _pin_rows(sheet, known, report, checks):
        if checks.single(
            row, "date", (pin.agent_id, pin.day), Text("此人当天的固定安排", "this agent's pin of the day")
        ):
            pins.append(pin)
    return tuple(pins)


def _pin_rows(sheet: Sheet, known: ReferenceIndex, report: Report, checks: Checks) -> Iterator[tuple[int, Pin]]:
    if known.month is not None and not is_list(sheet, PIN_COLUMNS) and is_grid(sheet, known, known.month):
        cells = Grid(sheet, known, known.month, report).read()
        pins = [(row, Pin(duty.agent_id, duty.day, duty.shift, duty.job)) for row, duty in listed(cells, sheet, report)]
        pins += [(row, Pin(agent_id, day, OFF)) for row, agent_id, day in cells.off]
        for row, pin in sorted(pins, key=lambda item: item[0]):
            if checks.in_month(row, None, pin.day):
                yield row, pin
        return
    if known.month is None and not is_list(sheet, PIN_COLUMNS):
        return  # the month is faulty, and that is said there
    for row, values in checks.rows(PIN_COLUMNS):
        agent_id, day, shift, job = values
        shift = shift_word(shift, known, OFF)
        fine = [
            checks.agent(row, agent_id),
            checks.in_month(row, "date", day),
            checks.shift(row, shift, OFF),
            checks.job(row, job),
        ]
        if all(fine):
            yield row, Pin(agent_id, day, str(shift), job)
