"""Which table a file or sheet holds where its name and its columns disagree: decided by the header."""

from roster.files.columns import columns_named, is_list
from roster.files.report import Report
from roster.files.sheets import Sheet, Sheets
from roster.files.tables.columns_of import COLUMNS_OF
from roster.files.tables.demand import seat_grid
from roster.model import Month
from roster.text import Text
from roster.words import TABLES, column_word, folded


def settle_names(sheets: Sheets, month: Month | None, report: Report) -> None:
    """Take each file or sheet for the table whose columns it has, where it is named for another.

    A name that merely may stand for a table (座席: the people, or how many are needed) gives way with a notice; a
    table's own name, and columns that several tables have, are a fault that says which they are.
    """
    for name, called, sheet in sheets.named():
        sheet.month = month
        others = tables_by_header(sheet, name, called)
        if not others:
            continue
        words = "、".join(TABLES[other].both for other in others), " or ".join(others)
        if len(others) == 1 and not TABLES[name].is_called(called):
            report.notice(
                sheet.file,
                None,
                None,
                Text(f"按标题行作为{words[0]}表读取", f"read as the table {words[1]}, as its header says"),
            )
        else:
            report.fault(
                sheet.file,
                None,
                None,
                Text(
                    f"标题行是{words[0]}的列，不是{TABLES[name].both}的列",
                    f"its columns are those of {words[1]}, not of {name}",
                ),
                Text(
                    f"若确是{words[0]}，请改名为 {TABLES[others[0]].zh}",
                    f"If that is what it holds, rename it to {others[0]}",
                ),
            )
        sheets.take_as(sheet.file, others[0] if len(others) == 1 else None)


def tables_by_header(sheet: Sheet, name: str, called: str) -> list[str]:
    """The other tables that a sheet named for one is by its header; none where it is, or may be, what it is named for.

    `called` is its name as it stands; what is called as a column of seats is may be a grid of days × hours too. The
    rows stay to be read.
    """
    sheet.table = name
    if name not in COLUMNS_OF or is_list(sheet, COLUMNS_OF[name]):
        return []
    most = columns_named(sheet, COLUMNS_OF[name])
    found: list[str] = []
    for other, columns in COLUMNS_OF.items():
        sheet.table = other
        if other == name or not is_list(sheet, columns):
            continue
        named = columns_named(sheet, columns)
        if named > most:
            most, found = named, [other]
        elif named == most and found:
            found.append(other)
    sheet.table = name
    if not found and folded(called) in column_word(SEATS, SEATS).forms and name != SEATS:
        return [SEATS] if seat_grid(sheet) is not None else []
    return found


SEATS = "seats"
