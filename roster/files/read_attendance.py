"""Attendance from a file: one row a duty, as minutes or as what the clock at the door showed."""

from pathlib import Path
from typing import Any

from roster.files.cells import a_date, a_person, a_time, a_truth, a_whole_number
from roster.files.columns.column import TableColumn, sound
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case
from roster.model.attendance import Attendance, Reading
from roster.text import Text

MINUTES = a_whole_number(0, 1440)
COLUMNS = (
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("late_minutes", MINUTES),
    TableColumn("away_minutes", MINUTES),
    TableColumn("absent", a_truth),
    TableColumn("handover", a_truth),
    TableColumn("longest_away_minutes", MINUTES),
    TableColumn("early_minutes", MINUTES),
    TableColumn("check_in", a_time),
    TableColumn("check_out", a_time),
    TableColumn("proxy", a_person, text=True),
)
CLOCKED = 3
"""How many columns, the last ones, are a clock's."""


def read_attendance(path: Path, case: Case) -> tuple[tuple[int, ...], tuple[Reading, ...]]:
    """An attendance file, one row a duty: the rows' numbers, and what they say. InputError with every fault.

    Columns `agent_id,date,late_minutes,away_minutes,absent`, and where they are known `handover` (an unclear handover
    caused it), `longest_away_minutes` and `early_minutes`; or a clock's `check_in` and `check_out` (08:05), and `proxy`
    where somebody else checked in. A row without any of them says that the duty was worked as rostered.
    """
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month)
    rows: list[int] = []
    readings: list[Reading] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in checks.rows(COLUMNS):
            agent_id, day, *seen = values
            fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day)]
            if not all(fine) or not sound(values):
                continue
            if checks.single(row, "date", (agent_id, day), Text("这条考勤", "this record")):
                rows.append(row)
                readings.append(_reading(agent_id, day, seen))
    report.raise_if_faulty()
    return tuple(rows), tuple(readings)


def _reading(agent_id: str, day: Any, seen: list[Any]) -> Reading:
    stated, clocked = seen[:-CLOCKED], seen[-CLOCKED:]
    if all(cell is None for cell in stated) and any(cell is not None for cell in clocked):
        return Reading(agent_id, day, None, *clocked)
    late, away, absent, handover, longest, early = stated
    record = Attendance(
        agent_id, day, late or 0, away or 0, bool(absent), bool(handover), longest, early_minutes=early or 0
    )
    return Reading(agent_id, day, record, *clocked)
