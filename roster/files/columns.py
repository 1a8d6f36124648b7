from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from roster.files.cells import CellError, shown
from roster.files.plain_text import unguarded
from roster.files.report import Report
from roster.files.sheets import BookCell, Kind, Sheet
from roster.files.sheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from roster.text import Text

_MOST_REMEMBERED = 50_000
"""Cells repeat (dates, codes, ids): each distinct text of a column is read once, up to this many of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column a table may have: how its cells read, and what an empty one means; `text`: ids, names, lists of them."""

    name: str
    read: Callable[[str], Any]
    required: bool = False
    default: Any = None
    text: bool = False


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


_STOPPED = (
    Text(
        "以上错误太多，从此行起未再检查", "there are so many faults above that the rows from here on were not looked at"
    ),
    Text("先改正列出的错误，再读一次", "Mend those listed, then read the file again"),
)


def letter(position: int) -> str:
    """A column's letters as a spreadsheet names it; position 0 is A."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_rows(sheet: Sheet, columns: Sequence[Column], report: Report) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The table's rows as (row number, values in the order of `columns`); blank rows are skipped.

    A cell that can't be read is reported and comes as `Bad`, so that the rest of its row is still looked at. Unknown
    columns are left aside with a notice; a missing required one is a fault, and then there are no rows.
    """
    header = next(((number, row) for number, row in sheet.rows if any(cell.strip() for cell in row)), None)
    if header is None:
        if not sheet.broken:
            report.fault(sheet.file, None, None, Text("没有标题行", "there is no header row"), _write_header(columns))
            sheet.broken = True
        return
    places = _places(sheet, header, columns, report)
    if places is None:
        sheet.broken = True
        return
    width = len(header[1])
    cells = [
        _Cells(sheet, column, place, report) if place is not None else None
        for column, place in zip(columns, places, strict=True)
    ]
    defaults = [column.default for column in columns]
    for number, row in sheet.rows:
        if report.full(sheet.file):
            sheet.broken = True
            report.fault(sheet.file, number, None, *_STOPPED)
            return
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            _overlong(sheet, number, row, width, report)
            yield number, tuple(Bad("" if place is None else row[place].strip()) for place in places)
        elif any(row) and any(cell.strip() for cell in row):
            yield (
                number,
                tuple(
                    default if column is None else column.value(number, row)
                    for column, default in zip(cells, defaults, strict=True)
                ),
            )


def _write_header(columns: Sequence[Column]) -> Text:
    names = ",".join(column.name for column in columns)
    return Text(f"第一行写列名：{names}", f"Write the column names on the first row: {names}")


def _places(
    sheet: Sheet, header: tuple[int, Sequence[str]], columns: Sequence[Column], report: Report
) -> list[int | None] | None:
    """Where each column stands in a row; None, with the faults reported, where a required one is missing."""
    number, cells = header
    names = [cell.strip().casefold() for cell in cells[:MAX_COLUMNS]]
    known = [column.name for column in columns]
    lacking = [column.name for column in columns if column.required and column.name not in names]
    if lacking and len([name for name in names if name]) == 1 and any(mark in names[0] for mark in ";\t|"):
        report.fault(
            sheet.file,
            number,
            None,
            Text("各列没有用逗号分隔", "the columns are not separated by commas"),
            Text("请另存为逗号分隔的 CSV", "Save it as comma-separated CSV"),
        )
        return None
    for name in lacking:
        near = get_close_matches(name, [item for item in names if item and item not in known], 1, 0.7)
        report.fault(
            sheet.file,
            number,
            name,
            Text("缺少此列", "this column is missing"),
            Text(f"将列“{near[0]}”改名为 {name}", f"Rename the column {shown(near[0])} to {name}")
            if near
            else Text(f"在标题行中加上 {name}", f"Add {name} to the header row"),
        )
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    for name in twice:
        report.fault(
            sheet.file,
            number,
            name,
            Text("此列出现两次", "this column is there twice"),
            Text("只留一列", "Keep one of them"),
        )
    for place, name in enumerate(names):
        if name and name not in known:
            near = get_close_matches(name, known, 1, 0.75)
            hint = (
                Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?")
                if near and near[0] not in names
                else Text("", "")
            )
            report.notice(
                sheet.file,
                number,
                str(cells[place]).strip(),
                Text(f"未知的列，未读取{hint.zh}", f"an unknown column, left aside{hint.en}"),
            )
    if lacking or twice:
        return None
    return [names.index(name) if name in names else None for name in known]


class _Cells:
    """The cells of one column, each distinct text read once."""

    def __init__(self, sheet: Sheet, column: Column, place: int, report: Report) -> None:
        self._sheet = sheet
        self._column = column
        self._place = place
        self._report = report
        self._seen: dict[str, Any] = {}
        self._numbers_said = False

    def value(self, number: int, row: Sequence[str]) -> Any:
        """The value in a row, or `Bad` with its fault reported."""
        text = row[self._place] if self._place < len(row) else ""
        if type(text) is str:
            value = self._seen.get(text, self)
            if value is self:
                value = self._plain(text.strip())
                if len(self._seen) < _MOST_REMEMBERED:
                    self._seen[text] = value
        else:
            value = self._of_workbook(text, number)
        if isinstance(value, _Wrong):
            self._report.fault(self._sheet.file, number, self._column.name, value.problem, value.remedy)
            return Bad(text.strip())
        return value

    def _plain(self, text: str) -> Any:
        if self._sheet.in_workbook:
            return _read(text, self._column)
        if text.startswith("="):
            return _Wrong(
                Text(f"{shown(text)} 是公式", f"{shown(text)} is a formula"),
                Text(
                    "写入公式的结果；若确是文字，在前面加 '",
                    "Write its result; if it is meant as text, put ' before it",
                ),
            )
        return _read(unguarded(text), self._column)

    def _of_workbook(self, cell: str, number: int) -> Any:
        kind = cell.kind if isinstance(cell, BookCell) else None
        where = f"{letter(self._place)}{number}"
        if kind is Kind.FORMULA:
            return _Wrong(
                Text(f"单元格 {where} 是公式 {shown(cell)}", f"cell {where} holds the formula {shown(cell)}"),
                Text(
                    "以结果代替公式：复制后“选择性粘贴”为数值",
                    "Put its result there instead: copy, then paste as values",
                ),
            )
        if kind is Kind.ERROR:
            return _Wrong(
                Text(f"单元格 {where} 是错误值 {shown(cell)}", f"cell {where} holds the error {shown(cell)}"),
                Text("改为正确的数值", "Put the right value there"),
            )
        if self._column.text and (kind is not Kind.NUMBER or not cell.isdigit()):
            return _Wrong(
                Text(
                    f"单元格 {where} 的内容被当作数字、日期或真假值存为 {shown(cell)}",
                    f"cell {where} was stored as {shown(cell)}, a number, date or truth, where a text is meant",
                ),
                Text("将单元格设为文本格式后重新输入", "Format the cell as text and type it anew"),
            )
        value = _read(cell, self._column)
        if self._column.text and not self._numbers_said:
            self._numbers_said = True
            self._report.notice(
                self._sheet.file,
                number,
                self._column.name,
                Text(
                    f"单元格 {where} 等为数字，按 {cell} 的形式读取；若有前导零请改为文本格式",
                    f"numbers here (the first in {where}) are read as {cell}; for leading zeros format them as text",
                ),
            )
        return value


def _read(text: str, column: Column) -> Any:
    if not text:
        if not column.required:
            return column.default
        return _Wrong(Text("此格为空", "this cell is empty"), Text("必须填写", "It must be filled in"))
    if len(text) > MAX_CELL_CHARACTERS:
        return _Wrong(
            Text(f"内容过长（{len(text)} 个字符）", f"the text is far too long ({len(text)} characters)"),
            Text(f"最多 {MAX_CELL_CHARACTERS} 个字符", f"Use at most {MAX_CELL_CHARACTERS} characters"),
        )
    try:
        return column.read(text)
    except CellError as error:
        return _Wrong(error.problem, error.remedy)


def _overlong(sheet: Sheet, number: int, row: Sequence[str], width: int, report: Report) -> None:
    place = next(place for place in range(width, len(row)) if row[place].strip())
    report.fault(
        sheet.file,
        number,
        None,
        Text(
            f"第 {letter(place)} 列有内容 {shown(row[place].strip())}，但标题行没有这一列",
            f"there is {shown(row[place].strip())} in column {letter(place)}, beyond the header's last column",
        ),
        Text(
            "列表请用 ; 分隔；含逗号的文字加引号", "Separate lists by ;, and put texts with commas into quotation marks"
        ),
    )
