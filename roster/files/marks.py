"""What is said of a sheet beside its cells: merged ranges, hidden rows and columns, formulas' results, comments.

Nobody sees a hidden row or a formula's age when a file is handed on, so what was read of them is told.
"""

from collections.abc import Collection, Sequence
from string import ascii_uppercase

from roster.files.cells import shown
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets import Sheet, letter
from roster.text import Text, counted

MOST_NAMED = 5
MOST_QUOTED = 3


def tell_merged(sheet: Sheet, head: int, report: Report) -> None:
    """Merged ranges below the header: each cell holds what the range shows."""
    names = [merged.name for merged in sheet.merged if merged.last_row > head]
    if names:
        listed = _listed(names)
        _notice(
            sheet,
            report,
            Text(
                f"合并单元格 {listed.zh}：其内容视为其中每一格都有",
                f"merged cells {listed.en}: what they show is taken for each of their cells",
            ),
        )


def tell_beside(sheet: Sheet, report: Report, *, head: int = 0) -> None:
    """What stands beside the cells of any table: formulas, lines through them, comments below the row `head`."""
    _tell_formulas(sheet, report)
    _tell_struck(sheet, report)
    _tell_comments(sheet, head, report)


def _tell_formulas(sheet: Sheet, report: Report) -> None:
    """Formulas are read by what they came to when the workbook was saved."""
    first, count = sheet.marks.computed
    if count:
        _notice(
            sheet,
            report,
            Text(
                f"{count} 格为公式（第一格 {first}），按文件保存时的结果读取",
                f"{counted(count, 'cell holds a formula', 'cells hold formulas')} (the first in {first}), read "
                "by what it came to when the file was saved",
            ),
        )


def _tell_struck(sheet: Sheet, report: Report) -> None:
    """What is struck through is read all the same: the eye takes it for deleted, a file does not."""
    first, count = sheet.marks.struck
    if count:
        _notice(
            sheet,
            report,
            Text(
                f"{count} 格带删除线（第一格 {first}），其内容也已读取；不要的请清空",
                f"{counted(count, 'cell is', 'cells are')} struck through (the first is {first}) and read all the "
                "same; empty those that are not meant",
            ),
        )


def _tell_comments(sheet: Sheet, head: int, report: Report) -> None:
    """What comments say is read by nobody but people; those of heads tell what belongs into the columns."""
    said = [(cell, text) for cell, text in sheet.marks.comments if int(cell.lstrip(ascii_uppercase)) > head]
    if not said:
        return
    listed = "; ".join(f"{cell} {shown(' '.join(text.split()))}" for cell, text in said[:MOST_QUOTED])
    more = " …" if len(said) > MOST_QUOTED else ""
    usual = Text("；要算数，写进格子里", "; what is to count must stand in a cell")
    way = next((way for _, text in said if (way := key_for(text)).zh), usual)
    many = counted(len(said), "cell bears a comment that is", "cells bear comments that are")
    _notice(
        sheet,
        report,
        Text(f"{len(said)} 格有批注，未读取：{listed}{more}{way.zh}", f"{many} not read: {listed}{more}{way.en}"),
    )


def tell_hidden(sheet: Sheet, rows: Collection[int], places: Collection[int], report: Report) -> None:
    """Which of the rows that were read, and of the columns (from 0), nobody sees; and whether the sheet is hidden."""
    marks = sheet.marks
    if marks.hidden:
        _notice(sheet, report, Text("此工作表是隐藏的，也已读取", "this sheet is hidden, and is read too"))
    unseen = [str(row) for row in sorted(set(rows) & marks.hidden_rows)]
    if unseen:
        listed = _listed(unseen)
        _notice(
            sheet,
            report,
            Text(
                f"隐藏（或被筛选掉）的行 {listed.zh} 也已读取；不要的请删除",
                f"hidden or filtered rows {listed.en} are read too; delete those that are not meant",
            ),
        )
    columns = [
        letter(place)
        for place in sorted(places)
        if any(first <= place + 1 <= last for first, last in marks.hidden_columns)
    ]
    if columns:
        listed = _listed(columns)
        _notice(
            sheet,
            report,
            Text(f"隐藏的列 {listed.zh} 也已读取", f"the hidden columns {listed.en} are read too"),
        )


def _listed(names: Sequence[str]) -> Text:
    more = " …" if len(names) > MOST_NAMED else ""
    return Text("、".join(names[:MOST_NAMED]) + more, ", ".join(names[:MOST_NAMED]) + more)


def _notice(sheet: Sheet, report: Report, message: Text) -> None:
    report.notice(sheet.file, None, None, message)
