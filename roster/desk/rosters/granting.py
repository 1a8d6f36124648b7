"""Which leave a draft would grant: rows of the month's own table, and requests filed at the desk, by their records."""

from collections.abc import Sequence
from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.leaves.leave_outcome import take_effect
from roster.desk.policy.ladder import OFFICE_WORDS
from roster.model import Leave, LeaveStatus, Month, Roster
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.store import leave_rows, roster_rows
from roster.store.roster_rows import RosterVersion

Grant = int | str
"""What a draft grants: a row of the month's own table of leave by its place, or leave filed at the desk by its id."""


def identity(leave: Leave | LeaveRequest) -> tuple[object, ...]:
    """What makes two records tell of one leave: whose, of which kind, from when to when."""
    return leave.agent_id, leave.kind, leave.begins, leave.ends


def requests_waiting(work: Work, board: Board) -> tuple[LeaveRequest, ...]:
    """What waits at the desk for the month in focus, in the order of filing."""
    month = board.month
    return tuple(
        leave
        for leave in leave_rows.leaves_between(work.connection, work.centre_id, month.first, month.last)
        if leave.state is LeaveState.PENDING and leave.agent_id in board.case.agent_by_id
    )


def planned_leaves(work: Work, board: Board) -> tuple[Leave, ...]:
    """The leave that a month is rostered from: of its table, then what counts at the desk, then what waits there."""
    return (*board.case.leaves, *map(_requested, requests_waiting(work, board)))


def _requested(leave: LeaveRequest) -> Leave:
    return replace(leave.as_leave(), status=LeaveStatus.REQUESTED)


def grants_of(
    work: Work, board: Board, roster: Roster, leaves: Sequence[Leave] | None = None
) -> tuple[Roster, tuple[str, ...]]:
    """A roster with its grants told by the store's records: places in the month's table, and requests by their ids.

    `leaves` are those that its grants are indices into, as it was made; unset: those of `planned_leaves`. What was
    decided meanwhile is no grant any more. A request that begins in another month, or in one whose roster binds, and
    sickness, are the ladder's: no draft grants them.
    """
    leaves = planned_leaves(work, board) if leaves is None else leaves
    chosen = [identity(leaves[index]) for index in sorted(roster.granted) if index < len(leaves)]
    asked = {
        identity(leave): leave.leave_id
        for leave in requests_waiting(work, board)
        if not board.published and not leave.is_sick and Month.of(leave.start) == board.month
    }
    places = {
        identity(leave): place
        for place, leave in enumerate(board.case.leaves)
        if leave.status is LeaveStatus.REQUESTED and identity(leave) not in asked
    }
    granted = frozenset(places[one] for one in chosen if one in places)
    return replace(roster, granted=granted), tuple(asked[one] for one in chosen if one in asked)


def open_requests(work: Work, version: RosterVersion) -> tuple[LeaveRequest, ...]:
    """The requests at the desk that a version grants and that wait still."""
    filed = (leave_rows.leave_row(work.connection, work.centre_id, item) for item in version.granted_requests)
    return tuple(leave for leave in filed if leave.state is LeaveState.PENDING)


def draft_board(work: Work, board: Board, version: RosterVersion) -> Board:
    """The month's board with a draft's duties, and with what it grants: no duty lies on a leave that is to be."""
    roster = roster_rows.get_roster(work.connection, version)
    return board.with_draft(roster, tuple(map(_requested, open_requests(work, version))))


def grant_subject(version: RosterVersion, leave: LeaveRequest) -> str:
    """What the chain's decisions on a draft's grant are kept under: the leave, wherever its row stands by then."""
    which = leave.leave_id or f"{leave.agent_id}:{leave.kind}:{leave.first_text}:{leave.last_text}"
    return f"grant:{version.roster_id}:{which}"


def settle_requests(work: Work, version: RosterVersion) -> None:
    """With its publication, what the chain has agreed to in a draft is said of the filed leave itself, and it counts.

    `version` as it was before it bound anybody. A draft that is never published says nothing.
    """
    for leave in open_requests(work, version):
        subject = f"leave:{leave.leave_id}"
        done = {item.step for item in leave_rows.decisions_of(work.connection, subject) if item.approved}
        said = leave_rows.decisions_of(work.connection, grant_subject(version, leave))
        for approval in said:
            if approval.approved and approval.step not in done:
                leave_rows.add_decision(work.connection, subject, approval)
        by = [f"{OFFICE_WORDS[item.step.office].en} {item.by}" for item in said if item.approved]
        work.tell(subject, {"approved": True, "roster": version.roster_id, "by": by})
        take_effect(work, work.board(work.month_of(version.month_id)), leave)


def carry_grants(work: Work, month_id: int, before: Sequence[Leave], after: Sequence[Leave]) -> None:
    """Where a month's table of leave is written anew, each version's grants stay with their leave."""
    places = {identity(leave): place for place, leave in reversed(list(enumerate(after)))}
    for version in roster_rows.roster_versions(work.connection, month_id):
        known = [identity(before[place]) for place in version.granted if place < len(before)]
        granted = sorted({places[one] for one in known if one in places})
        if granted != list(version.granted):
            roster_rows.set_granted(work.connection, version, granted, version.granted_requests)
