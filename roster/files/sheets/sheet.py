"""A sheet of rows as readers see it, whether it comes from CSV or a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Protocol, Self

from roster.files.report import Cause, Report
from roster.model import Month
from roster.text import Text
from roster.words import Named, column_word


class CellKind(StrEnum):
    """What a workbook says of a cell that is not plain text."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    TRUTH = "truth"
    FORMULA = "formula"
    ERROR = "error"


class BookCell(str):
    """A workbook's cell as text, with what the workbook says of it. Plain text cells are plain `str`.

    Numbers come as their shortest decimal text, dates as `2026-10-31`, times as `HH:MM` (a whole day as `24:00`),
    truths as `true` and `false`, formulas as their own text.
    """

    __slots__ = ("days_late", "kind")
    kind: CellKind
    days_late: int
    """How much later than in other workbooks a day's number counts from: 1462 where the workbook begins in 1904."""

    def __new__(cls, text: str, kind: CellKind, days_late: int = 0) -> Self:
        """A cell of that kind."""
        cell = super().__new__(cls, text)
        cell.kind = kind
        cell.days_late = days_late
        return cell


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range of a workbook: rows and columns from 1, both ends included, and its name (`E3:E4`)."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a workbook says of a sheet beside its cells.

    `merged` ranges; `hidden`: the whole sheet; `hidden_rows` and `hidden_columns` (first and last, from 1); `computed`:
    the first cell whose formula gave way to its saved result, and how many did; `struck`: the first cell that is struck
    through, and how many are; `comments`: the cells with comments, and what those say.
    """

    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    computed: tuple[str, int] = ("", 0)
    struck: tuple[str, int] = ("", 0)
    comments: tuple[tuple[str, str], ...] = ()


@dataclass
class Sheet:
    """One table as it stands: rows of cells, the header first, each with the number a spreadsheet gives it.

    `rows` can be walked once. Where it breaks off (a quote not closed, too many rows) the fault is reported on the way
    and `broken` is set. `table` says which table it is, so that its columns' Chinese names are known; `month` is that
    of the case, for days without a year; `marks` what a workbook says of it beside its cells; `heads` are the columns'
    names as they stand in the header, for messages; `names` what stands in a row as the name of whose id it has, in
    tables that need none.
    """

    file: str
    rows: Iterator[tuple[int, Sequence[str]]]
    broken: bool = False
    in_workbook: bool = False
    table: str = ""
    month: Month | None = None
    marks: Marks = field(default_factory=Marks)
    heads: dict[str, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def merged(self) -> tuple[Merged, ...]:
        """Its merged ranges, whose rows hold what Excel shows."""
        return self.marks.merged

    def fault(
        self,
        report: Report,
        row: int | None,
        column: str | None,
        problem: Text,
        remedy: Text,
        *,
        cause: Cause | None = None,
    ) -> None:
        """Report a fault of this table, its column named as the header has it."""
        report.fault(self.file, row, self.called(column), problem, remedy, cause=cause)

    def called(self, column: str | None) -> str | None:
        """A column as its header has it; one that is not there in the words of this table."""
        if column is None:
            return None
        if column in self.heads:
            return Named(self.heads[column])
        if self.heads and all(head.isascii() for head in self.heads.values()):
            return Named(column)
        return Named(column, column_word(column, self.table).zh) if self.heads else column

    def looked_at(self, rows: int) -> list[tuple[int, Sequence[str]]]:
        """The first rows that hold anything, at most so many; they stay to be walked."""
        seen_rows: list[tuple[int, Sequence[str]]] = []
        taken: list[tuple[int, Sequence[str]]] = []
        for item in self.rows:
            taken.append(item)
            if any(cell.strip() for cell in item[1]):
                seen_rows.append(item)
                if len(seen_rows) == rows:
                    break
        self.rows = chain(taken, self.rows)
        return seen_rows


def letter(position: int) -> str:
    """A column's letters as a spreadsheet names it; position 0 is A."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


class Sheets(Protocol):
    """The tables of one case, by name without ending (`agents`, `shifts` …)."""

    @property
    def centre_label(self) -> str:
        """The file or sheet of the centre's settings."""

    def label(self, name: str) -> str:
        """The table's file or sheet as the user knows it."""

    def settings(self, report: Report) -> "SheetSettings | None":
        """The centre's keys and values; None, with the fault reported, where there are none to read."""

    def sheet(self, name: str, report: Report) -> Sheet | None:
        """The table of that name; None where there is none, or (with the fault reported) it can't be read."""

    def has(self, name: str) -> bool:
        """Whether there is a table of that name, readable or not."""

    def nearly(self, name: str) -> str | None:
        """A file or sheet of no table's name that this table was perhaps meant by; None where there is none."""

    def named(self) -> Iterator[tuple[str, str, Sheet]]:
        """Each file or sheet named for a table: which table, its name without ending, its rows."""

    def rosters(self) -> Iterator[Sheet]:
        """Each file or sheet that is named for no table but as a month's roster (11月班表): its rows."""

    def take_as(self, file: str, table: str | None) -> None:
        """Count a file or sheet as another table than it is named for; None: as none."""

    def override(self, path: str, report: Report) -> Sheet | None:
        """The table of legal working days that the centre names; None, with the fault reported, where it can't be."""

    def unnamed(self) -> Iterator[Sheet]:
        """Each file or sheet whose name says nothing: its first rows."""

    def leftovers(self, known: Sequence[str], report: Report, holds: Mapping[str, str]) -> None:
        """Say which tables are left aside because nothing is known of their names; `holds`: what some hold, by file."""


@dataclass(frozen=True)
class SheetSettings:
    """The keys of the centre, nested as in TOML, and on which row each dotted key stands."""

    file: str
    values: Mapping[str, object]
    rows: Mapping[str, int] = field(default_factory=dict)

    def row(self, key: str) -> int | None:
        """The row of a dotted key, or of the nearest table above it."""
        while key:
            if key in self.rows:
                return self.rows[key]
            key = key.rpartition(".")[0]
        return None
