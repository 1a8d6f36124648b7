"""The calendars of the roster before, as an output folder holds them: so that a revision can say what changed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from roster.files.calendars.event import CalendarEvent
from roster.files.calendars.feed import CANCELLED
from roster.files.sheets.limits import MAX_FILE_BYTES
from roster.model import Month

Earlier = Mapping[str, tuple[CalendarEvent, ...]]
"""Each agent's entries as they were, by agent."""


def earlier_entries(
    folder: Path, names: Mapping[str, str], month: Month, zone: ZoneInfo
) -> dict[str, tuple[CalendarEvent, ...]]:
    """What the agents' calendars in a folder hold of a month; a file that is none, or not readable, holds nothing.

    `names` are the agents' file names, `zone` the centre's.
    """
    earlier = {}
    for agent_id, name in names.items():
        path = folder / name
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                continue
            calendar = icalendar.Calendar.from_ical(path.read_bytes())
            entries = tuple(entry for entry in _entries(calendar) if entry.touches(month, zone))
        except (OSError, ValueError, KeyError, AttributeError):
            continue
        if entries:
            earlier[agent_id] = entries
    return earlier


def _entries(calendar: Any) -> Iterable[CalendarEvent]:
    for component in calendar.walk("VEVENT"):
        cancelled = str(component.get("STATUS", "")) == "CANCELLED"
        summary = str(component["SUMMARY"])
        if cancelled:
            for prefix in (CANCELLED.zh, CANCELLED.en):
                summary = summary.removeprefix(prefix)
        categories = component.get("CATEGORIES")
        yield CalendarEvent(
            uid=str(component["UID"]),
            start=_moment(component["DTSTART"].dt),
            end=_moment(component["DTEND"].dt),
            summary=summary,
            last_modified=component["LAST-MODIFIED"].dt,
            sequence=int(component.get("SEQUENCE", 0)),
            cancelled=cancelled,
            description=str(component.get("DESCRIPTION", "")),
            categories=() if categories is None else tuple(str(item) for item in categories.cats),
            color=str(component.get("COLOR", "")),
            busy=str(component.get("TRANSP", "OPAQUE")) == "OPAQUE",
        )


def _moment(value: datetime | date) -> datetime | date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
