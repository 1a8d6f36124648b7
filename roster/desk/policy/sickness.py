"""Medical certificates (LEAVE-5)."""

from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.policy.deadlines import duties_touched, is_cut
from roster.desk.policy.policy import Policy
from roster.model.leave_request import LeaveRequest, uncovered_days


def needs_certificate(request: LeaveRequest, board: Board) -> bool:
    """Whether the sickness is a full day: it takes a whole duty or more; every day counts where no roster binds."""
    if not request.is_sick:
        return False
    if request.kind == "emergency" and Policy.of(board.rulebook).emergency_certificate == "none":
        return False
    whole = [duty for duty in duties_touched(request, board) if not is_cut(request, duty, board)]
    return bool(whole) or not all(board.is_rostered(day) for day in request.days if request.covers(day))


def certificate_day(request: LeaveRequest, board: Board) -> date:
    """The day on which the certificate is due at the latest (LEAVE-5c): the first after the leave.

    With `certificate_due_by` `duty` it is the day of the first duty after the leave, where one is known.
    """
    if Policy.of(board.rulebook).certificate_due_by == "duty":
        after = [day for day in board.duties.get(request.agent_id, {}) if day > request.end]
        if after:
            return min(after)
    return request.end + timedelta(days=1)


def certificate_due(request: LeaveRequest, board: Board) -> datetime:
    """The end of the day on which the certificate is due, as an instant that is already too late."""
    return board.ground.midnight(certificate_day(request, board) + timedelta(days=1))


def certified(request: LeaveRequest, board: Board) -> bool:
    """Whether no certificate is missing."""
    return not needs_certificate(request, board) or not uncovered_days(request)
