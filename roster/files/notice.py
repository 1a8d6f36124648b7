"""What a reader of files wants said though the input is taken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from roster.text import Language, Text
from roster.words import field_name, place_name


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of files wants said, though the input is taken: a column left aside, an encoding guessed.

    Places as in `roster.errors.Fault`: `row` as a spreadsheet counts it, None where it is about the whole.
    """

    file: str
    row: int | None
    field: str | None
    message: Text

    def line(self, language: Language = "en") -> str:
        """The notice on one line."""
        return f"{self.place(language)}: {self.message.to(language)}"

    def place(self, language: Language = "en") -> str:
        """Where: the file or sheet, the row, the column."""
        place = place_name(self.file, language)
        if self.row is not None:
            place += f":{self.row}"
        if self.field is not None:
            place += f" [{field_name(self.field, self.file, language)}]"
        return place


MOST_PLACES = 6
"""So many places of one cause are named; further ones are counted."""

_OWN = re.compile(r"“[^”]*”|[A-Z]*[0-9]+")
_URGENT = ("注意", "看不出")
_ROUTINE = ("未知的列", "标题行在", "合计行", "说明文字", "示例行", "单元格 ")


def told_once(notices: Iterable[Notice], language: Language) -> list[str]:
    """The notices as lines, one a cause with all its places: what needs a look first, how tables were read last."""
    causes: dict[str, list[Notice]] = {}
    for notice in notices:
        kind = _OWN.sub("", notice.message.zh) if notice.message.zh.startswith(_ROUTINE) else notice.message.zh
        causes.setdefault(kind, []).append(notice)

    def rank(gathered: list[Notice]) -> int:
        said = gathered[0].message.zh
        return 0 if said.startswith(_URGENT) else 2 if said.startswith(_ROUTINE) else 1

    return [_line(gathered, language) for gathered in sorted(causes.values(), key=rank)]


def _line(gathered: list[Notice], language: Language) -> str:
    places: list[str] = []
    book = ""
    for notice in gathered:
        place = notice.place(language)
        # The workbook's name once is enough.
        places.append(place.removeprefix(book) if book else place)
        book = book or (f"{place.rpartition('!')[0]}!" if "!" in place else "")
    more = len(places) - MOST_PLACES
    shown = Text("、", ", ").to(language).join(places[:MOST_PLACES])
    if more > 0:
        shown += Text(f" 等 {len(places)} 处", f" and {more} more").to(language)
    return f"{shown}: {gathered[0].message.to(language)}"
