"""What an agent wants of a month to come, who may report their sickness, and colleagues found by name."""

from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, centre_of, own_agent
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import sees_person
from api.http.replies import Reply, answer
from api.http.resources.me.bodies import ColleagueOut, ProxiesBody, ProxiesOut, WishesBody, WishRow
from api.http.routing import resource
from api.office.office import parse_month
from api.problem import input_problem
from roster.desk.leaves.proxies import name_proxies, proxies_of
from roster.desk.rosters.wishes_ahead import set_wishes, wishes_of
from roster.model import Agent, Case
from roster.text import Text

router = resource("/me", "me")
MonthQuery = Annotated[str, Query(max_length=7, description="`2026-11`")]


@router.get("/wishes", response_model=PageOf[WishRow])
def read(parts: Parts, caller: Me, page: Paged, month: MonthQuery) -> Response:
    """One's wishes for a month, by day."""
    agent_id = own_agent(caller)
    desk = parts.office.desk(centre_of(caller, None))
    return answer(page.of([_row(item) for item in wishes_of(desk, parse_month(month), agent_id)]))


@router.put("/wishes", response_model=PageOf[WishRow])
@once
def write_wishes(parts: Parts, caller: Me, body: WishesBody, page: Paged) -> Reply:
    """Set one's wishes for a month; refused once its roster is published."""
    agent_id = own_agent(caller)
    desk = parts.office.desk(centre_of(caller, None))
    days = [row.date for row in body.wishes]
    if len(set(days)) != len(days):
        raise input_problem("wishes", Text("同一天有两条", "two are of one day"), Text("每天一条", "One a day"))
    wanted = {row.date: (row.shift, row.wanted) for row in body.wishes}
    set_wishes(desk, agent_id, parse_month(body.month), wanted)
    return Reply(page.of([_row(item) for item in wishes_of(desk, parse_month(body.month), agent_id)]))


def _row(item: Any) -> dict[str, Any]:
    return {"date": item.day.isoformat(), "shift": item.shift, "wanted": item.weight > 0}


@router.get("/proxies", response_model=ProxiesOut)
def read_proxies(parts: Parts, caller: Me) -> Response:
    """Whom one has named to report one's sickness (LEAVE-4)."""
    agent_id = own_agent(caller)
    return answer({"proxies": list(proxies_of(parts.office.desk(centre_of(caller, None)), agent_id))})


@router.put("/proxies", response_model=ProxiesOut)
@once
def write_proxies(parts: Parts, caller: Me, body: ProxiesBody) -> Reply:
    """Name who may report one's sickness so that it counts at once; other colleagues' word waits for the leader's."""
    agent_id = own_agent(caller)
    named = name_proxies(parts.office.desk(centre_of(caller, None)), agent_id, agent_id, body.proxies)
    return Reply({"proxies": list(named)})


@router.get("/colleagues", response_model=PageOf[ColleagueOut])
def find(
    parts: Parts,
    caller: Me,
    page: Paged,
    q: Annotated[str, Query(max_length=100, description="Part of a name or an id; empty: all")] = "",
    centre_id: CentreQuery = None,
) -> Response:
    """Colleagues by part of the name or id: of the own team, for directors of the centre."""
    case = parts.office.board_with(centre_of(caller, centre_id), caller.agent_id).case
    agents = colleagues(caller, case, q)
    return answer(page.of([{"agent_id": a.agent_id, "name": a.name, "team": a.team} for a in agents]))


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
