"""The table contracts.csv: contract hours of earlier months."""

from decimal import Decimal
from math import floor

from roster.files.cells import CellError, a_number, a_person
from roster.files.columns.column import TableColumn, sound
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.tables.agents import MAX_CONTRACT_HOURS
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Month, PastContract
from roster.text import Text


def an_earlier_month(text: str) -> Month:
    """A month as `2026-09`."""
    try:
        return Month.parse(text if text.isascii() else "")
    except ValueError:
        raise CellError(
            Text(f"“{text}”不是月份", f"'{text}' is no month"), Text("写成 2026-09", "Write it as in 2026-09")
        ) from None


COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("month", an_earlier_month, required=True),
    TableColumn("hours", a_number(0, MAX_CONTRACT_HOURS), required=True),
)


def read_contracts(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[PastContract, ...]:
    """contracts.csv, sorted: what people's own contract hours were in earlier months, for fair shares."""
    checks = Checks(sheet, known, report)
    contracts: list[PastContract] = []
    for row, (agent_id, month, hours) in checks.rows(COLUMNS):
        fine = [checks.agent(row, agent_id), _before(checks, row, month)]
        if not all(fine) or not sound((agent_id, month, hours)):
            continue
        if checks.single(row, "month", (agent_id, month), Text("此人该月的合同工时", "this agent's contract of it")):
            contracts.append(PastContract(agent_id, month, floor(hours * Decimal(60))))
    return tuple(sorted(contracts))


def _before(checks: Checks, row: int, month: object) -> bool:
    if not isinstance(month, Month):
        return False
    if checks.known.month is None or month < checks.known.month:
        return True
    checks.fault(
        row,
        "month",
        Text(f"{month} 不早于排班月份 {checks.known.month}", f"{month} is not before {checks.known.month}"),
        Text("本月的合同工时写在人员表", "This month's contract hours belong into the agents' table"),
    )
    return False
