"""Whether an agent's standing availability opens a shift on a day."""

from collections.abc import Iterable
from datetime import date

from roster.model import Availability


def is_open(entries: Iterable[Availability], day: date, shift: str) -> bool:
    """Whether an agent with these entries may work a shift on a day: the most particular entry that speaks decides.

    A date goes before a weekday, then a shift before all shifts; of two alike the refusal stands; without an entry
    everything is open.
    """
    ranks: dict[tuple[int, int], bool] = {}
    for item in entries:
        speaks = item.day == day if item.day is not None else item.weekday in {None, day.isoweekday()}
        if speaks and item.shift in {None, shift}:
            rank = (int(item.day is not None), int(item.shift is not None))
            ranks[rank] = item.available and ranks.get(rank, True)
    return ranks[max(ranks)] if ranks else True
