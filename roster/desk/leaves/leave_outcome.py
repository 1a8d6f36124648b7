"""What a leave that counts touches: duties fall vacant, swaps are void, absences and reports are settled."""

from roster.desk.attendance.record import settle_record
from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.leaves.giving_back import give_up, months_touched
from roster.desk.leaves.leave_reading import leave_row
from roster.desk.leaves.vacant import vacancy_of
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.sickness import needs_certificate
from roster.desk.shift_log.log import enter_leave
from roster.desk.swaps.swap_outcome import void_touching
from roster.model import Duty, Month
from roster.model.leave_request import LeaveRequest, LeaveState, uncovered_days
from roster.store import absence_rows, leave_rows, roster_rows
from roster.store.roster_rows import RosterState


def overlapping(work: Work, leave: LeaveRequest) -> tuple[LeaveRequest, ...]:
    """The other leaves of the person that overlap it."""
    return tuple(
        other
        for other in leave_rows.leaves_between(work.connection, work.centre_id, leave.start, leave.end)
        if other.agent_id == leave.agent_id and other.leave_id != leave.leave_id and leave.overlaps(other)
    )


def settle_reports(work: Work, leave: LeaveRequest) -> None:
    """Sickness that counts takes the place of what colleagues have reported of the same days."""
    for other in overlapping(work, leave):
        if other.is_report and other.state is LeaveState.PENDING:
            give_up(work, other, **{"for": leave.leave_id})


def take_effect(work: Work, board: Board, leave: LeaveRequest) -> LeaveRequest:
    """The leave counts: its duties fall vacant, open swaps of them are void, provisional absenteeism is cleared."""
    provisional = needs_certificate(leave, board) and bool(uncovered_days(leave))
    state = LeaveState.PROVISIONAL if provisional else LeaveState.EFFECTIVE
    leave_rows.set_leave_state(work.connection, leave, state, work.now)
    freed: list[Duty] = []
    for month in months_touched(work, leave):
        freed.extend(_vacate(work, month, leave))
        work.changed(month)
    cleared = absence_rows.set_absences(
        work.connection, work.centre_id, f"leave:{leave.leave_id}", "provisional", "cleared"
    )
    # What attendance or another request said of these duties is settled with them.
    for day in sorted({duty.day for duty in freed} | {duty.day for duty in duties_touched(leave, board)}):
        cleared += absence_rows.clear_absences(work.connection, work.centre_id, leave.agent_id, day, day)
        if absence_rows.attendance(work.connection, work.centre_id, day, day, leave.agent_id):
            settle_record(work, leave.agent_id, day)
    enter_leave(work, board, leave, freed)
    work.tell(f"leave:{leave.leave_id}", {"state": state.value, "vacant": len(freed), "cleared": cleared})
    if not freed:
        work.changed(board.case.month)
    return leave_row(work, leave.leave_id)


def _vacate(work: Work, month: Month, leave: LeaveRequest) -> tuple[Duty, ...]:
    row = work.month_row(month)
    version = roster_rows.binding_version(work.connection, row.month_id)
    if version is None or version.state is not RosterState.PUBLISHED:
        return ()
    board = work.board(month)
    if leave.agent_id not in board.duties:
        return ()
    standing = board.duties[leave.agent_id]
    duties = tuple(
        duty for duty in duties_touched(leave, board) if duty.day in month and standing.get(duty.day) == duty
    )
    if not duties:
        return ()
    freed = tuple(vacancy_of(leave, duty, board) for duty in duties)
    whole = tuple(item.duty for item in freed if item.part is None)
    if whole:
        work.change_duties(version, whole, (), cause=f"leave:{leave.leave_id}")
    work.duties_moved(item.duty.day for item in freed if item.part is not None)
    leave_rows.add_vacancies(work.connection, row.month_id, freed)
    work.changed(month)
    void_touching(work, work.board(month), duties)
    return duties
