"""Writing the CSV files of a case."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_table(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    """Write ``rows`` below the comma-separated ``header``: UTF-8, one line a row, lines end alike on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def clock(minute: int) -> str:
    """``HH:MM`` of a minute of the day; 1440 is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
