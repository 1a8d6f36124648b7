"""The small case to start from: written as a folder or a workbook to fill in."""

import tempfile
from pathlib import Path

from roster.cases import write_starter
from roster.errors import StorageError
from roster.files.case_target import WORKBOOK, refuse_target, write_to
from roster.files.read_case import read_case
from roster.model import Month
from roster.text import Language


def init_case(target: Path, month: Month | None = None, language: Language | None = None) -> tuple[Path, ...]:
    """Write the small case to start from: into a new or empty folder, or as one new workbook to fill in (`.xlsx`).

    The files written come back.

    `month`: another than 2026-10; `language`: the names of files, columns and words, None: English. InputError where
    there is anything already, StorageError where the disk refuses.
    """
    refuse_target(target)
    try:
        if target.suffix.casefold() == WORKBOOK or language == "zh":
            with tempfile.TemporaryDirectory(prefix="roster-init-") as folder:
                write_starter(Path(folder), month)
                case, _ = read_case(Path(folder))
            write_to(target, case, language or "en")
            return tuple(sorted(target.iterdir())) if target.is_dir() else (target,)
        return tuple(write_starter(target, month))
    except OSError as error:
        raise StorageError.of(error.filename or target, error) from error
