"""Workbooks as Excel, WPS, LibreOffice and Numbers save them, and what is none though it is called so."""

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font

from corpus.base import CASE, SAME, Sample

NAMES = {"agents": "人员", "shifts": "班次", "seats": "座席需求", "leave": "请假", "history": "历史排班"}
Change = Callable[[Any], None]


def book(*, chinese: bool = True, typed: bool = True) -> Any:
    """The case as a workbook; `typed`: real dates, times and numbers as Excel has them, else texts as WPS may."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "中心" if chinese else "centre"
    sheet.append(["项目", "值"])
    for key, value in tomllib.loads(CASE["centre.toml"]).items():
        sheet.append([key, value])
    for name, word in NAMES.items():
        sheet = workbook.create_sheet(word if chinese else name)
        for number, row in enumerate(csv.reader(io.StringIO(CASE[f"{name}.csv"]))):
            sheet.append([_typed(cell) if typed and number else cell for cell in row])
    return workbook


def _typed(cell: str) -> object:
    for kind in (date.fromisoformat, time.fromisoformat):
        try:
            return kind(cell) if cell.count("-") == 2 or cell.count(":") == 1 else cell or None
        except ValueError:
            continue
    return int(cell) if cell.isdigit() and not cell.startswith("0") else cell or None


def changed(name: str, change: Change, *lines: str, expect: str = SAME, ending: str = ".xlsx", **kind: bool) -> Sample:
    def make(place: Path) -> Path:
        workbook = book(**kind)
        change(workbook)
        path = place / f"case{ending}"
        workbook.save(path)
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
    buffer = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(buffer, "w") as new:
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
    return buffer.getvalue()


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return buffer.getvalue()


def merged_teams(workbook: Any) -> None:
    workbook["人员"]["C3"] = None
    workbook["人员"].merge_cells("C2:C3")


def merged_days(workbook: Any) -> None:
    workbook["座席需求"]["A3"] = None
    workbook["座席需求"].merge_cells("A2:A3")


def title(workbook: Any) -> None:
    sheet = workbook["人员"]
    sheet.insert_rows(1)
    sheet["A1"] = "热线人员名单"
    sheet.merge_cells("A1:G1")


def epoch_1904(workbook: Any) -> None:
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def serials_1904(workbook: Any) -> None:
    """Days as bare numbers, counted from 1904: 46296 − 1462."""
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for cell in ("A2", "A3"):
        workbook["座席需求"][cell] = 44834
        workbook["座席需求"][cell].number_format = "General"


def numbers_as_ids(workbook: Any) -> None:
    for cell in ("A2", "A3"):
        workbook["历史排班"][cell] = int(workbook["历史排班"][cell].value)


def second_leave(workbook: Any) -> None:
    workbook.copy_worksheet(workbook["请假"]).title = "请假表"


def nearly(workbook: Any) -> None:
    workbook["请假"].title = "10月请假登记(新)"


def charts_only(workbook: Any) -> None:
    workbook.create_chartsheet("图")
    for sheet in list(workbook.worksheets):
        workbook.remove(sheet)


def formula(workbook: Any) -> None:
    workbook["座席需求"]["D2"] = "=1+0"


def formulas(workbook: Any) -> None:
    workbook["座席需求"]["A3"] = "=A2"
    workbook["座席需求"]["A4"] = "=A3"
    workbook["座席需求"]["B4"], workbook["座席需求"]["C4"], workbook["座席需求"]["D4"] = time(10), "热线", 1


def with_results() -> bytes:
    """Formulas with what they came to, as Excel saves them: a number, a text and an empty text."""
    workbook = book()
    workbook["座席需求"]["D2"] = "=2-1"
    workbook["人员"]["B2"] = '="王"&"建国"'
    workbook["请假"]["F1"], workbook["请假"]["F2"] = "优先级", '=IF(1=2,5,"")'
    plain = io.BytesIO()
    workbook.save(plain)
    saved = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode() if name.startswith("xl/worksheets/") else None
            if text is not None:
                for cell, kind, result in (("D2", "", "1"), ("B2", ' t="str"', "王建国"), ("F2", ' t="str"', "")):
                    text = re.sub(
                        rf'<c r="{cell}"([^>]*)><f>(.*?)</f><v ?/?>(?:</v>)?',
                        rf'<c r="{cell}"\1{kind}><f>\2</f><v>{result}</v>',
                        text,
                    )
            new.writestr(name, old.read(name) if text is None else text)
    return saved.getvalue()


def hidden(workbook: Any) -> None:
    workbook["人员"].row_dimensions[3].hidden = True
    workbook["人员"].column_dimensions["F"].hidden = True
    workbook["请假"].sheet_state = "hidden"


def filtered(workbook: Any) -> None:
    workbook["请假"].auto_filter.ref = "A1:E2"
    workbook["请假"].row_dimensions[2].hidden = True


def hidden_below(workbook: Any) -> None:
    """Rows that nobody has filled, hidden so that the table ends neatly."""
    for row in range(9, 40):
        workbook["人员"].row_dimensions[row].hidden = True


def decoded_twice(workbook: Any) -> None:
    workbook["人员"]["B2"] = "王建国们".encode().decode("gbk")


def decoded_twice_in_a_grid(workbook: Any) -> None:
    sheet = workbook["历史排班"]
    sheet.delete_rows(1, 9)
    sheet.append(["姓名", *range(1, 31)])
    sheet.append(["王建国们".encode().decode("gbk"), *["早"] * 30])


def invisible(workbook: Any) -> None:
    """What pasting from web pages and chats leaves: marks of direction and of byte order, blanks that do not break."""
    workbook["人员"]["A1"] = "\ufeff工号"
    workbook["人员"]["B2"] = "\u00a0王建国\u200b"
    workbook["历史排班"]["B2"] = "\u200e2026\u200e/9\u200e/29"
    workbook["班次"]["C2"] = "8:00\u200b"


def at_the_foot(workbook: Any) -> None:
    workbook["座席需求"].append(["合计", None, None, 3])
    workbook["人员"].append([])
    workbook["人员"].append(["注:夜班津贴另计"])
    workbook["人员"].append(["制表:王建国", None, None, "审核:李欣怡"])


def days_with_times(workbook: Any) -> None:
    for row in (2, 3):
        workbook["座席需求"].cell(row, 2).value = datetime(2026, 10, 1, 6 + row)  # noqa: DTZ001 - a workbook's own


def who_left_struck(workbook: Any) -> None:
    for cell in workbook["人员"][4]:
        cell.font = Font(strike=True)


def no_shifts(workbook: Any) -> None:
    workbook["班次"].title = "班次情况"


def month_faulty(workbook: Any) -> None:
    """Nothing else is called faulty for want of the month."""
    sheet = workbook["中心"]
    place = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "month")
    sheet.cell(place, 2).value = "10月"
    workbook["请假"]["C2"], workbook["请假"]["D2"] = "10月12日", "10月13日"
    history = workbook["历史排班"]
    history.delete_rows(1, 9)
    history.append(["姓名", *range(1, 31)])
    history.append(["王建国", *["早"] * 30])


def pivot(workbook: Any) -> None:
    workbook.create_sheet("数据透视").append(["x"])
    workbook.create_sheet("Sheet2")


def wide(workbook: Any) -> None:
    """A column far to the right that holds nothing but a blank, as scrolling leaves behind."""
    workbook["请假"]["Z1"] = " "
    workbook["请假"]["Z9"] = " "


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
        "hidden rows, columns and sheets",
        hidden,
        "case.xlsx!人员: hidden or filtered rows 3 are read too",
        "case.xlsx!人员: the hidden columns F are read too",
        "case.xlsx!请假: this sheet is hidden, and is read too",
    ),
    changed("a filter", filtered, "case.xlsx!请假: hidden or filtered rows 2 are read too"),
    changed("hidden rows below the table", hidden_below),
    changed("signs that nobody sees", invisible),
    changed(
        "totals and notes at the foot",
        at_the_foot,
        "case.xlsx!人员:6: the note “注:夜班津贴另计” is left aside",
        "case.xlsx!人员:7: the note “制表:王建国 审核:李欣怡” is left aside",
        "case.xlsx!座席需求:4: a row of totals, left aside",
    ),
    changed(
        "a name decoded twice",
        decoded_twice,
        "case.xlsx!人员:2 [姓名]: the text was read in a wrong encoding and saved: “鐜嬪缓鍥戒滑” was “王建国们”",
        expect="refused",
    ),
    changed(
        "a name in a grid decoded twice",
        decoded_twice_in_a_grid,
        "case.xlsx!历史排班:2 [A]: the text was read in a wrong encoding and saved",
        expect="refused",
    ),
    changed(
        "days in the column of times",
        days_with_times,
        "case.xlsx!座席需求:2 [时间]: “2026-10-01 08:00:00” holds a day, not a time alone",
        "case.xlsx!座席需求:3 [时间]: “2026-10-01 09:00:00” holds a day, not a time alone",
        expect="refused",
    ),
    changed(
        "somebody struck through",
        who_left_struck,
        "case.xlsx!人员: 7 cells are struck through (the first is A4) and read all the same",
    ),
    changed(
        "a required sheet nearly named",
        no_shifts,
        "case.xlsx!shifts: this table is missing. If 班次情况 is meant, rename it to shifts",
        expect="refused",
    ),
    changed("a faulty month", month_faulty, "case.xlsx!中心:5 [month]: “10月” is not a month", expect="refused"),
    changed(
        "a sheet nearly named",
        nearly,
        "case.xlsx!10月请假登记(新): the sheet is not part of a case, left aside; it looks like the table leave:",
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
        "many formulas without results",
        formulas,
        "case.xlsx!座席需求:3 [日期]: 2 cells, from A3, hold formulas without results (2 rows: 3, 4)",
        expect="refused",
    ),
    raw(
        "formulas with results",
        "case.xlsx",
        with_results,
        "case.xlsx!人员: 1 cell holds a formula (the first in B2), read by what it came to when the file was saved",
        "case.xlsx!座席需求: 1 cell holds a formula (the first in D2)",
        "case.xlsx!请假: 1 cell holds a formula (the first in F2)",
        expect=SAME,
    ),
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
