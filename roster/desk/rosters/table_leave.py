"""Leave of a month's own table (leave.csv) as it stands: approved, or waiting for the roster that grants it."""

from collections.abc import Iterable
from dataclasses import dataclass

from roster.desk.desk import Desk, Work
from roster.desk.leaves.leave_reading import list_leave
from roster.desk.rosters.grants_desk import open_grants
from roster.model import Leave, LeaveStatus, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.store import case_rows, leave_rows, roster_rows
from roster.store.roster_rows import RosterState


@dataclass(frozen=True, slots=True)
class TableLeave:
    """A row of the table: EFFECTIVE where approved or granted by the roster that binds, PENDING or DECLINED else.

    Of a pending one: `draft` is the newest draft where it grants it, `asks` whether the chain has yet to approve that.
    """

    leave: Leave
    state: LeaveState
    draft: int | None = None
    asks: bool = False

    @property
    def agent_id(self) -> str:
        """Whose it is."""
        return self.leave.agent_id


def leave_of_month(desk: Desk, month: Month) -> tuple[TableLeave | LeaveRequest, ...]:
    """The one list of a month's leave: the rows of its own table, then what was filed at the desk, in every state."""
    with desk.reading():
        return (*table_leave(desk, month), *list_leave(desk, month.first, month.last))


def table_leave(desk: Desk, month: Month) -> tuple[TableLeave, ...]:
    """The rows that touch the month, in the table's order; of a month without a case those of the tables before it.

    A row that says again what stands at the desk (a planned month's case holds that leave too) is left out.
    """
    with desk.reading() as work:
        if month not in work.known_months():
            return tuple(_ahead(work, month))
        leaves = case_rows.get_people(work.connection, work.centre_id, month).leaves
        filed = [
            (item.agent_id, item.kind, item.begins, item.ends)
            for item in leave_rows.leaves_between(work.connection, work.centre_id, month.first, month.last)
            if item.adds_up
        ]
        month_id = work.month_row(month).month_id
        binding = roster_rows.binding_version(work.connection, month_id)
        drafts = [
            item
            for item in roster_rows.roster_versions(work.connection, month_id)
            if item.state is RosterState.DRAFT and (binding is None or item.version > binding.version)
        ]
        draft = drafts[-1] if drafts else None
        asked = {index for index, _ in open_grants(work, work.board(month), draft)} if draft is not None else set()
        table_rows = []
        for index, leave in enumerate(leaves):
            if leave.start > month.last or leave.end < month.first:
                continue
            if (leave.agent_id, leave.kind, leave.begins, leave.ends) in filed:
                continue
            if leave.status is LeaveStatus.APPROVED or (binding is not None and index in binding.granted):
                table_rows.append(TableLeave(leave, LeaveState.EFFECTIVE))
            elif draft is not None and index in draft.granted:
                table_rows.append(TableLeave(leave, LeaveState.PENDING, draft.roster_id, index in asked))
            else:
                table_rows.append(TableLeave(leave, LeaveState.PENDING if binding is None else LeaveState.DECLINED))
        return tuple(table_rows)


def _ahead(work: Work, month: Month) -> Iterable[TableLeave]:
    """Leave of a month to come that earlier months' tables hold; what is requested waits for its roster."""
    for leave in case_rows.later_leaves(work.connection, work.centre_id, month):
        if leave.start <= month.last:
            approved = leave.status is LeaveStatus.APPROVED
            yield TableLeave(leave, LeaveState.EFFECTIVE if approved else LeaveState.PENDING)
