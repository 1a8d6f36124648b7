"""The sheets of a workbook, unpacked within bounds of size."""

import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from roster.errors import Fault
from roster.files.report import Report
from roster.files.sheets.csv_folder import hint_for, likely, read_csv, resembles, too_many_rows
from roster.files.sheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from roster.files.sheets.open_file import read_bytes
from roster.files.sheets.settings import nested
from roster.files.sheets.sheet import BookCell, CellKind, Marks, Merged, Sheet, SheetSettings
from roster.text import Text
from roster.words import MONTH_NAMES, ROSTER_NAMES, TABLES, Named, folded, is_roster_name

UNPACK_SECONDS = 180
"""Wall time of unpacking; its own limit of computing time is lower, this one ends what waits."""

CENTRE = "centre"
_UNNAMED = re.compile(r"sheet ?\d*", re.IGNORECASE)
"""What a sheet is called that nobody has named: it says nothing of a workbook's language."""


@dataclass(frozen=True)
class Unpacked:
    """The cells of a workbook's wanted sheets, as lines; `starts` says where each sheet's begin.

    `marks` is what is said of each sheet beside its cells, `days_late` how much later its dates' numbers count from,
    `blank` the sheets that hold nothing, `glances` where the first rows of sheets begin that are not wanted.
    """

    names: tuple[str, ...]
    starts: Mapping[str, int]
    lines: io.BytesIO
    error: str | None
    marks: Mapping[str, Marks] = field(default_factory=dict)
    days_late: int = 0
    blank: frozenset[str] = frozenset()
    glances: Mapping[str, int] = field(default_factory=dict)

    def glance(self, name: str) -> Iterator[tuple[int, Sequence[str]]]:
        """The first rows of a sheet that is not wanted."""
        return self._rows(self.glances[name])

    def rows(self, name: str) -> Iterator[tuple[int, Sequence[str]]]:
        """A sheet's rows, its name as in `names`; every cell of a merged range holds what the range shows."""
        return _spread(self._rows(self.starts[name]), self.of(name).merged)

    def of(self, name: str) -> Marks:
        """What is said of a sheet beside its cells."""
        return self.marks.get(name, Marks())

    def _rows(self, place: int) -> Iterator[tuple[int, list[str]]]:
        while True:
            # Several sheets may be walked by turns.
            self.lines.seek(place)
            line = self.lines.readline()
            place = self.lines.tell()
            if not line.startswith(b"["):
                return
            number, cells = json.loads(line)
            yield number, [self._cell(cell) for cell in cells]

    def _cell(self, cell: Any) -> str:
        if cell is None:
            return ""
        return cell if isinstance(cell, str) else BookCell(cell[1], CellKind(cell[0]), self.days_late)


def _spread(rows: Iterator[tuple[int, list[str]]], ranges: Sequence[Merged]) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows with each merged range's one text in all its cells; rows that have no cell of their own stay away."""
    waiting = sorted(ranges, key=lambda merged: merged.first_row, reverse=True)
    open_ranges: list[tuple[Merged, str]] = []
    for number, cells in rows:
        open_ranges = [item for item in open_ranges if item[0].last_row >= number]
        while waiting and waiting[-1].first_row <= number:
            merged = waiting.pop()
            place = merged.first_column - 1
            text = cells[place] if merged.first_row == number and place < len(cells) else ""
            if text and merged.last_row >= number:
                open_ranges.append((merged, text))
        for merged, text in open_ranges:
            last = min(merged.last_column, MAX_COLUMNS)
            cells.extend("" for _ in range(last - len(cells)))
            cells[merged.first_column - 1 : last] = [text] * (last - merged.first_column + 1)
        yield number, cells


def _range(name: str) -> Merged:
    first, last = (re.fullmatch(r"([A-Z]+)([0-9]+)", corner) for corner in name.split(":"))
    if first is None or last is None:
        raise ValueError(name)
    return Merged(name, int(first[2]), int(last[2]), _column(first[1]), _column(last[1]))


def _column(letters: str) -> int:
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number


def unpacked(path: Path, report: Report, wanted: Sequence[str] = ()) -> Unpacked | None:
    """The wanted sheets of a workbook (all, if none is named); None with the fault reported where it can't be read.

    A workbook that breaks off within a sheet keeps what came before, with the fault reported.
    """
    data = read_bytes(path, path.name)
    if isinstance(data, Fault):
        report.take(data)
        return None
    limits = [str(MAX_ROWS), str(MAX_COLUMNS), str(MAX_CELL_CHARACTERS)]
    # -P: the folder of the program must not lend it modules; they have names of the standard library's.
    program = [sys.executable, "-P", str(Path(__file__).with_name("unpack.py")), *limits, *wanted]
    # Into a file, not a pipe: a file's size can be limited.
    with tempfile.TemporaryFile() as lines:
        # Whoever is ended early has not written the last line; that is seen below.
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - our own program, and no shell
                program, input=data, stdout=lines, stderr=subprocess.DEVNULL, timeout=UNPACK_SECONDS, check=False
            )
        lines.seek(0)
        index = _index(io.BytesIO(lines.read()))
    if index.error is not None:
        report.fault(path.name, None, None, *_problem(index.error))
    return index if index.names else None


def _index(lines: io.BytesIO) -> Unpacked:
    names: tuple[str, ...] = ()
    starts: dict[str, int] = {}
    marks: dict[str, Marks] = {}
    blank: set[str] = set()
    glances: dict[str, int] = {}
    days_late = 0
    error: str | None = "too large"  # unless it says how it ended
    lines.seek(0)
    for line in iter(lines.readline, b""):
        if line.startswith(b"{") and line.endswith(b"}\n"):
            content = json.loads(line)
            names = tuple(content.get("sheets", names))
            days_late = content.get("days_late", days_late)
            if "sheet" in content:
                starts[content["sheet"]] = lines.tell()
                marks[content["sheet"]] = _marks(content)
            if "computed" in content:
                name = content["computed"]
                marks[name] = replace(marks[name], computed=(content["first"], content["count"]))
            if "struck" in content:
                name = content["struck"]
                marks[name] = replace(marks[name], struck=(content["first"], content["count"]))
            if "comments" in content:
                name = content["commented"]
                marks[name] = replace(marks[name], comments=tuple(map(tuple, content["comments"])))
            if "glance" in content:
                glances[content["glance"]] = lines.tell()
            if "blank" in content:
                blank.add(content["blank"])
            if "end" in content or "error" in content:
                error = content.get("error")
    return Unpacked(names, starts, lines, error, marks, days_late, frozenset(blank), glances)


def _marks(content: Mapping[str, Any]) -> Marks:
    ranges = map(_range, content.get("merged", ()))
    return Marks(
        tuple(sorted(ranges, key=lambda one: (one.first_row, one.first_column))),
        content.get("hidden", False),
        frozenset(content.get("hidden_rows", ())),
        tuple((first, last) for first, last in content.get("hidden_columns", ())),
    )


_SAVE_AS_XLSX = Text(
    "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”",
    "Open it in a spreadsheet and save it as Excel Workbook (.xlsx)",
)
_PROBLEMS: Mapping[str, tuple[Text, Text]] = {
    "too many rows": too_many_rows(),
    "protected": (
        Text("工作簿有密码保护", "the workbook is protected by a password"),
        Text("去掉密码，另存为 .xlsx", "Take the password off and save it as .xlsx"),
    ),
    "old": (
        Text(
            "工作簿有密码保护，或是旧的 .xls 格式",
            "the workbook is protected by a password, or in the old .xls format",
        ),
        Text("去掉密码，另存为 .xlsx", "Take the password off and save it as .xlsx"),
    ),
    "web page": (
        Text("这是网页或 XML 文件，只是扩展名像工作簿", "this is a web page or XML, named like a workbook"),
        _SAVE_AS_XLSX,
    ),
    "open document": (
        Text("这是 OpenDocument 表格（.ods）", "this is an OpenDocument spreadsheet (.ods)"),
        _SAVE_AS_XLSX,
    ),
    "numbers": (
        Text("这是 Numbers 表格", "this is a Numbers spreadsheet"),
        Text("在 Numbers 中选“文件→导出到→Excel”", "In Numbers choose File, Export To, Excel"),
    ),
    "no sheets": (
        Text("工作簿中没有工作表（只有图表页？）", "the workbook holds no worksheet (chart sheets only?)"),
        Text("加上需要的工作表，另存为 .xlsx", "Add the sheets that are needed and save it as .xlsx"),
    ),
    "too large": (
        Text("工作簿解开后过大，未读取", "the workbook is far too large once unpacked, and was not read"),
        Text(
            "只保留案例需要的表，另存为新的 .xlsx",
            "Keep only the sheets that are needed and save them as a new .xlsx",
        ),
    ),
}  # fmt: skip
_UNREADABLE = (
    Text("这不是可读的 .xlsx 工作簿", "this is not a readable .xlsx workbook"),
    Text("用 Excel 打开后另存为 .xlsx", "Open it in a spreadsheet and save it as .xlsx"),
)

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".ods", ".fods", ".et", ".numbers"})
"""Endings of spreadsheets; what is not .xlsx or .xlsm inside is told how to be saved."""


def _problem(error: str) -> tuple[Text, Text]:
    return _PROBLEMS.get(error, _UNREADABLE)


class Workbook:
    """A case as one workbook; sheet names may differ in upper and lower case."""

    def __init__(self, path: Path, report: Report, tables: Sequence[str], *, confined: bool = False) -> None:
        self._path = path
        self._confined = confined
        wanted = {form for table in (CENTRE, *tables, "holidays") if table in TABLES for form in TABLES[table].forms}
        patterns = (*(f"*{name}*" for name in ROSTER_NAMES), *MONTH_NAMES)
        self._book = unpacked(path, report, (*tables, *sorted(wanted), *patterns))
        self._sheets = () if self._book is None else self._book.names
        self._tables = (CENTRE, *tables)
        self._read_as: dict[str, str | None] = {}
        self._override: str | None = None

    def _named(self, table: str) -> list[str]:
        """The sheets that hold a table, the one of its English name first; usually one."""
        forms = TABLES[table].forms if table in TABLES else {table}
        sheets = (
            name
            for name in self._sheets
            if (self._read_as[name] == table if name in self._read_as else folded(name) in forms)
        )
        return sorted(sheets, key=lambda name: name.casefold() != table)

    def _exact(self, table: str) -> str | None:
        return next(iter(self._named(table)), None)

    @property
    def readable(self) -> bool:
        """Whether there is anything to read; else the fault is reported."""
        return self._book is not None

    @property
    def centre_label(self) -> str:
        """The sheet of the centre's settings."""
        return self.label(CENTRE)

    def label(self, name: str) -> str:
        """The sheet as Excel writes it in a reference: `case.xlsx!agents`."""
        exact = self._exact(name)
        if exact is not None:
            return f"{self._path.name}!{exact}"
        called = [sheet for sheet in self._sheets if not _UNNAMED.fullmatch(sheet)]
        english = bool(called) and all(sheet.isascii() for sheet in called)
        return Named(f"{self._path.name}!{name}", None if english else f"{self._path.name}!{TABLES[name].zh}")

    def has(self, name: str) -> bool:
        """Whether there is such a sheet."""
        return self._exact(name) is not None

    def named(self) -> Iterator[tuple[str, str, Sheet]]:
        """Each sheet that is named for a table: which table, its name, its rows."""
        for table in self._tables[1:]:
            for exact in self._named(table):
                yield table, exact, self._rows_of(exact, table)

    def rosters(self) -> Iterator[Sheet]:
        """Each sheet that is named for no table but as a month's roster: its rows."""
        taken = self._taken()
        for name in self._sheets:
            if name not in taken and is_roster_name(name):
                yield self._rows_of(name, "history")

    def take_as(self, file: str, table: str | None) -> None:
        """Count a sheet as another table than it is named for; None: as none."""
        self._read_as[file.removeprefix(f"{self._path.name}!")] = table

    def nearly(self, name: str) -> str | None:
        """A sheet of no table's name that begins with, holds or resembles one of the table's names."""
        taken = self._taken()
        others = (other for other in self._sheets if other not in taken)
        return next((other for other in others if resembles(other, name)), None)

    def settings(self, report: Report) -> SheetSettings | None:
        """The sheet `centre`: rows of key and value."""
        sheet = self.sheet(CENTRE, report)
        if sheet is not None:
            return nested(sheet, report)
        report.fault(
            self.centre_label,
            None,
            None,
            Text("缺少此表", "this sheet is missing"),
            Text(
                "加一个“中心”表，两列“项目”与“值”，至少写明 名称、时区、月份；"
                "可用 roster init x.xlsx --lang zh 写出空表照填",
                "Add a sheet centre with the columns key and value that says at least name, timezone and month; "
                "`roster init x.xlsx` writes one to fill in",
            ),
        )
        return None

    def sheet(self, name: str, report: Report) -> Sheet | None:
        """The sheet of that name; further ones of the same table are a fault, since nobody knows which counts."""
        if self._book is None or not self.has(name):
            return None
        exact, *others = self._named(name)
        for other in others:
            _same_table(self._path.name, exact, other, report)
        return self._rows_of(exact, name)

    def _taken(self) -> set[str | None]:
        return {*(name for table in self._tables for name in self._named(table)), *self._read_as, self._override}

    def _rows_of(self, exact: str, name: str) -> Sheet:
        if self._book is None:
            raise KeyError(exact)
        rows = self._book.rows(exact) if exact in self._book.starts else iter(())
        # Where unpacking broke off, what stands in the last sheet is not all.
        broken = self._book.error is not None
        marks = self._book.of(exact)
        return Sheet(f"{self._path.name}!{exact}", rows, broken=broken, in_workbook=True, table=name, marks=marks)

    def override(self, path: str, report: Report) -> Sheet | None:
        """The sheet that `holidays` names, or else the CSV file beside the workbook."""
        wanted = TABLES["holidays"].forms if folded(path) in TABLES["holidays"].forms else {folded(path)}
        name = next((name for name in self._sheets if folded(name) in wanted), None)
        if name is None:
            beside = self._path.parent
            within = beside if self._confined else None
            return read_csv(beside / path, path, report, within=within, table="holidays")
        self._override = name
        book = self._book
        if book is not None and name not in book.starts:
            book = unpacked(self._path, report, (name,))
        if book is None or name not in book.starts:
            return None
        label = f"{self._path.name}!{name}"
        return Sheet(label, book.rows(name), in_workbook=True, table="holidays", marks=book.of(name))

    def unnamed(self) -> Iterator[Sheet]:
        """Each sheet whose name says nothing: its first rows."""
        taken = self._taken()
        for name in self._sheets:
            if self._book is None or name in taken:
                continue
            if name in self._book.glances:
                yield Sheet(f"{self._path.name}!{name}", self._book.glance(name), in_workbook=True)
            elif name in self._book.starts:
                yield self._rows_of(name, "")

    def leftovers(self, known: Sequence[str], report: Report, holds: Mapping[str, str]) -> None:
        """Name the sheets that are not part of a case, and what was perhaps meant, or what they hold (by file)."""
        taken = self._taken()
        words = [TABLES[table].zh for table in known if table in TABLES]
        for name in self._sheets:
            blank = self._book is not None and name in self._book.blank
            if name in taken or (blank and _BROUGHT_ALONG.fullmatch(name.casefold())):
                continue
            near = get_close_matches(name.casefold(), known, 1, 0.75) or likely(name, known, "", words)
            file = f"{self._path.name}!{name}"
            hint = hint_for(holds.get(file), near)
            report.left_aside(
                file,
                Text(f"此表不属于案例，未读取{hint.zh}", f"the sheet is not part of a case, left aside{hint.en}"),
            )


_BROUGHT_ALONG = re.compile(r"(?:sheet|工作表|tabelle|feuil) ?[0-9]*")
"""Names of the empty sheets that a new workbook brings along."""


def _same_table(file: str, first: str, other: str, report: Report) -> None:
    report.fault(
        f"{file}!{other}",
        None,
        None,
        Text(f"与工作表 {first} 是同一张表", f"this is the same table as the sheet {first}"),
        Text("只留其中一个，或改名", "Keep one of the two, or rename it"),
    )
