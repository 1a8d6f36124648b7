"""An agent's own pages: the month, the ledger."""

from fastapi import APIRouter, Response

from api.http.dependencies import own_agent
from api.pages.grades import held_by, tests_shown
from api.pages.shell import Here, NotOfMonthError, PageRoute, Shell
from api.pages.times import month_text
from api.pages.views.codes import shift_css
from api.pages.views.month import weeks
from api.pages.views.people import named
from roster.desk.ledger import LedgerRow, ledger
from roster.desk.swaps.pay_back_desk import missed_pay_backs
from roster.desk.words import grade_words
from roster.report import hours
from roster.rule import Evidence

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def own_id(here: Shell) -> str:
    """The caller as somebody who is rostered; NotFoundError for who is not, NotOfMonthError who is in other months."""
    me = own_agent(here.caller)
    if not here.is_rostered_in(here.known_month):
        raise NotOfMonthError(here.known_month)
    return me


@router.get("/me/month")
def my_month(here: Here) -> Response:
    """The month by week; a duty opens what may be done about it."""
    agent_id, board = own_id(here), here.board
    row = account_of(here, agent_id) if board.published else None
    worked = hours(Evidence(board.case, board.roster))[agent_id] if board.published else None
    return here.render(
        "my_month.html",
        title=month_text(here.known_month, here.language),
        weeks=weeks(board, agent_id, here.now),
        published=board.published,
        hours=worked,
        row=row,
    )


def account_of(here: Shell, agent_id: str) -> LedgerRow:
    """One person's account in the ledger."""
    return ledger(here.desk, here.known_month, (agent_id,))[0]


@router.get("/ledger")
def my_ledger(here: Here) -> Response:
    """Quota, pay-backs, nights, weekends, holidays, leave, hours, absences: one's own."""
    agent_id, board = own_id(here), here.board
    evidence = Evidence(board.case, board.roster)
    return here.render(
        "ledger.html",
        title=month_text(here.known_month, here.language),
        row=account_of(here, agent_id),
        hours=hours(evidence)[agent_id],
        team=board.case.agent_by_id[agent_id].team,
        named=lambda person: named(board.case, person),
        absences=own_absences(here, agent_id),
        grade=here.say(grade_words(held_by(here, board.case.agent_by_id[agent_id]))),
        tests=tests_shown(here, agent_id),
        missed=missed_pay_backs(here.desk),
    )


def own_absences(here: Shell, agent_id: str) -> list[tuple[object, str]]:
    """The month's absences of one person that are not cleared: day and state."""
    from roster.desk.attendance.attendance_desk import list_absences

    absences = list_absences(here.desk, here.known_month)
    return [(item.day, item.state) for item in absences if item.agent_id == agent_id and item.state != "cleared"]


@router.get("/shifts.css")
def shifts(here: Here) -> Response:
    """The colours of the month's shifts."""
    private = {"Cache-Control": "private, max-age=86400"} if here.request.query_params.get("v") else {}
    return Response(shift_css(here.board.case), headers=private, media_type="text/css; charset=utf-8")
