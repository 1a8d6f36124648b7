"""What an agent wants of a month to come, and colleagues found by name."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from api.accounts.caller import Caller
from api.http.dependencies import Key, Me, Paged, Parts, answer
from api.http.models import Body, Id, PageOf
from api.http.people import sees_person
from api.http.resources.swaps.routes import centre_of
from api.office.office import parse_month
from api.problem import input_problem
from roster.desk.rosters.wishes_ahead import set_wishes, wishes_of
from roster.errors import NotFoundError
from roster.model import Agent, Case
from roster.text import Text

router = APIRouter(prefix="/me", tags=["me"])
MONTH = r"^\d{4}-\d{2}$"
MonthQuery = Annotated[str, Query(max_length=7, description="`2026-11`")]


class WishRow(Body):
    """A shift (or `off`) wanted, or not wanted, on a day."""

    date: Day
    shift: Id
    wanted: bool = True


class WishesBody(Body):
    """All of one's wishes for a month, in place of the earlier ones."""

    month: Annotated[str, StringConstraints(pattern=MONTH)]
    wishes: Annotated[list[WishRow], Field(max_length=31)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"month": "2026-10", "wishes": [{"date": "2026-10-20", "shift": "off", "wanted": True}]}]
        },
    }


def agent_of(caller: Caller) -> str:
    """The caller's agent; NotFoundError for who is not rostered."""
    if caller.agent_id is None or caller.centre_id is None:
        raise NotFoundError("agent")
    return caller.agent_id


@router.get("/wishes", response_model=PageOf[WishRow])
def read(parts: Parts, caller: Me, page: Paged, month: MonthQuery) -> Response:
    """One's wishes for a month, by day."""
    agent_id = agent_of(caller)
    desk = parts.office.desk(centre_of(caller, None))
    return answer(page.of([_row(item) for item in wishes_of(desk, parse_month(month), agent_id)]))


@router.put("/wishes", response_model=PageOf[WishRow])
def write(parts: Parts, caller: Me, body: WishesBody, page: Paged, key: Key = None) -> Response:
    """Set one's wishes for a month; refused once its roster is published."""
    agent_id = agent_of(caller)
    desk = parts.office.desk(centre_of(caller, None))
    days = [row.date for row in body.wishes]
    if len(set(days)) != len(days):
        raise input_problem("wishes", Text("同一天有两条", "two are of one day"), Text("每天一条", "One a day"))
    wanted = {row.date: (row.shift, row.wanted) for row in body.wishes}
    set_wishes(desk, agent_id, parse_month(body.month), wanted, key=key)
    return answer(page.of([_row(item) for item in wishes_of(desk, parse_month(body.month), agent_id)]))


def _row(item: Any) -> dict[str, Any]:
    return {"date": item.day.isoformat(), "shift": item.shift, "wanted": item.weight > 0}


class ColleagueOut(BaseModel):
    """Somebody of one's team, or for leaders and offices of one's people."""

    agent_id: str
    name: str
    team: str


@router.get("/colleagues", response_model=PageOf[ColleagueOut])
def find(
    parts: Parts,
    caller: Me,
    page: Paged,
    q: Annotated[str, Query(max_length=100, description="Part of a name or an id; empty: all")] = "",
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Colleagues by part of the name or id: of the own team, for directors of the centre."""
    case = parts.office.board(centre_of(caller, centre_id)).case
    found = colleagues(caller, case, q)
    return answer(page.of([{"agent_id": a.agent_id, "name": a.name, "team": a.team} for a in found]))


def colleagues(caller: Caller, case: Case, part: str = "") -> list[Agent]:
    """Whom the caller may look up: the own team, and whose affairs are the caller's to see."""
    own = case.agent_by_id.get(caller.agent_id or "")
    wanted = part.strip().casefold()
    return [
        agent
        for agent in case.agents
        if (sees_person(caller, case, agent.agent_id) or (own is not None and own.team == agent.team))
        and (wanted in agent.name.casefold() or wanted in agent.agent_id.casefold())
    ]
