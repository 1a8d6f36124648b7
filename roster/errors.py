"""Everything that can go wrong, as one tree.

RosterError
├── InputError        faults in what was given (files, parameters, requests); all of them at once; exit code 2
├── NotFoundError     the thing named does not exist, or is not the caller's to see
├── RefusedError      the regulations say no; carries one refusal per rule broken
├── StaleError        somebody else changed the thing meanwhile; read it again
├── StorageError      the store or the disk failed; nothing was half-written
└── InternalError     solver and independent check disagree, or a state that cannot be; never hidden

That no roster exists, or that none was found in time, is an outcome, not an error: see
`roster.engine.problem.outcome`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roster.text import Language, Text, os_words
from roster.words import field_name, place_name

if TYPE_CHECKING:
    from roster.model.refusal import Refusal


class RosterError(Exception):
    """The root: whatever Roster raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what was given, and how to mend it.

    `file` is the file or sheet as the user named it, `row` the row as a spreadsheet counts it (the header is 1),
    `field` the column or key; None where the fault is about the whole.
    """

    file: str
    row: int | None
    field: str | None
    problem: Text
    remedy: Text

    def line(self, language: Language = "en") -> str:
        """The fault on one line."""
        place = place_name(self.file, language)
        if self.row is not None:
            place += f":{self.row}"
        if self.field is not None:
            place += f" [{field_name(self.field, self.file, language)}]"
        joint = "。" if language == "zh" else ". "
        return f"{place}: {self.problem.to(language)}{joint}{self.remedy.to(language)}"


class InputError(RosterError):
    """Bad input: every fault found, not only the first; `unread` says what else was there and was left aside."""

    def __init__(self, faults: Iterable[Fault], unread: Iterable[Text] = ()) -> None:
        self.faults = tuple(faults)
        self.unread = tuple(unread)
        super().__init__("\n".join(fault.line() for fault in self.faults))


class NotFoundError(RosterError):
    """Nothing of that name, or nothing the caller may see: the two are told alike on purpose. `what` is missing."""

    def __init__(self, what: Text | str) -> None:
        self.what = Text(what, what) if isinstance(what, str) else what
        super().__init__(self.what.en)


class RefusedError(RosterError):
    """The regulations forbid it; `refusals` holds one entry per rule broken."""

    def __init__(self, refusals: Iterable["Refusal"]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(refusal.message.en for refusal in self.refusals))


class StaleError(RosterError):
    """The version the caller read is no longer the current one."""


class StorageError(RosterError):
    """The store or the disk failed; nothing was half-written. `said` in both languages."""

    def __init__(self, said: Text | str) -> None:
        self.said = Text(said, said) if isinstance(said, str) else said
        super().__init__(self.said.en)

    @classmethod
    def of(cls, place: object, error: OSError) -> "StorageError":
        """What the system says of a file or folder."""
        words = os_words(error)
        return cls(Text(f"{place}: {words.zh}", f"{place}: {words.en}"))


class InternalError(RosterError):
    """A contradiction inside the program, such as solver and check disagreeing. Fails loudly."""
