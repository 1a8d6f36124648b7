"""Open swap wishes: filed by agents, matched by leaders into swaps that everybody concerned must accept."""

from fastapi import Response

from api.http.dependencies import Me, Parts, centre_of
from api.http.idempotency import Write, once
from api.http.models import PageOf
from api.http.month_lists import AskedMonth
from api.http.paging import Paged
from api.http.people import need_lead
from api.http.replies import Reply, answer
from api.http.resources.wishes.bodies import FileBody, ProposeBody, ProposedOut, WishOut
from api.http.routing import resource
from api.problem import input_problem
from api.views.swaps import proposals_view, wish_view
from roster.desk.matching.wish_desk import file_match, file_wish, list_wishes, match_wishes, withdraw_wish
from roster.model.swap_wish import SwapWish
from roster.store.wish_rows import centre_of_wish
from roster.text import Text

router = resource("/swaps/wishes", "swaps")


@router.get("", response_model=PageOf[WishOut])
def list_all(asked_month: AskedMonth, page: Paged) -> Response:
    """The month's wishes of the caller's people, in the order of filing."""
    with asked_month.reading() as read:
        mine = read.mine(list_wishes(read.desk, read.month), lambda item: (item.filed.wish.agent_id,))
    return answer(page.out([wish_view(item) for item in page.part(mine)], len(mine)))


@router.post("", status_code=201, response_model=WishOut)
@once
def file(parts: Parts, caller: Me, body: FileBody) -> Reply:
    """File a wish about one's own duty; it stands until it is granted or withdrawn, or the duty begins."""
    centre = centre_of(caller, body.centre_id)
    if caller.agent_id is None:
        raise input_problem("agent_id", Text("您没有班", "you have no duties"), Text("由本人提出", "An agent files it"))
    wish = SwapWish(caller.agent_id, body.date, body.first, body.last, tuple(body.shifts))
    made = file_wish(parts.office.desk(centre), caller.person, wish, reason=body.reason)
    return Reply(wish_view(made), 201)


@router.post("/match", response_model=ProposedOut)
def propose(parts: Parts, caller: Me, write: Write, body: ProposeBody) -> Response:
    """Match the open wishes and file each cycle as a swap; nobody is moved before all in it have accepted."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    with desk.reading() as work:
        month = parts.office.month(desk.centre_id, body.month)
        need_lead(caller, work.board(month), parts.office.clock.now())
    before = write.known()
    if before is not None:
        return before
    # The search holds no lock; what it found is asked about once more when it is filed.
    matched = match_wishes(desk, caller.person, month, seconds=body.seconds)

    def keep() -> Reply:
        proposals = file_match(desk, caller.person, month, matched)
        return Reply(proposals_view(desk, proposals, caller.language, private=False))

    return write.once(keep)


@router.post("/{wish_id}/withdraw", response_model=WishOut)
@once
def withdraw(parts: Parts, caller: Me, wish_id: str) -> Reply:
    """Take an open wish back."""
    with parts.store.reading() as connection:
        centre_id = centre_of_wish(connection, wish_id)
    caller.need_centre(centre_id)
    return Reply(wish_view(withdraw_wish(parts.office.desk(centre_id), caller.person, wish_id)))
