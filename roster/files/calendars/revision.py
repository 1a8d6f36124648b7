"""What becomes of a calendar's entries when its duties change: sequence numbers and cancellations."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from roster.files.calendars.event import CalendarEvent

CANCELLED_DAYS = 60
"""How long an entry that was taken away stays as cancelled, so that every subscriber gets to see it go."""


def revised(
    before: Iterable[CalendarEvent],
    now: Iterable[CalendarEvent],
    revision: int,
    at: datetime,
) -> list[CalendarEvent]:
    """What a calendar holds after a revision.

    `before` is what it held, `now` what is planned (their sequence and last_modified do not count), `revision` the
    number of the revision (rising), `at` its instant. An entry that stays as it was keeps sequence and stamp; a
    changed, new or returning one gets this revision's, or the next number of its own where that is higher (its month
    may have been another's); a missing one stays as cancelled for `CANCELLED_DAYS`.
    """
    planned = {event.uid: event for event in now}
    known = {event.uid: event for event in before}
    result = []
    for uid, event in planned.items():
        old = known.get(uid)
        if old is not None and _alike(old, event):
            result.append(old)
        else:
            result.append(replace(event, sequence=_next(old, revision), last_modified=at))
    for uid, old in known.items():
        if uid in planned:
            continue
        gone = old if old.cancelled else replace(old, cancelled=True, sequence=_next(old, revision), last_modified=at)
        if at - gone.last_modified <= timedelta(days=CANCELLED_DAYS):
            result.append(gone)
    return result


def _next(old: CalendarEvent | None, revision: int) -> int:
    return revision if old is None else max(revision, old.sequence + 1)


def _alike(old: CalendarEvent, new: CalendarEvent) -> bool:
    return old == replace(new, sequence=old.sequence, last_modified=old.last_modified)
