"""What a request names, found among what the caller may see; everything else does not exist for them."""

from dataclasses import replace

from api.accounts.caller import Caller, Right
from api.etag import is_named
from api.http.dependencies import Services
from api.http.people import decides_on, need_lead, not_theirs
from api.office.office import StoredRoster
from api.problem import PRECONDITION, Problem
from roster.desk.desk import Desk
from roster.desk.leaves.giving_back import month_of_leave
from roster.errors import NotFoundError
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapRequest
from roster.store import leave_rows, swap_rows
from roster.store.connect import Connection


def swap_of(parts: Services, caller: Caller, swap_id: str) -> tuple[Desk, SwapRequest]:
    """A swap that concerns the caller's people, with its desk."""
    with parts.store.reading() as connection:
        centre_id = swap_rows.centre_of_swap(connection, swap_id)
        caller.need_centre(centre_id)
        swap, _ = swap_rows.swap_row(connection, centre_id, swap_id)
        desk = parts.office.desk(centre_id)
        board = desk.board(swap.month)
    now = parts.office.clock.now()
    if not decides_on(caller, board, swap.parties, now):
        raise not_theirs(caller, board, now, swap_id, agents=swap.parties, filed_at=swap.filed_at)
    return desk, swap


def leave_of(parts: Services, caller: Caller, leave_id: str, *, to_decide: bool = False) -> tuple[Desk, LeaveRequest]:
    """A leave of one of the caller's people (or filed by the caller), with its desk.

    `to_decide`: one that the caller may be the one to decide.
    """
    with parts.store.reading() as connection:
        centre_id = leave_rows.centre_of_leave(connection, leave_id)
        caller.need_centre(centre_id)
        desk = parts.office.desk(centre_id)
        leave = leave_rows.leave_row(connection, centre_id, leave_id)
        with desk.reading() as work:
            board = work.board(month_of_leave(work, leave.start))
    now = parts.office.clock.now()
    if leave.applicant != caller.person and not decides_on(caller, board, (leave.agent_id,), now):
        raise not_theirs(caller, board, now, leave_id, agents=(leave.agent_id,), filed_at=leave.filed_at)
    if to_decide:
        need_lead(caller, board, now)
    return desk, leave


def roster_of(parts: Services, caller: Caller, connection: Connection, roster_id: str) -> StoredRoster:
    """A roster of an own centre; a draft only for who plans."""
    stored = parts.office.stored(connection, roster_id)
    caller.need_centre(stored.centre_id)
    if not stored.binds and not caller.may(Right.PLAN):
        raise NotFoundError(roster_id)
    return stored


def as_read(stored: StoredRoster, if_match: str | None) -> StoredRoster:
    """The roster at the revision that the client read (RFC 9110 §13.1.1), 0 for another one than there is.

    The desk compares it within its transaction.
    """
    if if_match is None:
        raise Problem(PRECONDITION)
    revision = stored.version.revision if is_named(stored.etag, if_match) else 0
    return replace(stored, version=replace(stored.version, revision=revision))
