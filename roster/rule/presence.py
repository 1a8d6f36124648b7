"""Who is on duty while seats are required: what rules about leaders and seniors share.

`presence_rows` serves encoding, `short_intervals` serves checking; they share the raw records only.
"""

from collections.abc import Callable, Container, Iterator
from datetime import date

from roster.rule.evidence import Evidence, Stint
from roster.rule.month_context import MonthContext
from roster.rule.pieces import Penalty, Row, Term


def presence_rows(
    rule: str,
    context: MonthContext,
    agents: Callable[[int], tuple[int, ...]],
    penalty: Penalty | None = None,
    *,
    minimum: int | None = None,
    among: Container[int] | None = None,
) -> Iterator[Row]:
    """A row per interval in which any seat is required, counting those whose duty covers it whole.

    `agents` are those who count with a duty of a day of the month; `among` are the slots to look at (None: all).
    """
    needed = {cell for cells in context.seats.values() for cell, (seats, _) in cells.items() if seats > 0}
    past = [context.history[agent][-1][0] for agent in agents(-1) if -1 in context.history[agent]]
    for index, slot in enumerate(context.slots):
        if (slot.day, slot.minute) not in needed or not (among is None or index in among):
            continue
        terms = tuple(Term(agents(day), day, shifts) for day, shifts in context.covering[index] if day >= 0)
        earlier = dict(context.covering[index]).get(-1, frozenset())
        constant = sum(1 for shift in past if shift in earlier)
        yield Row(rule, terms, penalty, minimum, constant=constant, label=(slot.day, slot.minute))


def short_intervals(
    evidence: Evidence, counts: Callable[[Stint], bool], least: int, among: Container[int] | None = None
) -> Iterator[tuple[date, int, int]]:
    """Day, wall minute and number there of each interval that requires a seat and has fewer than `least` on duty.

    `among` are the intervals to look at, by their place in the month (None: all).
    """
    there = [0] * len(evidence.intervals)
    for stint in (*evidence.past, *evidence.stints):
        if counts(stint):
            for index in evidence.covered(stint):
                there[index] += 1
    needed = {(row.day, row.minute) for row in evidence.case.seats if row.seats > 0}
    for index, ((day, minute, _, _), present) in enumerate(zip(evidence.intervals, there, strict=True)):
        if present < least and (day, minute) in needed and (among is None or index in among):
            yield day, minute, present
