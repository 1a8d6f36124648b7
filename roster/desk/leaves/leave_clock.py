"""What time does to leave: provisional and final absenteeism, certificates overdue."""

from datetime import timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.deadlines import duties_touched, filing_deadline
from roster.desk.policy.leave_hours import taken_from
from roster.desk.policy.policy import Policy
from roster.desk.policy.sickness import certificate_due
from roster.model import Duty, Month
from roster.model.leave_request import LeaveRequest, LeaveState, uncovered_days
from roster.store import absence_rows, leave_rows
from roster.store.absence_rows import Absence


def _late(leave: LeaveRequest, board: Board) -> bool:
    """Whether it was filed after its kind's deadline (LEAVE-2)."""
    return filing_deadline(leave, board, Policy.of(board.rulebook)).missed_by(leave.filed_at)


def settle_leave(work: Work, month: Month) -> dict[str, int]:
    """What the clock does to leave: provisional absenteeism, final absenteeism, certificates overdue; how many."""
    board = work.board(month)
    done = {"provisional": 0, "final": 0, "lapsed": 0}
    clear_days = Policy.of(board.rulebook).absence_clear_days
    for leave in board.leaves:
        cause = f"leave:{leave.leave_id}"
        if leave.is_report:
            # Nobody asked for it themselves: who stayed away is seen by the roll call.
            continue
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED}:
            for duty in duties_touched(leave, board):
                if work.now >= taken_from(leave, duty, board) and _stayed_away(work, board, leave, duty):
                    absence = Absence(leave.agent_id, duty.day, cause, "provisional")
                    if absence_rows.put_absence(work.connection, work.centre_id, absence, work.now):
                        done["provisional"] += 1
                        work.duty_missed(duty.day)
        # Taking a request back once its duty began does not undo the absence.
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED, LeaveState.WITHDRAWN}:
            if work.now >= board.month_case.midnight(leave.end + timedelta(days=1 + clear_days)):
                done["final"] += absence_rows.set_absences(
                    work.connection, work.centre_id, cause, "provisional", "final"
                )
        elif leave.state is LeaveState.PROVISIONAL and work.now >= certificate_due(leave, board):
            done["lapsed"] += _lapse(work, board, leave)
    return done


def _stayed_away(work: Work, board: Board, leave: LeaveRequest, duty: Duty) -> bool:
    """Whether a duty under a leave that is not effective counts as absence, until attendance says otherwise.

    A leave declined in time is a duty to be worked: only attendance makes that one an absence.
    """
    seen = absence_rows.attendance(work.connection, work.centre_id, duty.day, duty.day)
    absent = next((item.absent for item in seen if item.agent_id == leave.agent_id), None)
    if absent is not None:
        return absent
    return leave.state is LeaveState.PENDING or _late(leave, board)


def _lapse(work: Work, board: Board, leave: LeaveRequest) -> int:
    """The certificate did not come: the duties of uncovered days are absenteeism (LEAVE-5c)."""
    missing = set(uncovered_days(leave))
    for duty in leave.vacated:
        if duty.day in missing:
            absence = Absence(leave.agent_id, duty.day, f"certificate:{leave.leave_id}", "final")
            absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    leave_rows.set_leave_state(work.connection, leave, LeaveState.LAPSED, work.now)
    work.tell(f"leave:{leave.leave_id}", {"state": "lapsed", "days": sorted(day.isoformat() for day in missing)})
    work.changed(board.case.month)
    return 1
