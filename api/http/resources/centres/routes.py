"""Centres, their months' tables, and the import of a case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Right, Role
from api.http.dependencies import Me, MonthQuery, Parts, Planner, Services, Staffer, Tongue
from api.http.idempotency import Write, Writing
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer, download
from api.http.resources.centres.bodies import (
    MAX_ROWS,
    AgentRow,
    CentreOut,
    GradeBody,
    ImportOut,
    LoadRow,
    SeatRow,
    ShiftRow,
)
from api.http.resources.centres.tables import Row, rows_of, with_masked, with_rows, without_masked
from api.http.resources.centres.upload import XLSX, annotated, read_upload, unpacked_upload
from api.http.resources.centres.workbook import case_download
from api.http.routing import resource, takes
from api.http.tables import TABLE_BYTES, described, table_of
from api.problem import FORBIDDEN, Problem
from api.views.accounts import centre_view
from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.grades.grade_desk import set_grade
from roster.desk.rosters.case_changes import agent_changes
from roster.desk.rosters.case_difference import CaseDifference, case_difference
from roster.desk.rosters.case_intake import intake_notices, need_decided_grades
from roster.desk.rosters.month_desk import coming_case
from roster.desk.rosters.roster_desk import edit_case, export_case, import_case
from roster.errors import Fault, InputError, NotFoundError
from roster.files.notice import Notice
from roster.files.read_case import read_case
from roster.model import Case
from roster.rule import Rulebook
from roster.store.case_rows import centre_row, centres, months_of
from roster.text import Language, Text

router = resource("/centres", "centres")
CentreId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", examples=["demo"])]
Change = Callable[[list[Row]], list[Row]]
STAFF_FIELDS = frozenset({"team", "role", "grade", "protections", "contract_minutes"})
"""What of a person is not a leader's to change."""


@router.get("", response_model=PageOf[CentreOut])
def list_centres(parts: Parts, caller: Me, page: Paged) -> Response:
    """The caller's centres."""
    with parts.store.reading() as connection:
        mine = [row for row in centres(connection) if caller.sees_centre(row.centre_id)]
        items = [centre_view(row, [*months_of(connection, row.centre_id)]) for row in page.part(mine)]
    return answer(page.out(items, len(mine)))


@router.get("/{centre_id}", response_model=CentreOut)
def get_centre(parts: Parts, caller: Me, centre_id: CentreId) -> Response:
    """One centre."""
    caller.need_centre(centre_id)
    with parts.store.reading() as connection:
        return answer(centre_view(centre_row(connection, centre_id), [*months_of(connection, centre_id)]))


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
@takes(0)
async def take_in(
    request: Request,
    parts: Parts,
    caller: Staffer,
    write: Write,
    language: Tongue,
    centre_id: CentreId,
    dry_run: Annotated[bool, Query(description="Only say what it would change")] = False,
    annotate: Annotated[bool, Query(description="Only give it back as a workbook, each fault at its cell")] = False,
) -> Response:
    """Take in a case, a .zip of its folder or an .xlsx workbook: a new month, or the same month anew."""
    caller.need_centre(centre_id)
    data = await request.body()
    kind = request.headers.get("content-type", "")
    if annotate:
        return await run_in_threadpool(_annotated, data, kind, language)
    if dry_run:
        return await run_in_threadpool(_tried, parts, centre_id, data, kind, language)
    return await run_in_threadpool(_taken_in, parts, caller, write, centre_id, data, kind, language)


def _annotated(data: bytes, kind: str, language: Language) -> Response:
    with unpacked_upload(data, kind) as place:
        try:
            read_case(place, confined=True, judge=lambda centre: Rulebook.of(CATALOGUE, centre))
            faults: Sequence[Fault] = ()
        except InputError as error:
            faults = error.faults
        workbook = annotated(place, faults, language)
    return download(workbook, XLSX, "annotated.xlsx")


def _tried(parts: Services, centre_id: str, data: bytes, kind: str, language: Language) -> Response:
    case, notices = read_upload(data, kind)
    changes = difference_of(parts, centre_id, case)
    view = _import_view(centre_id, case, (*notices, *left_aside_of(parts, centre_id, case)), language)
    return answer({**view, "difference": {**asdict(changes)}})


def difference_of(parts: Services, centre_id: str, case: Case) -> CaseDifference:
    """What a case would change of the month that the centre has."""
    before = None
    if _is_known(parts, centre_id):
        with parts.store.reading() as connection:
            known = months_of(connection, centre_id)
        before = export_case(parts.office.desk(centre_id), case.month) if case.month in known else None
    return case_difference(before, case)


def left_aside_of(parts: Services, centre_id: str, case: Case) -> tuple[Notice, ...]:
    """What a case would leave aside of what the centre's desk knows; InputError where that could not be taken in."""
    return intake_notices(parts.office.desk(centre_id), case) if _is_known(parts, centre_id) else ()


def _is_known(parts: Services, centre_id: str) -> bool:
    with parts.store.reading() as connection:
        return any(row.centre_id == centre_id for row in centres(connection))


@router.get("/{centre_id}/case.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
def get_case_workbook(
    parts: Parts,
    caller: Staffer,
    language: Tongue,
    centre_id: CentreId,
    month: MonthQuery = None,
    following: Annotated[bool, Query(description="The month after the latest, as the rosters leave it")] = False,
) -> Response:
    """The month's case as a workbook to fill in and import; or a first draft of the month to come."""
    caller.need_centre(centre_id)
    desk = parts.office.desk(centre_id)
    case = coming_case(desk) if following else export_case(desk, parts.office.board(centre_id, month).case.month)
    return case_download(case, language)


def _import_view(centre_id: str, case: Case, notices: Iterable[Notice], language: Language) -> dict[str, Any]:
    return {
        "centre_id": centre_id,
        "month": str(case.month),
        "agents": len(case.agents),
        "shifts": len(case.shifts),
        "notices": [notice.line(language) for notice in notices],
    }


def _taken_in(
    parts: Services, caller: Caller, write: Writing, centre_id: str, data: bytes, kind: str, language: Language
) -> Response:
    before = write.known()
    if before is not None:
        return before
    case, notices = read_upload(data, kind)

    def keep() -> Reply:
        if not _is_known(parts, centre_id) and not caller.may(Right.ADMIN):
            raise NotFoundError(centre_id)
        left_aside = import_case(parts.office.new_desk(centre_id), caller.person, case)
        view = _import_view(centre_id, case, (*notices, *left_aside), language)
        return Reply(view, 201, {"Location": f"/api/v1/centres/{centre_id}"})

    return write.once(keep)


def _agents(caller: Caller, board: Board) -> list[Row]:
    case = board.case
    own = case.agent_by_id.get(caller.agent_id or "")
    team = own.team if own else None
    rows = []
    for row in rows_of(case, "agents"):
        agent = case.agent_by_id[row["agent_id"]]
        if agent.team == team or caller.sees_agent(agent, team):
            rows.append(row if _reads_private(caller, agent.agent_id) else without_masked(row))
    return rows


def _reads_private(caller: Caller, agent_id: str) -> bool:
    return caller.role not in {Role.AGENT, Role.LEADER} or agent_id == caller.agent_id


def _plain(table: str) -> Callable[[Caller, Board], list[Row]]:
    return lambda _caller, board: rows_of(board.case, table)


def _add(
    table: str, row: type[BaseModel], most: int, who: Any, read: Callable[[Caller, Board], list[Row]] | None = None
) -> None:
    """The two routes that every table has: read a page, replace all."""
    shown = read or _plain(table)

    def get(parts: Parts, caller: Me, page: Paged, centre_id: CentreId, month: MonthQuery = None) -> Response:
        caller.need_centre(centre_id)
        return answer(page.of(shown(caller, parts.office.board(centre_id, month))))

    def put(
        parts: Parts,
        caller: who,
        write: Write,
        centre_id: CentreId,
        rows: Annotated[list[dict[str, Any]], Depends(table_of(row, most))],
        month: MonthQuery = None,
    ) -> Response:
        return _change(parts, caller, write, centre_id, month, table, lambda _: rows)

    get.__doc__ = f"The month's {table}, a page."
    put.__doc__ = f"Put these {table} in place of the month's; all faults at once where they do not hold together."
    path = f"/{{centre_id}}/{table}"
    router.add_api_route(path, get, methods=["GET"], response_model=PageOf[row], name=f"get_{table}")  # type: ignore[valid-type]
    router.add_api_route(
        path,
        takes(TABLE_BYTES)(put),
        methods=["PUT"],
        status_code=204,
        response_class=Response,
        name=f"put_{table}",
        openapi_extra=described(row, most),
    )


def _change(
    parts: Services, caller: Caller, write: Writing, centre_id: str, month: str | None, table: str, change: Change
) -> Response:
    """Puts a changed table into a month. It is read and checked before the transaction, and again where it raced."""
    caller.need_centre(centre_id)
    before = write.known()
    if before is not None:
        return before
    desk = parts.office.desk(centre_id)
    chosen = parts.office.month(centre_id, month)

    def changed(case: Case) -> Case:
        rows = rows_of(case, table)
        given = change(rows)
        if table == "agents":
            rows_by_agent = {row["agent_id"]: row for row in rows}
            given = [
                row if _reads_private(caller, row["agent_id"]) else with_masked(row, rows_by_agent.get(row["agent_id"]))
                for row in given
            ]
        made = with_rows(case, table, given)
        if table == "agents" and not caller.may(Right.STAFF):
            _need_own_people(caller, case, made)
        return made

    read = export_case(desk, chosen)
    made = changed(read)
    if table == "agents":
        need_decided_grades(desk, read, made)

    def keep() -> Reply:
        edit_case(desk, caller.person, chosen, lambda case: made if case == read else changed(case))
        return Reply(None, 204)

    return write.once(keep)


def _need_own_people(caller: Caller, before: Case, after: Case) -> None:
    """Forbidden where a leader would add, remove or move people, or change what is the planner's to say of them."""
    own = before.agent_by_id.get(caller.agent_id or "")
    refused = []
    for agent_id, what in agent_changes(before, after).items():
        if isinstance(what, str):
            refused.append(f"{agent_id} ({what})")
        elif own is None or before.agent_by_id[agent_id].team != own.team or STAFF_FIELDS & what.keys():
            refused.append(f"{agent_id} ({', '.join(sorted(what))})")
    if refused:
        names = "; ".join(refused[:20])
        raise Problem(
            FORBIDDEN,
            Text(
                f"班组、角色、职级、保护及人员增减由排班员或主任更改:{names}",
                f"Team, role, grade, protection and who is there are the planner's or director's to change: {names}",
            ),
        )


_add("agents", AgentRow, 5000, Planner, _agents)
_add("shifts", ShiftRow, 500, Staffer)
_add("load", LoadRow, MAX_ROWS, Planner)
_add("seats", SeatRow, MAX_ROWS, Planner)


@router.put("/{centre_id}/agents/{agent_id}", status_code=204, response_class=Response)
def put_agent(
    parts: Parts,
    caller: Planner,
    write: Write,
    centre_id: CentreId,
    agent_id: str,
    body: AgentRow,
    month: MonthQuery = None,
) -> Response:
    """Add or change one agent."""
    row = {**body.model_dump(), "agent_id": agent_id}
    return _change(parts, caller, write, centre_id, month, "agents", lambda rows: _with(rows, "agent_id", row))


@router.post("/{centre_id}/agents/{agent_id}/grade", status_code=204, response_class=Response)
def decide_grade(
    parts: Parts, caller: Me, write: Write, centre_id: CentreId, agent_id: str, body: GradeBody
) -> Response:
    """A grade that holds from a day on, decided by a director: what swaps and plans of those days ask about."""
    caller.need_centre(centre_id)
    if caller.role not in {Role.DIRECTOR, Role.CENTRE_DIRECTOR}:
        raise NotFoundError(agent_id)

    def keep() -> Reply:
        set_grade(parts.office.desk(centre_id), caller.person, agent_id, body.since, body.grade)
        return Reply(None, 204)

    return write.once(keep)


@router.put("/{centre_id}/shifts/{code}", status_code=204, response_class=Response)
def put_shift(
    parts: Parts,
    caller: Staffer,
    write: Write,
    centre_id: CentreId,
    code: str,
    body: ShiftRow,
    month: MonthQuery = None,
) -> Response:
    """Add or change one shift."""
    row = {**body.model_dump(), "code": code}
    return _change(parts, caller, write, centre_id, month, "shifts", lambda rows: _with(rows, "code", row))


@router.delete("/{centre_id}/agents/{agent_id}", status_code=204, response_class=Response)
def delete_agent(
    parts: Parts, caller: Staffer, write: Write, centre_id: CentreId, agent_id: str, month: MonthQuery = None
) -> Response:
    """Take an agent out of a month."""
    return _change(parts, caller, write, centre_id, month, "agents", lambda rows: _without(rows, "agent_id", agent_id))


@router.delete("/{centre_id}/shifts/{code}", status_code=204, response_class=Response)
def delete_shift(
    parts: Parts, caller: Staffer, write: Write, centre_id: CentreId, code: str, month: MonthQuery = None
) -> Response:
    """Take a shift out of a month."""
    return _change(parts, caller, write, centre_id, month, "shifts", lambda rows: _without(rows, "code", code))


def _with(rows: list[Row], key: str, row: Row) -> list[Row]:
    if row[key] in {item[key] for item in rows}:
        return [row if item[key] == row[key] else item for item in rows]
    return [*rows, row]


def _without(rows: list[Row], key: str, value: str) -> list[Row]:
    if value not in {item[key] for item in rows}:
        raise NotFoundError(value)
    return [item for item in rows if item[key] != value]
