"""The rows around each fault of a case, as they stand in its files, for whoever mends them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from roster.errors import Fault
from roster.files.read_case import TABLES, opened
from roster.files.report import Report
from roster.files.sheets import letter

MOST_COLUMNS = 12
AROUND = 1


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Neighbouring rows: the header, rows with their numbers, and the column at fault (None: the whole row)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    column: int | None


def excerpts(path: Path, faults: Sequence[Fault], *, confined: bool = False) -> tuple[Excerpt | None, ...]:
    """For each fault the rows beside it; None where it is about no row of a table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for fault in faults:
        if fault.row is not None:
            wanted[fault.file].update(range(fault.row - AROUND, fault.row + AROUND + 1))
    sheets = opened(path, confined=confined, report=Report())
    found: dict[str, tuple[tuple[str, ...], dict[int, tuple[str, ...]]]] = {}
    for name in TABLES if sheets is not None else ():
        assert sheets is not None
        sheet = sheets.sheet(name, Report()) if sheets.has(name) else None
        if sheet is None or sheet.file not in wanted:
            continue
        header: tuple[str, ...] = ()
        rows: dict[int, tuple[str, ...]] = {}
        for number, cells in sheet.rows:
            if not header:
                header = tuple(str(cell).strip() for cell in cells)
            elif number in wanted[sheet.file]:
                rows[number] = tuple(str(cell) for cell in cells)
        found[sheet.file] = (header, rows)
    return tuple(_of(fault, *found[fault.file]) if fault.file in found and fault.row else None for fault in faults)


def _of(fault: Fault, header: tuple[str, ...], rows: dict[int, tuple[str, ...]]) -> Excerpt | None:
    assert fault.row is not None
    near = [number for number in range(fault.row - AROUND, fault.row + AROUND + 1) if number in rows]
    if fault.row not in rows:
        return None
    width = max(len(header), *(len(rows[number]) for number in near))
    names = [name.casefold() for name in header]
    field = (fault.field or "").casefold()
    column = names.index(field) if field in names else None
    if column is None:
        column = next((place for place in range(width) if letter(place).casefold() == field), None)
    first = 0 if column is None or column < MOST_COLUMNS else column - MOST_COLUMNS + 2
    kept = [0, *range(first + 1, min(width, first + MOST_COLUMNS))] if first else [*range(min(width, MOST_COLUMNS))]
    return Excerpt(
        tuple(_cell(header, place) for place in kept),
        tuple((number, tuple(_cell(rows[number], place) for place in kept)) for number in near),
        kept.index(column) if column in kept else None,
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def by_file(faults: Iterable[Fault]) -> dict[str, int]:
    """How many faults each file or sheet has, in the order in which they come."""
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.file] = counts.get(fault.file, 0) + 1
    return counts
