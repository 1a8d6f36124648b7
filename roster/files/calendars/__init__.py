"""Calendars that phones subscribe to (RFC 5545, RFC 7986): files of a roster and the feeds of the service alike.

Plain `CalendarEvent` records go in, bytes come out; nothing here reads a clock, so the same records give the same
bytes.
"""

from roster.files.calendars.duties import agent_events, diary, is_appointment, leader_events, team_events
from roster.files.calendars.event import CalendarEvent, event_uid, feed_uid
from roster.files.calendars.feed import Feed, to_ical
from roster.files.calendars.folder import entries_before, write_calendars
from roster.files.calendars.revision import CANCELLED_DAYS, revised

__all__ = [
    "CANCELLED_DAYS",
    "CalendarEvent",
    "Feed",
    "agent_events",
    "diary",
    "entries_before",
    "event_uid",
    "feed_uid",
    "is_appointment",
    "leader_events",
    "revised",
    "team_events",
    "to_ical",
    "write_calendars",
]
