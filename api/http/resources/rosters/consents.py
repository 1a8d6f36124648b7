"""What a draft asks of people before it may be published: the chain's word on granted leave, one's own on a move."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.http.dependencies import Key, Me, Paged, Parts, answer
from api.http.models import Body, PageOf
from api.http.people import decides_on, need_lead, sees_person
from api.http.resources.centres.bodies import Day
from api.http.resources.rosters.bodies import day_of
from roster.desk.desk import Work
from roster.desk.rosters.roster_desk import answer_consent, consents, decide_grants, open_grants
from roster.errors import NotFoundError, StaleError

router = APIRouter(prefix="/rosters", tags=["rosters"])


class GrantOut(BaseModel):
    """A leave that the draft would grant and that the chain has not approved yet."""

    index: int
    agent_id: str
    kind: str
    start: str
    end: str


class GrantsBody(Body):
    """The decision on the rung that is due, on all that wait for the caller or on some of them."""

    approved: bool = True
    only: Annotated[list[Annotated[int, Field(ge=0, le=1_000_000)]], Field(max_length=5000)] | None = None

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"approved": True}]}}


class DecidedOut(BaseModel):
    """Which grants the decision was about."""

    decided: list[int]


class ConsentOut(BaseModel):
    """A published duty that the draft moves (shift and job, before and after), and the person's word on it."""

    agent_id: str
    date: str
    before: list[str] | None
    after: list[str] | None
    state: str


class ConsentBody(Body):
    """One's word on what a draft changes on a day."""

    date: Day
    agrees: bool

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"date": "2026-10-20", "agrees": True}]}}


@router.get("/{roster_id}/grants", response_model=PageOf[GrantOut])
def list_grants(parts: Parts, caller: Me, page: Paged, roster_id: str) -> Response:
    """The leave that a draft would grant and that the chain has not approved yet, of the caller's people."""
    with parts.store.reading() as connection:
        kept = parts.office.kept(connection, roster_id)
        caller.need_centre(kept.centre_id)
        work = Work(parts.office.desk(kept.centre_id), connection, parts.office.clock.now(), actor="", action="read")
        board = work.board(kept.month)
        need_lead(caller, board, work.now)
        waiting = open_grants(work, board, kept.version)
    items = [
        {
            "index": index,
            "agent_id": leave.agent_id,
            "kind": leave.kind,
            "start": leave.start.isoformat(),
            "end": leave.end.isoformat(),
        }
        for index, leave in waiting
        if decides_on(caller, board, (leave.agent_id,), parts.office.clock.now())
    ]
    return answer(page.of(items))


@router.post("/{roster_id}/grants", response_model=DecidedOut)
def decide(parts: Parts, caller: Me, roster_id: str, body: GrantsBody, key: Key = None) -> Response:
    """Decide the granted leave that waits for the caller; a declined grant leaves the draft."""
    with parts.store.reading() as connection:
        kept = parts.office.kept(connection, roster_id)
    caller.need_centre(kept.centre_id)
    desk = parts.office.desk(kept.centre_id)
    need_lead(caller, desk.board(kept.month), parts.office.clock.now())
    decided = decide_grants(desk, caller.person, kept.roster_id, approved=body.approved, only=body.only, key=key)
    return answer({"decided": list(decided)})


@router.get("/{roster_id}/consents", response_model=PageOf[ConsentOut])
def list_consents(parts: Parts, caller: Me, page: Paged, roster_id: str) -> Response:
    """What a re-planned draft asks of the caller's people; of an agent, what is asked of oneself."""
    with parts.store.reading() as connection:
        kept = parts.office.kept(connection, roster_id)
    caller.need_centre(kept.centre_id)
    desk = parts.office.desk(kept.centre_id)
    case = desk.board(kept.month).case
    items = [
        {
            "agent_id": item.agent_id,
            "date": item.day.isoformat(),
            "before": list(item.before) if item.before else None,
            "after": list(item.after) if item.after else None,
            "state": item.state,
        }
        for item in consents(desk, kept.roster_id)
        if sees_person(caller, case, item.agent_id)
    ]
    return answer(page.of(items))


@router.post("/{roster_id}/consents", status_code=204, response_class=Response)
def consent(parts: Parts, caller: Me, roster_id: str, body: ConsentBody, key: Key = None) -> Response:
    """Agree to, or decline, what a draft changes on a day of one's own."""
    with parts.store.reading() as connection:
        kept = parts.office.kept(connection, roster_id)
    caller.need_centre(kept.centre_id)
    try:
        answer_consent(
            parts.office.desk(kept.centre_id),
            caller.person,
            kept.roster_id,
            day_of(body.date),
            agrees=body.agrees,
            key=key,
        )
    except StaleError as error:
        raise NotFoundError(roster_id) from error
    return answer(None, status=204)
