"""What a leave takes off the roster: the seats and the duty leaders of the duties it frees, or of the parts it cuts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.policy.deadlines import is_cut, part_taken
from roster.desk.policy.leading import LeaderGap, leader_gaps
from roster.desk.words import duty_words
from roster.model import Duty
from roster.model.leave_request import LeaveRequest, Vacancy


def minutes_freed(leave: LeaveRequest, duty: Duty, board: Board) -> int:
    """How many elapsed minutes of a duty a leave takes."""
    part = part_taken(leave, duty, board)
    return 0 if part is None else round((part[1] - part[0]).total_seconds() / 60)


def seats_freed(leave: LeaveRequest, duties: Iterable[Duty], board: Board) -> tuple[SeatChange, ...]:
    """Each interval whose served seats a leave alters by taking these duties, in the months they serve."""
    whole, cut = _apart(leave, duties, board)
    step = board.case.centre.interval_minutes
    parts = [
        change
        for duty in cut
        for change in board.seat_changes((duty,), ())
        if _within(leave, (change.day, change.minute, change.minute + step))
    ]
    return (*board.seat_changes(whole, ()), *parts)


def seats_lost(
    leave: LeaveRequest, board: Board, held: Iterable[Duty], vacant: Iterable[Vacancy]
) -> tuple[SeatChange, ...]:
    """Each interval whose served seats a leave alters once it stands, or has altered where it counts already.

    `held` are the duties that it would still take, `vacant` what it took and nobody covers yet.
    """
    taken = (change for item in vacant for change in vacancy_lost(item, board))
    return (*seats_freed(leave, held, board), *taken)


def vacancy_lost(item: Vacancy, board: Board) -> tuple[SeatChange, ...]:
    """Each interval whose served seats a vacancy has altered: of a part of a duty, those within it."""
    if item.part is not None:
        page = board.calendar.page(item.duty.day)
        return () if page is None else board.calendar.sheet(page.month).seats.part_lost(item.duty, *item.part)
    back = board.seat_changes((), (item.duty,))
    return tuple(replace(one, before_seats=one.after_seats, after_seats=one.before_seats) for one in back)


def leaders_freed(leave: LeaveRequest, duties: Iterable[Duty], board: Board) -> tuple[LeaderGap, ...]:
    """The stretches that a leave leaves without a duty leader."""
    whole, cut = _apart(leave, duties, board)
    gaps = list(leader_gaps(board, whole, ()))
    for gap in leader_gaps(board, cut, ()):
        if _within(leave, (gap.day, gap.start_minute, gap.end_minute)):
            first = leave.begins[1] if leave.begins[0] == gap.day else 0
            last = leave.ends[1] if leave.ends[0] == gap.day else gap.end_minute
            gaps.append(replace(gap, start_minute=max(first, gap.start_minute), end_minute=min(last, gap.end_minute)))
    return tuple(gaps)


def _apart(leave: LeaveRequest, duties: Iterable[Duty], board: Board) -> tuple[list[Duty], list[Duty]]:
    """The duties that a leave takes whole, and those that it cuts."""
    whole: list[Duty] = []
    cut: list[Duty] = []
    for duty in duties:
        (cut if is_cut(leave, duty, board) else whole).append(duty)
    return whole, cut


def _within(leave: LeaveRequest, stretch: tuple[date, int, int]) -> bool:
    """Whether a stretch of wall minutes of a day has a moment in common with the leave."""
    day, first, last = stretch
    return (day, first) < leave.ends and leave.begins < (day, last)


def freed_words(leave: LeaveRequest, duty: Duty, board: Board) -> str:
    """A duty that a leave takes, with the hours where it takes a part: `2026-10-12 E`, `2026-10-12 E 11:00–16:00`."""
    part = part_taken(leave, duty, board)
    if part is None or not is_cut(leave, duty, board):
        return duty_words(duty)
    first, last = (board.month_case.local(moment) for moment in part)
    return f"{duty_words(duty)} {first:%H:%M}–{last:%H:%M}"
