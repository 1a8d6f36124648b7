"""What a cell of the roster's grid says: `CODE`, `CODE/JOB`, a leave mark, or nothing. Written and read by one rule."""

from collections.abc import Collection
from typing import NamedTuple

from roster.text import Language, Text

_LEAVE = Text("假", "leave")
_AROUND = " ()\N{FULLWIDTH LEFT PARENTHESIS}\N{FULLWIDTH RIGHT PARENTHESIS}"


class CellDuty(NamedTuple):
    """A duty as a cell names it."""

    shift: str
    job: str


def duty_cell(shift: str, job: str, first_job: str, codes: Collection[str], jobs: Collection[str]) -> str:
    """`CODE`, or `CODE/JOB` where the job is not the agent's first.

    Where that would read as another duty (a code with a slash in it), blanks around the slash tell them apart.
    """
    if job == first_job:
        return shift
    for text in (f"{shift}/{job}", f"{shift} / {job}"):
        if read_duty(text, first_job, codes, jobs) == CellDuty(shift, job):
            return text
    return f"{shift} / {job}"


def read_duty(text: str, first_job: str, codes: Collection[str], jobs: Collection[str]) -> CellDuty | None:
    """The duty that a cell names, or None; a shift's code goes before any reading as `CODE/JOB`.

    `codes` and `jobs` are those of the case; the longest code that fits counts.
    """
    if text in codes:
        return CellDuty(text, first_job)
    for place in range(len(text) - 1, -1, -1):
        if text[place] == "/":
            shift, job = text[:place].strip(), text[place + 1 :].strip()
            if shift in codes and job in jobs:
                return CellDuty(shift, job)
    return None


def leave_mark(language: Language, codes: Collection[str]) -> str:
    """The mark of a day on leave, without its reason: the sheet hangs on a wall. Never one of the shifts' codes."""
    mark = _LEAVE.to(language)
    while mark in codes:
        mark = f"({mark})"
    return mark


def is_leave_mark(text: str, codes: Collection[str]) -> bool:
    """Whether a cell marks leave: as `leave_mark` writes it in either language, or by hand (`年假`, `假·病`)."""
    if text in codes:
        return False
    word = text.strip(_AROUND).casefold()
    return word == _LEAVE.en or word.startswith(_LEAVE.zh) or word.endswith(_LEAVE.zh)
