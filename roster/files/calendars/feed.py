"""A calendar as iCalendar bytes (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from roster.files.calendars.event import CalendarEvent
from roster.files.calendars.lines import is_utc, line, list_line, moment_line, uid_line
from roster.files.calendars.zone import vtimezone
from roster.text import Language, Text

CANCELLED = Text("【取消】", "Cancelled: ")
REFRESH = "PT1H"
"""How often a subscriber is asked to look again, as RFC 5545 writes durations."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar's head: its identity, its name for people, the zone that its times are written in.

    `revised` is the last revision's instant, for a calendar that holds nothing yet; `color` a CSS3 name.
    """

    uid: str
    name: str
    timezone: str
    revised: datetime
    language: Language = "zh"
    color: str = "steelblue"


def to_ical(feed: Feed, events: Iterable[CalendarEvent]) -> bytes:
    """The calendar as bytes: one VEVENT per record, in the order of start and UID.

    VERSION, NAME and X-WR-CALNAME, REFRESH-INTERVAL and X-PUBLISHED-TTL, a VTIMEZONE for the zone; no METHOD, since
    it is a publication to subscribe to, not an invitation. DTSTAMP and LAST-MODIFIED are each entry's revision.
    """
    listed = sorted(events, key=lambda event: (event.start.isoformat(), event.uid))
    days = [_day(moment) for event in listed for moment in (event.start, event.end)]
    known = days or [feed.revised.date()]
    changed = max((event.last_modified for event in listed), default=feed.revised)
    head = _head(feed, changed, min(known).year - 1, max(known).year + 1)
    body = "".join(_event(event, feed) for event in listed)
    return f"{head}{body}END:VCALENDAR\r\n".encode()


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _head(feed: Feed, changed: datetime, first: int, last: int) -> str:
    return "".join(
        (
            "BEGIN:VCALENDAR\r\n",
            line("VERSION", "2.0"),
            line("PRODID", f"-//Roster//Rostering desk//{feed.language.upper()}"),
            line("CALSCALE", "GREGORIAN"),
            uid_line(feed.uid),
            line("LAST-MODIFIED", changed.astimezone(UTC)),
            line("NAME", feed.name),
            line("X-WR-CALNAME", feed.name),
            line("X-WR-TIMEZONE", feed.timezone),
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}\r\n",
            line("X-PUBLISHED-TTL", REFRESH),
            line("COLOR", feed.color),
            "" if is_utc(feed.timezone) else _zone(feed.timezone, first, last),
        )
    )


@lru_cache(maxsize=64)
def _zone(tzid: str, first: int, last: int) -> str:
    text: str = vtimezone(tzid, first, last).to_ical().decode()
    return text


def _event(event: CalendarEvent, feed: Feed) -> str:
    """One VEVENT; every value passes through icalendar's own escaping and folding."""
    stamp = event.last_modified.astimezone(UTC)
    summary = CANCELLED.to(feed.language) + event.summary if event.cancelled else event.summary
    parts = [
        "BEGIN:VEVENT\r\n",
        uid_line(event.uid),
        line("DTSTAMP", stamp),
        line("LAST-MODIFIED", stamp),
        line("SEQUENCE", event.sequence),
        moment_line("DTSTART", event.start, feed.timezone),
        moment_line("DTEND", event.end, feed.timezone),
        line("SUMMARY", summary),
    ]
    if event.description:
        parts.append(line("DESCRIPTION", event.description))
    if event.categories:
        parts.append(list_line("CATEGORIES", event.categories))
    if event.color:
        parts.append(line("COLOR", event.color))
    parts.append(line("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED"))
    parts.append(line("TRANSP", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT"))
    parts.append("END:VEVENT\r\n")
    return "".join(parts)
