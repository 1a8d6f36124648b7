"""Attendance from a file: one row a duty."""

from pathlib import Path

from roster.files.cells import a_date, a_truth, a_whole_number, an_id
from roster.files.columns import TableColumn, read_rows, sound
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case
from roster.model.attendance import Attendance
from roster.text import Text

MINUTES = a_whole_number(0, 1440)
COLUMNS = (
    TableColumn("agent_id", an_id, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("late_minutes", MINUTES, default=0),
    TableColumn("away_minutes", MINUTES, default=0),
    TableColumn("absent", a_truth, default=False),
    TableColumn("handover", a_truth, default=False),
    TableColumn("longest_away_minutes", MINUTES),
    TableColumn("early_minutes", MINUTES, default=0),
)


def read_attendance(path: Path, case: Case) -> tuple[tuple[int, ...], tuple[Attendance, ...]]:
    """An attendance file, one row a duty: the rows' numbers, and what they say. InputError with every fault.

    Columns `agent_id,date,late_minutes,away_minutes,absent`, and where they are known `handover` (an unclear handover
    caused it), `longest_away_minutes` and `early_minutes`.
    """
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month)
    rows: list[int] = []
    found: list[Attendance] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in read_rows(sheet, COLUMNS, report):
            agent_id, day, *seen = values
            fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day)]
            if not all(fine) or not sound(values):
                continue
            if checks.single(row, "date", (agent_id, day), Text("这条考勤", "this record")):
                rows.append(row)
                found.append(Attendance(agent_id, day, *seen))
    report.raise_if_faulty()
    return tuple(rows), tuple(found)
