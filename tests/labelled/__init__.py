"""Labelled rosters, one module a rule, written by hand from the clause; each drives pieces and check alike."""

from dataclasses import dataclass
from datetime import datetime

from rule_world import Case

POINT = 360


@dataclass(frozen=True)
class Labelled:
    """A roster in its short form and what the rule says of it.

    `breaks` are the hard findings as (agent, day of the month), None where there is none; `ticks` is the price.
    """

    label: str
    case: Case
    roster: str
    breaks: tuple[tuple[str | None, int | None], ...] = ()
    ticks: int = 0
    granted: tuple[int, ...] = ()
    published: str | None = None
    now: datetime | None = None
