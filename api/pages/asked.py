"""What a draft asks: of the chain, the leave that it would grant; of its people, their word on duties it moves."""

from fastapi import APIRouter, Response

from api.http.people import decides_on
from api.office.office import is_id
from api.pages.forms import Form
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.people import named
from roster.desk.board.board import Board
from roster.desk.policy.ladder import acting, step_words
from roster.desk.rosters.grants_desk import WaitingGrant, answer_consent, consents, decide_grants, waiting_grants
from roster.desk.words import state_words
from roster.errors import NotFoundError

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/rosters/{roster_id:int}/grants")
def grants(here: Here, roster_id: int) -> Response:
    """The leave that a draft would grant, with who is due; approved or declined all together or one by one."""
    here.need_lead()
    return _grants(here, roster_id)


def _grants(here: Shell, roster_id: int, problem: Trouble | None = None) -> Response:
    with here.parts.store.reading() as connection:
        stored = here.parts.office.stored(connection, str(roster_id))
    here.caller.need_centre(stored.centre_id)
    desk = here.parts.office.desk(stored.centre_id)
    board = desk.board(stored.month)
    waiting = [
        item
        for item in waiting_grants(desk, roster_id)
        if decides_on(here.caller, board, (item.leave.agent_id,), here.now)
    ]
    return here.render(
        "grants.html",
        problem=problem,
        stored=stored,
        month=stored.month,
        items=[
            {
                "index": item.grant,
                "who": named(board.case, item.leave.agent_id),
                "kind": state_words(item.leave.kind),
                "first": short_day(item.leave.start),
                "last": short_day(item.leave.end) if item.leave.end != item.leave.start else None,
                "due": step_words(item.due),
                "mine": decides_grant(here, board, item),
            }
            for item in waiting
        ],
    )


def decides_grant(here: Shell, board: Board, item: WaitingGrant) -> bool:
    """Whether the caller's word is the one that is due on what a draft would grant."""
    me, whose = here.caller.person, item.leave.agent_id
    return me != whose and acting(board, me, item.due, here.now, made=item.made, but=(whose,)) is not None


@router.post("/rosters/{roster_id:int}/grants/decide")
def decide(here: Here, roster_id: int, form: Form) -> Response:
    """Approve or decline those ticked."""
    here.need_lead()
    with here.parts.store.reading() as connection:
        stored = here.parts.office.stored(connection, str(roster_id))
    here.caller.need_centre(stored.centre_id)
    only = [int(item) if is_id(item) else item for item in form.all("index")]
    approved = form["decision"] != "decline"

    def act() -> Response:
        desk = here.parts.office.desk(stored.centre_id)
        decide_grants(desk, here.caller.person, roster_id, approved=approved, only=only or None)
        return here.see(f"/rosters/{roster_id}/grants", "approved" if approved else "declined")

    return here.attempt(act, lambda problem: _grants(here, roster_id, problem), form)


@router.get("/rosters/{roster_id:int}/consents")
def asked(here: Here, roster_id: int) -> Response:
    """What a draft asks of oneself: each duty it moves, before and after."""
    return _consents(here, roster_id)


def _consents(here: Shell, roster_id: int, problem: Trouble | None = None) -> Response:
    with here.parts.store.reading() as connection:
        stored = here.parts.office.stored(connection, str(roster_id))
    here.caller.need_centre(stored.centre_id)
    mine = [
        item
        for item in consents(here.parts.office.desk(stored.centre_id), roster_id)
        if item.agent_id == here.caller.agent_id
    ]
    if not mine:
        raise NotFoundError(str(roster_id))
    return here.render("consents.html", problem=problem, roster_id=roster_id, month=stored.month, items=mine)


@router.post("/rosters/{roster_id:int}/consents")
def answer(here: Here, roster_id: int, form: Form) -> Response:
    """One's word on one day."""
    with here.parts.store.reading() as connection:
        stored = here.parts.office.stored(connection, str(roster_id))
    here.caller.need_centre(stored.centre_id)
    agrees = form["decision"] != "decline"

    def act() -> Response:
        desk = here.parts.office.desk(stored.centre_id)
        answer_consent(desk, here.caller.person, roster_id, form.day("date"), agrees=agrees)
        return here.see(f"/rosters/{roster_id}/consents", "accepted" if agrees else "declined")

    return here.attempt(act, lambda problem: _consents(here, roster_id, problem), form)
