"""Duties outside the month: history.csv before it, ahead.csv after it."""

from collections.abc import Callable
from datetime import date

from roster.files.cells import a_date, an_id
from roster.files.columns import Column, read_rows
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, Known
from roster.model import Duty
from roster.text import Text

COLUMNS = (
    Column("agent_id", an_id, text=True, required=True),
    Column("date", a_date, required=True),
    Column("shift", an_id, text=True, required=True),
    Column("job", an_id, text=True),
)


def read_history(sheet: Sheet, known: Known, report: Report) -> tuple[Duty, ...]:
    """history.csv, sorted; a duty without a job served the agent's first."""
    return _outside(sheet, known, report, _before_month)


def read_ahead(sheet: Sheet, known: Known, report: Report) -> tuple[Duty, ...]:
    """ahead.csv, sorted: duties fixed after the month; one without a job serves the agent's first."""
    return _outside(sheet, known, report, _after_month)


def _outside(
    sheet: Sheet, known: Known, report: Report, fits: Callable[[Checks, int, object], bool]
) -> tuple[Duty, ...]:
    checks = Checks(sheet, known, report)
    found: list[Duty] = []
    for row, (agent_id, day, shift, job) in read_rows(sheet, COLUMNS, report):
        fine = [
            checks.agent(row, agent_id),
            checks.shift(row, shift),
            checks.job(row, job),
            fits(checks, row, day),
        ]
        if not all(fine) or not checks.single(
            row, "date", (agent_id, day), Text("此人当天的当班", "this agent's duty of the day")
        ):
            continue
        agent = known.agent_by_id.get(agent_id)
        if agent is not None:  # else the agent's own row is faulty, and that is said there
            found.append(Duty(agent_id, day, shift, job or agent.jobs[0]))
    return tuple(sorted(found))


def _before_month(checks: Checks, row: int, day: object) -> bool:
    if not isinstance(day, date):
        return False
    month = checks.known.month
    if month is None or day < month.first:
        return True
    checks.fault(
        row,
        "date",
        Text(f"{day} 不早于排班月份 {month}", f"{day} is not before {month}, the month to be rostered"),
        Text(
            "history 只放以前的当班；本月固定的安排写入 pins",
            "History holds earlier duties only; what is fixed in the month belongs into pins",
        ),
    )
    return False


def _after_month(checks: Checks, row: int, day: object) -> bool:
    if not isinstance(day, date):
        return False
    month = checks.known.month
    if month is None or day > month.last:
        return True
    checks.fault(
        row,
        "date",
        Text(f"{day} 不晚于排班月份 {month}", f"{day} is not after {month}, the month to be rostered"),
        Text(
            "ahead 只放次月起已定的当班；本月固定的安排写入 pins",
            "Ahead holds duties fixed after the month only; what is fixed in the month belongs into pins",
        ),
    )
    return False
