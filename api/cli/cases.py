"""Reading what a command is given: the case with its rulebook, and rosters of it."""

from pathlib import Path

from api.cli.speech import Speech
from constraints import CATALOGUE
from roster.files.read_case import read_case
from roster.model import Case
from roster.rule import Rulebook


def load_case(path: Path, speech: Speech) -> tuple[Case, Rulebook]:
    """The case and its rulebook; what is worth saying about the files goes to standard error."""
    case, notices = read_case(path)
    for notice in notices:
        speech.complain_line(notice.line(speech.language))
    for year, why in sorted(case.calendar.provisional.items()):
        speech.complain_line(f"{year}: {why}")
    return case, Rulebook.of(CATALOGUE, case.centre)
