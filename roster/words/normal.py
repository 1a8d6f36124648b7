"""One form for texts that look alike: Unicode's NFC, and NFKC for letters, digits, punctuation and blanks.

A Chinese keyboard writes `０００３`, `8：00` and `热线；投诉`, a Mac writes `Zoë` as two characters where
Windows has one. People see no difference, so ids, codes, jobs, teams, headers, dates and times are compared in this
form. Signs that NFKC would turn into something else (`①`, `㈱`, `½`) stay as they are: somebody chose them.
"""

import re
import unicodedata
from functools import lru_cache

_FORMS = frozenset({"<wide>", "<narrow>", "<noBreak>"})
_DASHES = {ord(dash): "-" for dash in "‐‑‒−﹣－"}
_BLANKS = re.compile(r"[\s\u3000_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
"""Signs without width that copying leaves behind: byte order marks, marks of direction, places to break a line."""
_ENDS = re.compile(rf"^(?:\s|{_INVISIBLE.pattern})+|(?:\s|{_INVISIBLE.pattern})+$")


def trimmed(text: str) -> str:
    """`text` without blanks and invisible signs at its ends."""
    return text.strip() if text.isascii() else _ENDS.sub("", text)


def visible(text: str) -> str:
    """`text` in the normal form without invisible signs, wherever they stand."""
    return normal(text) if text.isascii() else normal(_INVISIBLE.sub("", text))


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """`text` in the normal form, without blanks at its ends."""
    text = trimmed(text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(map(_plain, text))).strip()


def _plain(char: str) -> str:
    if char.isascii():
        return char
    form = unicodedata.decomposition(char).partition(" ")[0]
    if form in _FORMS or char == "\u3000":
        char = unicodedata.normalize("NFKC", char)
    return char.translate(_DASHES)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """The form in which names and words are looked up: normal, without case, blanks and underscores."""
    return _BLANKS.sub("", visible(text)).casefold()
