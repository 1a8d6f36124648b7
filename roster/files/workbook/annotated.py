"""What somebody sent, as a workbook in which each fault stands at its cell: framed, with the remedy as its comment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter

from roster.errors import Fault
from roster.files.excerpts import column_of
from roster.files.read_case import TABLES
from roster.files.sheets import letter
from roster.files.sheets.as_sent import SheetAsSent, sheets_as_sent
from roster.files.sheets.sheet import BookCell, CellKind
from roster.files.workbook.styles import RED, Styles
from roster.files.workbook.words import FAULTS_SHEET, width
from roster.text import Language, Text
from roster.words import field_name, place_name

MOST_COMMENT = 900
_WIDTHS = (18, 8, 14, 60, 60)
_HEADS = (Text("表", "Sheet"), Text("行", "Row"), Text("列", "Column"), Text("问题", "Problem"), Text("改法", "Remedy"))
_BAD = {"#": "", "[": "(", "]": ")", ":": "-", "*": "-", "?": "", "/": "-", "\\": "-"}


def write_annotated(
    target: Path, source: Path, faults: Sequence[Fault], language: Language, *, confined: bool = False
) -> None:
    """Write it: first a list of the faults, each leading to its cell, then the sheets as they were sent."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        _Book(book, faults, language).write(sheets_as_sent(source, TABLES, confined=confined))


class _Book:
    """One such workbook being written; `places` is where each fault stands, by its identity."""

    def __init__(self, book: Any, faults: Sequence[Fault], language: Language) -> None:
        self._book, self._faults, self._language = book, faults, language
        self._styles = Styles(book, language)
        self._by_label: dict[str, list[Fault]] = defaultdict(list)
        for fault in faults:
            self._by_label[fault.file].append(fault)
        self._places: dict[int, str] = {}
        self._taken: set[str] = set()

    def write(self, sheets: Iterable[SheetAsSent]) -> None:
        front = self._book.add_worksheet(self._free(FAULTS_SHEET.to(self._language)))
        for sent in sheets:
            self._sheet(sent)
        self._front(front)

    def _free(self, title: str) -> str:
        """A sheet's name as Excel takes it, that no other bears."""
        plain = "".join(_BAD.get(char, char) for char in title).strip("' ")[:28] or "sheet"
        name, number = plain, 2
        while name.casefold() in self._taken:
            name, number = f"{plain} {number}", number + 1
        self._taken.add(name.casefold())
        return name

    def _front(self, sheet: Any) -> None:
        styles, language = self._styles, self._language
        for column, (head, wide) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
            sheet.write_string(0, column, head.to(language), styles.head())
            sheet.set_column(column, column, wide)
        sheet.freeze_panes(1, 0)
        wrapped = styles.boxed(text_wrap=True, valign="top")
        for row, fault in enumerate(self._faults, 1):
            label = place_name(fault.file, language).rpartition("!")[2]
            if id(fault) in self._places:
                link = styles.boxed(underline=1, font_color="1F5FA8", valign="top")
                sheet.write_url(row, 0, self._places[id(fault)], link, label)
            else:
                sheet.write_string(row, 0, label, wrapped)
            field = "" if fault.field is None else field_name(fault.field, fault.file, language)
            texts = (str(fault.row or ""), field, fault.problem.to(language), fault.remedy.to(language))
            for column, text in enumerate(texts, 1):
                sheet.write_string(row, column, text, wrapped)
            lines = max(ceil(width(text) / wide) for text, wide in zip(texts[2:], _WIDTHS[3:], strict=True))
            sheet.set_row(row, 15 * max(1, lines))

    def _sheet(self, sent: SheetAsSent) -> None:
        name = self._free(sent.title)
        sheet, rows = self._book.add_worksheet(name), list(sent.rows)
        header = next((cells for _, cells in rows if any(cell.strip() for cell in cells)), ())
        faults: dict[tuple[int, int], list[Fault]] = defaultdict(list)
        for fault in self._by_label[sent.label]:
            row, column = _place(fault, sent, header, rows)
            faults[row, column].append(fault)
            quoted = name.replace("'", "''")
            self._places[id(fault)] = f"internal:'{quoted}'!{letter(column)}{row + 1}"
        plain, framed = self._styles(), self._styles(border=2, border_color=RED, bg_color="FDECEA")
        for number, cells in rows:
            for column, cell in enumerate(cells):
                _write_cell(sheet, number - 1, column, cell, framed if (number - 1, column) in faults else plain)
        held = dict(rows)
        for (row, column), here in faults.items():
            if column >= len(held.get(row + 1, ())):
                sheet.write_blank(row, column, None, framed)
            texts = (f"{fault.problem.to(self._language)}\n→ {fault.remedy.to(self._language)}" for fault in here)
            comment = "\n".join(texts)[:MOST_COMMENT]
            sheet.write_comment(row, column, comment, {"x_scale": 2, "y_scale": 1.2, "author": ""})
        wide = max((min(24, width(cell) + 2) for cell in header), default=8)
        sheet.set_column(0, max(0, len(header) - 1), max(8, wide))


def _place(
    fault: Fault, sent: SheetAsSent, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> tuple[int, int]:
    """The fault's row and column from 0: where it names none, the sheet's head."""
    if sent.title == "centre" and fault.field:
        # A line of centre.toml is found by its key: as a sheet it has a row of its own.
        for number, cells in rows:
            if cells and cells[0].strip() == fault.field:
                return number - 1, 1
    return (fault.row or 1) - 1, column_of(header, fault.field, len(header)) or 0


def _write_cell(sheet: Any, row: int, column: int, cell: str, style: Any) -> None:
    if isinstance(cell, BookCell) and cell.kind is CellKind.NUMBER:
        try:
            sheet.write_number(row, column, float(cell), style)
        except (ValueError, OverflowError, TypeError):
            sheet.write_string(row, column, str(cell), style)
    elif cell:
        sheet.write_string(row, column, str(cell), style)
    else:
        sheet.write_blank(row, column, None, style)
