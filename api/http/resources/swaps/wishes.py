"""Open swap wishes: filed by agents, matched by leaders into swaps that everybody concerned must accept."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy import select

from api.http.dependencies import Key, Me, Paged, Parts, answer
from api.http.models import Body, Id, PageOf, Prose
from api.http.people import decides_on, need_lead
from api.http.resources.swaps.bodies import SwapOut
from api.http.resources.swaps.routes import centre_of
from api.http.resources.swaps.routes import out as swap_out
from api.problem import input_problem
from roster.desk.matching.wish_desk import file_wish, list_wishes, propose_match, withdraw_wish
from roster.errors import NotFoundError
from roster.model.swap_wish import SwapWish, WishStanding
from roster.store.tables.desk import SWAP_WISHES
from roster.text import Text

router = APIRouter(prefix="/swaps/wishes", tags=["swaps"])
MonthBody = Annotated[str, StringConstraints(max_length=7)] | None


class FileBody(Body):
    """One's duty on `date`, against any of `shifts` from `first` to `last` (any where left out)."""

    centre_id: Id | None = None
    date: Day
    first: Day | None = None
    last: Day | None = None
    shifts: Annotated[list[Id], Field(max_length=50)] = []
    reason: Prose

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-20", "first": "2026-10-21", "reason": "a wedding"}]},
    }


class WishOut(BaseModel):
    """A wish: open, proposed, granted, lapsed or withdrawn; `swap_id` names the swap that proposes or granted it."""

    id: str
    agent_id: str
    date: str
    first: str | None
    last: str | None
    shifts: list[str]
    state: str
    swap_id: str | None
    filed_at: str


class ProposeBody(Body):
    """The month whose open wishes are matched, and for how long at most."""

    centre_id: Id | None = None
    month: MonthBody = None
    seconds: Annotated[float, Field(ge=1, le=20)] = 10

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"seconds": 1}]}}


class ProposedOut(BaseModel):
    """The swaps filed, each waiting for its parties; cycles that could not be filed; wishes granted, and the bound."""

    proposed: list[SwapOut]
    dropped: int
    granted: int
    bound: int
    optimal: bool


def out(item: WishStanding) -> dict[str, Any]:
    """A wish as it is sent; its reason is its agent's."""
    wish = item.filed.wish
    return {
        "id": item.filed.wish_id,
        "agent_id": wish.agent_id,
        "date": wish.day.isoformat(),
        "first": wish.first.isoformat() if wish.first else None,
        "last": wish.last.isoformat() if wish.last else None,
        "shifts": list(wish.shifts),
        "state": item.state.value,
        "swap_id": item.swap_id or None,
        "filed_at": item.filed.filed_at.isoformat(),
    }


@router.get("", response_model=PageOf[WishOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
) -> Response:
    """The month's wishes of the caller's people, in the order of filing."""
    centre = centre_of(caller, centre_id)
    chosen = parts.office.month(centre, month)
    desk = parts.office.desk(centre)
    board, now = desk.board(chosen), parts.office.clock.now()
    mine = [item for item in list_wishes(desk, chosen) if decides_on(caller, board, (item.filed.wish.agent_id,), now)]
    return answer(page.of([out(item) for item in mine]))


@router.post("", status_code=201, response_model=WishOut)
def file(parts: Parts, caller: Me, body: FileBody, key: Key = None) -> Response:
    """File a wish about one's own duty; it stands until it is granted or withdrawn, or the duty begins."""
    centre = centre_of(caller, body.centre_id)
    if caller.agent_id is None:
        raise input_problem("agent_id", Text("您没有班", "you have no duties"), Text("由本人提出", "An agent files it"))
    wish = SwapWish(caller.agent_id, body.date, body.first, body.last, tuple(body.shifts))
    made = file_wish(parts.office.desk(centre), caller.person, wish, reason=body.reason, key=key)
    return answer(out(made), status=201)


@router.post("/match", response_model=ProposedOut)
def propose(parts: Parts, caller: Me, body: ProposeBody, key: Key = None) -> Response:
    """Match the open wishes and file each cycle as a swap; nobody is moved before all in it have accepted."""
    centre = centre_of(caller, body.centre_id)
    desk = parts.office.desk(centre)
    month = parts.office.month(centre, body.month)
    need_lead(caller, desk.board(month), parts.office.clock.now())
    found = propose_match(desk, caller.person, month, seconds=body.seconds, key=key)
    board = desk.board(month)
    return answer(
        {
            "proposed": [swap_out(swap, board, (), private=False) for swap in found.proposed],
            "dropped": len(found.dropped),
            "granted": len(found.match.granted),
            "bound": found.match.bound,
            "optimal": found.match.optimal,
        }
    )


@router.post("/{wish_id}/withdraw", response_model=WishOut)
def withdraw(parts: Parts, caller: Me, wish_id: str, key: Key = None) -> Response:
    """Take an open wish back."""
    with parts.store.reading() as connection:
        named = select(SWAP_WISHES.c.centre_id).where(SWAP_WISHES.c.wish_id == wish_id)
        centre_id = connection.execute(named).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(wish_id)
    caller.need_centre(centre_id)
    return answer(out(withdraw_wish(parts.office.desk(centre_id), caller.person, wish_id, key=key)))
