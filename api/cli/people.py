"""People on the command line: by their id, or by a name that only one of them has."""

from collections.abc import Mapping, Sequence
from inspect import Parameter
from typing import Any, get_args

from roster.errors import Fault, InputError
from roster.words import bearers, plain_name, several

PEOPLE = frozenset({"AGENT", "PARTNER", "PERSON", "BY", "APPROVER", "DEPUTY"})
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
    """Whether a command's parameter takes a person, as its help says."""
    return any(
        (getattr(said, "metavar", None) or "").rstrip("….") in PEOPLE for said in get_args(parameter.annotation)[1:]
    )


def people_of(given: Any, names: Mapping[str, str]) -> Any:
    """The id or ids that were given, names resolved; what was left out stays so."""
    if isinstance(given, str):
        return person_of(given, names)
    if isinstance(given, Sequence):
        return [person_of(text, names) for text in given]
    return given
