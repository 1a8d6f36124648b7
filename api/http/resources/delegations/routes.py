"""Deputies: an approver who is away names one for a time; the deputy then decides in the approver's place."""

from datetime import timedelta
from typing import Annotated

from fastapi import Path, Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, Services, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import need_lead
from api.http.replies import Reply, answer
from api.http.resources.delegations.bodies import DelegationBody, DelegationOut
from api.http.resources.leave.routes import sane
from api.http.routing import resource
from api.office.office import MAX_ID
from api.problem import input_problem
from api.store.account_rows import account_named
from api.views.records import delegation_view
from roster.desk.board.board import Board
from roster.desk.delegation import delegate, end_delegation
from roster.model.approval import Delegation
from roster.text import Text

router = resource("/delegations", "delegations")
LONGEST_DAYS = 366
DelegationId = Annotated[int, Path(ge=1, le=MAX_ID)]


@router.get("", response_model=PageOf[DelegationOut])
def list_mine(parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None) -> Response:
    """Where the caller is the approver or the deputy, in the order of naming; past ones too."""
    board = parts.office.board(centre_of(caller, centre_id))
    mine = [item for item in board.staff.delegations if caller.person in {item.approver, item.deputy}]
    return answer(page.of([delegation_view(item, board.month_case) for item in mine]))


@router.post("", status_code=201, response_model=DelegationOut)
@once
def name(parts: Parts, caller: Me, body: DelegationBody) -> Reply:
    """Name a deputy for what the caller decides; nobody decides on oneself, as a deputy either."""
    centre = centre_of(caller, body.centre_id)
    board = parts.office.board_with(centre, caller.agent_id, None if body.deputy.startswith("@") else body.deputy)
    need_lead(caller, board, parts.office.clock.now())
    start, end = sane(body.start), sane(body.end)
    if not timedelta() <= end - start <= timedelta(days=LONGEST_DAYS):
        raise input_problem(
            "end",
            Text("早于开始日期或超过一年", "lies before the start, or more than a year after it"),
            Text("更正日期", "Correct the dates"),
        )
    if not _is_somebody(parts, caller, board, body.deputy, centre):
        raise input_problem(
            "deputy",
            Text("本中心没有此人", "is nobody of this centre"),
            Text("写员工编号,或 @用户名", "Name an agent, or @ and a user name"),
        )
    month_case = board.month_case
    span = Delegation(
        caller.person, body.deputy, month_case.midnight(start), month_case.midnight(end + timedelta(days=1))
    )
    return Reply(delegation_view(delegate(parts.office.desk(centre), caller.person, span), month_case), 201)


@router.delete("/{delegation_id}", status_code=204, response_class=Response)
@once
def end(parts: Parts, caller: Me, delegation_id: DelegationId, centre_id: CentreQuery = None) -> Reply:
    """Back again: the deputy decides nothing from now on."""
    end_delegation(parts.office.desk(centre_of(caller, centre_id)), caller.person, delegation_id)
    return Reply(None, 204)


def _is_somebody(parts: Services, caller: Caller, board: Board, person: str, centre_id: str) -> bool:
    if person == caller.person:
        return False
    if person in board.case.agent_by_id:
        return True
    if not person.startswith("@"):
        return False
    with parts.store.reading() as connection:
        row = account_named(connection, person.removeprefix("@"))
    return row is not None and not row.disabled and row.centre_id == centre_id
