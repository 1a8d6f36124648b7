"""What is kept of everything: the swap register, the audit log, each agent's ledger."""

from fastapi import Response

from api.http.dependencies import Admin, CentreQuery, Lead, Me, MonthQuery, Parts, centre_of
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import sees_one_of, sees_person
from api.http.replies import answer
from api.http.resources.records.bodies import AuditOut, ChainOut, LedgerOut
from api.http.resources.swaps.bodies import SwapOut
from api.http.routing import resource
from api.views.records import audit_view, chain_view, ledger_view
from api.views.swaps import swap_views
from roster.desk.ledger import ledger
from roster.desk.swaps.swap_desk import register
from roster.store.audit import audit_page, verify

router = resource()


@router.get("/register", response_model=PageOf[SwapOut], tags=["register"])
def read_register(
    parts: Parts, caller: Lead, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """换班登记表: every effective swap, cover and change by its number."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    with desk.reading() as work:
        chosen = parts.office.month(desk.centre_id, month)
        case = work.board(chosen).case
        rows = [swap for swap in register(desk, chosen if month else None) if sees_one_of(caller, case, swap.parties)]
        return answer(page.out(swap_views(desk, page.part(rows)), len(rows)))


@router.get("/audit", response_model=PageOf[AuditOut], tags=["audit"])
def read_audit(parts: Parts, caller: Admin, page: Paged, centre_id: CentreQuery = None) -> Response:
    """The log, newest first. What private reasons there are is not in it."""
    chosen = centre_id or caller.centre_id
    if chosen is not None:
        caller.need_centre(chosen)
    with parts.store.reading() as connection:
        rows, total = audit_page(connection, chosen, page.offset, page.limit)
    return answer(page.out([audit_view(row) for row in rows], total))


@router.get("/audit/chain", response_model=ChainOut, tags=["audit"])
def read_chain(parts: Parts, caller: Admin) -> Response:
    """Read the whole chain of hashes and name the first broken row."""
    del caller
    with parts.store.reading() as connection:
        return answer(chain_view(verify(connection)))


@router.get("/ledger", response_model=PageOf[LedgerOut], tags=["ledger"])
def read_ledger(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """Quotas, pay-backs and fairness of the caller's people."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    with desk.reading() as work:
        chosen = parts.office.month(desk.centre_id, month)
        case = work.board(chosen).case
        mine = [agent.agent_id for agent in case.agents if sees_person(caller, case, agent.agent_id)]
        part = page.part(mine)
        rows = ledger(desk, chosen, part) if part else ()
    return answer(page.out([ledger_view(row) for row in rows], len(mine)))
