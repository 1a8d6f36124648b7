from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from roster.files.cells import a_date, an_id
from roster.files.columns import Column, read_rows, sound
from roster.files.grid import read_grid
from roster.files.grid_marks import usual_job
from roster.files.notice import Notice
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, Known
from roster.model import Case, Duty, LeaveStatus, Roster
from roster.model.requests import OFF
from roster.text import Text

DAY = timedelta(days=1)

WORKBOOK = ".xlsx"

COLUMNS = (
    Column("agent_id", an_id, required=True, text=True),
    Column("date", a_date, required=True),
    Column("shift", an_id, required=True, text=True),
    Column("job", an_id, text=True),
)


def read_roster(path: Path, case: Case, said: list[Notice] | None = None) -> Roster:
    """The roster in a roster.csv, or in the grid of a roster.xlsx, edited by hand or not.

    A duty without a job serves the agent's first job that the shift serves. Of the case's leave requests those count
    as granted that the workbook marks as leave throughout. A CSV file does not say: there those count that no duty
    touches, and whoever has a rulebook asks `roster.rule.inferred_grants` instead. What is worth saying is added to
    `said`. InputError with every fault.
    """
    report = Report()
    duties: list[Duty] = []
    marked: set[tuple[str, date]] | None = None
    if path.suffix.casefold() == WORKBOOK:
        grid = read_grid(path, case, report)
        duties, marked = grid.duties, grid.marked
    else:
        sheet = read_csv(path, path.name, report)
        if sheet is not None:
            duties.extend(_listed(sheet, case, report))
    report.raise_if_faulty()
    if said is not None:
        said.extend(report.notices)
    granted = untouched_requests(case, duties) if marked is None else _marked_requests(case, marked)
    return Roster.of(duties, granted)


def _listed(sheet: Sheet, case: Case, report: Report) -> Iterable[Duty]:
    checks = Checks(sheet, Known.of(case), report)
    for row, values in read_rows(sheet, COLUMNS, report):
        agent_id, day, shift, job = values
        fine = [
            checks.agent(row, agent_id),
            checks.in_month(row, "date", day),
            checks.shift(row, shift, OFF),
            checks.job(row, job),
        ]
        if not all(fine) or not sound(values):
            continue
        if shift == OFF:
            report.notice(sheet.file, row, "shift", Text("休息日不需要写，未读取", "days off need no row; left aside"))
        elif checks.single(row, "shift", (agent_id, day, shift), Text("这条当班", "this duty")):
            yield Duty(agent_id, day, shift, job or usual_job(case.agent_by_id[agent_id], shift, case))


def untouched_requests(case: Case, duties: Iterable[Duty]) -> frozenset[int]:
    """Indices of the requested leaves with a day in the month that no duty's span overlaps."""
    at_work: set[tuple[str, date]] = set()
    for duty in (*case.history, *duties):
        at_work.add((duty.agent_id, duty.day))
        if case.shift_by_code[duty.shift].end_minute > 1440:
            at_work.add((duty.agent_id, duty.day + DAY))
    return frozenset(
        index
        for index, leave in enumerate(case.leaves)
        if leave.status is LeaveStatus.REQUESTED
        and _days_in_month(case, leave.start, leave.end)
        and not any((leave.agent_id, day) in at_work for day in _days(leave.start, leave.end))
    )


def _marked_requests(case: Case, marked: set[tuple[str, date]]) -> frozenset[int]:
    found = set()
    for index, leave in enumerate(case.leaves):
        days = _days_in_month(case, leave.start, leave.end)
        if leave.status is LeaveStatus.REQUESTED and days and all((leave.agent_id, day) in marked for day in days):
            found.add(index)
    return frozenset(found)


def _days(start: date, end: date) -> list[date]:
    return [start + offset * DAY for offset in range((end - start).days + 1)]


def _days_in_month(case: Case, start: date, end: date) -> list[date]:
    return _days(max(start, case.month.first), min(end, case.month.last))
