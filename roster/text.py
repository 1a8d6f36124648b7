"""Sentences in the two languages of the house. A rule's own sentences live in its file."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en

    def to(self, language: Language) -> str:
        """The sentence in the reader's language."""
        return self.zh if language == "zh" else self.en


def both(text: str) -> Text:
    """A text that reads alike in both languages (a name, an id, a number)."""
    return Text(text, text)


def as_text(value: object) -> Text:
    """A sentence as it is, anything else as a text that reads alike in both languages."""
    return value if isinstance(value, Text) else both(str(value))


def clock_time(minute: int) -> str:
    """Minutes after midnight as HH:MM; 24:00 is the end of the day, hours beyond it go on counting."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def unit_words(measured: str) -> Text:
    """A measured value with its unit, in both languages: `8 h` is 8 小时; a day off is 休息."""
    chinese = "休息" if measured == "off" else measured
    for unit, word in ((" h", " 小时"), (" min", " 分钟"), (" d", " 天")):
        if chinese.endswith(unit):
            chinese = chinese.removesuffix(unit) + word
    return Text(chinese, measured)


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its English noun: `1 cell`, `2 cells`; `many` where the plural is not made with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
