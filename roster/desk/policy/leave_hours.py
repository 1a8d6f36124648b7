"""What leave takes of a duty at the desk, in instants, and what of it is left to be worked."""

from datetime import datetime

from roster.desk.board.board import Board
from roster.model import Duty
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.model.requests import DAY_MINUTES, Timed
from roster.rule.leave_part import part_of_duty, parts_off


def leave_span(request: Timed, board: Board) -> tuple[datetime, datetime]:
    """From when to when a leave lasts, as UTC."""
    return board.month_case.wall(*request.begins), board.month_case.wall(*request.ends)


def part_taken(request: Timed, duty: Duty, board: Board) -> tuple[datetime, datetime] | None:
    """What a leave takes of a duty, [from, to); None where nothing."""
    stint = board.stint(duty)
    return part_of_duty(request, duty.day, (stint.start, stint.end), board.month_case.wall, stint.pause)


def is_cut(request: Timed, duty: Duty, board: Board) -> bool:
    """Whether a leave takes a part of a duty and the rest of it stands."""
    stint = board.stint(duty)
    return part_taken(request, duty, board) not in {None, (stint.start, stint.end)}


def minutes_cut(request: Timed, duty: Duty, board: Board) -> tuple[int, int] | None:
    """What a leave cuts out of a duty, in wall minutes of the duty's day, [from, to); None where it does not cut it."""
    part = part_taken(request, duty, board)
    if part is None or not is_cut(request, duty, board):
        return None
    first, last = (
        (moment.date() - duty.day).days * DAY_MINUTES + moment.hour * 60 + moment.minute
        for moment in (board.month_case.local(moment) for moment in part)
    )
    return first, last


def is_touched(request: LeaveRequest, duty: Duty, board: Board) -> bool:
    """Whether a leave takes anything of a duty; of one that had begun when it was filed only what it begins within."""
    start, part = board.stint(duty).start, part_taken(request, duty, board)
    return part is not None and (start if part[0] == start else part[1]) > request.filed_at


def is_taken(board: Board, duty: Duty) -> bool:
    """Whether leave of its holder takes the whole of a duty: not leave that was filed once the duty had begun."""
    late = [
        request.as_leave()
        for request in board.leaves
        if request.agent_id == duty.agent_id and not is_touched(request, duty, board)
    ]
    leaves = (leave for leave in board.leaves_near(duty) if leave not in late)
    return any(part_taken(leave, duty, board) is not None and not is_cut(leave, duty, board) for leave in leaves)


def hours_off(board: Board, duty: Duty) -> tuple[tuple[datetime, datetime], ...]:
    """The hours of a standing duty that its holder's leave takes, [from, to)."""
    stint = board.stint(duty)
    leaves = board.leaves_near(duty)
    return parts_off(leaves, duty.day, (stint.start, stint.end), board.month_case.wall, stint.pause)


def worked_span(board: Board, duty: Duty) -> tuple[datetime, datetime]:
    """From when to when a duty is worked: later or earlier than rostered where leave with times cuts an end of it."""
    stint, parts = board.stint(duty), hours_off(board, duty)
    first, last = stint.start, stint.end
    for begin, end in sorted(parts):
        first = max(first, end) if begin <= first else first
    for begin, end in sorted(parts, key=lambda part: part[1], reverse=True):
        last = min(last, begin) if end >= last else last
    return (first, last) if first < last else (stint.start, stint.end)


def cut_by_leave(board: Board, duty: Duty) -> LeaveRequest | None:
    """The leave that counts and takes a part of a standing duty, if one does."""
    for leave in board.leaves:
        if leave.agent_id == duty.agent_id and leave.state in COUNTING_LEAVE and is_cut(leave, duty, board):
            return leave
    return None


def taken_from(request: LeaveRequest, duty: Duty, board: Board) -> datetime:
    """When a leave begins to matter to a duty that it touches: at its start, or at the hour at which it is cut."""
    part = part_taken(request, duty, board)
    return board.stint(duty).start if part is None else part[0]
