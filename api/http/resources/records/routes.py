"""What is kept of everything: the swap register, the audit log, each agent's ledger."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlalchemy import func, select

from api.http.dependencies import Admin, Lead, Me, Paged, Parts, answer
from api.http.models import PageOf
from api.http.people import sees_one_of, sees_person
from api.http.resources.swaps.bodies import SwapOut
from api.http.resources.swaps.routes import centre_of
from api.http.resources.swaps.routes import out as swap_out
from roster.desk.ledger import LedgerRow, PayBack, ledger
from roster.desk.swaps.swap_desk import register
from roster.store.audit import verify
from roster.store.tables.audit import AUDIT

router = APIRouter()
CentreQuery = Annotated[str | None, Query(max_length=200, description="The caller's own where left out")]
MonthQuery = Annotated[str | None, Query(max_length=7, description="`2026-10`")]


@router.get("/register", response_model=PageOf[SwapOut], tags=["register"])
def read_register(
    parts: Parts, caller: Lead, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """换班登记表: every effective swap, cover and change by its number."""
    centre = centre_of(caller, centre_id)
    desk = parts.office.desk(centre)
    chosen = parts.office.month(centre, month)
    board = desk.board(chosen)
    rows = [swap for swap in register(desk, chosen if month else None) if sees_one_of(caller, board.case, swap.parties)]
    part = rows[page.offset : page.offset + page.limit]
    return answer(page.out([swap_out(swap, board, ()) for swap in part], len(rows)))


class AuditOut(BaseModel):
    """One act: who did what to what, when, and the hash that chains it to the one before."""

    seq: int
    at: str
    centre_id: str
    actor: str
    action: str
    subject: str
    hash: str


@router.get("/audit", response_model=PageOf[AuditOut], tags=["audit"])
def read_audit(parts: Parts, caller: Admin, page: Paged, centre_id: CentreQuery = None) -> Response:
    """The log, newest first. What private reasons there are is not in it."""
    where = AUDIT.c.seq > 0
    chosen = centre_id or caller.centre_id
    if chosen is not None:
        caller.need_centre(chosen)
        where &= AUDIT.c.centre_id == chosen
    with parts.store.reading() as connection:
        rows = connection.execute(
            select(AUDIT).where(where).order_by(AUDIT.c.seq.desc()).offset(page.offset).limit(page.limit)
        ).all()
        total = connection.execute(select(func.count()).select_from(AUDIT).where(where)).scalar_one()
    keys = list(AuditOut.model_fields)
    return answer(page.out([{key: getattr(row, key) for key in keys} for row in rows], total))


class ChainOut(BaseModel):
    """Whether the log is whole."""

    intact: bool
    rows: int
    broken_seq: int | None
    problem: str


@router.get("/audit/chain", response_model=ChainOut, tags=["audit"])
def read_chain(parts: Parts, caller: Admin) -> Response:
    """Read the whole chain of hashes and name the first broken row."""
    del caller
    with parts.store.reading() as connection:
        verdict = verify(connection)
    return answer(
        {
            "intact": verdict.intact,
            "rows": verdict.rows,
            "broken_seq": verdict.broken_seq,
            "problem": verdict.problem,
        }
    )


class OwedOut(BaseModel):
    """A pay-back."""

    swap_id: str
    debtor: str
    creditor: str
    date: str
    shift: str
    state: str


class LedgerOut(BaseModel):
    """An agent's account: quota of swaps, pay-backs, and the year's unpopular duties beside the team's mean."""

    agent_id: str
    team: str
    swaps_used: int
    swaps_left: int
    owed: list[OwedOut]
    due: list[OwedOut]
    nights: int
    weekends: int
    holidays: int
    team_nights: float
    team_weekends: float
    team_holidays: float
    leave_days: dict[str, int]
    paid_minutes: int
    absences: int
    violations: int


@router.get("/ledger", response_model=PageOf[LedgerOut], tags=["ledger"])
def read_ledger(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """Quotas, pay-backs and fairness of the caller's people."""
    centre = centre_of(caller, centre_id)
    desk = parts.office.desk(centre)
    chosen = parts.office.month(centre, month)
    case = desk.board(chosen).case
    mine = [agent.agent_id for agent in case.agents if sees_person(caller, case, agent.agent_id)]
    part = mine[page.offset : page.offset + page.limit]
    rows = ledger(desk, chosen, part) if part else ()
    return answer(page.out([_ledger_out(row) for row in rows], len(mine)))


def _ledger_out(row: LedgerRow) -> dict[str, Any]:
    keys = [key for key in LedgerOut.model_fields if key not in {"owed", "due", "leave_days"}]
    told = {key: getattr(row, key) for key in keys}
    owed, due = ([_owed(item) for item in items] for items in (row.owed, row.due))
    return {**told, "owed": owed, "due": due, "leave_days": dict(row.leave_days)}


def _owed(item: PayBack) -> dict[str, str]:
    return {
        "swap_id": item.swap_id,
        "debtor": item.debtor,
        "creditor": item.creditor,
        "date": item.day.isoformat(),
        "shift": item.shift,
        "state": item.state,
    }
