"""The workbook that a run writes, as it comes back from Excel and WPS: each edit read rightly, or one clear fault.

An edit takes the workbook and gives one (the same, or another). `changed` is what differs then: agent and day of the
month → the shift that stands there. `lines` is how notices or the faults begin, without the file's name.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from small_month import small_case, small_roster

from constraints import CATALOGUE
from roster.errors import InputError
from roster.files.read_roster import roster_of
from roster.files.workbook.book import write_workbook
from roster.model import Case, Duty, Roster
from roster.rule import Rulebook
from roster.rule.evidence import Evidence

FIRST_ROW, LAST_ROW, FIRST_DAY, LAST_DAY = 3, 8, 6, 36
"""People's rows and the columns of days in the sheet of six people and 31 days."""


def a_case() -> Case:
    return small_case()


def a_roster(case: Case) -> Roster:
    """The small month's duties and an early shift each day for 003."""
    first = case.month.first
    taken = {duty.day for duty in small_roster(case).duties if duty.agent_id == "003"}
    early = [Duty("003", day, "E", "180") for day in case.month if day not in taken and day != first]
    return small_roster(case, *early)


@pytest.fixture(scope="module")
def exported() -> bytes:
    case = a_case()
    target = io.BytesIO()
    write_workbook(target, Evidence(case, a_roster(case)), Rulebook.of(CATALOGUE, case.centre))
    return target.getvalue()


@dataclass(frozen=True)
class Edit:
    """One edit, and what is read of it."""

    name: str
    make: Callable[[Workbook], Workbook | None]
    changed: Mapping[tuple[str, int], str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    refused: bool = False


def people(sheet: Worksheet):
    """Rows of people, each from its id to its last day."""
    return sheet.iter_rows(min_row=FIRST_ROW, max_row=LAST_ROW, max_col=LAST_DAY)


def row_of(sheet: Worksheet, agent_id: str) -> int:
    return next(row[0].row for row in people(sheet) if row[0].value == agent_id)


def put(agent_id: str, day: int, value: object, *, more: int = 0):
    """Write a value into the cell of a day, and merge it with so many days behind it."""

    def edit(book: Workbook) -> None:
        sheet = book.worksheets[0]
        row, column = row_of(sheet, agent_id), FIRST_DAY - 1 + day
        sheet.cell(row, column).value = value
        if more:
            sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + more)

    return edit


def each(change: Callable[[object], object], *, first: int = FIRST_DAY):
    """Change every cell of the people's rows from that column on."""

    def edit(book: Workbook) -> None:
        for row in people(book.worksheets[0]):
            for cell in row[first - 1 :]:
                cell.value = change(cell.value)

    return edit


def sorted_by_name(book: Workbook) -> None:
    sheet = book.worksheets[0]
    rows = sorted(([cell.value for cell in row] for row in people(sheet)), key=lambda row: str(row[1]))
    for row, values in zip(people(sheet), rows, strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def filtered(book: Workbook) -> None:
    for row in range(FIRST_ROW + 1, LAST_ROW + 1):
        book.worksheets[0].row_dimensions[row].hidden = True


def column_before(at: int, head: str):
    def edit(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_cols(at)
        sheet.cell(1, at).value = head
        sheet.cell(FIRST_ROW, at).value = "1"

    return edit


def a_line_above(book: Workbook) -> None:
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 2)
    sheet["A1"] = "客服部排班（初稿，请大家 9月25日 前反馈）"


def pasted(days: Callable[[datetime], object]):
    """The first sheet's values pasted into a new workbook, the days as `days` has them."""

    def edit(book: Workbook) -> Workbook:
        new = openpyxl.Workbook()
        new.active.title = "Sheet1"
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = days(cell.value) if isinstance(cell.value, datetime) else cell.value
                    new.active.cell(cell.row, cell.column, value)
        return new

    return edit


def as_shown(day: datetime) -> object:
    """What stands at the head of a day on the screen: its month with the first alone."""
    return f"{day.month}/{day.day}" if day.day == 1 else day.day


def another_month(book: Workbook) -> None:
    for cell in book.worksheets[0][1]:
        if isinstance(cell.value, datetime):
            cell.value = cell.value.replace(month=12)


def without_column(at: int):
    def edit(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.delete_cols(at)

    return edit


def another_copy(book: Workbook) -> None:
    copy = book.copy_worksheet(book.worksheets[0])
    copy.cell(row_of(copy, "003"), FIRST_DAY).value = "L"


def struck(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.cell(row_of(sheet, "003"), FIRST_DAY + 2).font = Font(strike=True)


def wide(text: object) -> object:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in str(text)) if text else text


EDITS = (
    Edit("nothing", lambda _: None),
    Edit("another shift", put("003", 3, "L"), {("003", 3): "L"}),
    Edit("the shift's name", put("003", 3, "晚班"), {("003", 3): "L"}),
    Edit("a day off, emptied", put("003", 3, None), {("003", 3): ""}),
    Edit("a day off, written", put("003", 3, "休"), {("003", 3): ""}),
    Edit("strokes on days off", each(lambda value: "/" if value is None else value)),
    Edit("crosses on days off", each(lambda value: "×" if value is None else value)),
    Edit("blanks behind codes", each(lambda value: " " if value is None else f"{value}　 ")),
    Edit("full width", each(wide)),
    Edit("ids as numbers", each(lambda value: int(str(value)) if str(value).isdecimal() else value, first=1)),
    Edit("sorted by name", sorted_by_name),
    Edit("filtered", filtered, lines=("!排班表: hidden or filtered rows 4, 5, 6, 7, 8 are read too",)),
    Edit("a column of phones", column_before(4, "手机"), lines=("!排班表:1: columns beside days and people",)),
    Edit("a sum in the month", column_before(15, "小计"), lines=("!排班表:1: columns beside days and people",)),
    Edit("a line above", a_line_above),
    Edit(
        "merged days",
        put("003", 4, "L", more=1),
        {("003", 4): "L", ("003", 5): "L"},
        ("!排班表: merged cells I5:J5: the shift is taken for each of their days",),
    ),
    Edit("a remark in brackets", put("003", 3, "L(替)"), {("003", 3): "L"}, ("!排班表: 1 cell holds a remark",)),
    Edit("struck through", struck, lines=("!排班表: 1 cell is struck through (the first is H5)",)),
    Edit("values in a new workbook", pasted(lambda day: day)),
    Edit("values with days as shown", pasted(as_shown)),
    Edit("the ids' column taken out", without_column(1)),
    Edit(
        "a short code that is none",
        each(lambda value: "Z1" if value == "E" else value),
        lines=("!排班表:3 [G]: “Z1” in cell G3 (001, 2026-10-02) is no shift; 30 more hold it: H5, I5, J5, K5, L5 …",),
        refused=True,
    ),
    Edit(
        "another month",
        another_month,
        lines=(
            "!排班表:1 [F]: 31 dates of columns F–AJ (2026-12-01 to 2026-12-31) are not in 2026-10",
            "!排班表:2 [F]: the weekday in cell F2, “四”, is not that of the day",
        ),
        refused=True,
    ),
    Edit("a day taken out", without_column(10), lines=("!排班表:1: there is no column for 2026-10-05",), refused=True),
    Edit("another copy beside", another_copy, lines=(": several sheets look like the roster",), refused=True),
    Edit("a formula", put("003", 3, "=G5"), lines=("!排班表:5 [H]: cell H5 holds the formula",), refused=True),
)


def said_of(path, case: Case) -> tuple[Roster | None, list[str]]:
    said = []
    try:
        read = roster_of(path, case, said).roster
    except InputError as error:
        return None, [fault.line() for fault in error.faults]
    return read, [notice.line() for notice in said]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_a_workbook_comes_back(tmp_path, exported: bytes, edit: Edit) -> None:
    case = a_case()
    book = openpyxl.load_workbook(io.BytesIO(exported))
    path = tmp_path / "roster.xlsx"
    (edit.make(book) or book).save(path)
    read, lines = said_of(path, case)
    assert len(lines) == len(edit.lines), lines
    for line, begins in zip(lines, edit.lines, strict=True):
        assert line.removeprefix("roster.xlsx").startswith(begins)
    assert (read is None) is edit.refused
    if read is not None:
        shown = {(duty.agent_id, duty.day.day): duty.shift for duty in a_roster(case).duties}
        shown.update(edit.changed)
        assert {(duty.agent_id, duty.day.day): duty.shift for duty in read.duties} == {
            place: shift for place, shift in shown.items() if shift
        }
        assert read.granted == a_roster(case).granted


OLD_BOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def as_text(exported: bytes) -> str:
    """The first sheet as a program saves it as CSV: each cell as it is shown."""
    target = io.StringIO()
    writer = csv.writer(target)
    for row in openpyxl.load_workbook(io.BytesIO(exported)).worksheets[0].iter_rows():
        cells = []
        for cell in row:
            value, form = cell.value, cell.number_format
            if isinstance(value, datetime):
                value = f"{value.month}/{value.day}" if form == "m/d" else value.day
            elif isinstance(value, float) and "." in form:
                value = f"{value:.1f}"
            cells.append("" if value is None else value)
        writer.writerow(cells)
    return target.getvalue()


@pytest.mark.parametrize(
    ("encoding", "lines"),
    [("utf-8", []), ("utf-8-sig", []), ("gb18030", ["roster.csv: read as GB18030, not UTF-8 (as in “工号”)"])],
)
def test_a_workbook_comes_back_as_csv(tmp_path, exported: bytes, encoding: str, lines: list[str]) -> None:
    case = a_case()
    (tmp_path / "roster.csv").write_bytes(as_text(exported).encode(encoding))
    read, said = said_of(tmp_path / "roster.csv", case)
    assert said == lines
    assert read is not None
    assert read.duties == a_roster(case).duties


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("roster.csv", b"<html><table><tr><td>E", "roster.csv: this is a web page or XML, not CSV"),
        (
            "roster.csv",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
            "roster.csv: this is a workbook or an archive",
        ),
        ("roster.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "roster.xls: the workbook is protected"),
        ("roster.csv", "工号,1".encode("utf-16"), "roster.csv: the file is encoded as UTF-16"),
    ],
)
def test_saved_in_another_form(tmp_path, name: str, content: bytes, line: str) -> None:
    (tmp_path / name).write_bytes(content)
    read, lines = said_of(tmp_path / name, a_case())
    assert read is None
    assert len(lines) == 1
    assert lines[0].startswith(line)
