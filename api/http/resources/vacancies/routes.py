"""Duties that leave freed: listed with who could take them, and given to somebody by a leader (LEAVE-10)."""

from fastapi import Response

from api.http.dependencies import Me, Parts, Tongue
from api.http.idempotency import once
from api.http.lookup import leave_of
from api.http.models import PageOf
from api.http.month_lists import AskedMonth
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.swaps.bodies import SwapOut
from api.http.resources.swaps.routes import shown
from api.http.resources.vacancies.bodies import CoverBody, VacancyOut
from api.http.routing import resource
from api.views.leaves import vacancy_view
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy, open_vacancies

router = resource("/leave", "leave")


@router.get("/vacancies", response_model=PageOf[VacancyOut])
def list_all(asked_month: AskedMonth, page: Paged) -> Response:
    """The month's duties that leave of the caller's people freed and nobody covers yet, by day."""
    with asked_month.reading() as read:
        read.need_lead()
        mine = read.mine(open_vacancies(read.desk, read.month), lambda item: (item.duty.agent_id,))
        part = [
            vacancy_view(item, covers_of_vacancy(read.desk, item.leave_id, item.duty.day), read.board)
            for item in page.part(mine)
        ]
    return answer(page.out(part, len(mine)))


@router.post("/{leave_id}/cover", response_model=SwapOut)
@once
def cover(parts: Parts, caller: Me, language: Tongue, leave_id: str, body: CoverBody) -> Reply:
    """Give a duty that the leave freed to somebody: effective at once, in the register, outside the quota."""
    desk, _ = leave_of(parts, caller, leave_id, to_decide=True)
    swap = cover_vacancy(desk, caller.person, leave_id, body.date, body.partner, reason=body.reason)
    return shown(desk, swap, language)
