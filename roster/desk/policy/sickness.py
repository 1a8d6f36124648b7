"""Medical certificates (LEAVE-5)."""

from datetime import datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.policy import Policy
from roster.model.leave_request import LeaveRequest, uncovered_days


def needs_certificate(request: LeaveRequest, board: Board) -> bool:
    """Whether the sickness is a full day: it touches a duty or more; every day counts where no roster binds."""
    if not request.is_sick:
        return False
    if request.kind == "emergency" and Policy.of(board.rulebook).emergency_certificate == "none":
        return False
    return bool(duties_touched(request, board)) or not board.published


def certificate_due(request: LeaveRequest, board: Board) -> datetime:
    """The end of the first calendar day after the leave (LEAVE-5c), as an instant that is already too late."""
    return board.ground.midnight(request.end + timedelta(days=2))


def certified(request: LeaveRequest, board: Board) -> bool:
    """Whether no certificate is missing."""
    return not needs_certificate(request, board) or not uncovered_days(request)
