"""Columns that nothing is known of: they are left aside, and what they hold is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from roster.files.cells import shown
from roster.files.notice import Urgency
from roster.files.remark_keys import key_for, place_for
from roster.files.report import Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.text import Text
from roster.words import normal, value_word

MOST_QUOTED = 3
"""So many texts of a column that is left aside are quoted."""


_PROTECTION = re.compile(
    r"孕|哺乳|产假后|未成年|(?:不|免|禁|勿|别)(?:能|可|要|宜|得|安排|排|值|上)*(?:大|小)?夜|pregnan|nursing|breast.?feed|"
    r"under.?age|\bminor\b|no nights?\b|not? on nights?\b",
    re.IGNORECASE,
)
"""Texts that speak of people who work no nights."""


_GONE = re.compile(r"离职|辞职|退休|停职|停薪|resigned|retired|terminated|\b(?:has|have) left\b|^left$", re.IGNORECASE)
"""Texts that speak of people who are there no more."""


@dataclass
class UnknownColumn:
    """A column that nothing is known of: where it stands, and what stands in it; `people` are columns of ids, names.

    `protected` and `nights` are those that say who works none, `end_date` until when somebody is there.
    """

    place: int
    head: str
    hint: Text
    people: tuple[int, ...]
    protected: int | None
    nights: int | None
    end_date: int | None
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    occurrences: list[tuple[int, str, str]] = field(default_factory=list)
    gone: list[tuple[int, str, str]] = field(default_factory=list)
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
        ends = self.end_date is not None and self.end_date < len(row) and row[self.end_date].strip()
        if not ends and _GONE.search(text):
            self.gone.append((number, who, text))


def _is_date(cell: str) -> bool:
    return isinstance(cell, BookCell) and cell.kind is CellKind.DATE


_OF_THE_CENTRE = frozenset({"centre", "shifts", "seats", "load"})
"""Tables whose remarks speak of everybody, and so perhaps of a rule."""


def tell_unknown(sheet: Sheet, head: int, unknown: Sequence[UnknownColumn], report: Report) -> None:
    """Say which columns are left aside and what they hold; what speaks of protection or of having left, row by row."""
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
        for number, who, text in column.gone if sheet.table == "agents" else ():
            message = Text(
                f"注意：{who or '此人'} 的 {shown(text)} 没有读取，整月照排；已离职或将离职的，"
                "在“离职日期”列写最后一天，或删去此行",
                f"warning: {shown(text)} of {who or 'this person'} is not read, so they are rostered all month; write "
                "the last day into the column end_date, or delete the row",
            )
            report.notice(sheet.file, number, column.head or letter(column.place), message, Urgency.URGENT)
