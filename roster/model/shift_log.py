"""值班日志: the entries of a shift's log, which are only ever added to (DUTY-4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roster.text import Text


class Category(StrEnum):
    """What an entry is about (DUTY-4)."""

    EQUIPMENT = "equipment"
    PROBLEM = "problem"
    INCIDENT = "incident"
    ORDER = "order"
    INVENTORY = "inventory"
    STAFF = "staff"
    NOTICE = "notice"


class Gravity(StrEnum):
    """How grave an open entry is: all but the ordinary keep a shift from being handed over (DUTY-3).

    CRITICAL: the start or stop of critical equipment is under way; UNREADY: the preparation is not finished.
    """

    ORDINARY = "ordinary"
    MAJOR = "major"
    URGENT = "urgent"
    CRITICAL = "critical"
    UNREADY = "unready"


class Follow(StrEnum):
    """What a further entry does to an earlier one: nothing else is ever changed."""

    CLOSE = "close"
    ACCEPT = "accept"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry in the log of a shift: `day` and `shift` name the log, `at` is an instant.

    `kind` says within the category what happened (swap, leave, absence …), `subject` is `kind:id` of the record that it
    tells of. `opens`: it stays open until a further entry closes it, and passes from shift to shift. A further entry
    names in `about` the one that it follows; `cause`, `course` and `result` are what closing a problem tells.
    """

    entry_id: int
    day: date
    shift: str
    at: datetime
    author: str
    category: Category
    kind: str
    subject: str
    words: Text
    gravity: Gravity = Gravity.ORDINARY
    opens: bool = False
    about: int | None = None
    follow: Follow | None = None
    cause: str = ""
    course: str = ""
    result: str = ""

    @property
    def blocks(self) -> bool:
        """Whether no hand-over passes while it is open (DUTY-3)."""
        return self.opens and self.gravity is not Gravity.ORDINARY


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry with the further ones that follow it, in their order."""

    entry: LogEntry
    follows: tuple[LogEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits to be closed still."""
        return self.entry.opens and not any(item.follow is Follow.CLOSE for item in self.follows)

    def accepted_by(self, day: date, shift: str) -> frozenset[str]:
        """Who accepted it at the hand-over of one shift."""
        return frozenset(
            item.author
            for item in self.follows
            if item.follow is Follow.ACCEPT and (item.day, item.shift) == (day, shift)
        )
