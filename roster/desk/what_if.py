from collections.abc import Iterable
from dataclasses import dataclass

from roster.desk.board import Board
from roster.desk.seats import SeatChange
from roster.desk.severity import new_or_worse
from roster.model import Duty
from roster.rule import Evidence, Finding
from roster.rule.rulebook import objective_ticks


@dataclass(frozen=True)
class WhatIf:
    """A manual change thought through: all findings before and after, what is new or worse, seats, and the price."""

    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    seats: tuple[SeatChange, ...]
    ticks_more: int


def what_if(board: Board, removed: Iterable[Duty], added: Iterable[Duty]) -> WhatIf:
    """Moves, gives or removes duties on paper: every rule is asked before and after, nothing is written."""
    removed, added = tuple(removed), tuple(added)
    before = tuple(board.rulebook.check(Evidence(board.case, board.roster)))
    after = tuple(board.rulebook.check(Evidence(board.case, board.changed(removed, added))))
    return WhatIf(
        before,
        after,
        new_or_worse(before, after),
        board.seat_changes(removed, added),
        objective_ticks(after) - objective_ticks(before),
    )
