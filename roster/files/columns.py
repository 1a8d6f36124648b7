"""How the cells of a table read: columns, what an empty cell means, and the faults of bad ones."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from roster.files.asides import Asides
from roster.files.cells import SOME_MONTH, CellError, Dated, NoYearError, shown
from roster.files.encoding import spoilt
from roster.files.marks import tell_formulas, tell_hidden, tell_merged, tell_struck
from roster.files.notice import Urgency
from roster.files.plain_text import unguarded
from roster.files.remark_keys import key_for, place_for
from roster.files.report import Cause, Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.sheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from roster.text import Text, counted
from roster.words import Named, column_word, folded, normal, trimmed, value_word
from roster.words.table import forms

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


_STOPPED = (
    Text(
        "以上错误太多，从此行起未再检查", "there are so many faults above that the rows from here on were not looked at"
    ),
    Text("先改正列出的错误，再读一次", "Mend those listed, then read the file again"),
)


HEADER_WITHIN = 5
"""So many rows that hold anything are looked at for the header."""


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
                report, None, None, Text("没有标题行", "there is no header row"), _write_header(columns, sheet.table)
            )
            sheet.broken = True
        return
    header = header_row(sheet, first, columns)
    unknown: list[_Unknown] = []
    places = _places(sheet, header, columns, report, unknown)
    if places is None:
        _tell_unknown(sheet, header[0], unknown, report)
        sheet.broken = True
        return
    head = header[0]
    if head != first[0][0]:
        _above(sheet, head, first[0][1], report)
    width = len(header[1])
    cells = [
        _Cells(sheet, column, place, report) if place is not None else None
        for column, place in zip(columns, places, strict=True)
    ]
    defaults = [column.default for column in columns]
    beside = _names_beside(header[1], columns)
    person = next((place for column, place in zip(columns, places, strict=True) if column.name == _PERSON), None)
    asides = Asides(
        sheet,
        {column.name: place for column, place in zip(columns, places, strict=True) if place is not None},
        [column.name for column in columns if column.required],
        report,
    )
    tell_merged(sheet, head, report)
    tell_formulas(sheet, report)
    tell_struck(sheet, report)
    read: list[int] = []
    for number, row in sheet.rows:
        if number <= head:
            continue
        if report.full(sheet.file):
            sheet.broken = True
            sheet.fault(report, number, None, *_STOPPED)
            _tell_unknown(sheet, head, unknown, report)
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
    _tell_unknown(sheet, head, unknown, report)
    tell_hidden(sheet, read, [place for place in places if place is not None], report)


MOST_QUOTED = 3
"""So many texts of a column that is left aside are quoted."""

_PROTECTION = re.compile(
    r"孕|哺乳|产假后|未成年|(?:不|免|禁|勿|别)(?:能|可|要|宜|得|安排|排|值|上)*(?:大|小)?夜|pregnan|nursing|breast.?feed|"
    r"under.?age|\bminor\b|no nights?\b|not? on nights?\b",
    re.IGNORECASE,
)
"""Texts that speak of people who work no nights."""


@dataclass
class _Unknown:
    """A column that nothing is known of: where it stands, and what stands in it; `people` are columns of ids, names.

    `protected` and `nights` are those that say who works none.
    """

    place: int
    head: str
    hint: Text
    people: tuple[int, ...]
    protected: int | None
    nights: int | None
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    occurrences: list[tuple[int, str, str]] = field(default_factory=list)
    filled: bool = False

    def look(self, number: int, row: Sequence[str]) -> None:
        """Keep what a row has there, unless it is a number or a date."""
        text = normal(row[self.place]) if self.place < len(row) else ""
        self.filled = self.filled or bool(text)
        if not text or not any(char.isalpha() for char in text) or _is_date(row[self.place]):
            return
        who = " ".join(dict.fromkeys(normal(row[place]) for place in self.people if place < len(row))).strip()
        self.texts.append((number, who, text))
        said = self.protected is not None and self.protected < len(row) and row[self.protected].strip()
        no_nights = self.nights is not None and self.nights < len(row) and value_word("truth", row[self.nights])
        if not said and no_nights != "false" and _PROTECTION.search(text):
            self.occurrences.append((number, who, text))


def _is_date(cell: str) -> bool:
    return isinstance(cell, BookCell) and cell.kind is CellKind.DATE


_OF_THE_CENTRE = frozenset({"centre", "shifts", "seats", "load"})
"""Tables whose remarks speak of everybody, and so perhaps of a rule."""


def _tell_unknown(sheet: Sheet, head: int, unknown: Sequence[_Unknown], report: Report) -> None:
    """Say which columns are left aside and what they hold; of what speaks of protection every row."""
    for column in unknown:
        if not column.head and not column.filled:
            continue
        first, more = column.texts[:MOST_QUOTED], " …" if len(column.texts) > MOST_QUOTED else ""
        zh = "、".join(f"第 {number} 行{f' {who} ' if who else ''}{shown(text)}" for number, who, text in first)
        en = ", ".join(f"row {number}{f' {who}' if who else ''} {shown(text)}" for number, who, text in first)
        quoted = Text(f"：{zh}{more}", f": {en}{more}") if first else Text("", "")
        ways = [key_for(text) for _, _, text in column.texts] if sheet.table in _OF_THE_CENTRE else []
        way = next((one for one in ways if one.zh), Text("", ""))
        way = place_for(column.head) if sheet.table == "agents" and column.filled else way
        what = Text("未知的列", "an unknown column") if column.head else Text("此列没有标题", "a column without a head")
        message = Text(
            f"{what.zh}，未读取{quoted.zh}{column.hint.zh}{way.zh}",
            f"{what.en}, left aside{quoted.en}{column.hint.en}{way.en}",
        )
        urgency = Urgency.ROUTINE if column.head else Urgency.USUAL
        report.notice(sheet.file, head, column.head or letter(column.place), message, urgency)
        for number, who, text in column.occurrences:
            message = Text(
                f"注意：{who or '此人'} 的 {shown(text)} 没有读取，仍可能排夜班；需要保护的，请"
                "把原因写进“人员”表的“保护”列（如 孕期，或 哺乳期:2026-12-31）",
                f"warning: {shown(text)} of {who or 'this person'} is not read, so nights may be rostered; to protect"
                " them write the reason into the column protected of agents (as pregnant, or nursing:2026-12-31)",
            )
            report.notice(sheet.file, number, column.head or letter(column.place), message, Urgency.URGENT)


def header_row(
    sheet: Sheet, rows: Sequence[tuple[int, Sequence[str]]], columns: Sequence[TableColumn]
) -> tuple[int, Sequence[str]]:
    """The first of these rows that names all required columns, else the one that names most, else the first."""
    lookup = lookup_of(sheet, columns)
    required = {column.name for column in columns if column.required}
    best, most = rows[0], 0
    for place, (number, cells) in enumerate(rows):
        above = rows[place - 1] if place else (0, ())
        item = (number, _filled(cells, above[1], lookup)) if above[0] == number - 1 else (number, cells)
        named = {name for cell in item[1][:MAX_COLUMNS] if (name := head_meant(cell, lookup))}
        if _names_beside(item[1], columns) is not None:
            named.add(_PERSON)
        if required and required <= named:
            return item
        if len(named) > most and len(named) > 1:
            best, most = item, len(named)
    return best


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
    if _names_beside(header, columns) is not None:
        named.add(_PERSON)
    return named


def lookup_of(sheet: Sheet, columns: Sequence[TableColumn]) -> Mapping[str, str]:
    """Every form of a column's name in this table, folded → its English name."""
    return forms(column_word(column.name, sheet.table) for column in columns)


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


def _write_header(columns: Sequence[TableColumn], table: str) -> Text:
    columns = [column for column in columns if not column.further]
    names = ",".join(column.name for column in columns)
    words = "、".join(column_word(column.name, table).zh for column in columns if column.required)
    more = "、".join(column_word(column.name, table).zh for column in columns if not column.required)
    return Text(
        f"第一行写列名：{words}" + (f"；可加 {more}" if more else ""),
        f"Write the column names on the first row: {names}",
    )


def _not_separated(sheet: Sheet, number: int, cell: str, report: Report) -> bool:
    """Whether the whole header stands in one cell, since something else than a comma separates; reported."""
    if any(mark in cell for mark in ";\t|"):
        problem = Text("各列没有用逗号分隔", "the columns are not separated by commas")
    elif "，" in cell:
        problem = Text("各列用全角逗号“，”分隔", "the columns are separated by full-width commas “，”")
    else:
        return False
    sheet.fault(report, number, None, problem, Text("请另存为逗号分隔的 CSV", "Save it as comma-separated CSV"))
    return True


_PERSON = "agent_id"
"""The column that names a person: by the id, or where only one bears it by the name."""


def _names_beside(cells: Sequence[str], columns: Sequence[TableColumn]) -> int | None:
    """Where people's names stand beside their ids in a table that needs none; None where they do not."""
    known = {column.name for column in columns}
    if _PERSON not in known or "name" in known:
        return None
    names = column_word("name", "agents").forms
    return next((place for place, cell in enumerate(cells[:MAX_COLUMNS]) if folded(cell) in names), None)


def _by_name(row: Sequence[str], person: int, beside: int) -> Sequence[str]:
    """The row with the name that stands beside an empty id in the id's place."""
    if person >= len(row) or row[person].strip() or beside >= len(row):
        return row
    return [*row[:person], row[beside], *row[person + 1 :]]


def _keep_name(sheet: Sheet, number: int, row: Sequence[str], place: int | None) -> None:
    if place is not None and place < len(row) and row[place].strip():
        sheet.names[number] = row[place].strip()


def _places(
    sheet: Sheet,
    header: tuple[int, Sequence[str]],
    columns: Sequence[TableColumn],
    report: Report,
    unknown: "list[_Unknown]",
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
    beside = _names_beside(cells, columns)
    if beside is not None and _PERSON not in names:
        names[beside] = _PERSON
    lacking = [column.name for column in columns if column.required and column.name not in names]
    written = [word for word in words if word]
    if lacking and len(written) == 1 and _not_separated(sheet, number, written[0], report):
        return None
    for place, name in enumerate(names):
        if name in known:
            sheet.heads.setdefault(name, str(cells[place]).strip()[:60])
    others = [word for word in written if head_meant(word, lookup) is None and word not in _OWN_MEANING]
    slips = {name: _near_head(sheet, name, others) for name in lacking}
    odd = _other_units(sheet, number, cells, lookup, report)
    for name in [name for name in lacking if name not in odd]:
        slip = slips[name]
        _lacking(sheet, number, name, slip if list(slips.values()).count(slip) == 1 else None, report)
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    for name in twice:
        sheet.fault(
            report, number, name, *_twice(sheet, name, [c for c, one in zip(cells, names, strict=False) if one == name])
        )
    people = tuple(
        dict.fromkeys(
            [names.index(name) for name in (_PERSON, "name") if name in names and name in known]
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
            protected, nights = (names.index(one) if one in names else None for one in ("protected", "nights"))
            unknown.append(_Unknown(place, str(cells[place]).strip(), hint, people, protected, nights))
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
            if name == "code" and folded(cells[place]) == "班次":
                names[place] = "班次" if "name" in names else "name"


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


def _near_head(sheet: Sheet, name: str, others: Sequence[str]) -> str | None:
    """The head that is perhaps a slip of a column's name."""
    word = column_word(name, sheet.table)
    near = get_close_matches(name, others, 1, 0.7) or [
        item for form in (word.zh, *word.also) for item in others if one_sign_apart(form, item)
    ]
    return next(iter(near), None)


def _lacking(sheet: Sheet, number: int, name: str, near: str | None, report: Report) -> None:
    word = column_word(name, sheet.table)
    ids = sheet.table == "agents" and name == _PERSON
    how = Text("；没有编号的，写 1、2、3 …", "; where there are no ids, number the people") if ids else Text("", "")
    sheet.fault(
        report,
        number,
        name,
        Text("缺少此列", "this column is missing"),
        Text(f"将列{shown(near)}改名为 {word.zh}", f"Rename the column {shown(near)} to {name}")
        if near
        else Text(f"加一列，标题写 {word.zh}{how.zh}", f"Add {name} to the header row{how.en}"),
    )


def one_sign_apart(one: str, other: str) -> bool:
    """Whether two texts of two signs or more differ in one that is no letter, digit or numeral (一斑, 一班)."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and not all(char.isascii() or char in _ORDER for char in apart[0])


_ORDER = frozenset("零〇一二三四五六七八九十两百千甲乙丙丁戊己庚辛壬癸东南西北早中晚夜上下左右前后新老大小白黑日AB")
"""Signs by which things are told apart on purpose (一班, 二班)."""


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


class _Cells:
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
