"""One entry of a calendar, and the identity that it keeps over re-plans."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from roster.model import Month

_NAMESPACE = UUID("6f1d4f0e-3c0b-5f0a-9a43-9a4f5b1f2c77")

Kind = Literal["duty", "second", "leave", "meeting", "task", "sample"]
"""A split duty is two entries: the pause between them is the agent's own. The second has a kind of its own."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry of a calendar.

    `start` and `end` (exclusive) are aware instants, or both plain dates for all-day entries. `sequence` and
    `last_modified` (an aware instant) belong to the revision that last changed the entry. `busy` False lets the time
    show as free. `color` is a CSS3 colour name, as RFC 7986 asks.
    """

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    last_modified: datetime
    sequence: int = 0
    cancelled: bool = False
    description: str = ""
    categories: tuple[str, ...] = ()
    color: str = ""
    busy: bool = True

    def for_others(self, name: str) -> "CalendarEvent":
        """The entry as other people's calendars show it: with the person's name, and not as the reader's own time."""
        return replace(self, summary=f"{name} · {self.summary}", busy=False)

    def touches(self, month: Month, zone: ZoneInfo) -> bool:
        """Whether a month's calendars show it: what begins in the month, and leave that reaches into it.

        `zone` is the centre's.
        """
        first = local_day(self.start, zone)
        if first >= month.first or self.busy:
            return first in month
        begins = datetime.combine(month.first, time(), zone) if isinstance(self.end, datetime) else month.first
        return self.end > begins


def local_day(moment: datetime | date, zone: ZoneInfo) -> date:
    """The day of an entry's start or end in a time zone."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def event_uid(scope: str, agent_id: str, start: date, kind: Kind = "duty", ordinal: int = 0) -> str:
    """The identity of an agent's duty or leave that starts on a day, the same over all re-plans.

    `scope` names the centre for good (its id in the store; its name in files), so two centres never share one. A UUID
    tells nothing about the agent (RFC 7986 §5.3). `ordinal` counts further ones of one day, in rosters that break
    ONE-DUTY.
    """
    return str(uuid5(_NAMESPACE, "\0".join((scope, agent_id, start.isoformat(), kind, str(ordinal)))))


def feed_uid(scope: str, kind: str, key: str) -> str:
    """The identity of a whole calendar (RFC 7986 §5.3): `kind` is `agent`, `team` or `leaders`, `key` its id."""
    return str(uuid5(_NAMESPACE, f"{scope}\0calendar\0{kind}\0{key}"))
