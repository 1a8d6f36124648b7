import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from roster.errors import Fault
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv, too_many_rows
from roster.files.sheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from roster.files.sheets.open_file import read_bytes
from roster.files.sheets.settings import nested
from roster.files.sheets.sheet import BookCell, Kind, Settings, Sheet
from roster.text import Text

UNPACK_SECONDS = 180
"""Wall time of unpacking; its own limit of computing time is lower, this one ends what waits."""

CENTRE = "centre"


@dataclass(frozen=True)
class Unpacked:
    """The cells of a workbook's wanted sheets, as lines; `starts` says where each sheet's begin."""

    names: tuple[str, ...]
    starts: Mapping[str, int]
    lines: io.BytesIO
    error: str | None

    def rows(self, name: str) -> Iterator[tuple[int, Sequence[str]]]:
        """A sheet's rows; its name as in `names`."""
        place = self.starts[name]
        while True:
            # Several sheets may be walked by turns.
            self.lines.seek(place)
            line = self.lines.readline()
            place = self.lines.tell()
            if not line.startswith(b"["):
                return
            number, cells = json.loads(line)
            yield number, [_cell(cell) for cell in cells]


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else BookCell(cell[1], Kind(cell[0]))


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
        found = _index(io.BytesIO(lines.read()))
    if found.error is not None:
        report.fault(path.name, None, None, *_problem(found.error))
    return found if found.names else None


def _index(lines: io.BytesIO) -> Unpacked:
    names: tuple[str, ...] = ()
    starts: dict[str, int] = {}
    error: str | None = "too large"  # unless it says how it ended
    lines.seek(0)
    for line in iter(lines.readline, b""):
        if line.startswith(b"{") and line.endswith(b"}\n"):
            content = json.loads(line)
            names = tuple(content.get("sheets", names))
            if "sheet" in content:
                starts[content["sheet"]] = lines.tell()
            if "end" in content or "error" in content:
                error = content.get("error")
    return Unpacked(names, starts, lines, error)


def _problem(error: str) -> tuple[Text, Text]:
    if error == "too many rows":
        return too_many_rows()
    if error == "protected":
        return (
            Text(
                "工作簿有密码保护，或是旧的 .xls 格式",
                "the workbook is protected by a password, or in the old .xls format",
            ),
            Text("去掉密码，另存为 .xlsx", "Take the password off and save it as .xlsx"),
        )
    if error == "too large":
        return (
            Text("工作簿解开后过大，未读取", "the workbook is far too large once unpacked, and was not read"),
            Text(
                "只保留案例需要的表，另存为新的 .xlsx",
                "Keep only the sheets that are needed and save them as a new .xlsx",
            ),
        )
    return (
        Text("这不是可读的 .xlsx 工作簿", "this is not a readable .xlsx workbook"),
        Text("用 Excel 打开后另存为 .xlsx", "Open it in a spreadsheet and save it as .xlsx"),
    )


class Workbook:
    """A case as one workbook; sheet names may differ in upper and lower case."""

    def __init__(self, path: Path, report: Report, tables: Sequence[str], *, confined: bool = False) -> None:
        self._path = path
        self._confined = confined
        self._book = unpacked(path, report, (CENTRE, *tables))
        names = () if self._book is None else self._book.names
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(name.casefold(), name)
        self._override: str | None = None

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
        return f"{self._path.name}!{self._names.get(name, name)}"

    def has(self, name: str) -> bool:
        """Whether there is such a sheet."""
        return name in self._names

    def settings(self, report: Report) -> Settings | None:
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
                "加一个 centre 表，两列 key 与 value，至少写明 name、timezone、month",
                "Add a sheet centre with the columns key and value that says at least name, timezone and month",
            ),
        )
        return None

    def sheet(self, name: str, report: Report) -> Sheet | None:
        """The sheet of that name."""
        del report
        exact = self._names.get(name)
        if self._book is None or exact is None:
            return None
        rows = self._book.rows(exact) if exact in self._book.starts else iter(())
        # Where unpacking broke off, what stands in the last sheet is not all.
        return Sheet(self.label(name), rows, broken=self._book.error is not None, in_workbook=True)

    def override(self, path: str, report: Report) -> Sheet | None:
        """The sheet that `holidays` names, or else the CSV file beside the workbook."""
        name = self._names.get(path.casefold())
        if name is None:
            beside = self._path.parent
            return read_csv(beside / path, path, report, within=beside if self._confined else None)
        self._override = name
        book = unpacked(self._path, report, (name,))
        if book is None or name not in book.starts:
            return None
        return Sheet(self.label(name.casefold()), book.rows(name), in_workbook=True)

    def leftovers(self, known: Sequence[str], report: Report) -> None:
        """Name the sheets that are not part of a case, and what was perhaps meant."""
        for folded, name in self._names.items():
            if folded in known or folded == CENTRE or name == self._override:
                continue
            near = get_close_matches(folded, known, 1, 0.75)
            hint = Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?") if near else Text("", "")
            report.notice(
                f"{self._path.name}!{name}",
                None,
                None,
                Text(f"此表不属于案例，未读取{hint.zh}", f"the sheet is not part of a case, left aside{hint.en}"),
            )
