"""Duties, and the roster that they make up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """当班: one agent's assignment to one shift on one day, serving one job. Sorted as roster.csv is."""

    agent_id: str
    day: date
    shift: str
    job: str


@dataclass(frozen=True, slots=True, order=True)
class Stayed:
    """延时: minutes that somebody really worked beyond the end of a duty (OVERTIME, DUTY-2)."""

    agent_id: str
    day: date
    shift: str
    minutes: int


# The same order as Duty's own, without building two tuples for every comparison.
_ORDER = attrgetter("agent_id", "day", "shift", "job")


@dataclass(frozen=True, slots=True)
class Roster:
    """排班表: the duties that start in one month, sorted. `granted` are indices of requested leaves in the case."""

    duties: tuple[Duty, ...]
    granted: frozenset[int] = frozenset()

    @classmethod
    def of(cls, duties: Iterable[Duty], granted: Iterable[int] = ()) -> "Roster":
        """A roster of these duties, in roster.csv's order."""
        return cls(tuple(sorted(duties, key=_ORDER)), frozenset(granted))
