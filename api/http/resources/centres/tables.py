"""A month's tables as JSON, with the columns that a case's files have; changed through the files' own checks."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from roster.files.cells import list_text
from roster.files.plain_text import guarded
from roster.files.read_case import read_case
from roster.files.write_case import case_tables, write_case
from roster.model import Case

LISTS = frozenset({"jobs"})
FLAGS = frozenset({"rotating", "night"})
NUMBERS = frozenset({"contract_hours", "calls", "aht_seconds"})
WHOLE = frozenset({"break_minutes", "seats", "min_seats"})
Row = dict[str, Any]
MASKED = ("protected", "contract_hours")
"""What leaders and agents do not read of others, and so do not write."""


def rows_of(case: Case, table: str) -> list[Row]:
    """The table's rows, typed; empty for a table that the case does not have."""
    tables = case_tables(case)
    if table not in tables:
        return []
    header, rows = tables[table]
    return [{name: _value(name, str(cell)) for name, cell in zip(header, row, strict=True)} for row in rows]


def without_masked(row: Row) -> Row:
    """An agent's row for who may not read what is private in it."""
    return {**row, **dict.fromkeys(MASKED)}


def with_masked(row: Row, stored: Row | None) -> Row:
    """An agent's row that came from who may not read those: they stay as they are kept."""
    return {**row, **{name: stored.get(name) if stored else None for name in MASKED}}


def with_rows(case: Case, table: str, rows: Sequence[Mapping[str, Any]]) -> Case:
    """The case with these rows in place of the table's; InputError with each fault by row and column."""
    with tempfile.TemporaryDirectory(prefix="roster-edit-") as name:
        folder = Path(name) / "case"
        write_case(case, folder)
        columns = list(dict.fromkeys(key for row in rows for key in row)) or ["agent_id"]
        path = folder / f"{table}.csv"
        if not rows and table in {"load", "seats"}:
            path.unlink(missing_ok=True)
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows([guarded(_cell(row.get(key))) for key in columns] for row in rows)
        return read_case(folder)[0]


def _value(name: str, cell: str) -> Any:
    if name in LISTS:
        return [part for part in cell.split(";") if part]
    if cell == "":
        return None
    if name in FLAGS:
        return cell.lower() == "true"
    if name in NUMBERS:
        return float(cell)
    if name in WHOLE:
        return int(cell)
    return cell


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return list_text(tuple(str(item) for item in value))
    return str(value)
