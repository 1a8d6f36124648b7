"""The header of a table: which of the first rows it is, and where each column stands."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from roster.files.cells import shown
from roster.files.columns.column import TableColumn
from roster.files.columns.unknown import UnknownColumn
from roster.files.near_text import one_sign_apart
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.files.sheets.limits import MAX_COLUMNS
from roster.text import Text
from roster.words import Named, column_word, folded, normal, value_word
from roster.words.table import forms

HEADER_WITHIN = 5
"""So many rows that hold anything are looked at for the header."""


def header_row(
    sheet: Sheet, rows: Sequence[tuple[int, Sequence[str]]], columns: Sequence[TableColumn]
) -> tuple[int, Sequence[str]]:
    """The first of these rows that names all required columns, else the one that names most, else the widest.

    The widest is the first with most texts: above it stand titles, as other systems print them.
    """
    lookup = lookup_of(sheet, columns)
    required = {column.name for column in columns if column.required}
    best, most = max(rows, key=lambda item: len({cell for cell in item[1] if _is_head(cell)})), 0
    for place, (number, cells) in enumerate(rows):
        above = rows[place - 1] if place else (0, ())
        item = (number, _filled(cells, above[1], lookup)) if above[0] == number - 1 else (number, cells)
        named = {name for cell in item[1][:MAX_COLUMNS] if (name := head_meant(cell, lookup))}
        if names_beside(item[1], columns) is not None:
            named.add(PERSON)
        if required and required <= named:
            return item
        if len(named) > most and len(named) > 1:
            best, most = item, len(named)
    return best


def _is_head(cell: str) -> bool:
    return any(char.isalpha() for char in cell)


def _filled(cells: Sequence[str], above: Sequence[str], lookup: Mapping[str, str]) -> Sequence[str]:
    """A row of heads with those that stand in the row above alone, as over two rows: 工号 | 请假时间, below it 开始."""
    if not any(cell.strip() for cell in cells):
        return cells
    wide = [*cells, *("" for _ in above[len(cells) :])]
    full = [
        over if not cell.strip() and head_meant(over, lookup) else cell
        for cell, over in zip(wide, [*above, *wide[len(above) :]], strict=True)
    ]
    while len(full) > len(cells) and not full[-1]:
        full.pop()
    return full


_ASKED = re.compile(r"(?:\*+|\((?:必填|选填|可选|可空|可不填|required|optional)\))$")


_WITH_UNIT = re.compile(r"(.+?)[(\[](小时|分钟?|秒钟?|天|h|hours?|min|minutes?|s|sec|seconds?|days?)[)\]]")


_UNITS = {
    "hours": ("小时", "h", "hour", "hours"),
    "minutes": ("分钟", "分", "min", "minute", "minutes"),
    "seconds": ("秒", "秒钟", "s", "sec", "second", "seconds"),
    "days": ("天", "day", "days"),
}
"""Units by the end of a column's name."""


def head_meant(cell: str, lookup: Mapping[str, str]) -> str | None:
    """The column that a head names, also with what a form says beside it: 姓名(必填), 工号*, 合同工时(小时)."""
    head = _ASKED.sub("", folded(cell))
    if head in lookup:
        return lookup[head]
    name, right = _with_unit(head, lookup)
    return name if right else None


def _with_unit(head: str, lookup: Mapping[str, str]) -> tuple[str | None, bool]:
    """The column that is named before a unit in brackets, and whether the unit is its own."""
    match = _WITH_UNIT.fullmatch(head)
    name = None if match is None else lookup.get(match[1])
    own = next((units for ending, units in _UNITS.items() if name and name.endswith(ending)), None)
    return (None, False) if match is None or own is None else (name, match[2] in own)


def is_list(sheet: Sheet, columns: Sequence[TableColumn]) -> bool:
    """Whether the sheet begins with a header of these columns; its rows stay to be read."""
    return {column.name for column in columns if column.required} <= _named(sheet, columns) and bool(sheet.looked_at(1))


def columns_named(sheet: Sheet, columns: Sequence[TableColumn]) -> int:
    """How many of these columns the sheet's header names; its rows stay to be read."""
    return len(_named(sheet, columns) & {column.name for column in columns})


def _named(sheet: Sheet, columns: Sequence[TableColumn]) -> set[str]:
    rows = sheet.looked_at(HEADER_WITHIN)
    if not rows:
        return set()
    lookup = lookup_of(sheet, columns)
    header = header_row(sheet, rows, columns)[1]
    named = {name for cell in header if (name := head_meant(cell, lookup))}
    if names_beside(header, columns) is not None:
        named.add(PERSON)
    return named


def lookup_of(sheet: Sheet, columns: Sequence[TableColumn]) -> Mapping[str, str]:
    """Every form of a column's name in this table, folded → its English name."""
    return forms(column_word(column.name, sheet.table) for column in columns)


def header_to_write(columns: Sequence[TableColumn], table: str) -> Text:
    """What to write where there is no header: the columns asked for, the required ones first."""
    columns = [column for column in columns if not column.further]
    names = ",".join(column.name for column in columns)
    words = "、".join(column_word(column.name, table).zh for column in columns if column.required)
    more = "、".join(column_word(column.name, table).zh for column in columns if not column.required)
    return Text(
        f"第一行写列名：{words}" + (f"；可加 {more}" if more else ""),
        f"Write the column names on the first row: {names}",
    )


PERSON = "agent_id"
"""The column that names a person: by the id, or where only one bears it by the name."""


def names_beside(cells: Sequence[str], columns: Sequence[TableColumn]) -> int | None:
    """Where people's names stand beside their ids in a table that needs none; None where they do not."""
    known = {column.name for column in columns}
    if PERSON not in known or "name" in known:
        return None
    names = column_word("name", "agents").forms
    return next((place for place, cell in enumerate(cells[:MAX_COLUMNS]) if folded(cell) in names), None)


def places_of(
    sheet: Sheet,
    header: tuple[int, Sequence[str]],
    columns: Sequence[TableColumn],
    report: Report,
    unknown: list[UnknownColumn],
) -> list[int | None] | None:
    """Where each column stands in a row; None, with the faults reported, where a required one is missing.

    Columns that nothing is known of are added to `unknown`.
    """
    number, cells = header
    lookup = lookup_of(sheet, columns)
    words = [cell.strip().casefold() for cell in cells[:MAX_COLUMNS]]
    names = [head_meant(cell, lookup) or word for cell, word in zip(cells, words, strict=False)]
    known = [column.name for column in columns]
    _told_apart(sheet, number, cells, names, report)
    beside = names_beside(cells, columns)
    if beside is not None and PERSON not in names:
        names[beside] = PERSON
    lacking = [column.name for column in columns if column.required and column.name not in names]
    written = [word for word in words if word]
    for place, name in enumerate(names):
        if name in known:
            sheet.heads.setdefault(name, str(cells[place]).strip()[:60])
    others = [word for word in written if head_meant(word, lookup) is None and word not in _OWN_MEANING]
    slips = {name: _near_head(sheet, name, others) for name in lacking}
    odd = _other_units(sheet, number, cells, lookup, report)
    for name in [name for name in lacking if name not in odd]:
        slip = slips[name]
        meant = slip if list(slips.values()).count(slip) == 1 else None
        _lacking(sheet, number, name, meant, next((one for one in written if one in _NUMBERS), ""), report)
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    for name in twice:
        sheet.fault(
            report, number, name, *_twice(sheet, name, [c for c, one in zip(cells, names, strict=False) if one == name])
        )
    people = tuple(
        dict.fromkeys(
            [names.index(name) for name in (PERSON, "name") if name in names and name in known]
            + ([] if beside is None else [beside])
        )
    )
    for place, name in enumerate(names):
        if name not in known and place != beside:
            near = get_close_matches(name, known, 1, 0.75)
            hint = (
                Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?")
                if near and near[0] not in names
                else Text("", "")
            )
            protected, nights, end = (
                names.index(one) if one in names else None for one in ("protected", "nights", "end_date")
            )
            unknown.append(UnknownColumn(place, str(cells[place]).strip(), hint, people, protected, nights, end))
    if lacking or twice or odd:
        return None
    return [names.index(name) if name in names else None for name in known]


def _other_units(
    sheet: Sheet, number: int, cells: Sequence[str], lookup: Mapping[str, str], report: Report
) -> set[str]:
    """The columns whose heads name another unit than theirs (休息(小时)); each is a fault."""
    odd: set[str] = set()
    for cell in cells[:MAX_COLUMNS]:
        name, right = _with_unit(_ASKED.sub("", folded(cell)), lookup)
        if name is None or right:
            continue
        odd.add(name)
        ending, units = next((ending, units) for ending, units in _UNITS.items() if name.endswith(ending))
        word = column_word(name, sheet.table).zh
        word = word if units[0] in word else f"{word}({units[0]})"
        sheet.fault(
            report,
            number,
            Named(str(cell).strip()),
            Text(f"此列以{units[0]}计", f"this column counts {ending}"),
            Text(f"换算成{units[0]}，标题写 {word}", f"Convert it to {ending} and head it {name}"),
        )
    return odd


def _twice(sheet: Sheet, name: str, heads: Sequence[str]) -> tuple[Text, Text]:
    """Problem and remedy of a column that is there twice, perhaps under two heads that are read as the same."""
    heads = list(dict.fromkeys(map(normal, heads)))
    problem, remedy = Text("此列出现两次", "this column is there twice"), Text("只留一列", "Keep one of them")
    if len(heads) == 1:
        return problem, remedy
    word = column_word(name, sheet.table)
    both = Text("、".join(map(shown, heads)), ", ".join(map(shown, heads)))
    return (
        Text(f"{problem.zh}：{both.zh} 都按“{word.zh}”读取", f"{problem.en}: {both.en} are both read as {name}"),
        Text(f"{remedy.zh}，或将另一列改为别的列名", f"{remedy.en}, or rename the other"),
    )


def _told_apart(sheet: Sheet, number: int, cells: Sequence[str], names: list[str], report: Report) -> None:
    """Beside a column of codes, one headed 班次 holds the shifts' names; of two columns of jobs one may hold roles."""
    if sheet.table == "agents" and names.count("jobs") > 1:
        roles = [place for place, name in enumerate(names) if name == "jobs" and _holds_roles(sheet, number, place)]
        if len(roles) == 1 and "role" in names:  # said twice: the column of roles counts
            names[roles[0]] = folded(cells[roles[0]])
        elif len(roles) == 1:
            names[roles[0]] = "role"
            head, word = shown(normal(cells[roles[0]])), column_word("role")
            message = Text(
                f"列 {head} 写的是职务，按“{word.zh}”读取", f"the column {head} holds roles, read as {word.en}"
            )
            report.notice(sheet.file, number, None, message)
    if sheet.table == "shifts" and names.count("code") > 1:
        for place, name in enumerate(names):
            if name == "code" and folded(cells[place]) in {"班次", "shift"}:
                names[place] = folded(cells[place]) if "name" in names else "name"


def _holds_roles(sheet: Sheet, head: int, place: int) -> bool:
    """Whether most of a column's texts are roles (班长, 客服代表)."""
    texts = [
        row[place]
        for number, row in sheet.looked_at(_MOST_WEIGHED)
        if number > head and place < len(row) and row[place]
    ]
    return 2 * sum(value_word("role", text) is not None for text in texts) > len(texts)


_MOST_WEIGHED = 200


_OWN_MEANING = frozenset(
    {"序号", "编号", "性别", "年龄", "民族", "学历", "电话", "备注", "事由", "天数", "姓名", "日期"}
)
"""Heads that mean what they say, however near they are to the name of a column."""


_NUMBERS = frozenset({"序号", "编号", "no", "no."})
"""Heads of numbers that are perhaps people's for good."""


def _near_head(sheet: Sheet, name: str, others: Sequence[str]) -> str | None:
    """The head that is perhaps a slip of a column's name."""
    word = column_word(name, sheet.table)
    near = get_close_matches(name, others, 1, 0.7) or [
        item for form in (word.zh, *word.also) for item in others if one_sign_apart(form, item)
    ]
    return next(iter(near), None)


def _lacking(sheet: Sheet, number: int, name: str, near: str | None, numbers: str, report: Report) -> None:
    word = column_word(name, sheet.table)
    how = Text("", "")
    if sheet.table == "agents" and name == "team":
        how = Text("；不分班组的，都写同一个名字", "; where there are no teams, write one name for all")
    elif sheet.table == "agents" and name == "jobs":
        how = Text("；只有一种工作的，都写同一个名字", "; where there is one job only, write its name for all")
    elif sheet.table == "agents" and name == PERSON:
        how = (
            Text(
                f"；没有编号而{shown(numbers)}固定不变的，将它改名为 工号",
                f"; where there are no ids and {shown(numbers)} is somebody's for good, rename that",
            )
            if numbers
            else Text("；没有编号的，写 1、2、3 …", "; where there are no ids, number the people")
        )
    sheet.fault(
        report,
        number,
        name,
        Text("缺少此列", "this column is missing"),
        Text(f"将列{shown(near)}改名为 {word.zh}", f"Rename the column {shown(near)} to {name}")
        if near
        else Text(f"加一列，标题写 {word.zh}{how.zh}", f"Add {name} to the header row{how.en}"),
    )
