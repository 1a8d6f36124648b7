"""Calendars that phones subscribe to (RFC 5545, RFC 7986): files of a roster and the feeds of the service alike.

Plain `CalendarEvent` records go in, bytes come out; nothing here reads a clock, so the same records give the same
bytes.
"""

from roster.files.calendars.duties import agent_events, diary, is_appointment, is_duty
from roster.files.calendars.event import CalendarEvent, event_uid, feed_uid, local_day
from roster.files.calendars.feed import Feed, to_ical
from roster.files.calendars.folder import CalendarSet, drawn_calendars, entries_before, write_calendars
from roster.files.calendars.revision import CANCELLED_DAYS, revised

__all__ = [
    "CANCELLED_DAYS",
    "CalendarEvent",
    "CalendarSet",
    "Feed",
    "agent_events",
    "diary",
    "drawn_calendars",
    "entries_before",
    "event_uid",
    "feed_uid",
    "is_appointment",
    "is_duty",
    "local_day",
    "revised",
    "to_ical",
    "write_calendars",
]
