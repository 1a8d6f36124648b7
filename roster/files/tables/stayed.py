"""stayed.csv: minutes that people really worked beyond the end of duties, which hours and rest count (OVERTIME)."""

from roster.files.cells import a_date, a_person, a_whole_number, an_id
from roster.files.columns.column import TableColumn, sound
from roster.files.grid_marks import shift_word
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Stayed
from roster.text import Text

MOST_MINUTES = 1440

COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("date", a_date, required=True),
    TableColumn("shift", an_id, text=True, required=True),
    TableColumn("minutes", a_whole_number(1, MOST_MINUTES), required=True),
)


def read_stayed(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Stayed, ...]:
    """stayed.csv, sorted: of duties before the month or in it."""
    checks = Checks(sheet, known, report)
    stayed: list[Stayed] = []
    for row, (agent_id, day, shift, minutes) in checks.rows(COLUMNS):
        code = shift_word(shift, known)
        fine = [checks.agent(row, agent_id), checks.shift(row, code)]
        if not all(fine) or not isinstance(code, str) or not sound((agent_id, day, minutes)):
            continue
        if checks.single(row, "date", (agent_id, day), Text("此人当天的延时", "what this agent stayed that day")):
            stayed.append(Stayed(agent_id, day, code, minutes))
    return tuple(sorted(stayed))
