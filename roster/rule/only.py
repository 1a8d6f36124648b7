"""Pieces that leave an agent only some shifts on some days."""

from collections.abc import Iterator, Mapping

from roster.rule.month_context import MonthContext
from roster.rule.pieces import Allow


def only_shifts(
    rule: str, context: MonthContext, agent: int, shifts_by_day: Mapping[int, frozenset[int]]
) -> Iterator[Allow]:
    """An agent may work only these shifts on these days, whatever the job, or have them off.

    Days that are not named, and days with every shift, stay as they are. One piece for all days that are alike.
    """
    alike: dict[frozenset[int], list[int]] = {}
    for day, shifts in shifts_by_day.items():
        if shifts != context.every_shift:
            alike.setdefault(shifts, []).append(day)
    for shifts, days in alike.items():
        yield Allow(rule, agent, tuple(sorted(days)), context.duties(shifts))
