"""A day's breaks as a file: written for people and programs, read back to be kept when the day is planned again."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TextIO

from roster.breaks import PlacedBreak
from roster.files.cells import a_date, a_person, a_start, a_whole_number, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.plain_text import guarded
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case, Duty
from roster.rule.evidence import Evidence
from roster.text import Text

HEADER = ("agent_id", "name", "date", "shift", "job", "start", "minutes")
COLUMNS = (
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("start", a_start, required=True),
    TableColumn("minutes", a_whole_number(5, 720), required=True),
    TableColumn("name", str, text=True),
    TableColumn("shift", str, text=True),
    TableColumn("job", str, text=True),
)


def write_breaks(file: TextIO, evidence: Evidence, placed: Iterable[PlacedBreak]) -> None:
    """One row a break, by time: `start` is wall time, `date` the day to which the duty belongs."""
    names = evidence.case.agent_by_id
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    for item in sorted(placed, key=lambda item: (item.start, item.duty.agent_id)):
        duty = item.duty
        clock = item.start.astimezone(evidence.zone).strftime("%H:%M")
        cells = (duty.agent_id, names[duty.agent_id].name, duty.day, duty.shift, duty.job, clock, item.minutes)
        writer.writerow([guarded(str(cell)) for cell in cells])


def read_breaks(path: Path, case: Case, evidence: Evidence) -> tuple[PlacedBreak, ...]:
    """The breaks of a file, those of duties that the roster no longer has left aside. InputError with every fault."""
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month)
    duties: dict[tuple[str, date], Duty] = {(duty.agent_id, duty.day): duty for duty in evidence.roster.duties}
    placed: list[PlacedBreak] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in checks.rows(COLUMNS):
            agent_id, day, start, minutes, *_ = values
            fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day)]
            if not all(fine) or not sound(values):
                continue
            what = Text(f"{shown(agent_id)} 这次休息", f"this break of {shown(agent_id)}")
            duty = duties.get((agent_id, day))
            if checks.single(row, "start", (agent_id, day, start), what) and duty is not None:
                begins = case.shift_by_code[duty.shift].start_minute
                moment = evidence.utc(day, start if start >= begins else start + 1440)
                placed.append(PlacedBreak(duty, moment, minutes))
    report.raise_if_faulty()
    return tuple(placed)
