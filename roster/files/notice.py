"""What a reader of files wants said though the input is taken."""

from dataclasses import dataclass

from roster.text import Language, Text
from roster.words import field_name, place_name


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of files wants said, though the input is taken: a column left aside, an encoding guessed.

    Places as in `roster.errors.Fault`: `row` as a spreadsheet counts it, None where it is about the whole.
    """

    file: str
    row: int | None
    field: str | None
    message: Text

    def line(self, language: Language = "en") -> str:
        """The notice on one line."""
        place = place_name(self.file, language)
        if self.row is not None:
            place += f":{self.row}"
        if self.field is not None:
            place += f" [{field_name(self.field, self.file, language)}]"
        return f"{place}: {self.message.to(language)}"
