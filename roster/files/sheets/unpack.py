"""Run as a program, with narrow limits of its own: a workbook on standard input → its cells on standard output.

A workbook is a compressed archive of XML that strangers send: a few kilobytes can stand for gigabytes. So it is opened
in a process that may use only so much memory and time, and nothing but plain text comes back: a line of JSON for the
names of all sheets, then for each wanted sheet a line with its name and one per row, `[row, [cell, …]]`; a cell is
null, a text, or `[kind, text]` with a `Kind` of `roster.files.sheets`. The last line is `{"end": true}`, or
`{"error": code}` with one of `ERRORS`. Needs no other module of this package, so that starting it is quick.
"""

import io
import json
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TextIO

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 120
OUTPUT_BYTES = 256 * 1024 * 1024
DECLARED_BYTES = 512 * 1024 * 1024
SUSPECT_BYTES = 32 * 1024 * 1024
SUSPECT_RATIO = 150
MEMBERS = 2000
FIRST = "*"
"""Instead of a name: the first sheet."""

ERRORS = ("protected", "unreadable", "too large", "too many rows")

_encode = json.JSONEncoder(separators=(",", ":")).encode

Cell = str | list[str] | None


class UnpackError(Exception):
    """Why a workbook is not unpacked; one of `ERRORS`."""


def unpack(data: bytes, wanted: Sequence[str], limits: tuple[int, int, int], out: TextIO) -> None:
    """Write the wanted sheets (names compared without case, `FIRST`, or none for all) as lines of JSON.

    `limits` are the most rows and columns of a sheet and characters of a cell; longer texts are cut one beyond.
    """
    _look_before_opening(data)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken archive makes the library raise
        raise UnpackError("unreadable") from error
    names = [sheet.title for sheet in book.worksheets]
    _line(out, {"sheets": names})
    chosen = {name.casefold() for name in wanted}
    for place, sheet in enumerate(book.worksheets):
        if chosen and sheet.title.casefold() not in chosen and not (FIRST in chosen and place == 0):
            continue
        _line(out, {"sheet": sheet.title})
        for number, cells in _rows(sheet, limits):
            _line(out, [number, cells])


def _look_before_opening(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnpackError("protected")
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnpackError("unreadable") from error
    declared = sum(member.file_size for member in members)
    suspect = declared > SUSPECT_BYTES and declared > SUSPECT_RATIO * len(data)
    if len(members) > MEMBERS or declared > DECLARED_BYTES or suspect:
        raise UnpackError("too large")


def _rows(sheet: Any, limits: tuple[int, int, int]) -> Iterator[tuple[int, list[Cell]]]:
    most_rows, most_columns, most_characters = limits
    # What the sheet declares as its size may be a lie, or a million blank rows.
    sheet.reset_dimensions()
    read = 0
    before: Any = None
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if row is before:  # one and the same blank row stands for all that are missing in between
                continue
            before = row
            cells = [_cell(cell, most_characters) for cell in row[:most_columns]]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            read += 1
            if read > most_rows + 1:
                break
            yield number, cells
    except MemoryError:
        raise
    except Exception as error:
        raise UnpackError("unreadable") from error
    if read > most_rows + 1:
        raise UnpackError("too many rows")


def _cell(cell: Any, most_characters: int) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return ["formula", str(value)[:most_characters]]
    if cell.data_type == "e":
        return ["error", str(value)[:most_characters]]
    if isinstance(value, str):
        return value[: most_characters + 1] if value.strip() else None
    return plain(value)


def plain(value: object) -> list[str]:
    """A number, truth, date or time of a workbook as kind and text."""
    if isinstance(value, bool):
        return ["truth", "true" if value else "false"]
    if isinstance(value, datetime):
        # A time typed as 24:00 is stored as day 1 of the calendar: a day of the years around 1900 is a time.
        if value.year <= 1900:
            first = datetime(1899, 12, 31) if value < datetime(1900, 1, 1) else datetime(1900, 1, 1)  # noqa: DTZ001
            return ["time", clock((value - first).total_seconds() + (86_400 if value.time() == time() else 0))]
        nearest = value + timedelta(microseconds=500_000)
        whole = nearest.replace(microsecond=0)
        return ["date", whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", clock(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6)]
    if isinstance(value, timedelta):
        return ["time", clock(value.total_seconds())]
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15):
        return ["number", str(int(value))]
    return ["number", repr(value)]


def clock(seconds: float) -> str:
    """`HH:MM`, with `:SS` where there are seconds; not held to a day."""
    whole = round(seconds)
    sign = "-" if whole < 0 else ""
    hours, rest = divmod(abs(whole), 3600)
    minutes, left = divmod(rest, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{left:02d}" if left else "")


def _line(out: TextIO, content: object) -> None:
    out.write(_encode(content) + "\n")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not POSIX: the deadline of whoever started this is what remains
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(arguments: Sequence[str]) -> None:
    """`unpack.py ROWS COLUMNS CHARACTERS [SHEET …]`."""
    _limit()
    warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
    rows, columns, characters, *wanted = arguments
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", write_through=False)
    try:
        unpack(sys.stdin.buffer.read(), wanted, (int(rows), int(columns), int(characters)), out)
        _line(out, {"end": True})
    except UnpackError as error:
        _line(out, {"error": str(error)})
    except MemoryError:
        _line(out, {"error": "too large"})
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
