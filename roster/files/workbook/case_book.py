"""A case as one workbook to fill in: drop-downs, hints at the head of each column, checks in the cells, examples."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from roster.files.tables.columns_of import COLUMNS_OF
from roster.files.workbook.words import width
from roster.files.write_case import case_tables, centre_rows, in_language
from roster.model import Case
from roster.text import Language, Text
from roster.words import KEYS, TABLES, VALUES, about_of, column_word

ROWS = 2000
"""So many rows of each sheet are checked and formatted; more may be filled in."""

_DATES = frozenset({"date", "trainee_until", "start_date", "end_date", "leave.start", "leave.end"})
_TIMES = frozenset(
    {
        "load.time",
        "seats.time",
        "shifts.start",
        "shifts.end",
        "second_start",
        "second_end",
        "availability.start",
        "availability.end",
    }
)
"""Columns of times. A task's may be one (`18:00`) or hang on a hall's hours (`open-30`), and is written as text."""
_WHOLE: Mapping[str, tuple[int, int]] = {
    "priority": (1, 5),
    "seats": (0, 100_000),
    "min_seats": (0, 100_000),
    "break_minutes": (0, 720),
    "weight": (-100, 100),
    "minutes": (1, 1440),
}
_DECIMAL: Mapping[str, tuple[int, int]] = {
    "contract_hours": (0, 744),
    "hours": (0, 744),
    "days": (0, 366),
    "carried_over": (0, 366),
    "used": (0, 366),
    "calls": (0, 1_000_000),
    "aht_seconds": (0, 86_400),
}
_EXAMPLES: Mapping[str, Sequence[object]] = {
    "load": (None, "08:00", "热线", 42, 180),
    "ahead": ("0001", None, "早", "热线"),
    "history": ("0001", None, "早", "热线"),
    "pins": ("0001", None, "早", "热线"),
    "leave": ("0001", "personal", None, None, "requested", 1, "false", "false"),
    "wishes": ("0001", None, "off", 1),
    "availability": ("0001", "6", "", "", "false", "", ""),
    "contracts": ("0001", "2026-09", 160),
    "tasks": ("R-01", "服务质量分析报告", "leader", "month:22", "24:00", "before", ""),
    "entitlements": ("0001", "annual", 5, 0, 0),
    "stayed": ("0001", None, "早", 30),
    "holidays": (None, "off", "店庆"),
}
"""What a sheet without rows shows as an example, in the order of its columns; None: the month's first day."""


def write_case_book(path: Path, case: Case, language: Language) -> None:
    """Write the case as a workbook that reads back as an equal case. OSError where the disk refuses."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"title": case.centre.name})
        book = _Book(workbook, case, language)
        book.centre()
        tables = case_tables(case)
        for name, named in COLUMNS_OF.items():
            columns = tuple(column.name for column in named)
            header, rows = tables.get(name, (columns, ()))
            place = {column: index for index, column in enumerate(header)}
            wide = [["" if column not in place else row[place[column]] for column in columns] for row in rows]
            book.table(name, columns, wide)


class _Book:
    """The workbook being written."""

    def __init__(self, workbook: Any, case: Case, language: Language) -> None:
        self._workbook = workbook
        self._case = case
        self._language: Language = language
        head = {"bold": True, "bg_color": "D9E1F2", "border": 1, "valign": "vcenter", "text_wrap": True}
        self._head = workbook.add_format(head)
        self._required = workbook.add_format({**head, "bg_color": "FCE4D6"})
        self._text = workbook.add_format({"num_format": "@"})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self._time = workbook.add_format({"num_format": "hh:mm", "align": "left"})
        self._plain = workbook.add_format({})
        self._example = workbook.add_format({"italic": True, "font_color": "808080", "num_format": "@"})

    def centre(self) -> None:
        """The sheet of keys and values."""
        sheet = self._workbook.add_worksheet(TABLES["centre"].to(self._language))
        for place, name in enumerate(("key", "value")):
            sheet.write_string(0, place, column_word(name).to(self._language), self._required)
            if name == "key":
                sheet.write_comment(0, place, column_word(name).hint.to(self._language))
        for row, (key, value) in enumerate(centre_rows(self._case, self._language), start=1):
            sheet.write_string(row, 0, key, self._text)
            if isinstance(value, bool):
                sheet.write_string(row, 1, "true" if value else "false", self._text)
            elif isinstance(value, int | float):
                sheet.write_number(row, 1, value, self._plain)
            else:
                sheet.write_string(row, 1, str(value), self._text)
        month = KEYS["month"].to(self._language)
        sheet.write_comment(
            0,
            1,
            Text(f"{month} 写作 2026-10；规则参数见 roster rules", f"{month} as 2026-10; see roster rules").to(
                self._language
            ),
        )
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 24)
        sheet.freeze_panes(1, 0)

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """One table with its rows, or with an example where it has none."""
        language = self._language
        sheet = self._workbook.add_worksheet(TABLES[name].to(language))
        header, worded = in_language(name, (columns, rows), language)  # type: ignore[arg-type]
        required = _required(name)
        for place, (column, word) in enumerate(zip(columns, header, strict=True)):
            style = self._required if column in required else self._head
            sheet.write_string(0, place, word, style)
            hint = column_word(column, name).hint.to(language)
            needed = Text("必填", "required").to(language) if column in required else ""
            note = Text("。", ". ").to(language).join(part for part in (needed, hint) if part)
            if note:
                sheet.write_comment(0, place, note, {"x_scale": 1.4, "y_scale": 0.6})
            sheet.set_column(place, place, max(10.0, width(word) + 3), self._format(name, column))
            self._check(sheet, name, column, place, note)
        lines = list(worded)
        for row, cells in enumerate(lines, start=1):
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                self._write(sheet, (row, place), f"{name}.{column}", cell)
        if not lines and name in _EXAMPLES:
            self._example_row(sheet, name, columns)
        sheet.freeze_panes(1, 2 if columns[0] == "agent_id" else 0)

    def _example_row(self, sheet: Any, name: str, columns: Sequence[str]) -> None:
        cells = [self._case.month.first.isoformat() if cell is None else cell for cell in _EXAMPLES[name]]
        _, rows = in_language(name, (columns[: len(cells)], [cells]), self._language)  # type: ignore[list-item]
        mark = Text("例:", "e.g. ").to(self._language)
        for place, cell in enumerate(next(iter(rows))):
            sheet.write_string(1, place, f"{mark}{cell}" if place == 0 else str(cell), self._example)

    def _format(self, name: str, column: str) -> Any:
        if _is(name, column, _DATES):
            return self._date
        if _is(name, column, _TIMES):
            return self._time
        return self._plain if column in _WHOLE or column in _DECIMAL else self._text

    def _write(self, sheet: Any, at: tuple[int, int], where: str, cell: object) -> None:
        name, _, column = where.partition(".")
        text = str(cell)
        if text == "":
            return
        if _is(name, column, _DATES):
            # A leave may begin and end at a time of its day.
            moment, style = (datetime, self._moment) if "T" in text else (date, self._date)
            sheet.write_datetime(*at, moment.fromisoformat(text), style)
        elif _is(name, column, _TIMES) and text != "24:00":
            sheet.write_datetime(*at, time.fromisoformat(text), self._time)
        elif column in _WHOLE or column in _DECIMAL:
            sheet.write_number(*at, float(text), self._plain)
        else:
            sheet.write_string(*at, text, self._text)

    def _check(self, sheet: Any, name: str, column: str, place: int, note: str) -> None:
        """What may stand in the column: a list to choose from, or a kind of value; and its hint while it is typed."""
        rule = self._rule(name, column)
        if rule is None:
            return
        asked: dict[str, object] = {"input_message": note[:255]} if note else {}
        warned = {"error_type": "warning"} if "source" in rule and isinstance(rule["source"], str) else {}
        sheet.data_validation(1, place, ROWS, place, {"ignore_blank": True, **rule, **asked, **warned})

    def _rule(self, name: str, column: str) -> dict[str, object] | None:
        about = about_of(column, name)
        if about is not None and about != "shift":
            return {"validate": "list", "source": [word.to(self._language) for word in VALUES[about].values()]}
        if column == "agent_id" and name != "agents":
            return {"validate": "list", "source": self._range("agents")}
        if column == "shift":
            return {"validate": "list", "source": self._range("shifts")}
        if _is(name, column, _DATES):
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1990, 1, 1),
                "maximum": date(2100, 12, 31),
            }
        for kind, limits in (("integer", _WHOLE), ("decimal", _DECIMAL)):
            if column in limits:
                low, high = limits[column]
                return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        return None

    def _range(self, table: str) -> str:
        return f"='{TABLES[table].to(self._language)}'!$A$2:$A${ROWS}"


def _is(name: str, column: str, among: frozenset[str]) -> bool:
    return column in among or f"{name}.{column}" in among


def _required(name: str) -> frozenset[str]:
    return frozenset(column.name for column in COLUMNS_OF[name] if column.required)
