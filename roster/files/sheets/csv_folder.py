import csv
import io
import re
import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from roster.errors import Fault
from roster.files.encoding import GB18030, encoding_of
from roster.files.report import Report
from roster.files.sheets.limits import MAX_ROWS, MAX_TOML_BYTES, MAX_TOML_LINE_CHARACTERS
from roster.files.sheets.open_file import read_bytes
from roster.files.sheets.sheet import Settings, Sheet
from roster.text import Text

CENTRE = "centre.toml"


class CsvFolder:
    """A case as a folder of CSV files and a centre.toml. File names may differ in upper and lower case.

    `confined`: every file must really lie in the folder (for folders that strangers send).
    """

    def __init__(self, folder: Path, *, confined: bool = False) -> None:
        self._folder = folder
        self._within = folder if confined else None
        self._entries = {entry.name.casefold(): entry for entry in sorted(folder.iterdir(), reverse=True)}
        self._override: Path | None = None

    @property
    def centre_label(self) -> str:
        """The file of the centre's settings."""
        return CENTRE

    def label(self, name: str) -> str:
        """The table's file name."""
        return f"{name}.csv"

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(self.label(name)) is not None

    def _path(self, file: str) -> Path | None:
        exact = self._folder / file
        return exact if exact in self._entries.values() else self._entries.get(file)

    def settings(self, report: Report) -> Settings | None:
        """centre.toml, parsed."""
        path = self._path(CENTRE)
        if path is None:
            report.fault(
                CENTRE,
                None,
                None,
                Text("缺少此文件", "this file is missing"),
                Text(
                    "请在文件夹中加入 centre.toml，至少写明 name、timezone、month",
                    "Put a centre.toml into the folder that says at least name, timezone and month",
                ),
            )
            return None
        data = read_bytes(path, CENTRE, most=MAX_TOML_BYTES, within=self._within)
        if isinstance(data, Fault):
            report.take(data)
            return None
        encoding = _encoding(data, CENTRE, report)
        return None if encoding is None else _parsed(data.decode(encoding), report)

    def sheet(self, name: str, report: Report) -> Sheet | None:
        """`name`.csv."""
        file = self.label(name)
        path = self._path(file)
        return None if path is None else read_csv(path, file, report, within=self._within)

    def override(self, path: str, report: Report) -> Sheet | None:
        """The file that `holidays` names: a path from the case's folder."""
        self._override = self._folder / path
        return read_csv(self._override, path, report, within=self._within)

    def leftovers(self, known: Sequence[str], report: Report) -> None:
        """Name the CSV files and workbooks in the folder that are not part of a case, and what was perhaps meant."""
        files = {f"{name}.csv" for name in known}
        for folded, entry in sorted(self._entries.items()):
            if entry.suffix.casefold() not in {".csv", ".xlsx"} or folded in files or entry == self._override:
                continue
            near = get_close_matches(folded, files, 1, 0.75)
            hint = Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?") if near else Text("", "")
            report.notice(
                entry.name,
                None,
                None,
                Text(
                    f"文件名不属于案例，未读取{hint.zh}", f"the file is not part of a case and was left aside{hint.en}"
                ),
            )


def read_csv(path: Path, file: str, report: Report, *, within: Path | None = None) -> Sheet | None:
    """One CSV file as a sheet; None with the fault reported where it can't be read at all."""
    data = read_bytes(path, file, within=within)
    if isinstance(data, Fault):
        report.take(data)
        return None
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        report.fault(
            file,
            None,
            None,
            Text("文件是空的", "the file is empty"),
            Text(
                "第一行写列名，其下每行一条记录",
                "Write the column names on the first row and one record on each row below",
            ),
        )
        return None
    encoding = _encoding(data, file, report)
    if encoding is None:
        return None
    sheet = Sheet(file, iter(()))
    sheet.rows = _rows(data, encoding, sheet, report)
    return sheet


def _encoding(data: bytes, file: str, report: Report) -> str | None:
    encoding = encoding_of(data, file)
    if isinstance(encoding, Fault):
        report.take(encoding)
        return None
    if encoding == GB18030:
        report.notice(file, None, None, Text("按 GB18030 编码读取", "read as GB18030, not UTF-8"))
    return encoding


def _rows(data: bytes, encoding: str, sheet: Sheet, report: Report) -> Iterator[tuple[int, Sequence[str]]]:
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines, strict=True), start=1):
            if number > MAX_ROWS + 1:
                report.fault(sheet.file, number, None, *too_many_rows())
                sheet.broken = True
                return
            yield number, row
    except csv.Error as error:
        report.fault(sheet.file, number + 1, None, *_broken(str(error)))
        sheet.broken = True


def too_many_rows() -> tuple[Text, Text]:
    """Problem and remedy of a table beyond all measure."""
    return (
        Text(f"超过 {MAX_ROWS} 行", f"there are more than {MAX_ROWS} rows"),
        Text("确认文件内容；删去不需要的行", "Make sure this is the right file; delete rows that are not needed"),
    )


def _broken(error: str) -> tuple[Text, Text]:
    if "field limit" in error:
        return (
            Text(
                "此行有一格过长（可能缺少一个引号）",
                "a cell of this row is far too long (perhaps a quotation mark is missing)",
            ),
            Text("缩短该格，或补上引号", "Shorten the cell, or close the quotation"),
        )
    if "end of data" in error:
        return (
            Text("从此行开始的引号没有结束", "a quotation mark opened on this row is never closed"),
            Text('删去多余的引号 (") 或补上结尾的引号', 'Delete the stray quotation mark (") or close it'),
        )
    return (
        Text("此行的引号使用有误", "the quotation marks of this row are wrong"),
        Text(
            '引号 (") 只可包住整格；格内的引号写两个 ("")',
            'Put " only around a whole cell; within a cell write it twice ("")',
        ),
    )


def _parsed(text: str, report: Report) -> Settings | None:
    row: int | None = None
    try:
        # A key of ten thousand parts would take the parser minutes.
        if max(map(len, text.splitlines()), default=0) <= MAX_TOML_LINE_CHARACTERS:
            return Settings(CENTRE, tomllib.loads(text), _key_rows(text))
        why = "a line is far too long"
    except RecursionError:
        why = "nested too deeply"
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        row = int(place[1]) if place else None
        why = re.sub(r"\s*\(at .*?\)", "", str(error))[:120]
    report.fault(
        CENTRE,
        row,
        None,
        Text(f"不符合 TOML 格式（{why}）", f"this is not TOML ({why})"),
        Text(
            '每行写 key = value，文字加引号，例如 month = "2026-10"',
            'Write key = value on each line, texts in quotation marks, as in month = "2026-10"',
        ),
    )
    return None


_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def _key_rows(text: str) -> dict[str, int]:
    """On which row each dotted key stands, as far as a glance at the lines tells."""
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            table = re.sub(r"[\s\"']", "", match[1])
            rows.setdefault(table, number)
            table += "."
        elif match := _KEY.match(line):
            rows.setdefault(table + re.sub(r"[\s\"']", "", match[1]), number)
    return rows
