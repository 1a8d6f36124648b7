"""Run as a program, with narrow limits of its own: a workbook on standard input → its cells on standard output.

A workbook is a compressed archive of XML that strangers send: a few kilobytes can stand for gigabytes. So it is opened
in a process that may use only so much memory and time, and nothing but plain text comes back: a line of JSON for the
names of all sheets, then for each wanted sheet a line with its name, merged ranges and what is hidden, and one per row,
`[row, [cell, …]]`; a cell is null, a text, or `[kind, text]` with a `Kind` of `roster.files.sheets`. After its rows
lines say which cells hold formulas whose last result was taken, which are struck through, and which bear comments. Of
a sheet that is not wanted the first rows come, under a line with its name as `glance`. The last line is
`{"end": true}`, or `{"error": code}` with one of `ERRORS`. Needs no other module of this package: it starts
quickly.
"""

import io
import json
import posixpath
import re
import struct
import sys
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatchcase
from html import unescape
from itertools import islice
from typing import Any, TextIO

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 120
OUTPUT_BYTES = 256 * 1024 * 1024
DECLARED_BYTES = 512 * 1024 * 1024
SUSPECT_BYTES = 32 * 1024 * 1024
SUSPECT_RATIO = 150
MEMBERS = 2000
ENTRY_BYTES = 512
"""A member's entry in the directory: 46 bytes, its name and a little more; a directory that is larger lies."""

FIRST = "*"
"""Instead of a name: the first sheet."""

MERGED = 20_000
"""So many merged ranges, hidden rows and comments of a sheet are told; a table has none, a printed one some dozens."""

ERRORS = (
    "protected", "unreadable", "too large", "too many rows", "no sheets", "old", "web page", "open document",
    "numbers", "text",
)  # fmt: skip

_encode = json.JSONEncoder(separators=(",", ":")).encode

Cell = str | list[str] | None


class UnpackError(Exception):
    """Why a workbook is not unpacked; one of `ERRORS`."""


def unpack(data: bytes, wanted: Sequence[str], limits: tuple[int, int, int], out: TextIO) -> None:
    """Write the wanted sheets (by name without case, width and blanks, `FIRST`, or none for all) as lines of JSON.

    A wanted name may hold `*` for any text.

    `limits` are the most rows and columns of a sheet and characters of a cell; longer texts are cut one beyond.
    """
    _look_before_opening(data)
    import openpyxl

    try:
        data = _transitional(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken archive makes the library raise
        raise UnpackError("unreadable") from error
    if not book.worksheets:
        raise UnpackError("no sheets")
    names = [sheet.title for sheet in book.worksheets]
    results = _Results(data)
    late = {"days_late": 1462} if book.epoch.year == 1904 else {}
    _line(out, {"sheets": names, **late})
    chosen = {_folded(name) for name in wanted}
    patterns = [name for name in chosen if "*" in name and name != FIRST]
    for place, sheet in enumerate(book.worksheets):
        title = _folded(sheet.title)
        named = title in chosen or any(fnmatchcase(title, name) for name in patterns)
        if chosen and not named and not (FIRST in chosen and place == 0):
            first_rows = _glance(sheet, limits)
            _line(out, {"glance" if first_rows else "blank": sheet.title})
            for row in first_rows:
                _line(out, row)
            continue
        merged, rows, columns = _marks(sheet)
        marks = {"merged": merged, "hidden_rows": rows, "hidden_columns": columns}
        hidden = {"hidden": True} if sheet.sheet_state != "visible" else {}
        _line(out, {"sheet": sheet.title, **{name: value for name, value in marks.items() if value}, **hidden})
        taken = _Taken(results.rows(place, limits))
        struck = _Struck(_struck_styles(book))
        for number, cells in _rows(sheet, limits, struck):
            _line(out, [number, taken.computed(number, cells)])
        if taken.places:
            _line(out, {"computed": sheet.title, "first": taken.places[0], "count": len(taken.places)})
        if struck.count:
            _line(out, {"struck": sheet.title, "first": struck.first, "count": struck.count})
        comments = _comments(sheet)
        if comments:
            _line(out, {"commented": sheet.title, "comments": comments[:MERGED]})


def _struck_styles(book: Any) -> frozenset[int]:
    """The styles of cells whose whole text is struck through; most workbooks have none."""
    fonts, styles = book._fonts, book._cell_styles  # noqa: SLF001 - where the library keeps what it has read of styles
    return frozenset(place for place, style in enumerate(styles) if fonts[style.fontId].strike)


class _Struck:
    """Which cells with something in them are struck through: the first, and how many."""

    def __init__(self, styles: frozenset[int]) -> None:
        self._styles = styles
        self.first = ""
        self.count = 0

    def see(self, row: Sequence[Any]) -> None:
        """Count those of a row."""
        if not self._styles:
            return
        for cell in row:
            if cell.value is not None and cell._style_id in self._styles:  # noqa: SLF001
                self.first = self.first or cell.coordinate
                self.count += 1


class _Results:
    """The workbook once more, with what its formulas came to when it was saved; opened where somebody asks."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._book: Any = None

    def rows(self, place: int, limits: tuple[int, int, int]) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of the sheet at that place, opened with the first that is asked for."""
        import openpyxl

        if self._book is None:
            self._book = openpyxl.load_workbook(
                io.BytesIO(self._data), read_only=True, data_only=True, keep_links=False
            )
        yield from _rows(self._book.worksheets[place], limits, formulas_ran=True)


class _Taken:
    """Formulas of one sheet, each in place of its last result, walked beside the rows; a formula without one stays."""

    def __init__(self, results: Iterator[tuple[int, list[Cell]]]) -> None:
        self._results = results
        self._at: tuple[int, list[Cell]] = (0, [])
        self.places: list[str] = []

    def computed(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The row with results for formulas."""
        if not any(type(cell) is list and cell[0] == "formula" for cell in cells):
            return cells
        while self._at[0] < number:
            self._at = next(self._results, (1 << 30, []))
        results = self._at[1] if self._at[0] == number else []
        values = list(cells)
        for place, cell in enumerate(cells):
            result = results[place] if place < len(results) else None
            if type(cell) is list and cell[0] == "formula" and result is not None:
                values[place] = None if result == BLANK_RESULT else result
                self.places.append(f"{_letters(place)}{number}")
        return values


BLANK_RESULT = ["blank", ""]
"""What a formula came to that shows nothing."""


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _folded(name: str) -> str:
    """A sheet's name as `roster.words.folded` looks it up, or near enough: who asks compares again."""
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", name)).casefold()


GLANCE_ROWS, GLANCE_COLUMNS, GLANCE_CHARACTERS = 40, 70, 60
"""So much of a sheet that is not wanted is looked at: enough to tell what it holds."""


def _glance(sheet: Any, limits: tuple[int, int, int]) -> list[tuple[int, list[Cell]]]:
    """The first rows; none of one of the empty sheets that a new workbook brings along."""
    try:
        return list(islice(_rows(sheet, (limits[0], GLANCE_COLUMNS, GLANCE_CHARACTERS)), GLANCE_ROWS))
    except UnpackError:
        return []


_COMMENTS_PART = re.compile(rb"""<(?:\w+:)?Relationship\s(?=[^>]*/comments["'])[^>]*?\bTarget=["']([^"']+)["']""")
_COMMENT = re.compile(
    r"""<(?:\w+:)?comment\s[^>]*?\bref=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>(.*?)</(?:\w+:)?comment>""", re.DOTALL
)
_COMMENT_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_THREAD = re.compile(r"\[.*?\n.*?[:：]\n\s+", re.DOTALL)
"""What Excel writes for its older self before a comment that may be answered: [Threaded comment] … Comment:"""


def _comments(sheet: Any) -> list[tuple[str, str]]:
    """The sheet's cells with comments and what those say, which the library leaves out as it reads."""
    folder, _, name = sheet._worksheet_path.rpartition("/")  # noqa: SLF001 - where the library keeps it
    archive = sheet.parent._archive  # noqa: SLF001
    try:
        with archive.open(f"{folder}/_rels/{name}.rels") as relations:
            target = _COMMENTS_PART.search(relations.read(1 << 20))
        if target is None:
            return []
        with archive.open(posixpath.normpath(posixpath.join(f"/{folder}", target[1].decode())).lstrip("/")) as part:
            text = part.read(1 << 22).decode("utf-8", "replace")
    except KeyError:
        return []
    said = ((match[1], "".join(_COMMENT_TEXT.findall(match[2]))) for match in _COMMENT.finditer(text))
    return [(cell, _THREAD.sub("", unescape(words), count=1)[:200]) for cell, words in said if words.strip()]


_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']""")


_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s(?=[^>]*?\bhidden=["'](?:1|true)["'])([^>]*)>""")
_AT = re.compile(rb"""\b(r|min|max)=["']([0-9]{1,7})["']""")


def _marks(sheet: Any) -> tuple[list[str], list[int], list[list[int]]]:
    """The sheet's merged ranges, hidden rows and hidden ranges of columns, which the library leaves out as it reads."""
    merged: list[str] = []
    rows: list[int] = []
    columns: list[list[int]] = []
    try:
        with sheet._get_source() as source:  # noqa: SLF001 - the library's own way to the sheet's XML
            rest = b""
            while (part := source.read(1 << 20)) and len(merged) < MERGED:
                text = rest + part
                merged += [match[1].decode() for match in _MERGE.finditer(text)]
                for match in _HIDDEN.finditer(text):
                    at = {name: int(number) for name, number in _AT.findall(match[2])}
                    if match[1] == b"row" and b"r" in at and len(rows) < MERGED:
                        rows.append(at[b"r"])
                    elif b"min" in at and b"max" in at and len(columns) < MERGED:
                        columns.append([at[b"min"], at[b"max"]])
                last = text.rfind(b"<")
                rest = text[last:] if last >= 0 and b">" not in text[last:] else b""
    except MemoryError:
        raise
    except Exception as error:
        raise UnpackError("unreadable") from error
    return merged[:MERGED], rows, columns


STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Strict Open XML (ISO/IEC 29500) has other names for the same things; the library knows those of Excel's own form."""


def _transitional(data: bytes) -> bytes:
    """The workbook in Excel's usual form; one that was saved as Strict Open XML has its names changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        books = [name for name in names if name.endswith("workbook.xml")]
        if not any(b"purl.oclc.org/ooxml" in archive.read(name) for name in books):
            return data
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as plain:
            for name in names:
                content = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    for strict, usual in STRICT:
                        content = content.replace(strict, usual)
                plain.writestr(name, content)
        return changed.getvalue()


def holds_more(data: bytes, most: int) -> bool:
    """Whether a zip's last record tells of more than `most` members, or of a directory too long for so many.

    The directory itself, which would be read whole and costs hundreds of bytes a member, is not looked at. The record
    is the one that `zipfile` goes by (APPNOTE 4.3.16; that of zip64, 4.3.14, stands right before its locator).
    """
    end = len(data) - 22 if data[-22:-18] == b"PK\5\6" and data[-2:] == b"\0\0" else data.rfind(b"PK\5\6", -65557)
    if end < 0 or len(data) < end + 22:
        return False
    count, size = struct.unpack_from("<HI", data, end + 10)
    sizes = [(count, size)]
    if end >= 76 and data[end - 20 : end - 16] == b"PK\6\7" and data[end - 76 : end - 72] == b"PK\6\6":
        sizes.append(struct.unpack_from("<QQ", data, end - 76 + 32))
    return any(count > most or size > most * ENTRY_BYTES for count, size in sizes)


def _look_before_opening(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnpackError("protected" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version")):
        raise UnpackError("web page")
    if holds_more(data, MEMBERS):
        raise UnpackError("too large")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnpackError("unreadable" if b"\0" in data[:4096] or not data.strip() else "text") from error
    declared = sum(member.file_size for member in members)
    suspect = declared > SUSPECT_BYTES and declared > SUSPECT_RATIO * len(data)
    if len(members) > MEMBERS or declared > DECLARED_BYTES or suspect:
        raise UnpackError("too large")
    names = {member.filename for member in members}
    if "mimetype" in names and "content.xml" in names:
        raise UnpackError("open document")
    if any(name.startswith("xl/chartsheets/") for name in names) and not any(
        name.startswith("xl/worksheets/") for name in names
    ):
        raise UnpackError("no sheets")
    if any(name.endswith(".iwa") for name in names):
        raise UnpackError("numbers")


def _rows(
    sheet: Any, limits: tuple[int, int, int], struck: _Struck | None = None, *, formulas_ran: bool = False
) -> Iterator[tuple[int, list[Cell]]]:
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
            cells = [_cell(cell, most_characters, formulas_ran=formulas_ran) for cell in row[:most_columns]]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            if struck is not None:
                struck.see(row[:most_columns])
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


def _cell(cell: Any, most_characters: int, *, formulas_ran: bool = False) -> Cell:
    value = cell.value
    if value is None:
        # A result that is a text is told as such, also where the text is empty.
        return BLANK_RESULT if formulas_ran and cell.data_type == "str" else None
    if cell.data_type == "f":
        # That of a range, or of a table of data, is an object of the library's.
        text = value if isinstance(value, str) else getattr(value, "text", None) or "="
        return ["formula", text[:most_characters]]
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
