"""The commands that sentences name, as whoever reads them has to type them: the program, the language, the store.

A sentence of the house says `roster desk show 2026-11`. In a fresh checkout the shell knows no `roster`, only
`.venv/bin/roster`; and who asked for `--lang zh` or another `--store` wants them in the next command too.
"""

import re
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.cli.commands import COMMANDS

PROGRAM = "roster"
LANGUAGE = "--lang"
OF_STORE = ("--store", "--centre")
"""The options that say on which store a command works; every command over a store has them."""

_GROUPS = {entry.name for entry in COMMANDS if entry.member == "app"}
_ALONE = {entry.name for entry in COMMANDS} - _GROUPS
_OVER_STORE = {entry.name for entry in COMMANDS if entry.module.startswith("store.")}
ON_FILES = frozenset({"swap check", "swap suggest", "swap match"})
"""Commands of a group over the store that read files alone."""
COMMAND = re.compile(
    rf"(?<![\w./\\-]){PROGRAM} ((?:{'|'.join(_GROUPS)})(?: [a-z][a-z-]+)?|(?:{'|'.join(_ALONE)})|--help)(?![\w-])",
    re.ASCII,
)
"""A command within a sentence: the program, then the command, or its group and the command."""
_ENDS = re.compile(r"[;；,，。）\n]|roster ")
"""What ends a command within a sentence."""
_PLAIN = re.compile(r"[\w@%+=:,./\\-]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How commands are written for one run: the program's name and what was given to it on its command line."""

    program: str = PROGRAM
    language: str = ""
    store: str = ""

    def of(self, sentence: str) -> str:
        """The sentence, its commands spelled so; what is spelled already stays as it is."""
        return COMMAND.sub(self._command, sentence)

    def _command(self, found: re.Match[str]) -> str:
        command = found[1]
        group, _, one = command.partition(" ")
        rest = _ENDS.split(found.string[found.end() :], maxsplit=1)[0]
        language = "" if f"{LANGUAGE} " in rest else self.language
        over_store = group in _OVER_STORE and (one or group not in _GROUPS) and command not in ON_FILES
        return f"{self.program}{language} {command}{self.store if over_store else ''}"


def outside_commands(sentence: str, change: Callable[[str], str]) -> str:
    """A sentence with its words changed, and its commands as they are: what is typed must not be said otherwise."""
    parts, done = [], 0
    for found in COMMAND.finditer(sentence):
        parts.append(change(sentence[done : found.start()]))
        end = _ENDS.search(sentence, found.end())
        done = end.start() if end else len(sentence)
        parts.append(sentence[found.start() : done])
    return "".join((*parts, change(sentence[done:])))


PLAIN = Spelling()
"""As the house's sentences have them."""


def spelling_of(program: str, arguments: Sequence[str], language: str | None) -> Spelling:
    """How the next commands are written after this command line; `language`: the one that it asks for."""
    store = "".join(f" {name} {shell_word(value)}" for name in OF_STORE if (value := given(arguments, name)))
    return Spelling(_program(program), f" {LANGUAGE} {language}" if language else "", store)


def given(arguments: Sequence[str], option: str) -> str:
    """The value of an option wherever it stands on a command line; empty where it does not."""
    for place, word in enumerate(arguments):
        if word == "--":
            break
        name, sign, value = word.partition("=")
        if name == option:
            return value if sign else "".join(arguments[place + 1 : place + 2])
    return ""


def shell_word(value: object) -> str:
    """A path or another value as one word of a command line: in quotation marks where it holds spaces or signs."""
    text = str(value)
    if _PLAIN.fullmatch(text):
        return text
    if sys.platform == "win32":
        return f'"{text}"'
    return shlex.quote(text)


def _program(called: str) -> str:
    """The program as it is called: by its name alone where the shell finds this very one, else as it was typed."""
    path = Path(called)
    if path.stem != PROGRAM or path.suffix not in {"", ".exe"}:
        return PROGRAM  # run as a module, or within another program
    found = shutil.which(PROGRAM)
    if found is not None and _same(found, called):
        return PROGRAM
    if sys.platform == "win32" and path.is_absolute() and path.is_relative_to(Path.cwd()):
        called = str(path.relative_to(Path.cwd()))  # the launcher tells the whole path, whatever was typed
    return shell_word(called)


def _same(one: str, other: str) -> bool:
    """Whether two paths are one program; on Windows its name may go without its ending."""
    return any(path.exists() and path.samefile(one) for path in (Path(other), Path(f"{other}.exe")))
