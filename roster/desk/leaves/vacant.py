"""What a leave leaves vacant, and who could take it: a whole duty, or the rest of one where a shift fits."""

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.leave_hours import minutes_cut
from roster.desk.swaps.suggest import Suggestion, suggest_vacant
from roster.model import Duty
from roster.model.leave_request import LeaveRequest, Vacancy


def vacancy_of(leave: LeaveRequest, duty: Duty, board: Board) -> Vacancy:
    """What a leave frees of a duty that it touches."""
    return Vacancy(leave.leave_id, duty, minutes_cut(leave, duty, board))


def to_be_taken(board: Board, item: Vacancy, clock: Clock) -> Duty | None:
    """The duty that somebody would work for what is vacant; None where no shift fits.

    Of a part of a duty: the longest shift that lies within it; where there is none, but the duty has begun and is free
    to its end, the same shift for the rest of it (COVER-1).
    """
    duty = item.duty
    if item.part is None:
        return duty
    first, last = item.part
    fitting = [
        shift
        for shift in board.case_of(duty.day).shifts
        if first <= shift.start_minute and shift.end_minute <= last and shift.serves(duty.job)
    ]
    if fitting:
        best = max(fitting, key=lambda shift: (shift.wall_minutes, -shift.start_minute, shift.code))
        return Duty(duty.agent_id, duty.day, best.code, duty.job)
    own = board.case_of(duty.day).shift_by_code[duty.shift]
    return duty if last == own.end_minute and board.stint(duty).start <= clock.now() else None


def covers_of(board: Board, item: Vacancy, clock: Clock) -> tuple[Suggestion, ...]:
    """Who could take what is vacant, best first; nobody where no shift fits, or once it is over."""
    duty = to_be_taken(board, item, clock)
    if duty is None or board.stint(duty).end <= clock.now():
        return ()
    return suggest_vacant(board, duty, clock)
