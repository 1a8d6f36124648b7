"""Workbooks for tests: a case's tables and settings as sheets, or any cells at all."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from roster.files.write_case import case_tables, centre_toml
from roster.model import Case

Sheets = Mapping[str, Iterable[Sequence[Any]]]

SMALL: Sheets = {
    "centre": [
        ("key", "value"),
        ("name", "Centre"),
        ("timezone", "Asia/Shanghai"),
        ("month", "2026-10"),
        ("interval_minutes", 60),
        ("country", "none"),
    ],
    "agents": [("agent_id", "name", "team", "jobs"), ("001", "Ann", "T1", "call"), ("002", "Bob", "T1", "call;mail")],
    "shifts": [("code", "start", "end"), ("E", "08:00", "16:00"), ("N", "22:00", "06:00")],
    "seats": [("date", "time", "job", "seats"), ("2026-10-01", "08:00", "call", 1)],
}


def save(path: Path, sheets: Sheets) -> Path:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                cell = sheet.cell(row, column, value)
                if isinstance(value, str) and not value.startswith("=!"):
                    cell.data_type = "s"  # a text, also where it begins with =
                elif isinstance(value, str):
                    cell.value = "=" + value[2:]
    book.save(path)
    return path


def save_case(path: Path, case: Case) -> Path:
    """A case as a workbook with sheets of the names that its files have."""
    tables = case_tables(case)
    settings = tomllib.loads(centre_toml(case, own_days=False))
    if "holidays" in tables:
        settings["holidays"] = "holidays"
    rows = [("key", "value"), *flat(settings)]
    return save(path, {"centre": rows, **{name: [head, *body] for name, (head, body) in tables.items()}})


def flat(settings: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    """Nested settings as rows of dotted keys and values."""
    for key, value in settings.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        elif isinstance(value, float):
            yield above + key, repr(value)  # as text: a number in a workbook keeps 15 digits only
        else:
            yield above + key, ";".join(value) + ";" if isinstance(value, list) else value
