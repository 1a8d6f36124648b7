"""The rows around each fault of a case, as they stand in its files, for whoever mends them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from roster.errors import Fault
from roster.files.read_case import TABLES
from roster.files.sheets import letter
from roster.files.sheets.as_sent import sheets_as_sent

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
    rows_by_file: dict[str, tuple[tuple[str, ...], dict[int, tuple[str, ...]]]] = {}
    for sheet in sheets_as_sent(path, TABLES, confined=confined) if wanted else ():
        if sheet.label not in wanted:
            continue
        header: tuple[str, ...] = ()
        rows: dict[int, tuple[str, ...]] = {}
        for number, cells in sheet.rows:
            if not header:
                header = tuple(str(cell).strip() for cell in cells)
            elif number in wanted[sheet.label]:
                rows[number] = tuple(str(cell) for cell in cells)
        rows_by_file[sheet.label] = (header, rows)
    return tuple(
        _of(fault, *rows_by_file[fault.file]) if fault.file in rows_by_file and fault.row else None for fault in faults
    )


def _of(fault: Fault, header: tuple[str, ...], rows: dict[int, tuple[str, ...]]) -> Excerpt | None:
    assert fault.row is not None
    near = [number for number in range(fault.row - AROUND, fault.row + AROUND + 1) if number in rows]
    if fault.row not in rows:
        return None
    width = max(len(header), *(len(rows[number]) for number in near))
    column = column_of(header, fault.field, width)
    first = 0 if column is None or column < MOST_COLUMNS else column - MOST_COLUMNS + 2
    places = [0, *range(first + 1, min(width, first + MOST_COLUMNS))] if first else [*range(min(width, MOST_COLUMNS))]
    return Excerpt(
        tuple(_cell(header, place) for place in places),
        tuple((number, tuple(_cell(rows[number], place) for place in places)) for number in near),
        places.index(column) if column in places else None,
    )


def column_of(header: Sequence[str], field: str | None, width: int) -> int | None:
    """The column that a fault names, by its head or by its letter; None where it names none."""
    wanted = (field or "").casefold()
    names = [name.strip().casefold() for name in header]
    if wanted in names:
        return names.index(wanted)
    return next((place for place in range(width) if letter(place).casefold() == wanted), None)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
