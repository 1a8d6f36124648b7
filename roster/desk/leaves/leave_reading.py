"""Leave read: one as it stands with its decisions, those of some days, and what approving one costs."""

from collections.abc import Iterable
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_cost import LeaveCost, leave_cost
from roster.model import Month
from roster.model.approval import Approval
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.store import leave_rows


def months_without_case(desk: Desk, leave: LeaveRequest) -> tuple[Month, ...]:
    """The months of a leave that nobody has planned yet: what hangs on their duties is not judged so far."""
    with desk.reading() as work:
        known = work.known_months()
        return tuple(month for month in dict.fromkeys(map(Month.of, leave.days)) if month not in known)


def leave_row(work: Work, leave_id: str) -> LeaveRequest:
    """A leave as it stands; NotFoundError without it."""
    return leave_rows.leave_row(work.connection, work.centre_id, leave_id)


def read_leave(desk: Desk, leave_id: str) -> tuple[LeaveRequest, tuple[Approval, ...]]:
    """A leave and the decisions made on it."""
    with desk.reading() as work:
        return leave_row(work, leave_id), leave_rows.decisions_of(work.connection, f"leave:{leave_id}")


def list_leave(desk: Desk, start: date, end: date, states: Iterable[LeaveState] = ()) -> tuple[LeaveRequest, ...]:
    """The leaves that touch `start` … `end`, in the order of filing; all states unless some are named."""
    chosen = frozenset(states)
    with desk.reading() as work:
        leaves = leave_rows.leaves_between(work.connection, work.centre_id, start, end)
        return tuple(leave for leave in leaves if not chosen or leave.state in chosen)


def cost_of(desk: Desk, leave_id: str) -> LeaveCost:
    """What approving a leave costs: coverage lost per interval, and ranked covers.

    Of one that counts already (sickness does at once), what its duties that nobody covers yet cost.
    """
    with desk.reading() as work:
        leave = leave_row(work, leave_id)
        board = work.board(month_of_leave(work, leave.start))
        return leave_cost(board, leave, work.clock, leave_rows.vacancies_of_leave(work.connection, leave_id))


def board_of(desk: Desk, leave_id: str) -> Board:
    """The board that judges a leave."""
    with desk.reading() as work:
        return work.board(month_of_leave(work, leave_row(work, leave_id).start))
