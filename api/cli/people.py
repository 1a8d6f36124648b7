"""People on the command line: by their id, or by a name that only one of them has."""

import re
from collections.abc import Mapping, Sequence
from inspect import Parameter
from typing import Any, get_args

from roster.errors import Fault, InputError, NotFoundError
from roster.text import Text
from roster.words import bearers, plain_name, several

PEOPLE = frozenset({"AGENT", "PARTNER", "PERSON", "BY", "APPROVER", "DEPUTY", "RELIEF"})
"""How the help calls arguments and options that name a person."""


def person_of(text: str, names: Mapping[str, str]) -> str:
    """The id that a text means among people's names by id; a text that is nobody's stays as it is.

    InputError for a name that several have.
    """
    if text in names:
        return text
    ids = bearers(names.items()).get(plain_name(text), ())
    if len(ids) > 1:
        raise InputError([Fault(text, None, None, *several(text, ids))])
    return ids[0] if ids else text


def names_person(parameter: Parameter) -> bool:
    """Whether a command's parameter takes a person, as its help says: alone, or before or after a sign (AGENT@DATE)."""
    return any(place for place in _places(parameter))


def picks_people(parameter: Parameter) -> bool:
    """Whether a command's parameter picks whom it tells of, and tells of everybody where it is left out."""
    # The library keeps the first name that an annotation gives as its default.
    written = [getattr(said, "default", None) for said in get_args(parameter.annotation)[1:]]
    return parameter.default is None and _places(parameter) == (True,) and "--agent" in written


def need_known(given: str | Sequence[str] | None, names: Mapping[str, str]) -> None:
    """NotFoundError where somebody picked is nobody: an empty table would say that there is nothing of theirs."""
    for person in [given] if isinstance(given, str) else given or ():
        if person not in names:
            raise NotFoundError(Text(f"人员 {person}", f"agent {person}"))


def people_of(given: Any, names: Mapping[str, str], parameter: Parameter) -> Any:
    """What was given, the names of people in it resolved to ids; what was left out stays so."""
    places = _places(parameter)
    if isinstance(given, str):
        return _resolved(given, names, places)
    if isinstance(given, Sequence):
        return [_resolved(text, names, places) for text in given]
    return given


def _places(parameter: Parameter) -> tuple[bool, ...]:
    """Which parts of what a parameter takes name people, parted by `@` or `=`."""
    for said in get_args(parameter.annotation)[1:]:
        parts = re.split("[@=]", (getattr(said, "metavar", None) or "").strip("[]….").rstrip("….]"))
        if any(part in PEOPLE for part in parts):
            return tuple(part in PEOPLE for part in parts)
    return ()


def _resolved(text: str, names: Mapping[str, str], places: tuple[bool, ...]) -> str:
    if len(places) == 1 or text in names:
        return person_of(text, names)
    parts = re.split("([@=])", text, maxsplit=len(places) - 1)
    for place, person in enumerate(places[: (len(parts) + 1) // 2]):
        if person:
            parts[2 * place] = person_of(parts[2 * place], names)
    return "".join(parts)
