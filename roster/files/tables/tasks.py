"""tasks.csv: the centre's recurring tasks."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from roster.files.cells import CellError, a_text, a_time, a_weekday, an_id, one_of, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.rows import read_rows
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model.task import LAST_DAY, DayRoll, Every, Recurrence, Task, TaskClock, TaskRole
from roster.text import Text, clock_time
from roster.words import normal, value_word

_WEEKLY = re.compile(r"(?:week:|每)?(.+)")
_MONTHLY = re.compile(r"(?:month:|每月)?(last|末|月末|[0-9]{1,2}) ?[日号]?")
_YEARLY = re.compile(r"(?:year:|每年)?((?:[0-9]{1,2}(?:-|月)[0-9]{1,2}日?[;、,]?)+)")
_DATE = re.compile(r"([0-9]{1,2})(?:-|月)([0-9]{1,2})")
_AROUND = re.compile(r"(open|close|营业|关门|打烊|开门)(前|后|[+-])?([0-9]{1,3})?(?: ?分钟)?")
_CLOCKS = {"open": TaskClock.OPENING, "营业": TaskClock.OPENING, "开门": TaskClock.OPENING}
_JOB = re.compile(r"(?:job|工种|工位):(.+)")
_ROLES = {role.value: role for role in TaskRole if role is not TaskRole.JOB}


def a_recurrence(text: str) -> Recurrence:
    """`day`, `week:1`, `month:22`, `month:last`, `year:06-30;12-31`, or in words: 每日, 周一, 每月22日, 6月30日."""
    plain = value_word("every", text) or normal(text)
    if plain == "day":
        return Recurrence(Every.DAY)
    yearly = _YEARLY.fullmatch(plain)
    if yearly:
        dates = tuple(_checked(int(month), int(day), text) for month, day in _DATE.findall(yearly[1]))
        return Recurrence(Every.YEAR, dates=tuple(sorted(set(dates))))
    monthly = _MONTHLY.fullmatch(plain)
    if monthly:
        day = LAST_DAY if not monthly[1].isdecimal() else int(monthly[1])
        if day <= 31 and (day or not monthly[1].isdecimal()):
            return Recurrence(Every.MONTH, (day,))
    weekly = _WEEKLY.fullmatch(plain)
    if weekly:
        try:
            return Recurrence(Every.WEEK, (a_weekday(weekly[1]),))
        except CellError:
            pass
    raise CellError(
        Text(f"{shown(text)} 看不出多久一次", f"{shown(text)} does not say how often"),
        Text(
            "写成 每日、每周一、每月22日、月末 或 6月30日;12月31日",
            "Write day, week:1, month:22, month:last or year:06-30;12-31",
        ),
    )


def _checked(month: int, day: int, text: str) -> tuple[int, int]:
    try:
        date(2028, month, day)
    except ValueError:
        raise CellError(
            Text(
                f"{shown(text)} 中没有 {month}月{day}日 这一天",
                f"there is no day {month:02d}-{day:02d} in {shown(text)}",
            ),
            Text("改正日期", "Correct the date"),
        ) from None
    return month, day


def a_due(text: str) -> tuple[TaskClock, int]:
    """A time of day, or minutes before (after) a hall's opening (closing): `18:00`, `open-30`, 营业前30, `close+15`."""
    around = _AROUND.fullmatch(normal(text))
    if around is None:
        return TaskClock.MIDNIGHT, a_time(text)
    minutes = int(around[3] or 0)
    return _CLOCKS.get(around[1], TaskClock.CLOSING), -minutes if around[2] in {"前", "-"} else minutes


def a_role(text: str) -> tuple[TaskRole, str]:
    """A role, or `job:` and the job's name."""
    job = _JOB.fullmatch(normal(text))
    if job:
        return TaskRole.JOB, an_id(job[1].strip())
    return _named_role(text), ""


_named_role: Callable[[str], TaskRole] = one_of("task_role", _ROLES)

COLUMNS = (
    TableColumn("task_id", an_id, text=True, required=True),
    TableColumn("name", a_text, text=True, required=True),
    TableColumn("role", a_role, text=True, required=True),
    TableColumn("every", a_recurrence, text=True, required=True),
    TableColumn("time", a_due, default=(TaskClock.MIDNIGHT, 24 * 60)),
    TableColumn("roll", one_of("roll", {roll.value: roll for roll in DayRoll}), default=DayRoll.STAY),
    TableColumn("clause", a_text, text=True, default=""),
)


def read_tasks(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Task, ...]:
    """tasks.csv, in its order."""
    checks = Checks(sheet, known, report)
    tasks: list[Task] = []
    for row, values in read_rows(sheet, COLUMNS, report):
        if not sound(values):
            continue
        task_id, name, (role, job), when, (clock, minutes), roll, clause = values
        if checks.single(row, "task_id", task_id, Text(f"编号 {shown(task_id)} ", f"the id {shown(task_id)}")):
            tasks.append(Task(task_id, name, role, when, minutes, clock, roll, job, clause))
    return tuple(tasks)


def task_row(task: Task) -> tuple[str, ...]:
    """A task's cells, in the order of `COLUMNS`."""
    role = f"job:{task.job}" if task.role is TaskRole.JOB else task.role.value
    return (task.task_id, task.name, role, every_text(task.when), due_text(task), task.roll.value, task.clause)


def every_text(when: Recurrence) -> str:
    """As it is written in the file."""
    if when.every is Every.DAY:
        return "day"
    if when.every is Every.YEAR:
        return "year:" + ";".join(f"{month:02d}-{day:02d}" for month, day in when.dates)
    (day,) = when.days
    return f"{when.every.value}:{'last' if day == LAST_DAY else day}"


def due_text(task: Task) -> str:
    """As it is written in the file."""
    if task.clock is TaskClock.MIDNIGHT:
        return clock_time(task.minutes)
    return f"{task.clock.value}{task.minutes:+d}"


def read_task_file(path: Path) -> tuple[Task, ...]:
    """A tasks.csv by itself. InputError with every fault."""
    report = Report()
    sheet = read_csv(path, path.name, report, table="tasks")
    tasks = () if sheet is None else read_tasks(sheet, ReferenceIndex(), report)
    report.raise_if_faulty()
    return tasks
