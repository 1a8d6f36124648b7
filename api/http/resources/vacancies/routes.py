"""Duties that leave freed: listed with who could take them, and given to somebody by a leader (LEAVE-10)."""

from fastapi import Response

from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, centre_of
from api.http.found import leave_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import decides_on, need_lead
from api.http.replies import Reply, answer
from api.http.resources.swaps.bodies import SwapOut
from api.http.resources.swaps.routes import shown
from api.http.resources.vacancies.bodies import CoverBody, VacancyOut
from api.http.routing import resource
from api.views.leaves import vacancy_view
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy, open_vacancies

router = resource("/leave", "leave")


@router.get("/vacancies", response_model=PageOf[VacancyOut])
def list_all(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's duties that leave of the caller's people freed and nobody covers yet, by day."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    with desk.reading() as work:
        chosen = parts.office.month(desk.centre_id, month)
        board, now = work.board(chosen), parts.office.clock.now()
        need_lead(caller, board, now)
        every = open_vacancies(desk, chosen)
        mine = [item for item in every if decides_on(caller, board, (item.duty.agent_id,), now)]
        part = [
            vacancy_view(item, covers_of_vacancy(desk, item.leave_id, item.duty.day), board) for item in page.part(mine)
        ]
    return answer(page.out(part, len(mine)))


@router.post("/{leave_id}/cover", response_model=SwapOut)
@once
def cover(parts: Parts, caller: Me, leave_id: str, body: CoverBody) -> Reply:
    """Give a duty that the leave freed to somebody: effective at once, in the register, outside the quota."""
    desk, _ = leave_of(parts, caller, leave_id, to_decide=True)
    return shown(desk, cover_vacancy(desk, caller.person, leave_id, body.date, body.partner, reason=body.reason))
