"""Permits to leave the post during a duty: given by who leads the shift, ended by coming back (AWAY)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from typing import Annotated

from fastapi import Query, Response

from api.http.dependencies import CentreQuery, Me, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import decides_on, need_lead
from api.http.replies import Reply, answer
from api.http.resources.permits.bodies import PermitBody, PermitOut, ReturnBody
from api.http.routing import resource
from api.views.permits import permit_view
from roster.desk.duty_day.permits import end_permit, grant_permit, list_permits
from roster.errors import NotFoundError
from roster.model import Month
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
    """A day's permits of the caller's people, by start."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    board, now = desk.board(Month.of(date)), parts.office.clock.now()
    mine = [item for item in list_permits(desk, date, date) if decides_on(caller, board, (item.duty.agent_id,), now)]
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


@router.post("/{permit_id}/return", response_model=PermitOut)
@once
def give_back(parts: Parts, caller: Me, permit_id: str, body: ReturnBody) -> Reply:
    """They are back at the post; what was longer than permitted is time away."""
    with parts.store.reading() as connection:
        centre_id = centre_of_permit(connection, permit_id)
        caller.need_centre(centre_id)
        permit = permit_row(connection, centre_id, permit_id)
    desk = parts.office.desk(centre_id)
    board = desk.board(Month.of(permit.duty.day))
    if not decides_on(caller, board, (permit.duty.agent_id,), parts.office.clock.now()):
        raise NotFoundError(permit_id)
    return Reply(permit_view(end_permit(desk, caller.person, permit_id, at=body.at)))
