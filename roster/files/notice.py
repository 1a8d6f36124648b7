"""What a reader of files wants said though the input is taken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from roster.text import Language, Text
from roster.words import field_name, place_name


class Urgency(IntEnum):
    """How much a notice asks for a look; the urgent are told first, how tables were read last."""

    URGENT = 0
    USUAL = 1
    ROUTINE = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of files wants said, though the input is taken: a column left aside, an encoding guessed.

    Places as in `roster.errors.Fault`: `row` as a spreadsheet counts it, None where it is about the whole.
    """

    file: str
    row: int | None
    field: str | None
    message: Text
    urgency: Urgency = Urgency.USUAL

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


def told_once(notices: Iterable[Notice], language: Language) -> list[str]:
    """The notices as lines, one a cause with all its places: what needs a look first, how tables were read last."""
    causes: dict[tuple[Urgency, str], list[Notice]] = {}
    for notice in notices:
        said = notice.message.zh
        # Of how tables were read the cells and texts are each table's own.
        kind = _OWN.sub("", said) if notice.urgency is Urgency.ROUTINE else said
        causes.setdefault((notice.urgency, kind), []).append(notice)
    return [_line(causes[cause], language) for cause in sorted(causes, key=lambda cause: cause[0])]


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
