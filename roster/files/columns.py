"""How the cells of a table read: columns, what an empty cell means, and the faults of bad ones."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any

from roster.files.cells import SOME_MONTH, CellError, Dated, NoYearError, shown
from roster.files.encoding import spoilt
from roster.files.grid_marks import LEAVE_MARKS
from roster.files.marks import tell_formulas, tell_hidden, tell_merged
from roster.files.notice import Urgency
from roster.files.plain_text import unguarded
from roster.files.remark_keys import key_for, place_for
from roster.files.report import Cause, Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.sheets.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from roster.text import Text
from roster.words import column_word, folded, normal, trimmed, value_word
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
    if header is not first[0]:
        _above(sheet, head, first[0][1], report)
    width = len(header[1])
    cells = [
        _Cells(sheet, column, place, report) if place is not None else None
        for column, place in zip(columns, places, strict=True)
    ]
    defaults = [column.default for column in columns]
    beside = _names_beside(header[1], columns)
    person = next((place for column, place in zip(columns, places, strict=True) if column.name == _PERSON), None)
    tell_merged(sheet, head, report)
    tell_formulas(sheet, report)
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
            if row[0].startswith(EXAMPLE_MARKS):
                _tell_example(sheet, number, report)
                continue
            if _aside(sheet, number, row, columns, places, report) or _rest_aside(
                sheet, number, row, columns, places, report
            ):
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
        first, more = column.texts[:MOST_QUOTED], " …" if len(column.texts) > MOST_QUOTED else ""
        zh = "、".join(f"第 {number} 行{f' {who} ' if who else ''}{shown(text)}" for number, who, text in first)
        en = ", ".join(f"row {number}{f' {who}' if who else ''} {shown(text)}" for number, who, text in first)
        quoted = Text(f"：{zh}{more}", f": {en}{more}") if first else Text("", "")
        ways = [key_for(text) for _, _, text in column.texts] if sheet.table in _OF_THE_CENTRE else []
        way = next((one for one in ways if one.zh), Text("", ""))
        way = place_for(column.head) if sheet.table == "agents" and column.filled else way
        message = Text(
            f"未知的列，未读取{quoted.zh}{column.hint.zh}{way.zh}",
            f"an unknown column, left aside{quoted.en}{column.hint.en}{way.en}",
        )
        report.notice(sheet.file, head, column.head, message, Urgency.ROUTINE)
        for number, who, text in column.occurrences:
            message = Text(
                f"注意：{who or '此人'} 的 {shown(text)} 没有读取，仍可能排夜班；需要保护的，请"
                "把原因写进“人员”表的“保护”列（如 孕期，或 哺乳期:2026-12-31）",
                f"warning: {shown(text)} of {who or 'this person'} is not read, so nights may be rostered; to protect"
                " them write the reason into the column protected of agents (as pregnant, or nursing:2026-12-31)",
            )
            report.notice(sheet.file, number, column.head, message, Urgency.URGENT)


EXAMPLE_MARKS = ("例:", "例：", "e.g. ")
"""With one of these a row of the workbook to fill in begins that only shows what belongs there."""


def _tell_example(sheet: Sheet, number: int, report: Report) -> None:
    text = Text("示例行，未读取", "an example of what belongs here, left aside")
    report.notice(sheet.file, number, None, text, Urgency.ROUTINE)


_WHEN = frozenset({"start", "end", "span"})


def _rest_aside(
    sheet: Sheet,
    number: int,
    row: Sequence[str],
    columns: Sequence[TableColumn],
    places: Sequence[int | None],
    report: Report,
) -> bool:
    """Whether a row of shifts is a day off or leave (休, 年假), called so and without hours; said, being left aside."""
    if sheet.table != "shifts":
        return False
    cells = {
        column.name: row[place]
        for column, place in zip(columns, places, strict=True)
        if place is not None and place < len(row)
    }
    if any(re.search("[1-9]", normal(text)) for name, text in cells.items() if name in _WHEN):
        return False
    called = [cells.get(name, "") for name in ("code", "name")]
    if any(value_word("shift", text) == "off" for text in called):
        text = Text("休息不需要班次，此行未读取", "days off need no shift, the row is left aside")
    elif any(folded(text) in LEAVE_MARKS for text in called):
        text = Text("请假不需要班次，此行未读取", "leave needs no shift, the row is left aside")
    else:
        return False
    report.notice(sheet.file, number, None, text)
    return True


TOTALS = "合计|总计|小计|共计|汇总|平均|总人数|总数"
"""Words for a sum of what stands above or beside, as a pattern's choices."""

_TOTAL = re.compile(rf"(?:{TOTALS}|合计人数|人数合计)(?::?\d+)?[人名个位]?|共\d+[人名个位].*|(?:sub)?totals?|sum")
"""What a row of totals begins with, folded."""

_NOTE_WORDS = (
    r"(?:注意?|备注|说明|附注|提示|制表人?|编制人?|审核人?|审批人?|填表人?|负责人|(?:制表|填表|编制|更新)?日期|(?:编制|填报|制表)?(?:单位|部门)"
    r"|notes?|remarks?|n\.b\.)\s*\d*\s*"
)
_NOTE = re.compile(rf"{_NOTE_WORDS}:|[*※#]|以上|以下空白", re.IGNORECASE)
_SIGNED = re.compile(rf"{_NOTE_WORDS}(?:(?::|(?<=\s)).*|$)", re.IGNORECASE)
"""A note whose text may stand in cells of its own: 备注 | 本月新增1人, 制表人:张三 | 审核人:李四."""

_SENTENCE = re.compile(
    r"\(?[0-9一二三四五六七八九十]{1,2}[).、:] ?\D.*|.*[\u4e00-\u9fff].*[,。;:!].*|.*[\u4e00-\u9fff]{9}.*", re.DOTALL
)
"""What no id, code or name looks like, alone on its row: 1、早班含午餐; 新人本月不上夜班，下月起排."""

_SIGNED_DAY = re.compile(r"(?:20[0-9]{2} ?[-/.年] ?)?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?日?")


def _aside(
    sheet: Sheet,
    number: int,
    row: Sequence[str],
    columns: Sequence[TableColumn],
    places: Sequence[int | None],
    report: Report,
) -> bool:
    """Whether a row is no record but totals, or a note below the table; said, since it is left aside."""
    filled = [cell for cell in row if cell.strip()]
    first, texts = filled[0], {normal(cell) for cell in filled}
    required = [place for column, place in zip(columns, places, strict=True) if column.required and place is not None]
    lacking = any(place >= len(row) or not row[place].strip() for place in required) or len(texts) < len(required)
    if _TOTAL.fullmatch(folded(first)):
        text = Text("合计行，未读取", "a row of totals, left aside")
    elif _is_note(normal(first), texts, columns, lacking=lacking):
        said = shown(" ".join(dict.fromkeys(cell.strip() for cell in filled)))
        way = key_for(" ".join(filled))
        text = Text(f"说明文字 {said}，未读取{way.zh}", f"the note {said} is left aside{way.en}")
    else:
        return False
    report.notice(sheet.file, number, None, text, Urgency.ROUTINE)
    return True


def _is_note(first: str, texts: Collection[str], columns: Sequence[TableColumn], *, lacking: bool) -> bool:
    if len(texts) == 1 and ":" in first and _SIGNED.fullmatch(first):
        return True
    if not lacking:
        return False
    if _SIGNED.fullmatch(first) or (len(texts) <= MOST_IN_A_NOTE and _NOTE.match(first)):
        return True
    dated = any(column.name in _DAYS for column in columns)
    return len(texts) == 1 and bool(_SENTENCE.fullmatch(first) or (not dated and _SIGNED_DAY.fullmatch(first)))


def is_remark(text: str) -> bool:
    """Whether a text of the normal form begins as a note below a table does (注:…, 制表人:…)."""
    return bool(_SIGNED.fullmatch(text) or _NOTE.match(text))


MOST_IN_A_NOTE = 2
_DAYS = frozenset({"date", "month"})
"""Columns in which a day alone is a row that lacks the rest, and no date under a signature."""


def header_row(
    sheet: Sheet, rows: Sequence[tuple[int, Sequence[str]]], columns: Sequence[TableColumn]
) -> tuple[int, Sequence[str]]:
    """The first of these rows that names all required columns, else the one that names most, else the first."""
    lookup = lookup_of(sheet, columns)
    required = {column.name for column in columns if column.required}
    best, most = rows[0], 0
    for item in rows:
        named = {lookup[folded(cell)] for cell in item[1][:MAX_COLUMNS] if folded(cell) in lookup}
        if _names_beside(item[1], columns) is not None:
            named.add(_PERSON)
        if required and required <= named:
            return item
        if len(named) > most and len(named) > 1:
            best, most = item, len(named)
    return best


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
    named = {lookup[folded(cell)] for cell in header if folded(cell) in lookup}
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
    names = [lookup.get(folded(cell), word) for cell, word in zip(cells, words, strict=False)]
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
    others = [word for word in written if lookup.get(folded(word)) is None and word not in _OWN_MEANING]
    slips = {name: _near_head(sheet, name, others) for name in lacking}
    for name in lacking:
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
        if name and name not in known and place != beside:
            near = get_close_matches(name, known, 1, 0.75)
            hint = (
                Text(f"；是否应为 {near[0]}？", f"; was {near[0]} meant?")
                if near and near[0] not in names
                else Text("", "")
            )
            protected, nights = (names.index(one) if one in names else None for one in ("protected", "nights"))
            unknown.append(_Unknown(place, str(cells[place]).strip(), hint, people, protected, nights))
    if lacking or twice:
        return None
    return [names.index(name) if name in names else None for name in known]


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
        f"{rows} cells, from {cells[0]}, hold formulas without results",
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
