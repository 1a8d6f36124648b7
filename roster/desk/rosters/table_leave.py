"""Leave of a month's own table (leave.csv) as it stands: approved, or waiting for the roster that grants it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.desk.desk import Desk, Work
from roster.desk.leaves.leave_reading import list_leave
from roster.desk.rosters.granting import Grant, identity
from roster.desk.rosters.grants_desk import grants_waiting
from roster.model import Leave, LeaveStatus, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.store import case_rows, leave_rows, roster_rows
from roster.store.roster_rows import RosterState, RosterVersion


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
        filed: dict[object, bool] = {}  # whether one that says so counts, or may come to
        for item in leave_rows.leaves_between(work.connection, work.centre_id, month.first, month.last):
            filed[identity(item)] = filed.get(identity(item), False) or item.adds_up
        binding = roster_rows.binding_version(work.connection, work.month_row(month).month_id)
        draft = _newest_draft(work, month)
        asked = _asked(work, month, draft)
        table_rows = []
        for index, leave in enumerate(leaves):
            if leave.start > month.last or leave.end < month.first:
                continue
            counts = leave.status is LeaveStatus.APPROVED or (binding is not None and index in binding.granted)
            stands = filed.get(identity(leave))
            if stands or (stands is not None and not counts):
                continue
            if counts:
                table_rows.append(TableLeave(leave, LeaveState.EFFECTIVE))
            elif draft is not None and index in draft.granted:
                table_rows.append(TableLeave(leave, LeaveState.PENDING, draft.roster_id, index in asked))
            else:
                table_rows.append(TableLeave(leave, LeaveState.PENDING if binding is None else LeaveState.DECLINED))
        return tuple(table_rows)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The newest draft of a month grants a filed request that waits; `asks`: the chain has yet to approve that."""

    draft: int
    asks: bool


def drafted(work: Work, leaves: Iterable[LeaveRequest]) -> Mapping[str, Drafted]:
    """Those of filed leaves that wait and that the newest draft of their month grants, by id: which draft."""
    waiting = [leave for leave in leaves if leave.state is LeaveState.PENDING]
    found: dict[str, Drafted] = {}
    for month in {Month.of(leave.start) for leave in waiting} & set(work.known_months()):
        draft = _newest_draft(work, month)
        if draft is not None and draft.granted_requests:
            asked = _asked(work, month, draft)
            found |= {one: Drafted(draft.roster_id, one in asked) for one in draft.granted_requests}
    return {leave.leave_id: found[leave.leave_id] for leave in waiting if leave.leave_id in found}


def _newest_draft(work: Work, month: Month) -> RosterVersion | None:
    """The newest draft that may still come to bind."""
    month_id = work.month_row(month).month_id
    binding = roster_rows.binding_version(work.connection, month_id)
    drafts = [
        item
        for item in roster_rows.roster_versions(work.connection, month_id)
        if item.state is RosterState.DRAFT and (binding is None or item.version > binding.version)
    ]
    return drafts[-1] if drafts else None


def _asked(work: Work, month: Month, draft: RosterVersion | None) -> set[Grant]:
    """What of a draft's grants waits for the chain."""
    return set() if draft is None else {item.grant for item in grants_waiting(work, work.board(month), draft)}


def _ahead(work: Work, month: Month) -> Iterable[TableLeave]:
    """Leave of a month to come that earlier months' tables hold; what is requested waits for its roster."""
    for leave in case_rows.later_leaves(work.connection, work.centre_id, month):
        if leave.start <= month.last:
            approved = leave.status is LeaveStatus.APPROVED
            yield TableLeave(leave, LeaveState.EFFECTIVE if approved else LeaveState.PENDING)
