"""What is kept of everything: the swap register, the audit log, each agent's ledger."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import AwareDatetime

from api.accounts.caller import Caller
from api.http.dependencies import Admin, CentreQuery, Lead, MonthQuery, Parts, Services, Tongue, centre_of
from api.http.models import PageOf
from api.http.month_lists import AskedMonth
from api.http.paging import Paged
from api.http.people import sees_one_of, sees_person
from api.http.replies import answer, table_download
from api.http.resources.records.bodies import AuditOut, ChainOut, EntryOut, LedgerOut
from api.http.routing import resource
from api.views.records import audit_view, chain_view, ledger_view
from api.views.swaps import register_view
from roster.desk.desk import Desk
from roster.desk.ledger import ledger
from roster.desk.swaps import register_csv
from roster.desk.swaps.register import RegisterEntry, entries
from roster.store.audit import AuditQuery, audit_page, verify
from roster.text import Language

router = resource()


TeamQuery = Annotated[str | None, Query(max_length=200, description="Only entries of this team's people")]


@router.get("/register", response_model=PageOf[EntryOut], tags=["register"])
def read_register(
    parts: Parts,
    caller: Lead,
    language: Tongue,
    page: Paged,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    team: TeamQuery = None,
) -> Response:
    """换班登记表: every effective swap, cover and change by its number, with who agreed."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    with desk.reading():
        rows = seen_entries(parts, caller, desk, month, team)
        part = page.part(rows)
        return answer(page.out(register_view(desk, part, language), len(rows)))


@router.get("/register.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}}, tags=["register"])
def read_register_csv(
    parts: Parts,
    caller: Lead,
    language: Tongue,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
    team: TeamQuery = None,
) -> Response:
    """The register as a table, with a byte-order mark, as spreadsheets read it."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    rows = seen_entries(parts, caller, desk, month, team)
    return register_table(rows, language)


def register_table(rows: list[RegisterEntry], language: Language) -> Response:
    """Entries as a file."""
    return table_download(register_csv.text(rows, language), "register.csv")


def seen_entries(
    parts: Services, caller: Caller, desk: Desk, month: str | None, team: str | None
) -> list[RegisterEntry]:
    """The entries that are the caller's to see: of a month where one is named, of a team where one is."""
    chosen = parts.office.month(desk.centre_id, month)
    case = desk.board(chosen).case
    people = case.agent_by_id
    return [
        item
        for item in entries(desk, chosen if month else None)
        if sees_one_of(caller, case, item.swap.parties)
        and (team is None or any(one in people and people[one].team == team for one in item.swap.parties))
    ]


@router.get("/audit", response_model=PageOf[AuditOut], tags=["audit"])
def read_audit(
    parts: Parts,
    caller: Admin,
    page: Paged,
    centre_id: CentreQuery = None,
    actor: Annotated[str | None, Query(max_length=200)] = None,
    action: Annotated[str | None, Query(max_length=100, description="What the act's name begins with")] = None,
    subject: Annotated[str | None, Query(max_length=200, description="What the subject begins with")] = None,
    since: Annotated[AwareDatetime | None, Query(description="From this instant on")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Before this instant")] = None,
) -> Response:
    """The log, newest first. What private reasons there are is not in it."""
    chosen = centre_id or caller.centre_id
    if chosen is not None:
        caller.need_centre(chosen)
    wanted = AuditQuery(chosen, actor, action, subject, since, until)
    with parts.store.reading() as connection:
        rows, total = audit_page(connection, wanted, page.offset, page.limit)
    return answer(page.out([audit_view(row) for row in rows], total))


@router.get("/audit/chain", response_model=ChainOut, tags=["audit"])
def read_chain(parts: Parts, caller: Admin) -> Response:
    """Read the whole chain of hashes and name the first broken row."""
    del caller
    with parts.store.reading() as connection:
        return answer(chain_view(verify(connection)))


@router.get("/ledger", response_model=PageOf[LedgerOut], tags=["ledger"])
def read_ledger(asked_month: AskedMonth, page: Paged) -> Response:
    """Quotas, pay-backs and fairness of the caller's people."""
    with asked_month.reading() as read:
        case = read.board.case
        mine = [agent.agent_id for agent in case.agents if sees_person(read.caller, case, agent.agent_id)]
        part = page.part(mine)
        rows = ledger(read.desk, read.month, part) if part else ()
    return answer(page.out([ledger_view(row) for row in rows], len(mine)))
