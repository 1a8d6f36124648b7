"""Rows of a table that are no records of it: examples, totals, notes and signatures, rest among the shifts."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from roster.files.cells import shown
from roster.files.grid_marks import LEAVE_MARKS
from roster.files.notice import Urgency
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.text import Text
from roster.words import folded, normal, value_word

EXAMPLE_MARKS = ("例:", "例：", "e.g. ")
"""With one of these a row of the workbook to fill in begins that only shows what belongs there."""

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

MOST_IN_A_NOTE = 2

_DAYS = frozenset({"date", "month"})
"""Columns in which a day alone is a row that lacks the rest, and no date under a signature."""

_WHEN = frozenset({"start", "end", "span"})


@dataclass(frozen=True, slots=True)
class Asides:
    """Tells a table's rows that are no records; `places` are its columns, `required` those that no record lacks."""

    sheet: Sheet
    places: Mapping[str, int]
    required: Collection[str]
    report: Report

    def hold(self, number: int, row: Sequence[str]) -> bool:
        """Whether a row is none of the table's records; said, since it is left aside."""
        what = self._example(row) or self._total_or_note(row)
        urgency = Urgency.USUAL if what is None else Urgency.ROUTINE
        what = what or self._rest(row)
        if what is None:
            return False
        self.report.notice(self.sheet.file, number, None, what, urgency)
        return True

    def _example(self, row: Sequence[str]) -> Text | None:
        if row[0].startswith(EXAMPLE_MARKS):
            return Text("示例行，未读取", "an example of what belongs here, left aside")
        return None

    def _total_or_note(self, row: Sequence[str]) -> Text | None:
        filled = [cell for cell in row if cell.strip()]
        first, texts = filled[0], {normal(cell) for cell in filled}
        required = [self.places[name] for name in self.required if name in self.places]
        lacking = any(place >= len(row) or not row[place].strip() for place in required) or len(texts) < len(required)
        if _TOTAL.fullmatch(folded(first)):
            return Text("合计行，未读取", "a row of totals, left aside")
        if self._is_note(normal(first), texts, lacking=lacking):
            said = shown(" ".join(dict.fromkeys(cell.strip() for cell in filled)))
            way = key_for(" ".join(filled))
            return Text(f"说明文字 {said}，未读取{way.zh}", f"the note {said} is left aside{way.en}")
        return None

    def _is_note(self, first: str, texts: Collection[str], *, lacking: bool) -> bool:
        if len(texts) == 1 and ":" in first and _SIGNED.fullmatch(first):
            return True
        if not lacking:
            return False
        if _SIGNED.fullmatch(first) or (len(texts) <= MOST_IN_A_NOTE and _NOTE.match(first)):
            return True
        dated = not _DAYS.isdisjoint(self.places)
        return len(texts) == 1 and bool(_SENTENCE.fullmatch(first) or (not dated and _SIGNED_DAY.fullmatch(first)))

    def _rest(self, row: Sequence[str]) -> Text | None:
        """Of the shifts a day off or leave (休, 年假), called so and without hours."""
        if self.sheet.table != "shifts":
            return None
        cells = {name: row[place] for name, place in self.places.items() if place < len(row)}
        if any(re.search("[1-9]", normal(text)) for name, text in cells.items() if name in _WHEN):
            return None
        called = [cells.get(name, "") for name in ("code", "name")]
        if any(value_word("shift", text) == "off" for text in called):
            return Text("休息不需要班次，此行未读取", "days off need no shift, the row is left aside")
        if any(folded(text) in LEAVE_MARKS for text in called):
            return Text("请假不需要班次，此行未读取", "leave needs no shift, the row is left aside")
        return None


def is_remark(text: str) -> bool:
    """Whether a text of the normal form begins as a note below a table does (注:…, 制表人:…)."""
    return bool(_SIGNED.fullmatch(text) or _NOTE.match(text))
