"""A file of grade test results: one row a person."""

from pathlib import Path

from roster.files.cells import a_date, a_person, a_truth, a_whole_number
from roster.files.columns.column import TableColumn, sound
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case
from roster.model.grade_test import GradeResult
from roster.text import Text

COLUMNS = (
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("characters", a_whole_number(0, 1000), required=True),
    TableColumn("exam", a_truth, required=True),
)


def read_grade_results(path: Path, case: Case) -> tuple[GradeResult, ...]:
    """`agent_id,date,characters,exam` of the case's month, a person once. InputError with every fault."""
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month)
    results: list[GradeResult] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in checks.rows(COLUMNS):
            agent_id, day, characters, exam = values
            fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day)]
            once = Text(f"{agent_id} 的成绩", f"the result of {agent_id}")
            if all(fine) and sound(values) and checks.single(row, "agent_id", agent_id, once):
                results.append(GradeResult(agent_id, day, characters, exam))
    report.raise_if_faulty()
    return tuple(results)
