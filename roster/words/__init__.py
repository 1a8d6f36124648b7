"""The words of files in Chinese and English, and the one form in which texts are compared. Knows no file."""

from roster.words.normal import folded, normal, trimmed, visible
from roster.words.people import bearers, plain_name, several
from roster.words.table import (
    COLUMNS,
    KEYS,
    ROSTER_NAMES,
    TABLES,
    VALUES,
    FileWord,
    Named,
    about_of,
    column_word,
    field_name,
    is_roster_name,
    key_word,
    place_name,
    spoken,
    value_word,
)

__all__ = [
    "COLUMNS",
    "KEYS",
    "ROSTER_NAMES",
    "TABLES",
    "VALUES",
    "FileWord",
    "Named",
    "about_of",
    "bearers",
    "column_word",
    "field_name",
    "folded",
    "is_roster_name",
    "key_word",
    "normal",
    "place_name",
    "plain_name",
    "several",
    "spoken",
    "trimmed",
    "value_word",
    "visible",
]
