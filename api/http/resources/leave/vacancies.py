"""Duties that leave freed: listed with who could take them, and given to somebody by a leader (LEAVE-10)."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.http.dependencies import Key, Me, Paged, Parts, answer
from api.http.models import Body, Id, PageOf, Prose
from api.http.people import decides_on, need_lead
from api.http.resources.leave.bodies import CoverOut
from api.http.resources.leave.routes import found_to_decide
from api.http.resources.records.routes import CentreQuery
from api.http.resources.swaps.bodies import SwapOut, duty_out, ways_out
from api.http.resources.swaps.routes import centre_of
from api.http.resources.swaps.routes import shown as swap_shown
from roster.desk.desk import Desk
from roster.desk.leaves.leave_desk import Vacancy, cover_vacancy, covers_of_vacancy, open_vacancies
from roster.model import Case

router = APIRouter(prefix="/leave", tags=["leave"])


class VacancyOut(CoverOut):
    """A duty that a leave freed and nobody covers yet, and who could, best first; `duty` names who is on leave."""

    leave_id: str


class CoverBody(Body):
    """Who covers the duty that the leave freed on `date`."""

    date: Day
    partner: Id
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-20", "partner": "0012", "reason": "sickness"}]},
    }


@router.get("/vacancies", response_model=PageOf[VacancyOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: CentreQuery = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
) -> Response:
    """The month's duties that leave of the caller's people freed and nobody covers yet, by day."""
    centre = centre_of(caller, centre_id)
    chosen = parts.office.month(centre, month)
    desk = parts.office.desk(centre)
    board, now = desk.board(chosen), parts.office.clock.now()
    need_lead(caller, board, now)
    mine = [item for item in open_vacancies(desk, chosen) if decides_on(caller, board, (item.duty.agent_id,), now)]
    part = mine[page.offset : page.offset + page.limit]
    return answer(page.out([_out(desk, board.case, item) for item in part], len(mine)))


@router.post("/{leave_id}/cover", response_model=SwapOut)
def cover(parts: Parts, caller: Me, leave_id: str, body: CoverBody, key: Key = None) -> Response:
    """Give a duty that the leave freed to somebody: effective at once, in the register, outside the quota."""
    desk = found_to_decide(parts, caller, leave_id)
    made = cover_vacancy(desk, caller.person, leave_id, body.date, body.partner, reason=body.reason, key=key)
    return swap_shown(desk, made)


def _out(desk: Desk, case: Case, item: Vacancy) -> dict[str, Any]:
    ways = covers_of_vacancy(desk, item.leave_id, item.duty.day)
    return {"leave_id": item.leave_id, "duty": duty_out(item.duty), "covers": ways_out(ways, case)}
