"""Sickness: who reports it (LEAVE-4), and its medical certificates (LEAVE-5)."""

from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.ladder import acting
from roster.desk.policy.leave_hours import is_cut
from roster.desk.policy.policy import Policy
from roster.model.approval import Office, Step
from roster.model.leave_request import LeaveRequest, uncovered_days


def counts_at_once(request: LeaveRequest, board: Board) -> bool:
    """Whether sickness counts as soon as it is reported (LEAVE-4): a colleague's word waits for the own leader's.

    It does by oneself, by somebody of the family (nobody of the centre), by whom the agent has named, and by who leads
    the agent or acts for who does.
    """
    staff, person = board.staff, request.applicant
    if person == request.agent_id or person in staff.proxies.get(request.agent_id, ()):
        return True
    # Who has an account without being rostered is known to the desk as `@name`.
    if person not in staff.agents and not person.startswith("@"):
        return True
    step = Step(Office.LEADER, staff.agents[request.agent_id].team)
    but = (request.agent_id,)
    return staff.is_manager_of(person, request.agent_id) or bool(acting(board, person, step, request.filed_at, but=but))


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
    return board.month_case.midnight(certificate_day(request, board) + timedelta(days=1))


def certified(request: LeaveRequest, board: Board) -> bool:
    """Whether no certificate is missing."""
    return not needs_certificate(request, board) or not uncovered_days(request)
