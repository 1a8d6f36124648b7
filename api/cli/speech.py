"""What the command line says, in the reader's language: results on standard output, the rest on standard error."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from rich.console import Console

from api.cli.narrow import print_table
from api.cli.spelling import LANGUAGE, PLAIN, Spelling, given, outside_commands, spelling_of
from roster.text import Language, Text


class Lang(StrEnum):
    """The languages of the house."""

    ZH = "zh"
    EN = "en"


_asked: ContextVar[Lang | None] = ContextVar("asked", default=None)
_spelling: ContextVar[Spelling] = ContextVar("spelling", default=PLAIN)


@contextmanager
def speaking(program: str, arguments: Sequence[str]) -> Iterator[None]:
    """Until the block ends: the language that a command line asks for, and how it spells the next commands."""
    language = asked_language(arguments)
    asked, spelling = _asked.set(language), _spelling.set(spelling_of(program, arguments, language))
    try:
        yield
    finally:
        _asked.reset(asked)
        _spelling.reset(spelling)


def asked_language(arguments: Sequence[str]) -> Lang | None:
    """The language that `--lang` asks for, wherever it stands; None where it doesn't, or asks for another."""
    return {item.value: item for item in Lang}.get(given(arguments, LANGUAGE))


def named(person: str, names: Mapping[str, str]) -> str:
    """Somebody as tables name people: `0006 杨志明`; the id alone where there is no other name."""
    name = names.get(person, person)
    return person if name == person else f"{person} {name}"


def spelled(line: str) -> str:
    """A line with its commands as whoever reads it has to type them."""
    return _spelling.get().of(line)


def asked_for() -> Lang | None:
    """The language that the command line asks for, whichever command reads it."""
    return _asked.get()


@dataclass(frozen=True)
class Speech:
    """One language for one run."""

    language: Language
    written: Language = "en"
    """That of the columns in CSV files: Chinese where it was asked for, never by the environment alone."""
    people: list[Callable[[], Mapping[str, str]]] = field(default_factory=list, compare=False)
    """Where everybody's name by id is read, once a sentence needs it."""

    @classmethod
    def of(cls, chosen: Lang | None) -> "Speech":
        """The language asked for, or else that of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`)."""
        chosen = chosen or asked_for()
        if chosen is not None:
            language: Language = "zh" if chosen is Lang.ZH else "en"
            return cls(language, language)
        spoken = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
        return cls("zh" if spoken.lower().startswith("zh") else "en")

    @cached_property
    def out(self) -> Console:
        """Standard output; in a pipe as wide as the content needs."""
        return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)

    @cached_property
    def err(self) -> Console:
        """Standard error."""
        return Console(file=sys.stderr, highlight=False, markup=False)

    def to(self, text: Text) -> str:
        """In this language."""
        return text.to(self.language)

    def knows(self, names: Callable[[], Mapping[str, str]]) -> None:
        """Whose names stand beside ids from here on."""
        self.people.append(names)
        self.__dict__.pop("_namer", None)

    @cached_property
    def _namer(self) -> Callable[[str], str]:
        from api.views.people import Namer  # what tells of nobody starts without it

        known: dict[str, str] = {}
        for names in self.people:
            known |= names()
        return Namer.of(known, id_first=True)

    def told(self, text: Text) -> str:
        """A sentence of the rules in this language, with names beside the ids, in commands the ids alone."""
        return outside_commands(self.to(text), self._namer)

    def say(self, text: Text) -> None:
        """A result."""
        self.say_line(self.to(text))

    def alarm(self, text: Text) -> None:
        """A result that nobody may overlook."""
        self.say_line(f"! {self.to(text)}", style="bold red")

    def say_line(self, line: str, *, style: str = "", to_err: bool = False) -> None:
        """A result that reads alike in every language; in colour on a terminal."""
        (self.err if to_err else self.out).print(spelled(line), style=style, soft_wrap=True)

    def complain(self, text: Text) -> None:
        """A word on standard error."""
        self.complain_line(self.to(text))

    def complain_line(self, line: str) -> None:
        """A line on standard error."""
        print(spelled(line), file=sys.stderr, flush=True)

    def table(self, heads: Sequence[Text], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """A table on standard output; `right` are the columns of numbers."""
        print_table(self.out, [*map(self.to, heads)], [tuple(map(spelled, row)) for row in rows], right)

    def json(self, value: object) -> None:
        """A result for programs."""
        print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    """Days and instants as ISO 8601 writes them."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON value")
