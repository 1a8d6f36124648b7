"""A leave in parts: what is left of it where a day of it is refused, each part allowed by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import decide
from roster.desk.words import split_words
from roster.model.leave_request import LeaveRequest
from roster.text import Text

LONGEST_DAYS = 62
"""A longer leave is not taken apart day by day."""


def allowed_split(leave: LeaveRequest, board: Board, clock: Clock) -> Text | None:
    """The leave's longest stretches of days that no rule refuses, as a proposal; None where nothing is left."""
    if leave.start >= leave.end or len(leave.days) > LONGEST_DAYS:
        return None

    def allowed(start: date, end: date) -> bool:
        part = replace(
            leave,
            start=start,
            end=end,
            start_minute=leave.start_minute if start == leave.start else None,
            end_minute=leave.end_minute if end == leave.end else None,
        )
        return decide(board.rulebook, part, board, clock).allowed

    parts = [part for part in _stretches(day for day in leave.days if allowed(day, day)) if allowed(*part)]
    if not parts or parts == [(leave.start, leave.end)]:
        return None
    return split_words(parts)


def _stretches(days: Iterable[date]) -> Iterable[tuple[date, date]]:
    """Days in order as ranges of days that follow each other."""
    first = last = None
    for day in days:
        if first is not None and last is not None and day == last + timedelta(days=1):
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last
