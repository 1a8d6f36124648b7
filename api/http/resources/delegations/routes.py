"""Deputies: an approver who is away names one for a time; the deputy then decides in the approver's place."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel
from sqlalchemy import select

from api.accounts.caller import Caller
from api.http.dependencies import Key, Me, Paged, Parts, Services, answer
from api.http.models import Body, Id, PageOf
from api.http.people import need_lead
from api.http.resources.records.routes import CentreQuery
from api.http.resources.swaps.routes import centre_of
from api.office.office import MAX_ID
from api.problem import input_problem
from api.store.tables import ACCOUNTS
from roster.desk.board.board import Board
from roster.desk.board.ground import Ground
from roster.desk.delegation import delegate, end_delegation
from roster.model.approval import Delegation
from roster.text import Text

router = APIRouter(prefix="/delegations", tags=["delegations"])
LONGEST_DAYS = 366
DelegationId = Annotated[int, Path(ge=1, le=MAX_ID)]


class DelegationBody(Body):
    """Who stands in for the caller, from `start` to `end`: days of the centre, both inclusive."""

    centre_id: Id | None = None
    deputy: Id
    start: date
    end: date

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"deputy": "0006", "start": "2026-10-20", "end": "2026-10-24"}]},
    }


class DelegationOut(BaseModel):
    """A deputy for a time; `end` is the last day, today's where it was ended."""

    id: int
    approver: str
    deputy: str
    start: str
    end: str


@router.get("", response_model=PageOf[DelegationOut])
def list_mine(parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None) -> Response:
    """Where the caller is the approver or the deputy, in the order of naming; past ones too."""
    board = parts.office.board(centre_of(caller, centre_id))
    mine = [item for item in board.staff.delegations if caller.person in {item.approver, item.deputy}]
    return answer(page.of([_out(item, board.ground) for item in mine]))


@router.post("", status_code=201, response_model=DelegationOut)
def name(parts: Parts, caller: Me, body: DelegationBody, key: Key = None) -> Response:
    """Name a deputy for what the caller decides; nobody decides on oneself, as a deputy either."""
    centre = centre_of(caller, body.centre_id)
    board = parts.office.board(centre)
    need_lead(caller, board, parts.office.clock.now())
    if not timedelta() <= body.end - body.start <= timedelta(days=LONGEST_DAYS):
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
    ground = board.ground
    span = Delegation(
        caller.person, body.deputy, ground.midnight(body.start), ground.midnight(body.end + timedelta(days=1))
    )
    made = delegate(parts.office.desk(centre), caller.person, span, key=key)
    return answer(_out(made, ground), status=201)


@router.delete("/{delegation_id}", status_code=204, response_class=Response)
def end(
    parts: Parts, caller: Me, delegation_id: DelegationId, centre_id: CentreQuery = None, key: Key = None
) -> Response:
    """Back again: the deputy decides nothing from now on."""
    end_delegation(parts.office.desk(centre_of(caller, centre_id)), caller.person, delegation_id, key=key)
    return answer(None, status=204)


def _is_somebody(parts: Services, caller: Caller, board: Board, person: str, centre_id: str) -> bool:
    if person in board.case.agent_by_id:
        return person != caller.person
    named = (ACCOUNTS.c.username == person.removeprefix("@").casefold()) & ACCOUNTS.c.disabled.is_(False)
    with parts.store.reading() as connection:
        row = connection.execute(select(ACCOUNTS.c.centre_id).where(named)).first()
    return person.startswith("@") and person != caller.person and row is not None and row.centre_id == centre_id


def _out(item: Delegation, ground: Ground) -> dict[str, Any]:
    last = ground.local(item.end - timedelta(microseconds=1)).date()
    return {
        "id": item.delegation_id,
        "approver": item.approver,
        "deputy": item.deputy,
        "start": ground.local(item.start).date().isoformat(),
        "end": last.isoformat(),
    }
