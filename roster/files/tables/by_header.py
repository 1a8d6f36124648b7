"""Which table a file or sheet holds where its name and its columns disagree: decided by the header."""

from datetime import date

from roster.files.cells import SOME_MONTH
from roster.files.columns.header import columns_named, is_list
from roster.files.grid import Names
from roster.files.grid_header import WITHIN, Header, find_header, own_name
from roster.files.notice import Urgency
from roster.files.report import Report
from roster.files.sheets import Sheet, Sheets
from roster.files.tables.columns_of import COLUMNS_OF, IN_ONE_COLUMN
from roster.files.tables.demand import is_seats_grid, seat_grid
from roster.files.tables.known import ReferenceIndex
from roster.model import Month
from roster.text import Text
from roster.words import KEYS, TABLES, column_word, folded, key_word, normal, says_roster


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
        words = "、".join(TABLES[other].zh for other in others), " or ".join(others)
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
                    f"标题行是{words[0]}的列，不是{TABLES[name].zh}的列",
                    f"its columns are those of {words[1]}, not of {name}",
                ),
                Text(
                    f"若确是{words[0]}，请改名为 {TABLES[others[0]].zh}",
                    f"If that is what it holds, rename it to {others[0]}",
                ),
            )
        sheets.take_as(sheet.file, others[0] if len(others) == 1 else None)


def settle_rosters(sheets: Sheets, month: Month | None, report: Report) -> None:
    """Take the roster of the last month before the case's, a grid called 11月班表 or so, for the history.

    What is not taken is said, and what to do with it.
    """
    if month is None:
        for sheet in list(sheets.rosters()):  # read once the month is mended: not told as left aside
            sheets.take_as(sheet.file, None)
        return
    earlier: list[tuple[date, str]] = []
    for sheet in sheets.rosters():
        sheet.month = month
        header = find_header(sheet.looked_at(WITHIN), sheet.file, month.before, _nobody)
        if header is None or not (header.of_people or says_roster(own_name(sheet.file))):
            continue
        first, last = min(header.days.values()), max(header.days.values())
        if header.told and last < month.first:
            earlier.append((last, sheet.file))
            continue
        sheets.take_as(sheet.file, None)
        urgency = Urgency.USUAL if header.told else Urgency.URGENT
        report.notice(sheet.file, None, None, _not_history(header, first, month), urgency)
    history = sheets.label(HISTORY) if sheets.has(HISTORY) else None
    for _, file in sorted(earlier, reverse=True):
        sheets.take_as(file, HISTORY if history is None else None)
        word = TABLES[HISTORY]
        told = (
            Text(f"作为{word.zh}读取", f"read as the {word.en}")
            if history is None
            else Text(
                f"未读取：{word.zh}已有 {history}；要用此表，两张合为一张",
                f"left aside, for {history} is the {word.en}; put the two together to have both read",
            )
        )
        report.notice(file, None, None, told)
        history = history or file


def _not_history(header: Header, first: date, month: Month) -> Text:
    """What a month's roster is that is none of an earlier month, and what to do."""
    history, pins, ahead = (TABLES[name].zh for name in (HISTORY, "pins", "ahead"))
    if not header.told:
        return Text(
            f"看不出是哪个月的班表，未读取；若是上月的，在日期上方写明月份（如 {month.before.year}年"
            f"{month.before.number}月排班表），或把表名改为 {history}",
            "nothing says of which month this roster is, left aside; if of the month before, name the month above the "
            f"days (as {month.before}), or call it {HISTORY}",
        )
    if first > month.last:
        return Text(
            f"是 {month} 以后的班表，未读取；其中已定的当班要算数，把表名改为 {ahead}",
            f"a roster of after {month}, left aside; if what it says is fixed, call it ahead",
        )
    return Text(
        f"是排班月份 {month} 自己的班表，未读取；其中已定的安排要照排，把表名改为 {pins}",
        f"a roster of {month} itself, the month to be rostered, left aside; if what it says is fixed, call it pins",
    )


def _nobody(_: str) -> bool:
    return False


def tables_by_header(sheet: Sheet, name: str, called: str) -> list[str]:
    """The other tables that a sheet named for one is by its header; none where it is, or may be, what it is named for.

    `called` is its name as it stands; what is called as a column of seats is may be a grid of days × hours too. The
    rows stay to be read.
    """
    sheet.table = name
    if name not in COLUMNS_OF or _is_of(sheet, name):
        return []
    most = columns_named(sheet, COLUMNS_OF[name])
    found: list[str] = []
    for other, columns in COLUMNS_OF.items():
        sheet.table = other
        if other == name or not _is_of(sheet, other):
            continue
        named = columns_named(sheet, columns)
        if named > most:
            most, found = named, [other]
        elif named == most and found:
            found.append(other)
    sheet.table = name
    if not found and folded(called) in column_word(SEATS, SEATS).forms and name != SEATS:
        return [SEATS] if seat_grid(sheet, ReferenceIndex()) is not None else []
    return found


def table_held(sheet: Sheet, known: ReferenceIndex, own: Month | None) -> str | None:
    """Which table a file or sheet of no table's name holds, by its header or as a grid; None where nothing tells."""
    sheet.month = month = own or SOME_MONTH
    rows = sheet.looked_at(WITHIN)
    if sum(key_word(row[0]) in KEYS for _, row in rows if row and normal(row[0])) >= LEAST_KEYS:
        return CENTRE
    found = [table for table in COLUMNS_OF if _is_of(_as(sheet, table), table)]
    if found:
        counts = {table: columns_named(_as(sheet, table), COLUMNS_OF[table]) for table in found}
        most = [table for table in found if counts[table] == max(counts.values())]
        return most[0] if len(most) == 1 else HISTORY if HISTORY in most else None
    header = find_header(rows, sheet.file, month.before, Names(known).known)
    if header is not None and header.of_people:
        first, last = min(header.days.values()), max(header.days.values())
        return HISTORY if own is None or last < month.first else "ahead" if first > month.last else "pins"
    return SEATS if is_seats_grid(_as(sheet, SEATS), known) else None


def _as(sheet: Sheet, table: str) -> Sheet:
    sheet.table = table
    return sheet


LEAST_KEYS = 2
"""So many of the centre's keys at the head of rows make a sheet of settings."""


def _is_of(sheet: Sheet, table: str) -> bool:
    """Whether a sheet has a table's columns, with beginning and end apart or in one."""
    return any(is_list(sheet, columns[table]) for columns in (COLUMNS_OF, IN_ONE_COLUMN) if table in columns)


SEATS, HISTORY, CENTRE = "seats", "history", "centre"
