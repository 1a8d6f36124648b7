"""交接班: reliefs at the seats, and the two signatures under a shift's log (DUTY-2 to DUTY-4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roster.model.roster import Duty
from roster.model.shift_log import Category, Follow, LogLine


class Side(StrEnum):
    """Who signs: the leader who hands the shift over, or the one who takes it."""

    GIVE = "give"
    TAKE = "take"


@dataclass(frozen=True, slots=True)
class Relief:
    """A seat handed to a relief: when, and how long its holder had stayed beyond the duty's end for that."""

    agent_id: str
    relief: str
    relieved_at: datetime
    stayed_minutes: int
    by: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The signatures under the log of a shift, up to the entry `upto`; `digest` is of those entries as signed."""

    day: date
    shift: str
    upto: int
    digest: str
    given_by: str
    given_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None

    @property
    def is_signed(self) -> bool:
        """Whether both have signed: nothing up to `upto` changes any more."""
        return self.taken_at is not None


@dataclass(frozen=True, slots=True)
class ReliefAct:
    """A seat is about to be handed to `relief`, whose duty of the next shift it is (None without one) (DUTY-2)."""

    given: Duty
    relief: str
    taken: Duty | None
    actor: str
    busy: bool = False
    """Whether that relief has taken another seat already."""


@dataclass(frozen=True, slots=True)
class LogAct:
    """Somebody is about to write an entry by hand (DUTY-4)."""

    day: date
    shift: str
    actor: str
    category: Category
    words: str
    follow: Follow | None = None
    about: LogLine | None = None
    cause: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class SignAct:
    """A leader is about to sign (DUTY-3, DUTY-4): the entries that are open, those accepted by name, what is unchecked.

    `to`: the shift that takes over, as its day and code; None where none follows. `unmarked`: of whom no roll call,
    check-in or leader has said anything yet.
    """

    day: date
    shift: str
    to: tuple[date, str] | None
    actor: str
    side: Side
    open: tuple[LogLine, ...] = ()
    accepted: frozenset[int] = frozenset()
    unchecked: tuple[str, ...] = ()
    given_by: str | None = None
    unmarked: tuple[str, ...] = ()
