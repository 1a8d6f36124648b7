"""Fairness and hours: each person beside the fair share, drawn and in numbers."""

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.people import sees_person
from api.pages.shell import Here, PageRoute
from api.pages.times import month_text
from api.pages.views.fairness import KINDS, folded, most_of_year, over_the_year, rows_of, scale_of, year_marks
from api.pages.views.people import Whom
from roster.desk.ledger import ledger
from roster.errors import NotFoundError

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/fairness")
def fairness(here: Here, kind: str = "nights", team: str = "", q: str = "", period: str = "month") -> Response:
    """Nights, weekends, holidays beside the share; hours beside the contract; by distance."""
    if not here.may(Right.LEAD) and not here.may(Right.PLAN):
        raise NotFoundError("fairness")
    board = here.board
    chosen = kind if kind in KINDS else "nights"
    everybody = here.may(Right.PUBLISH) or not here.may(Right.LEAD)
    hers = [agent for agent in board.case.agents if everybody or sees_person(here.caller, board.case, agent.agent_id)]
    led = {agent.team for agent in hers}
    whom = Whom(q, team)
    seen = [agent for agent in hers if whom.wants(agent)]
    rows = rows_of(board, [agent.agent_id for agent in seen], chosen) if board.published else []
    year = {row.agent_id: row for row in ledger(here.desk, here.known_month)} if board.published else {}
    whole_year = period == "year"
    if whole_year:
        rows = over_the_year(rows, year, chosen)
    shown = [year[row.agent_id] for row in rows]
    most = most_of_year(shown, chosen)
    open_rows, rest = folded(rows)
    return here.render(
        "fairness.html",
        period="year" if whole_year else "month",
        marks={row.agent_id: year_marks(row, chosen, most) for row in shown},
        title=month_text(here.known_month, here.language),
        kind=chosen,
        kinds=KINDS,
        whom=whom,
        teams=[name for name in board.case.teams if name in led],
        rows=open_rows,
        rest=rest,
        scale=scale_of(rows),
        year={agent_id: getattr(row, chosen) for agent_id, row in year.items()},
        only_month=all(len(row.by_month) < 2 for row in shown),
        published=board.published,
    )
