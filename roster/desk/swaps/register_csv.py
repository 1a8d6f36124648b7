"""The register of swaps as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from roster.desk.swaps.register import Agreement, RegisterEntry
from roster.desk.words import state_words
from roster.files.csv_file import csv_file
from roster.files.plain_text import guarded
from roster.text import Language, Text

COLUMNS = (
    Text("登记号", "number"),
    Text("类别", "kind"),
    Text("申请时间", "filed_at"),
    Text("申请人", "requester"),
    Text("事由", "reason"),
    Text("原班人", "giver"),
    Text("日期", "date"),
    Text("班次", "shift"),
    Text("工种", "job"),
    Text("接班人", "taker"),
    Text("接班日期", "to_date"),
    Text("接班班次", "to_shift"),
    Text("批准班长一", "first_leader"),
    Text("批准时间一", "first_agreed"),
    Text("批准班长二", "second_leader"),
    Text("批准时间二", "second_agreed"),
)
"""The register's header: one row for each duty that changed hands; a later pay-back is a row that nobody gave up."""


def text(register: Iterable[RegisterEntry], language: Language = "en") -> str:
    """换班登记表 as comma-separated text in the reader's language, by number, on the centre's clock; lines end with LF.

    A shared leader agrees once, and stands in both places.
    """
    sheet = io.StringIO(newline="")
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow([column.to(language) for column in COLUMNS])
    for entry in register:
        swap = entry.swap
        kind = state_words(swap.kind.value).to(language)
        head = (str(swap.number or ""), kind, _minute(entry.filed_at), guarded(swap.requester), guarded(swap.reason))
        words = entry.agreed[:2] if len(entry.agreed) > 1 or swap.by_leader else entry.agreed[:1] * 2
        tail = [cell for word in words for cell in (_leader(word, language), _minute(word.at))]
        tail += [""] * (4 - len(tail))
        for move in swap.moves:
            given, taken = move.given, move.taken
            before = (guarded(move.giver), given.day.isoformat(), guarded(given.shift), guarded(given.job))
            after = (guarded(move.taker), taken.day.isoformat(), guarded(taken.shift))
            rows.writerow((*head, *before, *after, *tail))
        owed = swap.pay_back
        if swap.later is not None and owed is not None:
            after = (guarded(owed.agent_id), owed.day.isoformat(), guarded(owed.shift))
            rows.writerow((*head, guarded(swap.moves[0].taker), "", "", guarded(owed.job), *after, *tail))
    return sheet.getvalue()


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _leader(word: Agreement, language: Language) -> str:
    """Who agreed, and in whose place."""
    if not word.on_behalf_of:
        return guarded(word.by)
    return guarded(Text(f"{word.by}(代 {word.on_behalf_of})", f"{word.by} (for {word.on_behalf_of})").to(language))


def write(path: Path, register: Iterable[RegisterEntry], language: Language = "en") -> None:
    """Write `text(register)` to `path`, as UTF-8 with the mark that spreadsheets need; OSError."""
    with csv_file(path) as file:
        file.write(text(register, language))
