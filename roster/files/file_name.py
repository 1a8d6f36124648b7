"""Any text as a file's name that every common system takes."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_MOST_BYTES = 200


def safe_stem(text: str, *, keep_case: bool = True) -> str:
    """`text` as the stem of a file name on any common system, percent-encoded (UTF-8) where it isn't one.

    Letters and digits of any script, `_`, `-` and `.` stay; a leading dot or dash, names that Windows reserves
    (`con`, `nul`, …), and texts not in Unicode's composed form are encoded, upper case too without `keep_case`. What
    is too long ends in `~` and a hash. Different texts give different stems.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    composed = unicodedata.is_normalized("NFC", text)

    def plain(char: str) -> bool:
        if not keep_case and char != char.casefold():
            return False
        return char in "_-." or (char.isalnum() and (composed or char.isascii()))

    stem = "".join(char if plain(char) else _encoded(char) for char in text) or "%"
    if stem[0] in ".-" or stem.split(".", 1)[0].casefold() in _RESERVED:
        stem = _encoded(stem[0]) + stem[1:]
    if len(stem.encode()) <= _MOST_BYTES:
        return stem
    stem_bytes = stem.encode()[:_MOST_BYTES].decode("utf-8", "ignore")
    return f"{stem_bytes}~{sha256(text.encode()).hexdigest()[:16]}"


def safe_stems(texts: Iterable[str]) -> dict[str, str]:
    """A stem for each text, told apart also where the file system ignores case."""
    stems = {text: safe_stem(text) for text in texts}
    alike = Counter(stem.casefold() for stem in stems.values())
    return {
        text: stem if alike[stem.casefold()] == 1 else safe_stem(text, keep_case=False) for text, stem in stems.items()
    }


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())
