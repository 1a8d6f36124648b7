"""Whether an agent's standing availability opens a shift on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from roster.model import Availability, Shift


def is_open(entries: Iterable[Availability], day: date, shift: Shift) -> bool:
    """Whether an agent with these entries may work a shift on a day.

    The most particular entry that speaks of the shift on that day decides: a date goes before a weekday, then a shift
    before all shifts; of two alike the refusal stands; without an entry everything is open. A shift that ends on the
    day after must be free then too: a day that is refused as a whole is closed from 00:00.
    """
    known = tuple(entries)
    entry = deciding(known, day, shift)
    return (entry is None or entry.available) and runs_into(known, day, shift) is None


def runs_into(entries: Iterable[Availability], day: date, shift: Shift) -> date | None:
    """The day, refused as a whole, into which a shift of `day` runs from the evening before; None else."""
    if shift.end_minute <= 1440:
        return None
    after = day + timedelta(days=1)
    entry = deciding(entries, after, shift)
    return after if entry is not None and entry.shift is None and not entry.available else None


def deciding(entries: Iterable[Availability], day: date, shift: Shift) -> Availability | None:
    """The entry that decides whether a shift may start on a day; None where none speaks of it."""
    strongest: dict[tuple[bool, bool], Availability] = {}
    for item in entries:
        speaks = item.day == day if item.day is not None else item.weekday in {None, day.isoweekday()}
        if speaks and item.shift in {None, shift.code}:
            rank = (item.day is not None, item.shift is not None)
            if rank not in strongest or not item.available:
                strongest[rank] = item
    return strongest[max(strongest)] if strongest else None
