"""Where a case is written to: a new or empty folder, or one new workbook to fill in."""

from pathlib import Path

from roster.errors import Fault, InputError
from roster.files.write_case import refuse_others, write_case
from roster.model import Case
from roster.text import Language, Text

WORKBOOK = ".xlsx"


def write_to(target: Path, case: Case, language: Language) -> None:
    """A case as a folder, or as a workbook to fill in where the name ends in `.xlsx`."""
    if target.suffix.casefold() == WORKBOOK:
        # The library that writes workbooks takes its time to load; folders need not wait for it.
        from roster.files.workbook.case_book import write_case_book

        target.parent.mkdir(parents=True, exist_ok=True)
        write_case_book(target, case, language)
    else:
        write_case(case, target, language)


def refuse_target(target: Path) -> None:
    """InputError where the folder holds anything, or the workbook is there already."""
    if target.suffix.casefold() != WORKBOOK:
        refuse_others(target, ())
    elif target.exists():
        problem = Text("这个文件已经存在", "there is such a file already")
        raise InputError([Fault(str(target), None, None, problem, Text("换一个文件名", "Name a new file"))])
