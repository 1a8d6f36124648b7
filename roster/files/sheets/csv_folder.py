"""A case as a folder of CSV files, under their English or Chinese names."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from pathlib import Path

from roster.errors import Fault
from roster.files.encoding import GB18030, UTF_8, chinese_sample, encoding_of
from roster.files.report import Report
from roster.files.sheets.limits import MAX_ROWS, MAX_TOML_BYTES
from roster.files.sheets.open_file import read_bytes
from roster.files.sheets.settings_file import parsed
from roster.files.sheets.sheet import Sheet, SheetSettings
from roster.model import Month
from roster.text import Text
from roster.words import TABLES, Named, folded, is_roster_name, normal

CENTRE = "centre"


class CsvFolder:
    """A case as a folder of CSV files and a centre.toml, by their English or Chinese names, in upper or lower case.

    `confined`: every file must really lie in the folder (for folders that strangers send).
    """

    def __init__(self, folder: Path, *, confined: bool = False) -> None:
        self._folder = folder
        self._within = folder if confined else None
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name, reverse=True)
        self._entries = {normal(entry.name).casefold(): entry for entry in entries}
        self._taken: dict[str, Path] = {}
        self._override: Path | None = None
        self._read_as: dict[Path, str | None] = {}

    @property
    def centre_label(self) -> str:
        """The file of the centre's settings."""
        return self.label(CENTRE)

    def label(self, name: str) -> str:
        """The table's file name."""
        path = self._path(name)
        if path is not None:
            return path.name
        ending = _ending(name)
        return Named(f"{name}{ending}", f"{TABLES[name].zh}{ending}" if self._named_in_chinese else None)

    @property
    def _named_in_chinese(self) -> bool:
        return any(_names_chinese(entry) for entry in self._entries.values())

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name) is not None

    def _path(self, name: str) -> Path | None:
        paths = self._paths(name)
        return paths[0] if paths else None

    def _paths(self, name: str) -> list[Path]:
        """The files that hold a table, by its English, its Chinese or a further name; usually one."""
        ending = _ending(name)
        exact = self._folder / f"{name}{ending}"
        word = TABLES.get(name)
        names = {f"{form}{ending}" for form in (word.forms if word else {name})}
        paths = [
            entry
            for file, entry in self._entries.items()
            if (self._read_as[entry] == name if entry in self._read_as else folded(file) in names)
        ]
        return [exact] if exact in paths and len(paths) == 1 else sorted(paths, key=lambda entry: entry != exact)

    def named(self) -> Iterator[tuple[str, str, Sheet]]:
        """Each CSV file that is named for a table: which table, its name, its rows."""
        for name in TABLES:
            for path in self._paths(name) if name != CENTRE else ():
                sheet = self._read(path, name, Report())
                if sheet is not None:
                    yield name, path.stem, sheet

    def rosters(self) -> Iterator[Sheet]:
        """Each CSV file that is named for no table but as a month's roster: its rows."""
        taken = {entry for table in TABLES for entry in self._paths(table)} | {self._override, *self._read_as}
        for entry in self._entries.values():
            if entry.suffix.casefold() == ".csv" and entry not in taken and is_roster_name(entry.stem):
                sheet = self._read(entry, "history", Report())
                if sheet is not None:
                    yield sheet

    def take_as(self, file: str, table: str | None) -> None:
        """Count a file as another table than it is named for; None: as none."""
        self._read_as[self._folder / file] = table

    def nearly(self, name: str) -> str | None:
        """A file of no table's name that begins with, holds or resembles one of the table's names."""
        taken = {entry for table in TABLES for entry in self._paths(table)} | set(self._read_as)
        others = (entry for entry in self._entries.values() if entry not in taken)
        return next((entry.name for entry in others if resembles(entry.stem, name)), None)

    def settings(self, report: Report) -> SheetSettings | None:
        """centre.toml, parsed."""
        path = self._single(CENTRE, report)
        label = self.centre_label
        if path is None:
            report.fault(
                label,
                None,
                None,
                Text("缺少此文件", "this file is missing"),
                Text(
                    "请在文件夹中加入 中心.toml，至少写明 名称、时区、月份；"
                    "用工作簿更方便：roster init x.xlsx --lang zh",
                    "Put a centre.toml into the folder that says at least name, timezone and month",
                ),
            )
            return None
        data = read_bytes(path, label, most=MAX_TOML_BYTES, within=self._within)
        if isinstance(data, Fault):
            report.take(data)
            return None
        encoding = self._encoding(data, label, report)
        return None if encoding is None else parsed(data.decode(encoding), label, report)

    def sheet(self, name: str, report: Report) -> Sheet | None:
        """`name`.csv."""
        path = self._single(name, report)
        return None if path is None else self._read(path, name, report)

    def _read(self, path: Path, name: str, report: Report) -> Sheet | None:
        return read_csv(path, path.name, report, within=self._within, table=name, chinese=self._chinese)

    def _single(self, name: str, report: Report) -> Path | None:
        """The table's file; further files of the same table are a fault, since nobody knows which counts."""
        paths = self._paths(name)
        if not paths:
            return None
        self._taken[name] = paths[0]
        for other in paths[1:]:
            report.fault(
                other.name,
                None,
                None,
                Text(f"与 {paths[0].name} 是同一张表", f"this is the same table as {paths[0].name}"),
                Text("只留其中一个文件", "Keep one of the two files"),
            )
        return paths[0]

    def _encoding(self, data: bytes, file: str, report: Report) -> str | None:
        return _encoding(data, file, report, chinese=self._chinese)

    @cached_property
    def _chinese(self) -> bool:
        """Whether any file of the case is Chinese beyond doubt: in UTF-8, or by its name."""
        return any(_names_chinese(entry) or _holds_chinese(entry) for entry in self._entries.values())

    def override(self, path: str, report: Report) -> Sheet | None:
        """The file that `holidays` names: a path from the case's folder."""
        self._override = self._folder / path
        return read_csv(self._override, path, report, within=self._within, table="holidays", chinese=self._chinese)

    def unnamed(self) -> Iterator[Sheet]:
        """Each CSV file whose name says nothing: its first rows."""
        taken = {entry for table in TABLES for entry in self._paths(table)} | {self._override, *self._read_as}
        for entry in self._entries.values():
            if entry.suffix.casefold() == ".csv" and entry not in taken:
                sheet = self._read(entry, "", Report())
                if sheet is not None:
                    yield sheet

    def leftovers(self, known: Sequence[str], report: Report, holds: Mapping[str, str]) -> None:
        """Name the CSV files and workbooks in the folder that are not part of a case, and what was perhaps meant.

        `holds` says what some of them hold, by file.
        """
        files = [f"{name}.csv" for name in known]
        words = [f"{TABLES[name].zh}.csv" for name in known if name in TABLES]
        others = {entry for name in known for entry in self._paths(name)} | {self._override, *self._read_as}
        for entry in sorted(self._entries.values(), key=lambda entry: entry.name.casefold()):
            if entry.suffix.casefold() not in LOOKS_LIKE_A_TABLE or entry in others or entry.name.startswith("~$"):
                continue
            plain = normal(entry.name).casefold()
            near = get_close_matches(plain, files, 1, 0.75) or likely(entry.stem, known, entry.suffix, words)
            hint = hint_for(holds.get(entry.name), near, ending=".csv")
            report.left_aside(
                entry.name,
                Text(
                    f"文件名不属于案例，未读取{hint.zh}", f"the file is not part of a case and was left aside{hint.en}"
                ),
            )


LOOKS_LIKE_A_TABLE = frozenset({".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".et", ".numbers", ".tsv"})


def _ending(name: str) -> str:
    return ".toml" if name == CENTRE else ".csv"


def hint_for(held: str | None, near: Sequence[str], ending: str = "") -> Text:
    """`；…` and `; …` with the table that a file or sheet holds, or that its name is near to; may be empty."""
    if held is not None:
        word = TABLES[held]
        return Text(
            f"；内容像是{word.zh}，要读取就改名为 {word.zh}{ending}",
            f"; it looks like the table {held}: call it {held}{ending} to have it read",
        )
    return Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?") if near else Text("", "")


def likely(stem: str, known: Sequence[str], ending: str, words: Sequence[str]) -> list[str]:
    """The table whose Chinese name a file's or sheet's name holds or resembles (2026年10月请假表)."""
    plain = folded(stem)
    held = [TABLES[name].zh for name in known if name in TABLES and any(form in plain for form in TABLES[name].forms)]
    near = held or get_close_matches(plain, [word.removesuffix(".csv") for word in words], 1, 0.6)
    return [f"{near[0]}{'.csv' if ending else ''}"] if near else []


def resembles(stem: str, table: str) -> bool:
    """Whether a file's or sheet's name looks like a table's: it holds a Chinese name of it, or is nearly English."""
    word, plain = TABLES[table], folded(stem)
    held = folded(word.zh) in plain or any(form in plain for form in word.forms if len(form) > 1)
    return held or bool(get_close_matches(plain, [folded(word.en)], 1, 0.75))


def _names_chinese(path: Path) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in path.name)


def _holds_chinese(path: Path) -> bool:
    if path.suffix.casefold() not in {".csv", ".toml"}:
        return False
    data = read_bytes(path, path.name)
    if isinstance(data, Fault):
        return False
    try:
        text = data[:65_536].decode(UTF_8, "strict" if len(data) <= 65_536 else "ignore")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def read_csv(
    path: Path,
    file: str,
    report: Report,
    *,
    within: Path | None = None,
    table: str = "",
    chinese: bool = False,
    month: Month | None = None,
) -> Sheet | None:
    """One CSV file as a sheet; None with the fault reported where it can't be read at all.

    `table` tells whose columns' Chinese names are known, `chinese` that its neighbours are in Chinese, `month` the
    case's.
    """
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
    encoding = _encoding(data, file, report, chinese=chinese)
    if encoding is None:
        return None
    sheet = Sheet(file, iter(()), table=table, month=month)
    sheet.rows = _rows(data, encoding, sheet, report)
    return sheet


def _encoding(data: bytes, file: str, report: Report, *, chinese: bool) -> str | None:
    encoding = encoding_of(data, file, chinese=chinese)
    if isinstance(encoding, Fault):
        report.take(encoding)
        return None
    if encoding == GB18030:
        sample = chinese_sample(data)
        report.notice(
            file,
            None,
            None,
            Text(f"按 GB18030 编码读取（例如“{sample}”）", f"read as GB18030, not UTF-8 (as in “{sample}”)"),
        )
    return encoding


_SEPARATOR = re.compile(r'"?sep=(.)"?[,;\t]*', re.IGNORECASE)


def _rows(data: bytes, encoding: str, sheet: Sheet, report: Report) -> Iterator[tuple[int, Sequence[str]]]:
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    number, before, separator = 0, 0, _separator(data, encoding)
    if declared := _SEPARATOR.fullmatch(lines.readline().strip("\r\n")):
        # Excel's own first line, which it writes and reads.
        before, separator = 1, declared[1]
    else:
        lines.seek(0)
        if separator != ",":  # read on, so that what else is wrong is told too
            sheet.fault(report, 1, None, *_not_commas(separator))
    try:
        rows = csv.reader(lines, strict=True, delimiter=separator)
        for number, row in enumerate(rows, start=1 + before):
            if number > MAX_ROWS + 1:
                sheet.fault(report, number, None, *too_many_rows())
                sheet.broken = True
                return
            yield number, row
    except csv.Error as error:
        sheet.fault(report, number + 1, None, *_broken(str(error)))
        sheet.broken = True


_LINES_LOOKED_AT = 12
_OTHER_SEPARATORS = ";\t|，"


def _separator(data: bytes, encoding: str) -> str:
    """What separates the columns: a comma, unless more of the first lines hold another mark than hold a comma."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding)
    lines = list(islice(filter(str.strip, text), _LINES_LOOKED_AT))
    counts = {mark: sum(mark in line for line in lines) for mark in f",{_OTHER_SEPARATORS}"}
    return max(counts, key=lambda mark: counts[mark])


def _not_commas(mark: str) -> tuple[Text, Text]:
    """Problem and remedy of a file whose columns something else separates than commas."""
    if mark == "，":
        return (
            Text("各列用全角逗号“，”分隔", "the columns are separated by full-width commas “，”"),
            Text("请另存为逗号分隔的 CSV", "Save it as comma-separated CSV"),
        )
    zh, en = "请另存为逗号分隔的 CSV", "Save it as comma-separated CSV"
    if mark != "\t":
        zh, en = f"{zh}，或在最前面加一行 sep={mark}", f"{en}, or write sep={mark} on a line above all"
    return Text("各列没有用逗号分隔", "the columns are not separated by commas"), Text(zh, en)


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
