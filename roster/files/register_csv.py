import csv
import io
from collections.abc import Iterable
from pathlib import Path

from roster.files.plain_text import guarded
from roster.model.swap import SwapRequest

COLUMNS = ("number", "kind", "filed_at", "requester", "giver", "date", "shift", "job", "taker", "to_date", "to_shift")
"""The register's header: one row for each duty that changed hands; a later pay-back is a row that nobody gave up."""


def text(register: Iterable[SwapRequest]) -> str:
    """换班登记表 as comma-separated text, by number; lines end with LF."""
    sheet = io.StringIO(newline="")
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(COLUMNS)
    for swap in register:
        entry = (str(swap.number or ""), swap.kind.value, swap.filed_at.isoformat(), guarded(swap.requester))
        for move in swap.moves:
            given, taken = move.given, move.taken
            before = (guarded(move.giver), given.day.isoformat(), guarded(given.shift), guarded(given.job))
            rows.writerow((*entry, *before, guarded(move.taker), taken.day.isoformat(), guarded(taken.shift)))
        owed = swap.pay_back
        if swap.later is not None and owed is not None:
            after = (guarded(owed.job), guarded(owed.agent_id), owed.day.isoformat(), guarded(owed.shift))
            rows.writerow((*entry, guarded(swap.moves[0].taker), "", "", *after))
    return sheet.getvalue()


def write(path: Path, register: Iterable[SwapRequest]) -> None:
    """Write `text(register)` to `path`, as UTF-8; OSError where the disk refuses."""
    path.write_text(text(register), encoding="utf-8", newline="")
