"""Which month's calendars show an entry, by the centre's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from roster.files.calendars import CalendarEvent
from roster.model import Month

MONTH, ZONE = Month(2026, 10), ZoneInfo("Asia/Shanghai")


def wall(day, hour, month=10):
    return datetime(2026, month, day, hour, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "busy", "months"),
    [
        # A duty is its first day's, though it ends in the next month, or begins before midnight in London.
        (wall(31, 22), wall(1, 6, month=11), True, (10,)),
        (wall(1, 0), wall(1, 8), True, (10,)),
        (wall(30, 22, month=9), wall(1, 6), True, (9,)),
        # Leave is of every month that it reaches into; whole days end before their end, hours at it.
        (date(2026, 9, 29), date(2026, 10, 1), False, (9,)),
        (date(2026, 9, 29), date(2026, 10, 2), False, (9, 10)),
        (date(2026, 10, 31), date(2026, 11, 2), False, (10, 11)),
        (wall(30, 20, month=9), wall(1, 0), False, (9,)),
        (wall(30, 20, month=9), wall(1, 1), False, (9, 10)),
        (wall(1, 0), wall(1, 4), False, (10,)),
    ],
)
def test_an_entry_is_of_the_months_that_show_it(start, end, busy, months):
    event = CalendarEvent("u", start, end, "x", wall(1, 0) - timedelta(days=9), busy=busy)
    shown = tuple(month for month in (9, 10, 11) if event.touches(Month(2026, month), ZONE))
    assert shown == months
