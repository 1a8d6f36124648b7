"""SEQUENCE and cancellations of a calendar over revisions of its roster."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from roster.files.calendars import CalendarEvent, revised

FIRST = datetime(2026, 10, 1, tzinfo=UTC)
LATER = FIRST + timedelta(days=3)
START = datetime(2026, 10, 5, tzinfo=UTC)
DUTY = CalendarEvent("u", START, START + timedelta(hours=8), "早班", FIRST)


def test_an_entry_that_stays_keeps_its_sequence_and_stamp() -> None:
    held = revised([], [DUTY], 1, FIRST)
    assert held == [replace(DUTY, sequence=1)]
    assert revised(held, [replace(DUTY, last_modified=LATER)], 2, LATER) == held


def test_a_changed_entry_rises_and_is_stamped() -> None:
    held = revised([], [DUTY], 1, FIRST)
    moved = replace(DUTY, summary="晚班")
    assert revised(held, [moved], 2, LATER) == [replace(moved, sequence=2, last_modified=LATER)]


def test_an_entry_taken_away_stays_cancelled_for_sixty_days_and_not_longer() -> None:
    held = revised([], [DUTY], 1, FIRST)
    gone = revised(held, [], 2, LATER)
    assert gone == [replace(DUTY, cancelled=True, sequence=2, last_modified=LATER)]
    assert revised(gone, [], 3, LATER + timedelta(days=60)) == gone
    assert revised(gone, [], 3, LATER + timedelta(days=60, seconds=1)) == []


def test_an_entry_that_comes_back_rises_above_its_cancellation() -> None:
    gone = revised(revised([], [DUTY], 1, FIRST), [], 2, LATER)
    assert revised(gone, [DUTY], 3, LATER) == [replace(DUTY, sequence=3, last_modified=LATER)]


def test_an_entry_that_another_month_had_never_falls_back() -> None:
    held = [replace(DUTY, sequence=9)]
    moved = replace(DUTY, summary="晚班")
    assert [event.sequence for event in revised(held, [moved], 2, LATER)] == [10]
    assert [event.sequence for event in revised(held, [], 2, LATER)] == [10]
    # Else it carries the number of its month's revision, however few of those have touched it.
    assert [event.sequence for event in revised([replace(DUTY, sequence=1)], [moved], 7, LATER)] == [7]
