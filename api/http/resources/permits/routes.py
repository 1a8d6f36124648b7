"""Permits to leave the post during a duty: asked for, given by who leads the shift, ended by coming back (AWAY)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, Services, centre_of, own_agent
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import decides_on, need_lead
from api.http.replies import Reply, answer
from api.http.resources.permits.bodies import AnswerBody, AskBody, PermitBody, PermitOut, ReturnBody
from api.http.routing import resource
from api.views.permits import permit_view
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, grant_permit, list_permits
from roster.desk.shift_log.occurrence import duty_leaders, occurrence
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.permit import Permit
from roster.store.permit_rows import centre_of_permit, permit_row

router = resource("/permits", "permits")


@router.get("", response_model=PageOf[PermitOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    date: Annotated[Day, Query(description="Of duties of this day")],
    centre_id: CentreQuery = None,
) -> Response:
    """A day's permits of the caller's people, of the shifts one leads and one's own, by start."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    board, now = desk.board(Month.of(date)), parts.office.clock.now()
    mine = [item for item in list_permits(desk, date, date) if _sees(caller, board, item, now)]
    return answer(page.out([permit_view(item) for item in page.part(mine)], len(mine)))


@router.post("", status_code=201, response_model=PermitOut)
@once
def grant(parts: Parts, caller: Me, body: PermitBody) -> Reply:
    """Let somebody leave the post of a duty for a while: for who leads the shift."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    need_lead(caller, desk.board(Month.of(body.date)), parts.office.clock.now())
    made = grant_permit(
        desk,
        caller.person,
        body.agent_id,
        body.date,
        (body.start, body.end),
        reason=body.reason,
        stand_in=body.stand_in or "",
        consent=body.consent,
    )
    return Reply(permit_view(made), 201)


@router.post("/requests", status_code=201, response_model=PermitOut)
@once
def ask(parts: Parts, caller: Me, body: AskBody) -> Reply:
    """Ask to leave the post of one's own duty for a while: it waits for who leads the shift."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    span = (body.start, body.end)
    me = own_agent(caller)
    return Reply(
        permit_view(ask_permit(desk, me, body.date, span, reason=body.reason, stand_in=body.stand_in or "")), 201
    )


@router.get("/{permit_id}", response_model=PermitOut)
def read(parts: Parts, caller: Me, permit_id: str) -> Response:
    """One permit, as it stands."""
    return answer(permit_view(_readable(parts, caller, permit_id)[1]))


@router.post("/{permit_id}/answer", response_model=PermitOut)
@once
def say(parts: Parts, caller: Me, permit_id: str, body: AnswerBody) -> Reply:
    """Yes or no to what somebody asked, for who leads the shift; who asked takes it back by no."""
    desk, _ = _readable(parts, caller, permit_id)
    made = answer_permit(desk, caller.person, permit_id, yes=body.granted, reason=body.reason, consent=body.consent)
    return Reply(permit_view(made))


@router.post("/{permit_id}/return", response_model=PermitOut)
@once
def give_back(parts: Parts, caller: Me, permit_id: str, body: ReturnBody) -> Reply:
    """They are back at the post; what was longer than permitted is time away."""
    desk, _ = _readable(parts, caller, permit_id)
    return Reply(permit_view(end_permit(desk, caller.person, permit_id, at=body.at)))


def _readable(parts: Services, caller: Caller, permit_id: str) -> tuple[Desk, Permit]:
    """A permit of the caller's people or one's own, with its centre's desk; NotFoundError for everybody else."""
    with parts.store.reading() as connection:
        centre_id = centre_of_permit(connection, permit_id)
        caller.need_centre(centre_id)
        permit = permit_row(connection, centre_id, permit_id)
    desk = parts.office.desk(centre_id)
    board = desk.board(Month.of(permit.duty.day))
    if not _sees(caller, board, permit, parts.office.clock.now()):
        raise NotFoundError(permit_id)
    return desk, permit


def _sees(caller: Caller, board: Board, permit: Permit, now: datetime) -> bool:
    """Whether it is one's own, of one's people, or of the shift that one leads."""
    duty = permit.duty
    if decides_on(caller, board, (duty.agent_id,), now):
        return True
    return caller.person in duty_leaders(board, occurrence(board, duty.day, duty.shift))
