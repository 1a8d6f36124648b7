"""Swaps: asked, checked, suggested, accepted, decided, confirmed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.caller import Caller, Right, Role
from api.http.dependencies import Me, Parts, Planner, Services, Tongue, agent_of, centre_of
from api.http.idempotency import once
from api.http.lookup import swap_of
from api.http.models import PageOf
from api.http.month_lists import AskedMonth
from api.http.paging import Paged
from api.http.people import need_lead, sees_person
from api.http.replies import Reply, answer
from api.http.resources.swaps.bodies import (
    ChangeBody,
    CheckOut,
    EffectOut,
    MatchBody,
    MatchOut,
    PayBackBody,
    PayBackDaysOut,
    PayBackOut,
    ReasonBody,
    SuggestBody,
    SuggestionsOut,
    SwapBody,
    SwapOut,
)
from api.http.routing import resource
from api.views.duties import duty_view
from api.views.records import pay_back_view
from api.views.refusals import verdict_view
from api.views.swaps import effect_view, match_view, suggestion_view, swap_views
from roster.desk.desk import Desk
from roster.desk.matching.match import match
from roster.desk.swaps.pay_back_desk import agree_pay_back, days_to_agree, waive_pay_back
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import asked, check_swap
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.swaps.swap_reading import effect, list_swaps
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.swap import SwapRequest, SwapState
from roster.model.swap_wish import SwapWish
from roster.text import Language

router = resource("/swaps", "swaps")


def shown(desk: Desk, swap: SwapRequest, language: Language, status: int = 200) -> Reply:
    """A swap as it stands now."""
    return Reply(swap_views(desk, (swap,), language)[0], status, {"Location": f"/api/v1/swaps/{swap.swap_id}"})


@router.get("", response_model=PageOf[SwapOut])
def list_all(
    asked_month: AskedMonth,
    language: Tongue,
    page: Paged,
    state: Annotated[SwapState | None, Query()] = None,
) -> Response:
    """The month's swaps that concern the caller's people, in the order of filing."""
    with asked_month.reading() as read:
        every = list_swaps(read.desk, read.month, () if state is None else (state,))
        mine = read.mine(every, lambda swap: swap.parties)
        return answer(page.out(swap_views(read.desk, page.part(mine), language), len(mine)))


@router.post("", status_code=201, response_model=SwapOut)
@once
def ask(parts: Parts, caller: Me, language: Tongue, body: SwapBody) -> Reply:
    """Ask for a swap, or for a cover where no pay-back is named. The partner accepts next."""
    desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
    if body.payback_date is None:
        swap = request_cover(
            desk, caller.person, agent_id, body.date, body.partner, reason=body.reason, extreme=body.extreme
        )
    elif agent_id != caller.agent_id:
        raise NotFoundError(agent_id)
    else:
        swap = request_swap(
            desk,
            agent_id,
            body.date,
            body.partner,
            body.payback_date,
            reason=body.reason,
            pay_back_shift=body.payback_shift,
        )
    return shown(desk, swap, language, 201)


@router.post("/change", status_code=201, response_model=SwapOut)
@once
def move(parts: Parts, caller: Me, language: Tongue, body: ChangeBody) -> Reply:
    """Ask to move one's own duty, without a partner; a leader moves that of one of the own people."""
    desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
    swap = request_change(
        desk,
        caller.person if agent_id != caller.agent_id else agent_id,
        body.date,
        body.to_date,
        body.to_shift,
        reason=body.reason,
        agent_id=agent_id,
        extreme=body.extreme,
    )
    return shown(desk, swap, language, 201)


@router.post("/check", response_model=CheckOut)
def check(parts: Parts, caller: Me, language: Tongue, body: SwapBody) -> Response:
    """What the rules say of a swap, each refusal with the nearest way; nothing is written."""
    with parts.store.reading():
        desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
        board, clock = desk.board(Month.of(body.date)), parts.office.clock
    swap = asked(
        board,
        caller.person,
        agent_id,
        body.date,
        body.partner,
        pay_back_day=body.payback_date,
        pay_back_shift=body.payback_shift,
        reason=body.reason,
        clock=clock,
    )
    if agent_id != caller.agent_id:
        # Asked in the agent's name: nobody has agreed, and what is the agent's own to know stays untold.
        swap = replace(swap, accepted=frozenset())
    return answer(verdict_view(check_swap(board, swap, clock), language))


@router.post("/suggest", response_model=SuggestionsOut)
def propose(parts: Parts, caller: Me, body: SuggestBody) -> Response:
    """Every partner and pay-back that breaks no rule, best first."""
    with parts.store.reading():
        desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
        board = desk.board(Month.of(body.date))
    by_leader = agent_id != caller.agent_id
    ways = suggest(
        board, agent_id, body.date, parts.office.clock, covers=body.covers, by_leader=by_leader and body.covers
    )
    priced = caller.may(Right.LEAD)
    items = [suggestion_view(way, board, priced=priced) for way in ways[: body.limit]]
    return answer({"items": items, "total": len(ways)})


@router.post("/match", response_model=MatchOut)
def find_match(parts: Parts, caller: Planner, body: MatchBody) -> Response:
    """The swaps and longer cycles that grant the most wishes by the book; a proposal, nothing is written."""
    board = parts.office.board(centre_of(caller, body.centre_id), body.month)
    wishes = [SwapWish(wish.agent_id, wish.date, wish.first, wish.last, tuple(wish.shifts)) for wish in body.wishes]
    return answer(match_view(match(board, wishes, parts.office.clock, seconds=body.seconds)))


@router.get("/{swap_id}", response_model=SwapOut)
def get(parts: Parts, caller: Me, language: Tongue, swap_id: str) -> Response:
    """One swap."""
    with parts.store.reading():
        return shown(*swap_of(parts, caller, swap_id), language).response


@router.get("/{swap_id}/effect", response_model=EffectOut)
def effect_of_approval(parts: Parts, caller: Me, language: Tongue, swap_id: str) -> Response:
    """What approving an open swap does to seats, rest, hours and fairness; for those who decide."""
    with parts.store.reading():
        desk, swap = swap_of(parts, caller, swap_id)
        need_lead(caller, desk.board(swap.month), parts.office.clock.now())
        return answer(effect_view(effect(desk, swap_id)[1], language))


def _step(name: str, about: str, act: Callable[[Desk, str, str, ReasonBody], SwapRequest]) -> None:
    def step(parts: Parts, caller: Me, language: Tongue, swap_id: str, body: ReasonBody | None = None) -> Reply:
        desk, _ = swap_of(parts, caller, swap_id)
        return shown(desk, act(desk, caller.person, swap_id, body or ReasonBody()), language)

    step.__doc__ = about
    path = f"/{{swap_id}}/{name}"
    router.add_api_route(path, once(step), methods=["POST"], response_model=SwapOut, name=f"{name}_swap")


_step("accept", "The partner agrees.", lambda desk, who, swap, _: accept_swap(desk, who, swap))
_step(
    "approve",
    "A leader agrees; with the last approval the duties change and the register gets its entry.",
    lambda desk, who, swap, said: approve_swap(desk, who, swap, reason=said.reason, consent=said.consent),
)
_step(
    "decline",
    "The partner, or a leader who decides, says no.",
    lambda desk, who, swap, said: decline_swap(desk, who, swap, reason=said.reason),
)
_step("withdraw", "The requester takes it back.", lambda desk, who, swap, _: withdraw_swap(desk, who, swap))
_step("confirm", "A party confirms the duty taken.", lambda desk, who, swap, _: confirm_handover(desk, who, swap))


@router.get("/{swap_id}/payback", response_model=PayBackDaysOut)
def days_for_another(parts: Parts, caller: Me, swap_id: str) -> dict[str, Any]:
    """The duties that the caller may write down for a missed pay-back; none where nothing was missed."""
    desk, _ = swap_of(parts, caller, swap_id)
    return {"items": [duty_view(duty) for duty in days_to_agree(desk, caller.person, swap_id)]}


@router.post("/{swap_id}/payback", response_model=PayBackOut)
@once
def agree_on_another_day(parts: Parts, caller: Me, swap_id: str, body: PayBackBody) -> Reply:
    """A leader of both, or a director, writes down the day agreed for a pay-back that was missed."""
    desk, _ = swap_of(parts, caller, swap_id)
    return Reply(pay_back_view(agree_pay_back(desk, caller.person, swap_id, body.date, reason=body.reason)))


@router.post("/{swap_id}/waive", response_model=PayBackOut)
@once
def waive(parts: Parts, caller: Me, swap_id: str, body: ReasonBody | None = None) -> Reply:
    """Whom a missed pay-back is due, or a leader of theirs, lets it go."""
    desk, _ = swap_of(parts, caller, swap_id)
    said = body or ReasonBody()
    return Reply(pay_back_view(waive_pay_back(desk, caller.person, swap_id, reason=said.reason)))


def _whose(parts: Services, caller: Caller, centre_id: str | None, agent_id: str | None, day: date) -> tuple[Desk, str]:
    """The desk, and whose duty it is about: the caller's own, or one of the caller's people's."""
    centre = centre_of(caller, centre_id)
    chosen = agent_of(caller, agent_id)
    desk = parts.office.desk(centre)
    case = desk.board(parts.office.month(centre, str(Month.of(day)))).case
    if chosen != caller.agent_id and (caller.role is Role.AGENT or not sees_person(caller, case, chosen)):
        raise NotFoundError(chosen)
    return desk, chosen
