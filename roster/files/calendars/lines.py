"""The lines of iCalendar: escaping, folding, times (RFC 5545 §3.1, §3.3)."""

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Event, vText

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
_PLAIN_UID = re.compile(r"[0-9A-Za-z@.-]{1,70}")


def clean(text: str) -> str:
    """`text` without characters that a calendar may not hold or that some readers take for a line's end.

    Line feeds stay (they are escaped when written); RFC 5545 §3.1 forbids other controls, and many programs split
    lines at U+0085, U+2028 and U+2029 too.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = (
        char if char == "\n" or unicodedata.category(char) not in {"Cc", "Zl", "Zp", "Cs"} else " " for char in text
    )
    return "".join(printable)


def is_utc(tzid: str) -> bool:
    """Whether the zone is UTC by another name, whose times are written with Z and need no VTIMEZONE."""
    return tzid in _UTC_NAMES


@lru_cache(maxsize=65536)
def line(name: str, value: str | int | datetime) -> str:
    """One property as its content line: cleaned, escaped, folded at 75 octets, ending in CRLF.

    Instants must be UTC. Cached, because a centre's calendars repeat a few thousand lines many times over.
    """
    return _written(name, vText(clean(value)) if isinstance(value, str) else value)


@lru_cache(maxsize=1024)
def list_line(name: str, values: tuple[str, ...]) -> str:
    """A property that holds several texts."""
    return _written(name, [clean(value) for value in values])


@lru_cache(maxsize=65536)
def moment_line(name: str, moment: datetime | date, tzid: str) -> str:
    """DTSTART or DTEND: a date, or wall time with TZID.

    UTC stands where wall time would be misunderstood: in the second of two repeated hours, for there a TZID means the
    first (RFC 5545 §3.3.5).
    """
    if not isinstance(moment, datetime):
        return _written(name, moment)
    if is_utc(tzid):
        return _written(name, moment.astimezone(UTC))
    local = moment.astimezone(ZoneInfo(tzid))
    second_time = local.fold == 1 and local.utcoffset() != local.replace(fold=0).utcoffset()
    return _written(name, moment.astimezone(UTC) if second_time else local)


def uid_line(uid: str) -> str:
    """The UID's line; each is written once, so it stays out of the cache."""
    return f"UID:{uid}\r\n" if _PLAIN_UID.fullmatch(uid) else _written("UID", clean(uid))


def _written(name: str, value: object) -> str:
    event = Event()
    event.add(name, value)
    text: str = event.to_ical().decode()
    return text.removeprefix("BEGIN:VEVENT\r\n").removesuffix("END:VEVENT\r\n")
