"""What a draft asks of people before it may be published: the chain's word on granted leave, one's own on a move."""

from fastapi import Response

from api.http.dependencies import Me, Parts, Tongue
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import decides_on, need_lead, sees_person
from api.http.replies import Reply, answer
from api.http.resources.consents.bodies import ConsentBody, ConsentOut, DecidedOut, GrantOut, GrantsBody
from api.http.resources.rosters.bodies import day_of
from api.http.routing import resource
from api.views.rosters import consent_view, grant_view
from roster.desk.rosters.grants_desk import answer_consent, consents, decide_grants, grants_waiting
from roster.errors import NotFoundError, StaleError

router = resource("/rosters", "rosters")


@router.get("/{roster_id}/grants", response_model=PageOf[GrantOut])
def list_grants(parts: Parts, caller: Me, language: Tongue, page: Paged, roster_id: str) -> Response:
    """The leave that a draft would grant and that the chain has not approved yet, of the caller's people."""
    with parts.store.reading() as connection:
        stored = parts.office.stored(connection, roster_id)
        caller.need_centre(stored.centre_id)
        with parts.office.desk(stored.centre_id).reading() as work:
            board = work.board(stored.month)
            need_lead(caller, board, work.now)
            waiting = grants_waiting(work, board, stored.version)
            mine = [item for item in waiting if decides_on(caller, board, (item.leave.agent_id,), work.now)]
    return answer(page.of([grant_view(item, language) for item in mine]))


@router.post("/{roster_id}/grants", response_model=DecidedOut)
@once
def decide(parts: Parts, caller: Me, roster_id: str, body: GrantsBody) -> Reply:
    """Decide the granted leave that waits for the caller; a declined grant leaves the draft."""
    with parts.store.reading() as connection:
        stored = parts.office.stored(connection, roster_id)
    caller.need_centre(stored.centre_id)
    desk = parts.office.desk(stored.centre_id)
    need_lead(caller, desk.board(stored.month), parts.office.clock.now())
    decided = decide_grants(desk, caller.person, stored.roster_id, approved=body.approved, only=body.only)
    return Reply({"decided": list(decided)})


@router.get("/{roster_id}/consents", response_model=PageOf[ConsentOut])
def list_consents(parts: Parts, caller: Me, page: Paged, roster_id: str) -> Response:
    """What a re-planned draft asks of the caller's people; of an agent, what is asked of oneself."""
    with parts.store.reading() as connection:
        stored = parts.office.stored(connection, roster_id)
        caller.need_centre(stored.centre_id)
        desk = parts.office.desk(stored.centre_id)
        case = desk.board(stored.month).case
        every = consents(desk, stored.roster_id)
    return answer(page.of([consent_view(item) for item in every if sees_person(caller, case, item.agent_id)]))


@router.post("/{roster_id}/consents", status_code=204, response_class=Response)
@once
def consent(parts: Parts, caller: Me, roster_id: str, body: ConsentBody) -> Reply:
    """Agree to, or decline, what a draft changes on a day of one's own."""
    with parts.store.reading() as connection:
        stored = parts.office.stored(connection, roster_id)
    caller.need_centre(stored.centre_id)
    desk = parts.office.desk(stored.centre_id)
    try:
        answer_consent(desk, caller.person, stored.roster_id, day_of(body.date), agrees=body.agrees)
    except StaleError as error:
        raise NotFoundError(roster_id) from error
    return Reply(None, 204)
