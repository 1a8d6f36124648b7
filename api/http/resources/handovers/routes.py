"""The log of a shift by hand, and its hand-over: list, reliefs, two signatures (DUTY-2 to DUTY-4)."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Query, Response

from api.http.dependencies import CentreQuery, Me, Parts, Tongue
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.handovers.bodies import (
    CheckBody,
    EntryBody,
    FollowBody,
    NumberOut,
    ReliefBody,
    ReliefsOut,
    SignBody,
    SignedOut,
    StateOut,
)
from api.http.resources.shifts.routes import desk_of_day
from api.http.routing import resource
from api.views.handovers import relief_view, signed_view, state_view
from roster.desk.duty_day.hand_over import check_item, follow, list_handovers, note, read_state, relieve, sign
from roster.model.handover import Side
from roster.model.shift_log import Follow

router = resource("", "handovers")


@router.get("/handovers", response_model=PageOf[SignedOut])
def list_all(
    parts: Parts, caller: Me, page: Paged, day: Annotated[date, Query(alias="date")], centre_id: CentreQuery = None
) -> Response:
    """The hand-overs of the shifts of a day, in the order of signing."""
    desk = desk_of_day(parts, caller, centre_id, day)
    handovers = list_handovers(desk, day, day)
    return answer(page.out([signed_view(item) for item in page.part(list(handovers))], len(handovers)))


@router.get("/handovers/{day}/{code}", response_model=StateOut)
def get(parts: Parts, caller: Me, language: Tongue, day: date, code: str, centre_id: CentreQuery = None) -> Response:
    """How the hand-over of a shift stands: what is open, unchecked, unrelieved; who has signed."""
    desk = desk_of_day(parts, caller, centre_id, day)
    return answer(state_view(read_state(desk, day, code), language))


@router.post("/shifts/{day}/{code}/log", response_model=NumberOut, status_code=201)
@once
def write(parts: Parts, caller: Me, day: date, code: str, body: EntryBody) -> Reply:
    """An entry by hand in the log of the shift."""
    desk = desk_of_day(parts, caller, body.centre_id, day)
    number = note(
        desk,
        caller.person,
        day,
        code,
        body.words,
        category=body.category,
        gravity=body.gravity,
        opens=body.opens,
        cause=body.cause,
        course=body.course,
    )
    return Reply({"id": number}, 201)


@router.post("/shifts/{day}/{code}/checks", response_model=NumberOut, status_code=201)
@once
def check(parts: Parts, caller: Me, day: date, code: str, body: CheckBody) -> Reply:
    """One thing of the list is checked."""
    desk = desk_of_day(parts, caller, body.centre_id, day)
    return Reply({"id": check_item(desk, caller.person, day, code, body.item, fault=body.fault)}, 201)


@router.post("/shifts/{day}/{code}/reliefs", response_model=ReliefsOut)
@once
def hand(parts: Parts, caller: Me, day: date, code: str, body: ReliefBody) -> Reply:
    """Hand seats of the ending shift to their reliefs."""
    desk = desk_of_day(parts, caller, body.centre_id, day)
    reliefs = relieve(desk, caller.person, day, code, body.pairs)
    return Reply({"items": [relief_view(item) for item in reliefs]})


def _follows(how: Follow, about: str) -> None:
    def further(parts: Parts, caller: Me, day: date, code: str, entry_id: int, body: FollowBody) -> Reply:
        desk = desk_of_day(parts, caller, body.centre_id, day)
        handled = {"words": body.words, "cause": body.cause, "course": body.course, "result": body.result}
        return Reply({"id": follow(desk, caller.person, day, code, entry_id, how=how, **handled)}, 201)

    further.__doc__ = about
    path = f"/shifts/{{day}}/{{code}}/log/{{entry_id}}/{how.value}"
    router.add_api_route(
        path, once(further), methods=["POST"], response_model=NumberOut, status_code=201, name=f"{how.value}_entry"
    )


_follows(Follow.CLOSE, "A further entry closes an earlier one, in the log of the shift in which that happens.")
_follows(Follow.CORRECT, "A further entry corrects an earlier one, which stays as it is.")


def _signs(side: Side, about: str) -> None:
    def signing(parts: Parts, caller: Me, day: date, code: str, body: SignBody) -> Reply:
        desk = desk_of_day(parts, caller, body.centre_id, day)
        return Reply(signed_view(sign(desk, caller.person, day, code, side, accept=body.accept, upto=body.upto)))

    signing.__doc__ = about
    act: Callable[..., Reply] = signing
    path = f"/handovers/{{day}}/{{code}}/{side.value}"
    router.add_api_route(path, once(act), methods=["POST"], response_model=SignedOut, name=f"{side.value}_shift")


_signs(Side.GIVE, "The leader of the ending shift signs.")
_signs(Side.TAKE, "The leader of the next shift signs, under the same entries.")
