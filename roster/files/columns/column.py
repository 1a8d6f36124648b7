"""A table's columns: how their cells read, what an empty one means, and the faults of bad ones."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from roster.files.cells import SOME_MONTH, CellError, Dated, NoYearError, shown
from roster.files.encoding import spoilt
from roster.files.notice import Urgency
from roster.files.plain_text import unguarded
from roster.files.report import Cause, Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.sheets.limits import MAX_CELL_CHARACTERS
from roster.text import Text, counted
from roster.words import trimmed

_MOST_REMEMBERED = 50_000
"""Cells repeat (dates, codes, ids): each distinct text of a column is read once, up to this many of them."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column a table may have: how its cells read, and what an empty one means; `text`: ids, names, lists of them.

    `further`: it is read where somebody has it, and asked of nobody.
    """

    name: str
    read: Callable[[str], Any] | Dated[Any]
    required: bool = False
    default: Any = None
    text: bool = False
    further: bool = False


@dataclass(frozen=True, slots=True)
class Bad:
    """Stands where a cell could not be read, with its text; the fault is already reported."""

    text: str


def sound(values: Iterable[object]) -> bool:
    """Whether every cell could be read."""
    return not any(type(value) is Bad for value in values)


@dataclass(frozen=True, slots=True)
class _Wrong:
    problem: Text
    remedy: Text
    cause: Cause | None = None


_PASTE_VALUES = Text(
    "以结果代替公式：复制后“选择性粘贴”为数值",
    "Put its result there instead: copy, then paste as values",
)


def _formulas(rows: int, cells: Sequence[str]) -> tuple[Text, Text]:
    problem = Text(
        f"{rows} 格（自 {cells[0]} 起）是没有保存结果的公式",
        f"{counted(rows, 'cell')}, from {cells[0]}, {'holds' if rows == 1 else 'hold'} formulas without results",
    )
    return problem, _PASTE_VALUES


MOST_ALONE = 5
"""So many texts of a column that are wrong in the same way are told one by one; further ones as one fault."""


_QUOTED = re.compile("“[^”]*”")


def _further(problem: Text, remedy: Text, samples: Sequence[str]) -> tuple[Text, Text]:
    """The fault of many texts that are wrong in the same way: some quoted, the sentence once."""
    listed = " ".join(samples[:3])
    return Text(
        f"又有：{_QUOTED.sub(lambda _: listed, problem.zh, count=1)}",
        f"further ones: {_QUOTED.sub(lambda _: listed, problem.en, count=1)}",
    ), remedy


def _near_month(read: Dated[Any], sheet: Sheet, text: str) -> Any:
    """What a cell holds by the sheet's month; a day without its year is `Bad` where that month is faulty, no fault."""
    if sheet.month != SOME_MONTH:
        return read(text, sheet.month)
    try:
        return read(text, None)
    except NoYearError:
        return Bad(text)


class ColumnCells:
    """The cells of one column, each distinct text read once."""

    def __init__(self, sheet: Sheet, column: TableColumn, place: int, report: Report) -> None:
        self._sheet = sheet
        self._column = column
        read = column.read
        self._reader: Callable[[str], Any] = partial(_near_month, read, sheet) if isinstance(read, Dated) else read
        self._place = place
        self._report = report
        self._seen: dict[str, Any] = {}
        self._alone: Counter[str] = Counter()
        self._numbers_said = False

    def value(self, number: int, row: Sequence[str]) -> Any:
        """The value in a row, or `Bad` with its fault reported."""
        text = row[self._place] if self._place < len(row) else ""
        if type(text) is str:
            value = self._seen.get(text, self)
            if value is self:
                value = self._plain(trimmed(text))
                if len(self._seen) < _MOST_REMEMBERED:
                    self._seen[text] = value
        else:
            value = self._of_workbook(text, number)
        if isinstance(value, _Wrong):
            self._sheet.fault(self._report, number, self._column.name, value.problem, value.remedy, cause=value.cause)
            return Bad(text.strip())
        return value

    def _plain(self, text: str) -> Any:
        if self._sheet.in_workbook:
            return self._read(text)
        if text.startswith("="):
            return _Wrong(
                Text(f"{shown(text)} 是公式", f"{shown(text)} is a formula"),
                Text(
                    "写入公式的结果；若确是文字，在前面加 '",
                    "Write its result; if it is meant as text, put ' before it",
                ),
            )
        return self._read(unguarded(text))

    def _of_workbook(self, cell: str, number: int) -> Any:
        kind = cell.kind if isinstance(cell, BookCell) else None
        where = f"{letter(self._place)}{number}"
        if kind is CellKind.FORMULA:
            return _Wrong(
                Text(f"单元格 {where} 是公式 {shown(cell)}", f"cell {where} holds the formula {shown(cell)}"),
                _PASTE_VALUES,
                Cause(("formulas", self._sheet.file, self._column.name), where, _formulas),
            )
        if kind is CellKind.ERROR:
            return _Wrong(
                Text(f"单元格 {where} 是错误值 {shown(cell)}", f"cell {where} holds the error {shown(cell)}"),
                Text("改为正确的数值", "Put the right value there"),
            )
        if self._column.text and (kind is not CellKind.NUMBER or not cell.isdecimal()):
            return _Wrong(
                Text(
                    f"单元格 {where} 的内容被当作数字、日期或真假值存为 {shown(cell)}",
                    f"cell {where} was stored as {shown(cell)}, a number, date or truth, where a text is meant",
                ),
                Text("将单元格设为文本格式后重新输入", "Format the cell as text and type it anew"),
            )
        value = self._read(cell)
        if self._column.text and not self._numbers_said:
            self._numbers_said = True
            self._report.notice(
                self._sheet.file,
                number,
                self._sheet.called(self._column.name),
                Text(
                    f"单元格 {where} 等为数字，按 {cell} 的形式读取；若有前导零请改为文本格式",
                    f"numbers here (the first in {where}) are read as {cell}; for leading zeros format them as text",
                ),
                Urgency.ROUTINE,
            )
        return value

    def _read(self, text: str) -> Any:
        if not text:
            if not self._column.required:
                return self._column.default
            return _Wrong(Text("此格为空", "this cell is empty"), Text("必须填写", "It must be filled in"))
        if len(text) > MAX_CELL_CHARACTERS:
            return _Wrong(
                Text(f"内容过长（{len(text)} 个字符）", f"the text is far too long ({len(text)} characters)"),
                Text(f"最多 {MAX_CELL_CHARACTERS} 个字符", f"Use at most {MAX_CELL_CHARACTERS} characters"),
            )
        lost = spoilt(text) if self._sheet.in_workbook and not text.isascii() else None
        if lost is not None:
            return _Wrong(*lost)
        try:
            return self._reader(text)
        except CellError as error:
            return self._wrong(error, text)

    def _wrong(self, error: CellError, text: str) -> _Wrong:
        way = _QUOTED.sub("“”", error.problem.en)
        self._alone[way] += 1
        if self._alone[way] <= MOST_ALONE:
            return _Wrong(error.problem, error.remedy)
        further = partial(_further, error.problem, error.remedy)
        key = ("alike", self._sheet.file, self._column.name, way)
        return _Wrong(error.problem, error.remedy, Cause(key, shown(text), lambda _, samples: further(samples)))
