"""entitlements.csv: how many days of leave somebody has in the year, by kind, and what came over from the last."""

from roster.files.cells import CellError, a_float, a_person, an_id, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, ReferenceIndex
from roster.files.tables.requests import leave_kind
from roster.model import Entitlement
from roster.text import Text

MOST_DAYS = 366


def half_days(text: str) -> float:
    """A number of days, halves at the finest."""
    days = a_float(0, MOST_DAYS)(text)
    if days * 2 != int(days * 2):
        raise CellError(
            Text(f"{shown(text)} 不是整天或半天", f"{shown(text)} is neither whole days nor half ones"),
            Text("写成 5 或 7.5 的形式", "Write it as in 5 or 7.5"),
        )
    return days


COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("kind", an_id, text=True, required=True),
    TableColumn("days", half_days, required=True),
    TableColumn("carried_over", half_days, default=0.0),
    TableColumn("used", half_days, default=0.0),
)


def read_entitlements(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Entitlement, ...]:
    """entitlements.csv, sorted; people who are no agents any more are left aside and counted."""
    checks = Checks(sheet, known, report)
    entitlements: list[Entitlement] = []
    for row, (agent_id, kind, *days) in checks.rows(COLUMNS):
        kind = leave_kind(checks, row, kind)
        fine = [checks.agent(row, agent_id), kind is not None]
        if not all(fine) or kind is None or not sound((agent_id, *days)):
            continue
        if checks.single(row, "kind", (agent_id, kind), Text("此人此类假期的额度", "this agent's days of the kind")):
            entitlements.append(Entitlement(agent_id, kind, *days))
    return tuple(sorted(entitlements))
