"""The time in the demonstration: it begins shortly before the bundled month, whatever the machine's date.

Official holidays and demand belong to their dates, so the month is not moved; the clock is. It runs like any other,
and after a restart goes on from the last act in the log. Who leads a shift may set it forward to that shift.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from roster.model import Centre
from roster.store.audit import last_instant
from roster.store.connect import Store

DAYS_BEFORE = 4
HOUR = 10


class DemoClock:
    """The machine's clock, set to another time."""

    is_demo = True

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present instant of the demonstration, in UTC."""
        return datetime.now(UTC) + self._ahead

    def forward(self, to: datetime) -> None:
        """Set it to a later instant; an earlier one changes nothing: acts stay in their order."""
        self._ahead = max(self._ahead, to - datetime.now(UTC))

    def begin(self, store: Store, centre: Centre) -> datetime:
        """Set it: to 10:00 of the centre some days before its month, or to the last act where that is later."""
        day = centre.month.first - timedelta(days=DAYS_BEFORE)
        start = datetime(day.year, day.month, day.day, HOUR, tzinfo=ZoneInfo(centre.timezone)).astimezone(UTC)
        with store.reading() as connection:
            last = last_instant(connection)
        at = max(start, last) if last else start
        self._ahead = at - datetime.now(UTC)
        return at
