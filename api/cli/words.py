"""The desk's states and kinds in the reader's language, and what people may write for them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from api.cli.speech import Speech
from api.cli.usage import BadUsage
from roster.desk.words import state_words
from roster.text import Text
from roster.words import VALUES, value_word

Choice = TypeVar("Choice", bound=StrEnum)


def word(value: str, speech: Speech) -> str:
    """A state or kind for people; what the house has no word for stays as it is."""
    return speech.to(state_words(value))


def leave_kind(text: str) -> str:
    """The kind of leave that a word means, in either language (年假, annual); a centre's own kind stays as it is."""
    return value_word("leave", text) or text


def kinds_help() -> str:
    """The kinds of leave as help lists them: those of the files' one table, and what a centre may add."""
    words = VALUES["leave"].values()
    english, chinese = ", ".join(word.en for word in words), "、".join(word.zh for word in words)
    return f"{english}, or the centre's own. 类别:{chinese},或本中心自定"


def said_as(choices: type[Choice], words: Mapping[Choice, Text], about: str = "") -> Callable[[str], Choice]:
    """Reads one of some choices by its own name or its word in either language; `about`: the files' words for them."""
    named = {item.value: item for item in choices}
    spoken = {form.casefold(): item for item, text in words.items() for form in (text.zh, text.en)}

    def read(text: str) -> Choice:
        plain = text.strip().casefold()
        value = named.get(plain) or spoken.get(plain) or named.get(value_word(about, text) or "" if about else "")
        if value is None:
            zh, en = " / ".join(text.zh for text in words.values()), " / ".join(named)
            raise BadUsage(Text(f"“{text}” 不是其中之一:{zh}", f"“{text}” is none of {en}"))
        return value

    return read
