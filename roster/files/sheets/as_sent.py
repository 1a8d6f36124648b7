"""What somebody sent, sheet by sheet as it stands, for those who point at its faults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from roster.files.report import Report
from roster.files.sheets.csv_folder import CsvFolder, read_csv
from roster.files.sheets.workbook import WORKBOOKS, unpacked
from roster.words import key_word

HOLIDAYS = "holidays"
"""The key that names a centre's own days off, and the sheet that holds them in a workbook."""


@dataclass(frozen=True)
class SheetAsSent:
    """A sheet: its label as faults have it, its title, its rows with their numbers (walked once)."""

    label: str
    title: str
    rows: Iterator[tuple[int, Sequence[str]]]


def sheets_as_sent(path: Path, tables: Sequence[str], *, confined: bool = False) -> Iterator[SheetAsSent]:
    """Every sheet of a workbook, the tables of a case's folder, or a CSV file alone; what can't be read is left out."""
    if path.is_dir():
        folder = CsvFolder(path, confined=confined)
        yield from _settings(folder)
        for name in tables:
            sheet = folder.sheet(name, Report()) if folder.has(name) else None
            if sheet is not None:
                yield SheetAsSent(sheet.file, Path(sheet.file).stem, sheet.rows)
    elif path.suffix.casefold() in WORKBOOKS:
        book = unpacked(path, Report())
        for name in book.names if book is not None else ():
            if book is not None and name in book.starts:
                yield SheetAsSent(f"{path.name}!{name}", name, book.rows(name))
    else:
        sheet = read_csv(path, path.name, Report())
        if sheet is not None:
            yield SheetAsSent(sheet.file, path.stem, sheet.rows)


def _settings(folder: CsvFolder) -> Iterator[SheetAsSent]:
    """centre.toml as the sheet of keys and values that a workbook has, and the table of holidays that it names.

    The settings' rows are numbered as there; the holidays are a sheet then, and named as one.
    """
    settings = folder.settings(Report()) if folder.has("centre") else None
    if settings is None:
        return
    values = {key_word(key): value for key, value in settings.values.items()}
    path = values.get(HOLIDAYS)
    holidays = folder.override(path, Report()) if isinstance(path, str) else None
    if holidays is not None:
        values[HOLIDAYS] = HOLIDAYS
    yield SheetAsSent(settings.file, "centre", enumerate([("key", "value"), *_flat(values, "")], 1))
    if holidays is not None:
        yield SheetAsSent(holidays.file, HOLIDAYS, holidays.rows)


def _flat(values: object, above: str) -> Iterator[tuple[str, str]]:
    if isinstance(values, dict):
        for key, value in values.items():
            yield from _flat(value, f"{above}.{key}" if above else str(key))
    elif isinstance(values, list):
        yield above, "; ".join([*map(str, values), ""])  # without a sign at its end one text would be no list
    elif isinstance(values, bool):
        yield above, "true" if values else "false"
    else:
        yield above, str(values)
