"""What leave that ends before its time gives back: whole duties, and parts of those that stood."""

from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.leave_hours import leave_span, part_taken
from roster.errors import NotFoundError
from roster.model import Duty, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.store import leave_rows, roster_rows
from roster.store.roster_rows import RosterState
from roster.text import Text

GIVEN_UP = frozenset({LeaveState.EFFECTIVE, LeaveState.PROVISIONAL})


def has_begun(work: Work, leave: LeaveRequest) -> bool:
    """Whether the first hour of a leave is reached."""
    return work.now >= leave_span(leave, work.board(month_of_leave(work, leave.start)))[0]


def give_up(work: Work, leave: LeaveRequest, **payload: str) -> None:
    """A leave that waits or has not begun is withdrawn; its duties that nobody took come back."""
    leave_rows.set_leave_state(work.connection, leave, LeaveState.WITHDRAWN, work.now)
    back = (*given_back(work, leave, leave.vacated), *parts_back(work, leave))
    counted = {"back": len(back)} if leave.vacated or back else {}
    work.tell(f"leave:{leave.leave_id}", {"state": "withdrawn", **payload, **counted})
    work.changed(month_of_leave(work, leave.start))


def month_of_leave(work: Work, start: date) -> Month:
    """The month whose board judges a leave: that of its first day, else the first known one after it, else the latest.

    So leave is asked for long before its month has a case; what hangs on duties is judged when there are some.
    """
    known = work.known_months()
    wanted = Month.of(start)
    if wanted in known:
        return wanted
    if not known:
        raise NotFoundError(Text(f"{wanted} 的案例", f"a case of {wanted}"))
    return next((month for month in known if month.first >= start), known[-1])


def months_touched(work: Work, leave: LeaveRequest) -> tuple[Month, ...]:
    """The known months in which the leave has days, or cuts the night of its eve."""
    first = leave.start if leave.start_minute is None else leave.start - timedelta(days=1)
    return tuple(month for month in work.known_months() if month.first <= leave.end and month.last >= first)


def part_end(leave: LeaveRequest, duty: Duty, board: Board) -> datetime:
    """When the part of a duty that a leave takes is over."""
    part = part_taken(leave, duty, board)
    return board.stint(duty).end if part is None else part[1]


def parts_back(work: Work, leave: LeaveRequest) -> tuple[Duty, ...]:
    """The parts of standing duties that a leave which ends early gives back: those that are not over and not taken."""
    back: list[Duty] = []
    for item in leave_rows.vacancies_of_leave(work.connection, leave.leave_id):
        board = work.board(month_of_leave(work, item.duty.day))
        over = item.part is None or part_end(leave, item.duty, board) <= work.now
        if not over and leave_rows.give_back(work.connection, leave.leave_id, item.duty.day):
            work.changed(Month.of(item.duty.day))
            back.append(item.duty)
    return tuple(back)


def given_back(work: Work, leave: LeaveRequest, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Puts vacant duties of a leave that ends back on the roster; which they were.

    A duty that somebody has taken is theirs; one that would now break a hard rule of the agent's month stays vacant.
    """
    back: list[Duty] = []
    for month in months_touched(work, leave):
        work.changed(month)
        version = roster_rows.binding_version(work.connection, work.month_row(month).month_id)
        if version is None or version.state is not RosterState.PUBLISHED:
            continue
        for duty in duties:
            if duty.day not in month:
                continue
            board = work.board(month)
            own = board.duties.get(duty.agent_id)
            if own is None or duty.day in own:
                continue
            if board.calendar.worse(duty.agent_id, (), (duty,)):
                continue
            if leave_rows.give_back(work.connection, leave.leave_id, duty.day):
                cause = f"leave:{leave.leave_id}"
                work.change_duties(version, (), (duty,), cause=cause)
                work.changed(month)
                back.append(duty)
    return tuple(back)
