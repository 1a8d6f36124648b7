"""Reading what a command is given: the case with its rulebook, and rosters of it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from api.cli.speech import Speech
from constraints import CATALOGUE
from roster.files.notice import Notice, told_once
from roster.files.read_case import read_case
from roster.files.read_roster import roster_of
from roster.files.second_look import second_look
from roster.model import Case, Roster
from roster.rule import Rulebook, inferred_grants


def tell_left_aside(notices: Iterable[Notice], speech: Speech) -> None:
    """What is worth saying though all was taken in, a line a cause, to standard error; many stand apart."""
    lines = told_once(notices, speech.language)
    for line in lines:
        speech.complain_line(line)
    if len(lines) > MANY:
        speech.complain_line("")


MANY = 5
"""More lines than these would bury what follows."""


def judged_case(path: Path) -> tuple[Case, tuple[Notice, ...]]:
    """The case; the rulebook judges while it is read, so that wrong parameters are told with the other faults."""
    return read_case(path, judge=lambda centre: Rulebook.of(CATALOGUE, centre))


def load_case(path: Path, speech: Speech, *, known: bool = False) -> tuple[Case, Rulebook]:
    """The case and its rulebook; what is worth saying about the files goes to standard error.

    `known`: of a case that is in the store already nothing is said again.
    """
    case, notices = judged_case(path)
    speech.knows(lambda: {agent.agent_id: agent.name for agent in case.agents})
    if not known:
        tell_left_aside((*notices, *second_look(case)), speech)
    return case, Rulebook.of(CATALOGUE, case.centre)


def load_roster(path: Path, case: Case, rulebook: Rulebook, speech: Speech) -> Roster:
    """A roster of the case, from a list of duties or a grid.

    A grid marks the leave that was granted; a list holds duties alone, and the grants are inferred.
    """
    said: list[Notice] = []
    read = roster_of(path, case, said)
    tell_left_aside(said, speech)
    if read.marks_leave:
        return read.roster
    return replace(read.roster, granted=inferred_grants(case, read.roster, rulebook))
