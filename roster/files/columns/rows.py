"""The rows of a table under its header, as values in the order of its columns."""

from collections.abc import Iterator, Sequence
from typing import Any

from roster.files.asides import Asides
from roster.files.cells import shown
from roster.files.columns.column import Bad, ColumnCells, TableColumn
from roster.files.columns.header import HEADER_WITHIN, PERSON, header_row, header_to_write, names_beside, places_of
from roster.files.columns.unknown import UnknownColumn, tell_unknown
from roster.files.marks import tell_beside, tell_hidden, tell_merged
from roster.files.notice import Urgency
from roster.files.report import Report
from roster.files.sheets import Sheet, letter
from roster.text import Text

_STOPPED = (
    Text(
        "以上错误太多，从此行起未再检查", "there are so many faults above that the rows from here on were not looked at"
    ),
    Text("先改正列出的错误，再读一次", "Mend those listed, then read the file again"),
)


def read_rows(sheet: Sheet, columns: Sequence[TableColumn], report: Report) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: C901, PLR0912 - every oddity of a table has its word
    """The table's rows as (row number, values in the order of `columns`); blank rows are skipped.

    A cell that can't be read is reported and comes as `Bad`, so that the rest of its row is still looked at. Unknown
    columns are left aside with a notice; a missing required one is a fault, and then there are no rows. The header is
    the first row that names all required columns, in either language; rows above it are told.
    """
    first = sheet.looked_at(HEADER_WITHIN)
    if not first:
        if not sheet.broken:
            sheet.fault(
                report, None, None, Text("没有标题行", "there is no header row"), header_to_write(columns, sheet.table)
            )
            sheet.broken = True
        return
    header = header_row(sheet, first, columns)
    unknown: list[UnknownColumn] = []
    places = places_of(sheet, header, columns, report, unknown)
    if places is None:
        tell_unknown(sheet, header[0], unknown, report)
        sheet.broken = True
        return
    head = header[0]
    if head != first[0][0]:
        _above(sheet, head, first[0][1], report)
    width = len(header[1])
    cells = [
        ColumnCells(sheet, column, place, report) if place is not None else None
        for column, place in zip(columns, places, strict=True)
    ]
    defaults = [column.default for column in columns]
    beside = names_beside(header[1], columns)
    person = next((place for column, place in zip(columns, places, strict=True) if column.name == PERSON), None)
    asides = Asides(
        sheet,
        {column.name: place for column, place in zip(columns, places, strict=True) if place is not None},
        [column.name for column in columns if column.required],
        report,
    )
    tell_merged(sheet, head, report)
    tell_beside(sheet, report, head=head)
    read: list[int] = []
    for number, row in sheet.rows:
        if number <= head:
            continue
        if report.full(sheet.file):
            sheet.broken = True
            sheet.fault(report, number, None, *_STOPPED)
            tell_unknown(sheet, head, unknown, report)
            return
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            _overlong(sheet, number, row, width, report)
            yield number, tuple(Bad("" if place is None else row[place].strip()) for place in places)
        elif any(row) and any(cell.strip() for cell in row):
            if list(row[:width]) == list(header[1]):  # a header merged over two rows, or once more for print
                continue
            if beside is not None and person is not None:
                row = _by_name(row, person, beside)
            if asides.hold(number, row):
                continue
            read.append(number)
            _keep_name(sheet, number, row, beside)
            for aside in unknown:
                aside.look(number, row)
            yield (
                number,
                tuple(
                    default if column is None else column.value(number, row)
                    for column, default in zip(cells, defaults, strict=True)
                ),
            )
    tell_unknown(sheet, head, unknown, report)
    tell_hidden(sheet, read, [place for place in places if place is not None], report)


def _above(sheet: Sheet, head: int, row: Sequence[str], report: Report) -> None:
    text = next(cell.strip() for cell in row if cell.strip())
    report.notice(
        sheet.file,
        head,
        None,
        Text(
            f"标题行在第 {head} 行；其上的内容（{shown(text)} …）未读取",
            f"the header is on row {head}; what stands above it ({shown(text)} …) is left aside",
        ),
        Urgency.ROUTINE,
    )


def _by_name(row: Sequence[str], person: int, beside: int) -> Sequence[str]:
    """The row with the name that stands beside an empty id in the id's place."""
    if person >= len(row) or row[person].strip() or beside >= len(row):
        return row
    return [*row[:person], row[beside], *row[person + 1 :]]


def _keep_name(sheet: Sheet, number: int, row: Sequence[str], place: int | None) -> None:
    if place is not None and place < len(row) and row[place].strip():
        sheet.names[number] = row[place].strip()


def _overlong(sheet: Sheet, number: int, row: Sequence[str], width: int, report: Report) -> None:
    place = next(place for place in range(width, len(row)) if row[place].strip())
    sheet.fault(
        report,
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
