"""Labelled rosters, one module a rule, written by hand from the clause; each drives pieces and check alike."""

from dataclasses import dataclass, field
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


BOUNDARY, EVE, TIME, BETWEEN = "boundary", "night of the eve", "time of day", "came between"
BEFORE, AFTER = "month edge, backward", "month edge, forward"
KINDS = (BOUNDARY, EVE, TIME, BETWEEN, BEFORE, AFTER)
"""What a labelled request tries: a rule's boundary, the edge of a month on either side, and so on."""

SILENT, TOLD, CONSENT, REFUSED = "nothing", "told", "express consent", "refused"


@dataclass(frozen=True)
class Asked:
    """Something asked at the desk, and what one rule says of it on that roster at that time.

    `says`: nothing, told (a remark), express consent (the approver must say it), or refused. `world` are the further
    records and readings of the centre, as `desk_world.board` takes them. `words`: what its English says among others.
    """

    label: str
    roster: str
    request: object
    now: datetime
    says: str
    kind: str = BOUNDARY
    world: dict[str, object] = field(default_factory=dict)
    words: str = ""
