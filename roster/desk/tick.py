"""What time itself does at the desk. Safe to run at any moment and as often as one likes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from roster.desk.attendance.worked import settle_obligations
from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.duty_day.permits import lapse_permits, next_lapse
from roster.desk.leaves.leave_clock import settle_leave
from roster.desk.leaves.return_desk import settle_returns
from roster.desk.memory import Passed
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.leave_hours import taken_from
from roster.desk.policy.policy import Policy
from roster.desk.swaps.swap_clock import expire_swaps
from roster.desk.tasks.task_desk import next_due, settle_tasks
from roster.model import Duty, Month
from roster.model.leave_request import LeaveState
from roster.model.swap import OPEN_SWAPS
from roster.store import absence_rows, obligation_rows, roster_rows


def tick(desk: Desk) -> Mapping[str, int]:
    """Expires swaps whose duty began, settles pay-backs, absenteeism and certificates; how many of each."""
    with desk.writing(SYSTEM, "tick", waits=False) as work:
        return desk.let_pass(work)


def pass_time(work: Work) -> Passed:
    """What time has done until the act's instant, in every published month; told in the log where it is anything."""
    done = dict.fromkeys(("expired", "settled", "provisional", "final", "lapsed", "reminded", "recorded"), 0)
    month = _published(work)
    if month is not None:
        done |= settle(work, month)
        done["lapsed"] += lapse_permits(work)
        done["overdue"] = sum(settle_tasks(work, near) for near in _near(work))
    if any(done.values()):
        work.tell(f"centre:{work.centre_id}", {name: count for name, count in done.items() if count})
    return Passed(done, next_change(work))


def _published(work: Work) -> Month | None:
    """The first published month: its board knows the others."""
    states = roster_rows.binding_states(work.connection, work.centre_id)
    published = roster_rows.RosterState.PUBLISHED
    return next((month for month in work.known_months() if states.get(str(month)) is published), None)


def next_change(work: Work) -> datetime:
    """The earliest instant after the act's at which time may do something to the calendar as it stands.

    Each midnight may (certificates, returns, absences); a duty's start ends what waits for it, its end settles what is
    owed with it.
    """
    month = _published(work)
    if month is None:
        return datetime.max.replace(tzinfo=UTC)
    board = work.board(month)
    instants = {board.month_case.midnight(board.month_case.local(work.now).date() + timedelta(days=1))}
    for swap in board.swaps:
        if swap.state in OPEN_SWAPS:
            instants.update(moment for duty in swap.given for moment in _edges(board, duty))
    for item in obligation_rows.owed(work.connection, work.centre_id):
        shift = board.case_of(item.day).shift_by_code.get(item.shift)
        if shift is not None and board.is_rostered(item.day):
            instants.add(board.month_case.wall(item.day, shift.end_minute))
    for leave in board.leaves:
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED} and not leave.is_report:
            instants.update(taken_from(leave, duty, board) for duty in duties_touched(leave, board))
    instants.update(moment for near in _near(work) if (moment := next_due(work, near)) is not None)
    lapse = next_lapse(work)
    if lapse is not None:
        instants.add(lapse)
    return min(moment for moment in instants if moment > work.now)


def _edges(board: Board, duty: Duty) -> tuple[datetime, datetime]:
    return board.stint(duty).start, board.stint(duty).end


def _near(work: Work) -> list[Month]:
    """The months that lie around now and have a roster that binds."""
    states = roster_rows.binding_states(work.connection, work.centre_id)
    today = work.today
    near = {Month.of(today + timedelta(days=days)) for days in (-4, 1)}
    return [month for month in sorted(near) if str(month) in states]


def settle(work: Work, month: Month) -> dict[str, int]:
    """What time does to the calendar, seen from one published month."""
    done = {"expired": expire_swaps(work, month), **settle_leave(work, month)}
    if done["provisional"]:
        # Who did not come did not pay back.
        work.changed(month, board=work.board(month))
    done["settled"] = settle_obligations(work, month)
    done.update(settle_returns(work, month))
    done["final"] += _finalise(work, month)
    if done["settled"]:
        work.changed(month, board=work.board(month))
    return done


def _finalise(work: Work, month: Month) -> int:
    """Absences that attendance told become final when the time to clear them is over."""
    board = work.board(month)
    clear_days = Policy.of(board.rulebook).absence_clear_days
    last = board.month_case.local(work.now).date() - timedelta(days=1 + clear_days)
    return absence_rows.finalise_absences(work.connection, work.centre_id, last)
