"""Centres, their months' tables, and the import of a case."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Right, Role
from api.http.dependencies import Key, Me, Paged, Parts, Planner, Services, answer
from api.http.models import PageOf
from api.http.resources.centres.bodies import (
    AgentRow,
    Agents,
    CentreOut,
    ImportOut,
    LoadRow,
    Loads,
    SeatRow,
    Seats,
    ShiftRow,
    Shifts,
)
from api.http.resources.centres.tables import rows_of, with_rows
from api.http.resources.centres.upload import XLSX, read_upload
from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.rosters.roster_desk import edit_case, import_case
from roster.errors import NotFoundError
from roster.rule import Rulebook

router = APIRouter(prefix="/centres", tags=["centres"])
CentreId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", examples=["demo"])]
MonthOf = Annotated[str | None, Query(max_length=7, description="`2026-10`; the latest where left out")]


def board_of(parts: Services, caller: Caller, centre_id: str, month: str | None) -> Board:
    """A month of one of the caller's centres."""
    caller.need_centre(centre_id)
    return parts.office.board(centre_id, month)


@router.get("", response_model=PageOf[CentreOut])
def list_centres(parts: Parts, caller: Me, page: Paged) -> Response:
    """The caller's centres."""
    with parts.store.reading() as connection:
        mine = [row for row in parts.office.centres(connection) if caller.sees_centre(row.centre_id)]
        items = [_centre(parts, connection, row) for row in mine[page.offset : page.offset + page.limit]]
    return answer(page.out(items, len(mine)))


@router.get("/{centre_id}", response_model=CentreOut)
def get_centre(parts: Parts, caller: Me, centre_id: CentreId) -> Response:
    """One centre."""
    caller.need_centre(centre_id)
    with parts.store.reading() as connection:
        for row in parts.office.centres(connection):
            if row.centre_id == centre_id:
                return answer(_centre(parts, connection, row))
    raise NotFoundError(centre_id)


def _centre(parts: Services, connection: Any, row: Any) -> dict[str, Any]:
    return {
        "id": row.centre_id,
        "name": row.name,
        "timezone": row.timezone,
        "months": [str(month) for month in parts.office.months(connection, row.centre_id)],
    }


@router.post(
    "/{centre_id}/import",
    status_code=201,
    response_model=ImportOut,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("application/zip", XLSX)},
        }
    },
)
async def take_in(request: Request, parts: Parts, caller: Planner, centre_id: CentreId, key: Key = None) -> Response:
    """Take in a case, a .zip of its folder or an .xlsx workbook: a new month, or the same month anew."""
    caller.need_centre(centre_id)
    data = await request.body()
    kind = request.headers.get("content-type", "")

    def work() -> Response:
        case, notices = read_upload(data, kind)
        Rulebook.of(CATALOGUE, case.centre)
        with parts.store.reading() as connection:
            known = centre_id in {row.centre_id for row in parts.office.centres(connection)}
        if not known and not caller.may(Right.ADMIN):
            raise NotFoundError(centre_id)
        import_case(parts.office.new_desk(centre_id), caller.person, case, key=key)
        told = {
            "centre_id": centre_id,
            "month": str(case.month),
            "agents": len(case.agents),
            "shifts": len(case.shifts),
            "notices": notices,
        }
        return answer(told, {"Location": f"/api/v1/centres/{centre_id}"}, 201)

    return await run_in_threadpool(work)


def _agents(caller: Caller, board: Board) -> list[dict[str, Any]]:
    case = board.case
    own = case.agent_by_id.get(caller.agent_id or "")
    team = own.team if own else None
    private = caller.role not in {Role.AGENT, Role.LEADER}
    rows = []
    for row in rows_of(case, "agents"):
        agent = case.agent_by_id[row["agent_id"]]
        if agent.team == team or caller.sees_agent(agent, team):
            shown = private or agent.agent_id == caller.agent_id
            rows.append(row if shown else {**row, "protected": None, "contract_hours": None})
    return rows


def _plain(table: str) -> Callable[[Caller, Board], list[dict[str, Any]]]:
    return lambda _caller, board: rows_of(board.case, table)


def _add(table: str, row: type[BaseModel], rows: Any, read: Callable[[Caller, Board], list[dict[str, Any]]]) -> None:
    """The two routes that every table has: read a page, replace all."""

    def get(parts: Parts, caller: Me, page: Paged, centre_id: CentreId, month: MonthOf = None) -> Response:
        return answer(page.of(read(caller, board_of(parts, caller, centre_id, month))))

    def put(
        parts: Parts, caller: Planner, centre_id: CentreId, body: rows, month: MonthOf = None, key: Key = None
    ) -> Response:
        given = [item.model_dump() for item in body]
        return _change(parts, caller, key, centre_id, month, table, lambda _: given)

    get.__doc__ = f"The month's {table}, a page."
    put.__doc__ = f"Put these {table} in place of the month's; all faults at once where they do not hold together."
    path = f"/{{centre_id}}/{table}"
    router.add_api_route(path, get, methods=["GET"], response_model=PageOf[row], name=f"get_{table}")  # type: ignore[valid-type]
    router.add_api_route(path, put, methods=["PUT"], status_code=204, response_class=Response, name=f"put_{table}")


def _change(
    parts: Services,
    caller: Caller,
    key: str | None,
    centre_id: str,
    month: str | None,
    table: str,
    change: Callable[[list[dict[str, Any]]], Sequence[dict[str, Any]]],
) -> Response:
    caller.need_centre(centre_id)
    desk = parts.office.desk(centre_id)
    chosen = parts.office.month(centre_id, month)
    edit_case(desk, caller.person, chosen, lambda case: with_rows(case, table, change(rows_of(case, table))), key=key)
    return answer(None, status=204)


_add("agents", AgentRow, Agents, _agents)
_add("shifts", ShiftRow, Shifts, _plain("shifts"))
_add("load", LoadRow, Loads, _plain("load"))
_add("seats", SeatRow, Seats, _plain("seats"))


@router.put("/{centre_id}/agents/{agent_id}", status_code=204, response_class=Response)
def put_agent(
    parts: Parts,
    caller: Planner,
    centre_id: CentreId,
    agent_id: str,
    body: AgentRow,
    month: MonthOf = None,
    key: Key = None,
) -> Response:
    """Add or change one agent."""
    row = {**body.model_dump(), "agent_id": agent_id}
    return _change(parts, caller, key, centre_id, month, "agents", lambda rows: _with(rows, "agent_id", row))


@router.put("/{centre_id}/shifts/{code}", status_code=204, response_class=Response)
def put_shift(
    parts: Parts,
    caller: Planner,
    centre_id: CentreId,
    code: str,
    body: ShiftRow,
    month: MonthOf = None,
    key: Key = None,
) -> Response:
    """Add or change one shift."""
    row = {**body.model_dump(), "code": code}
    return _change(parts, caller, key, centre_id, month, "shifts", lambda rows: _with(rows, "code", row))


@router.delete("/{centre_id}/agents/{agent_id}", status_code=204, response_class=Response)
def delete_agent(
    parts: Parts, caller: Planner, centre_id: CentreId, agent_id: str, month: MonthOf = None, key: Key = None
) -> Response:
    """Take an agent out of a month."""
    return _change(parts, caller, key, centre_id, month, "agents", lambda rows: _without(rows, "agent_id", agent_id))


@router.delete("/{centre_id}/shifts/{code}", status_code=204, response_class=Response)
def delete_shift(
    parts: Parts, caller: Planner, centre_id: CentreId, code: str, month: MonthOf = None, key: Key = None
) -> Response:
    """Take a shift out of a month."""
    return _change(parts, caller, key, centre_id, month, "shifts", lambda rows: _without(rows, "code", code))


def _with(rows: list[dict[str, Any]], key: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    if row[key] in {item[key] for item in rows}:
        return [row if item[key] == row[key] else item for item in rows]
    return [*rows, row]


def _without(rows: list[dict[str, Any]], key: str, value: str) -> list[dict[str, Any]]:
    if value not in {item[key] for item in rows}:
        raise NotFoundError(value)
    return [item for item in rows if item[key] != value]
