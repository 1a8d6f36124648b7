"""A change by hand thought through: findings, seats and price before and after; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.board.worsened import new_or_worse
from roster.model import Duty
from roster.rule import Evidence, Finding
from roster.rule.rulebook import objective_ticks


@dataclass(frozen=True)
class WhatIf:
    """A manual change thought through: all findings before and after, what is new or worse, seats, and the price.

    `better` are the findings that go away or are less bad; `seats` the intervals whose served seats change.
    """

    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    better: tuple[Finding, ...]
    seats: tuple[SeatChange, ...]
    ticks_more: int
    interval_minutes: int


def stretches(seats: Iterable[SeatChange], interval_minutes: int) -> Iterable[list[SeatChange]]:
    """Intervals of one day and job that follow each other with the same seats before, after and required."""
    ordered = sorted(seats, key=lambda item: (item.day, item.job, item.minute))
    run: list[SeatChange] = []
    for item in ordered:
        stretch = (item.day, item.job, item.required_seats, item.before_seats, item.after_seats)
        if run and (
            item.minute != run[-1].minute + interval_minutes
            or stretch != (run[-1].day, run[-1].job, run[-1].required_seats, run[-1].before_seats, run[-1].after_seats)
        ):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def what_if(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> WhatIf:
    """Moves, gives or removes duties on paper: every rule is asked before and after, nothing is written."""
    removed, added = tuple(removed), tuple(added)
    before = tuple(board.rulebook.check(Evidence(board.case, board.roster)))
    after = tuple(board.rulebook.check(Evidence(board.case, board.changed(removed, added))))
    return WhatIf(
        before,
        after,
        new_or_worse(before, after),
        new_or_worse(after, before),
        board.seat_changes(removed, added),
        objective_ticks(after) - objective_ticks(before),
        board.case.centre.interval_minutes,
    )
