"""What a leave takes off the roster: the seats and the duty leaders of the duties it frees, or of the parts it cuts."""

from collections.abc import Iterable
from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.policy.leading import LeaderGap, leader_gaps
from roster.desk.policy.leave_hours import minutes_cut, part_taken
from roster.desk.words import duty_words
from roster.model import Duty
from roster.model.leave_request import LeaveRequest, Vacancy
from roster.model.requests import DAY_MINUTES
from roster.rule.leave_part import meet
from roster.text import clock_span


def minutes_freed(leave: LeaveRequest, duty: Duty, board: Board) -> int:
    """How many elapsed minutes of a duty a leave takes."""
    part = part_taken(leave, duty, board)
    return 0 if part is None else round((part[1] - part[0]).total_seconds() / 60)


def seats_freed(leave: LeaveRequest, duties: Iterable[Duty], board: Board) -> tuple[SeatChange, ...]:
    """Each interval whose served seats a leave alters by taking these duties, in the months they serve."""
    whole, cut = _apart(leave, duties, board)
    step = board.case.centre.interval_minutes
    parts: list[SeatChange] = []
    for duty, part in cut.items():
        for change in board.seat_changes((duty,), ()):
            minute = (change.day - duty.day).days * DAY_MINUTES + change.minute
            if meet(part, (minute, minute + step)):
                parts.append(change)
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
    for duty, (first, last) in cut.items():
        for gap in leader_gaps(board, (duty,), ()):
            ahead = (gap.day - duty.day).days * DAY_MINUTES
            begin, end = max(gap.start_minute, first - ahead), min(gap.end_minute, last - ahead)
            if begin < end:
                gaps.append(replace(gap, start_minute=begin, end_minute=end))
    return tuple(gaps)


def _apart(leave: LeaveRequest, duties: Iterable[Duty], board: Board) -> tuple[list[Duty], dict[Duty, tuple[int, int]]]:
    """The duties that a leave takes whole, and those that it cuts with what it takes, in wall minutes of their day."""
    whole: list[Duty] = []
    cut: dict[Duty, tuple[int, int]] = {}
    for duty in duties:
        part = minutes_cut(leave, duty, board)
        if part is None:
            whole.append(duty)
        else:
            cut[duty] = part
    return whole, cut


def freed_words(leave: LeaveRequest, duty: Duty, board: Board) -> str:
    """A duty that a leave takes, with the hours where it takes a part: `2026-10-12 E`, `2026-10-12 E 11:00–16:00`."""
    part = minutes_cut(leave, duty, board)
    if part is None:
        return duty_words(duty)
    return f"{duty_words(duty)} {clock_span(*part)}"
