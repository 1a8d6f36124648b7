"""A CSV file as people open it: UTF-8 with the mark by which spreadsheets know it, lines as their writer ends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def csv_file(path: Path) -> Iterator[TextIO]:
    """The file, open for writing, its folder made where it is not there; OSError where the disk refuses."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield file
