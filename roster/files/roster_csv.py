"""roster.csv: one row a duty."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from roster.files.csv_file import csv_file
from roster.files.plain_text import guarded
from roster.model import Duty

COLUMNS = ("agent_id", "date", "shift", "job")
"""roster.csv's header."""


def text(duties: Iterable[Duty]) -> str:
    """roster.csv: one row a duty, sorted by agent, date, shift, job; rest days have no row; lines end with LF."""
    sheet = io.StringIO(newline="")
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(
        (guarded(duty.agent_id), duty.day.isoformat(), guarded(duty.shift), guarded(duty.job))
        for duty in sorted(duties)
    )
    return sheet.getvalue()


def write(path: Path, duties: Iterable[Duty]) -> None:
    """Write `text(duties)` to `path`, as UTF-8 with a BOM; OSError where the disk refuses."""
    with csv_file(path) as file:
        file.write(text(duties))
