"""The columns of each table of a case: what readers, the workbook to fill in and the page of files go by."""

from collections.abc import Mapping, Sequence

from roster.files.columns.column import TableColumn
from roster.files.tables import (
    agents,
    contracts,
    demand,
    entitlements,
    history,
    requests,
    shifts,
    stayed,
    tasks,
    workdays,
)

COLUMNS_OF: Mapping[str, Sequence[TableColumn]] = {
    "agents": agents.COLUMNS,
    "shifts": shifts.COLUMNS,
    "seats": demand.SEAT_COLUMNS,
    "load": demand.LOAD_COLUMNS,
    "leave": requests.LEAVE_COLUMNS,
    "wishes": requests.WISH_COLUMNS,
    "availability": requests.AVAILABILITY_COLUMNS,
    "pins": requests.PIN_COLUMNS,
    "history": history.COLUMNS,
    "ahead": history.COLUMNS,
    "contracts": contracts.COLUMNS,
    "tasks": tasks.COLUMNS,
    "entitlements": entitlements.COLUMNS,
    "stayed": stayed.COLUMNS,
    "holidays": workdays.COLUMNS,
}

IN_ONE_COLUMN: Mapping[str, Sequence[TableColumn]] = {
    "shifts": shifts.IN_ONE_COLUMN,
    "leave": requests.LEAVE_IN_ONE_COLUMN,
}
"""The columns of tables whose beginning and end may stand in one column."""
