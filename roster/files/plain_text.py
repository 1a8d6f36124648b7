"""Text that a spreadsheet must not take for a formula.

A comma-separated file has no types: a spreadsheet that opens one runs a cell beginning with `= + - @`. Such a text is
written with an apostrophe before it, and read back without; texts that already begin so get one more, so nothing is
lost. (In a workbook cells are typed, and no apostrophe is needed.)
"""

import re

_LIVE = re.compile(r"'*\s*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+\s*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """`text` as a comma-separated file may hold it."""
    return f"'{text}" if _LIVE.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given; other texts stay as they are."""
    return text[1:] if _GUARDED.match(text) else text
