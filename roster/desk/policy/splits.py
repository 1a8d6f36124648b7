"""A leave in parts: what is left of it where a day of it is refused, each part allowed by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.balances import counts
from roster.desk.policy.deadlines import duties_asked
from roster.desk.policy.desk_rule import verdict_of
from roster.model.leave_request import LeaveRequest, LeaveState

LONGEST_DAYS = 62
"""A longer leave is not taken apart day by day."""


def allowed_parts(leave: LeaveRequest, board: Board, clock: Clock) -> tuple[LeaveRequest, ...]:
    """The leave's longest stretches of days that no rule refuses, each asked once those before it are filed.

    Empty where nothing is left, or the whole; what frees no duty and is no day of its kind is no leave to file.
    """
    if leave.start >= leave.end or len(leave.days) > LONGEST_DAYS:
        return ()
    days = [day for day in leave.days if _allowed(part_of(leave, day, day), board, clock)]
    parts: list[LeaveRequest] = []
    for start, end in _stretches(days):
        part, held = part_of(leave, start, end), board_with(board, parts)
        if (start, end) != (leave.start, leave.end) and _is_any(part, board) and _allowed(part, held, clock):
            parts.append(part)
    return tuple(parts)


def part_of(leave: LeaveRequest, start: date, end: date) -> LeaveRequest:
    """The days `start` … `end` of a leave, with the hours at which it begins and ends where they are its ends."""
    return replace(
        leave,
        start=start,
        end=end,
        start_minute=leave.start_minute if start == leave.start else None,
        end_minute=leave.end_minute if end == leave.end else None,
    )


def board_with(board: Board, filed: Iterable[LeaveRequest]) -> Board:
    """The board with further leave that waits to be decided."""
    more = tuple(
        replace(leave, leave_id=f"part {number}", state=LeaveState.PENDING) for number, leave in enumerate(filed)
    )
    return replace(board, leaves=(*board.leaves, *more)) if more else board


def _is_any(leave: LeaveRequest, board: Board) -> bool:
    return any(counts(leave.kind, day, board.case.calendar) for day in leave.days) or any(duties_asked(leave, board))


def _allowed(leave: LeaveRequest, board: Board, clock: Clock) -> bool:
    return verdict_of(board.rulebook, leave, board, clock).allowed


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
