"""Tables that fit a terminal: columns fold between words, and where that is too wide a row is a block of lines."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

GAP = 2
"""Blank columns between two columns."""

LONGEST_WORD = 24
"""A word that is longer (a path, a token) may be folded within."""

_WIDE_RUN = re.compile(r"[^\x00-\x7f]+")
"""Chinese has no blanks between words and folds anywhere."""


def print_table(out: Console, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    """Print rows under heads; `right` are the columns of numbers."""
    widths = column_widths([heads, *rows], out.width)
    if widths is None:
        for line in _blocks(heads, rows, out):
            out.print(line, soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold", width=width)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def column_widths(rows: Sequence[Sequence[str]], most: int) -> list[int] | None:
    """The width of each column so that together they take at most `most`, no word being folded; None where none do.

    Columns are as wide as their texts, or else the widest give way first.
    """
    columns = list(zip(*rows, strict=True))
    natural = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [max(min(_longest_word(cell), LONGEST_WORD) for cell in column) for column in columns]
    room = most - GAP * (len(columns) - 1)
    for level in range(max(natural, default=0), -1, -1):
        widths = [max(low, min(high, level)) for low, high in zip(least, natural, strict=True)]
        if sum(widths) <= room:
            return widths
    return None


def _longest_word(text: str) -> int:
    words = [*_WIDE_RUN.sub(" ", text).split(), *("  " for _ in _WIDE_RUN.findall(text))]
    return max(map(len, words), default=0)


def _blocks(heads: Sequence[str], rows: Sequence[Sequence[str]], out: Console) -> Iterator[str]:
    """The lines of each row: its first cell, and below it the others, each after its head."""
    for row in rows:
        yield from _folded(row[0], out, 0)
        for head, cell in zip(heads[1:], row[1:], strict=True):
            if cell:
                yield from _folded(f"{head}: {cell}" if head else cell, out, GAP)


def _folded(text: str, out: Console, indent: int) -> Iterator[str]:
    for line in Styled(text).wrap(out, max(1, out.width - indent)):
        yield " " * indent + line.plain.rstrip()
