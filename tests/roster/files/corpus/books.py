"""Workbooks as Excel, WPS, LibreOffice and Numbers save them, and what is none though it is called so."""

import csv
import io
import tomllib
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl

from corpus.base import CASE, SAME, Sample

NAMES = {"agents": "人员", "shifts": "班次", "seats": "座席需求", "leave": "请假", "history": "历史排班"}
Change = Callable[[Any], None]


def book(*, chinese: bool = True, typed: bool = True) -> Any:
    """The case as a workbook; `typed`: real dates, times and numbers as Excel has them, else texts as WPS may."""
    found = openpyxl.Workbook()
    sheet = found.active
    sheet.title = "中心" if chinese else "centre"
    sheet.append(["项目", "值"])
    for key, value in tomllib.loads(CASE["centre.toml"]).items():
        sheet.append([key, value])
    for name, word in NAMES.items():
        sheet = found.create_sheet(word if chinese else name)
        for number, row in enumerate(csv.reader(io.StringIO(CASE[f"{name}.csv"]))):
            sheet.append([_typed(cell) if typed and number else cell for cell in row])
    return found


def _typed(cell: str) -> object:
    for kind in (date.fromisoformat, time.fromisoformat):
        try:
            return kind(cell) if cell.count("-") == 2 or cell.count(":") == 1 else cell or None
        except ValueError:
            continue
    return int(cell) if cell.isdigit() and not cell.startswith("0") else cell or None


def changed(name: str, change: Change, *lines: str, expect: str = SAME, ending: str = ".xlsx", **kind: bool) -> Sample:
    def make(place: Path) -> Path:
        found = book(**kind)
        change(found)
        path = place / f"case{ending}"
        found.save(path)
        return path

    return Sample(f"a workbook: {name}", make, expect, lines)


def raw(name: str, file: str, content: Callable[[], bytes], *lines: str, expect: str = "refused") -> Sample:
    def make(place: Path) -> Path:
        path = place / file
        path.write_bytes(content())
        return path

    return Sample(f"a file: {name}", make, expect, lines)


def nothing(_: Any) -> None:
    """As it is."""


def strict() -> bytes:
    """The workbook as Strict Open XML: other names for the same things."""
    plain = io.BytesIO()
    book().save(plain)
    found = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for usual, other in (
                (
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            ):
                data = data.replace(usual, other)
            new.writestr(name, data)
    return found.getvalue()


def zipped(**members: str) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return found.getvalue()


def merged_teams(found: Any) -> None:
    found["人员"]["C3"] = None
    found["人员"].merge_cells("C2:C3")


def merged_days(found: Any) -> None:
    found["座席需求"]["A3"] = None
    found["座席需求"].merge_cells("A2:A3")


def title(found: Any) -> None:
    sheet = found["人员"]
    sheet.insert_rows(1)
    sheet["A1"] = "热线人员名单"
    sheet.merge_cells("A1:G1")


def epoch_1904(found: Any) -> None:
    found.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def serials_1904(found: Any) -> None:
    """Days as bare numbers, counted from 1904: 46296 − 1462."""
    found.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for cell in ("A2", "A3"):
        found["座席需求"][cell] = 44834
        found["座席需求"][cell].number_format = "General"


def numbers_as_ids(found: Any) -> None:
    for cell in ("A2", "A3"):
        found["历史排班"][cell] = int(found["历史排班"][cell].value)


def second_leave(found: Any) -> None:
    found.copy_worksheet(found["请假"]).title = "请假表"


def nearly(found: Any) -> None:
    found["请假"].title = "10月请假登记(新)"


def charts_only(found: Any) -> None:
    found.create_chartsheet("图")
    for sheet in list(found.worksheets):
        found.remove(sheet)


def formula(found: Any) -> None:
    found["座席需求"]["D2"] = "=1+0"


def pivot(found: Any) -> None:
    found.create_sheet("数据透视").append(["x"])
    found.create_sheet("Sheet2")


def wide(found: Any) -> None:
    """A column far to the right that holds nothing but a blank, as scrolling leaves behind."""
    found["请假"]["Z1"] = " "
    found["请假"]["Z9"] = " "


NEED = "Open it in a spreadsheet and save it as Excel Workbook (.xlsx)"
BOOKS = (
    changed("Excel, real dates and times", nothing),
    changed("WPS, all texts", nothing, typed=False),
    changed("English sheet names", nothing, chinese=False),
    changed("with macros", nothing, ending=".xlsm"),
    changed("dates of the 1904 epoch", epoch_1904),
    changed("bare numbers of the 1904 epoch", serials_1904),
    changed(
        "teams merged",
        merged_teams,
        "case.xlsx!人员: merged cells C2:C3: what they show is taken for each of their cells",
    ),
    changed("days merged", merged_days, "case.xlsx!座席需求: merged cells A2:A3"),
    changed("a title merged over the table", title, "case.xlsx!人员:2: the header is on row 2"),
    changed("a pivot and an empty sheet", pivot, "case.xlsx!数据透视: the sheet is not part of a case, left aside"),
    changed("blanks far away", wide),
    changed(
        "a sheet nearly named",
        nearly,
        "case.xlsx!10月请假登记(新): the sheet is not part of a case, left aside; was 请假 meant?",
        expect="says",
    ),
    changed(
        "two sheets of leave",
        second_leave,
        "case.xlsx!请假表: this is the same table as the sheet 请假",
        expect="refused",
    ),
    changed(
        "ids as numbers",
        numbers_as_ids,
        "case.xlsx!历史排班:2 [工号]: leading zeros of agents are lost in 2 places",
        expect="refused",
    ),
    changed("a formula", formula, "case.xlsx!座席需求:2 [座席数]: cell D2 holds the formula “=1+0”", expect="refused"),
    changed(
        "chart sheets only",
        charts_only,
        "case.xlsx: the workbook holds no worksheet (chart sheets only?)",
        expect="refused",
    ),
    raw("Strict Open XML", "case.xlsx", strict, expect=SAME),
    raw(
        "an old .xls",
        "case.xls",
        lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "case.xls: the workbook is protected by a password, or in the old .xls format",
    ),
    raw(
        "a password",
        "case.xlsx",
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "case.xlsx: the workbook is protected by a password. Take",
    ),
    raw(
        "a web page called .xls",
        "case.xls",
        lambda: b"<html><table><tr><td>1</td></tr></table></html>",
        f"case.xls: this is a web page or XML, named like a workbook. {NEED}",
    ),
    raw(
        "OpenDocument",
        "case.ods",
        lambda: zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"),
        f"case.ods: this is an OpenDocument spreadsheet (.ods). {NEED}",
    ),
    raw(
        "OpenDocument called .xlsx",
        "case.xlsx",
        lambda: zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"),
        "case.xlsx: this is an OpenDocument spreadsheet (.ods)",
    ),
    raw(
        "Numbers",
        "case.numbers",
        lambda: zipped(Index__Document_iwa="x"),
        "case.numbers: this is a Numbers spreadsheet",
    ),
    raw(
        "a CSV called .xlsx",
        "case.xlsx",
        CASE["agents.csv"].encode,
        "case.xlsx: this is not a readable .xlsx workbook",
    ),
)
