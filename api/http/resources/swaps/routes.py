"""Swaps: asked, checked, suggested, accepted, decided, confirmed."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from api.accounts.caller import Caller, Role
from api.http.dependencies import Key, Me, Paged, Parts, Planner, Services, Tongue, answer
from api.http.models import PageOf
from api.http.people import decides_on, need_lead, sees_person
from api.http.resources.swaps.bodies import (
    ChangeBody,
    CheckOut,
    EffectOut,
    MatchBody,
    MatchOut,
    ReasonBody,
    SuggestBody,
    SuggestionsOut,
    SwapBody,
    SwapOut,
    duty_out,
    ways_out,
)
from api.problem import input_problem, refusals_out
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.matching.match import match
from roster.desk.policy.desk_rule import Verdict
from roster.desk.policy.ladder import open_swap_steps, step_words
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import asked, check_swap
from roster.desk.swaps.swap_desk import (
    accept_swap,
    approve_swap,
    confirm_handover,
    decline_swap,
    effect,
    list_swaps,
    request_change,
    request_cover,
    request_swap,
    withdraw_swap,
)
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.swap import OPEN_SWAPS, SwapRequest, SwapState
from roster.model.swap_wish import SwapWish
from roster.store import leave_rows, swap_rows
from roster.store.tables.desk import SWAPS
from roster.text import Language, Text

router = APIRouter(prefix="/swaps", tags=["swaps"])


def centre_of(caller: Caller, centre_id: str | None) -> str:
    """The centre named, or the caller's own; InputError where neither is."""
    chosen = centre_id or caller.centre_id
    if chosen is None:
        raise input_problem("centre_id", Text("缺少", "is missing"), Text("写明客服中心", "Name the centre"))
    caller.need_centre(chosen)
    return chosen


def moves_out(swap: SwapRequest) -> list[dict[str, dict[str, str]]]:
    """A swap's moves as they are sent."""
    return [{"given": duty_out(move.given), "taken": duty_out(move.taken)} for move in swap.moves]


def out(swap: SwapRequest, board: Board, made: Any, *, private: bool = True) -> dict[str, Any]:
    """A swap as it is sent."""
    waits: list[str] = []
    if swap.state in OPEN_SWAPS:
        waits = [] if swap.by_leader else [party for party in swap.parties if party not in swap.accepted]
        waits += [step_words(step).en for step in open_swap_steps(swap, made, board.staff)]
    return {
        "id": swap.swap_id,
        "kind": swap.kind.value,
        "state": swap.state.value,
        "number": swap.number,
        "requester": swap.requester,
        "moves": moves_out(swap),
        "reason": swap.reason if private else None,
        "accepted": sorted(swap.accepted),
        "confirmed": sorted(swap.confirmed),
        "waits_for": waits,
        "filed_at": swap.filed_at.isoformat(),
    }


def shown(desk: Desk, swap: SwapRequest, status: int = 200) -> Response:
    """A swap as it stands now."""
    with desk.reading() as work:
        made = leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")
        board = work.board(swap.month)
    return answer(out(swap, board, made), {"Location": f"/api/v1/swaps/{swap.swap_id}"}, status)


def found(parts: Services, caller: Caller, swap_id: str) -> tuple[Desk, SwapRequest]:
    """A swap that concerns the caller's people, with its desk; NotFoundError otherwise."""
    with parts.store.reading() as connection:
        centre_id = connection.execute(select(SWAPS.c.centre_id).where(SWAPS.c.swap_id == swap_id)).scalar_one_or_none()
        if centre_id is None:
            raise NotFoundError(swap_id)
        caller.need_centre(centre_id)
        swap, _ = swap_rows.swap_row(connection, centre_id, swap_id)
    desk = parts.office.desk(centre_id)
    board = desk.board(swap.month)
    if not decides_on(caller, board, swap.parties, parts.office.clock.now()):
        raise NotFoundError(swap_id)
    return desk, swap


@router.get("", response_model=PageOf[SwapOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
    state: Annotated[SwapState | None, Query()] = None,
) -> Response:
    """The month's swaps that concern the caller's people, in the order of filing."""
    centre = centre_of(caller, centre_id)
    desk = parts.office.desk(centre)
    chosen = parts.office.month(centre, month)
    board = desk.board(chosen)
    mine = [
        swap
        for swap in list_swaps(desk, chosen, () if state is None else (state,))
        if decides_on(caller, board, swap.parties, parts.office.clock.now())
    ]
    part = mine[page.offset : page.offset + page.limit]
    with desk.reading() as work:
        items = [out(swap, board, leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")) for swap in part]
    return answer(page.out(items, len(mine)))


@router.post("", status_code=201, response_model=SwapOut)
def ask(parts: Parts, caller: Me, body: SwapBody, key: Key = None) -> Response:
    """Ask for a swap, or for a cover where no pay-back is named. The partner accepts next."""
    desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
    if body.payback_date is None:
        swap = request_cover(
            desk, caller.person, agent_id, body.date, body.partner, reason=body.reason, extreme=body.extreme, key=key
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
            key=key,
        )
    return shown(desk, swap, 201)


@router.post("/change", status_code=201, response_model=SwapOut)
def move(parts: Parts, caller: Me, body: ChangeBody, key: Key = None) -> Response:
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
        key=key,
    )
    return shown(desk, swap, 201)


@router.post("/check", response_model=CheckOut)
def check(parts: Parts, caller: Me, language: Tongue, body: SwapBody) -> Response:
    """What the rules say of a swap, each refusal with the nearest way; nothing is written."""
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
    return answer(verdict_out(check_swap(board, swap, clock), language))


def verdict_out(verdict: Verdict, language: Language) -> dict[str, Any]:
    """A verdict as it is sent."""
    return {
        "allowed": verdict.allowed,
        "refusals": refusals_out(verdict.refusals, language),
        "flags": [
            {"rule": flag.rule, "clause": flag.clause, "message": flag.message.to(language), "consent": flag.consent}
            for flag in verdict.flags
        ],
    }


@router.post("/suggest", response_model=SuggestionsOut)
def propose(parts: Parts, caller: Me, body: SuggestBody) -> Response:
    """Every partner and pay-back that breaks no rule, best first."""
    desk, agent_id = _whose(parts, caller, body.centre_id, body.agent_id, body.date)
    by_leader = agent_id != caller.agent_id
    ways = suggest(
        desk.board(Month.of(body.date)),
        agent_id,
        body.date,
        parts.office.clock,
        covers=body.covers,
        by_leader=by_leader and body.covers,
    )
    items = ways_out(ways[: body.limit], desk.board(Month.of(body.date)).case)
    return answer({"items": items, "total": len(ways)})


@router.post("/match", response_model=MatchOut)
def find_match(parts: Parts, caller: Planner, body: MatchBody) -> Response:
    """The swaps and longer cycles that grant the most wishes by the book; a proposal, nothing is written."""
    centre = centre_of(caller, body.centre_id)
    month = parts.office.month(centre, body.month)
    wishes = [SwapWish(wish.agent_id, wish.date, wish.first, wish.last, tuple(wish.shifts)) for wish in body.wishes]
    made = match(parts.office.desk(centre).board(month), wishes, parts.office.clock, seconds=body.seconds)
    cycles = [moves_out(cycle) for cycle in made.cycles]
    told = {"cycles": cycles, "granted": list(made.granted), "bound": made.bound, "optimal": made.optimal}
    return answer(told)


@router.get("/{swap_id}", response_model=SwapOut)
def get(parts: Parts, caller: Me, swap_id: str) -> Response:
    """One swap."""
    desk, swap = found(parts, caller, swap_id)
    return shown(desk, swap)


@router.get("/{swap_id}/effect", response_model=EffectOut)
def effect_of_approval(parts: Parts, caller: Me, language: Tongue, swap_id: str) -> Response:
    """What approving an open swap does to seats, rest, hours and fairness; for those who decide."""
    desk, swap = found(parts, caller, swap_id)
    need_lead(caller, desk.board(swap.month), parts.office.clock.now())
    _, told = effect(desk, swap_id)
    return answer(
        {
            "seats": [item.record for item in told.seats],
            "seats_lost": told.seats_lost,
            "rest_hours": told.rest_hours,
            "paid_minutes": told.paid_minutes,
            "points": told.points,
            "breaks": [{"rule": item.rule, "message": item.message.to(language)} for item in told.findings],
        }
    )


def _step(name: str, about: str, act: Callable[[Desk, Caller, str, ReasonBody, str | None], SwapRequest]) -> None:
    def step(parts: Parts, caller: Me, swap_id: str, body: ReasonBody | None = None, key: Key = None) -> Response:
        desk, _ = found(parts, caller, swap_id)
        return shown(desk, act(desk, caller, swap_id, body or ReasonBody(), key))

    step.__doc__ = about
    path = f"/{{swap_id}}/{name}"
    router.add_api_route(path, step, methods=["POST"], response_model=SwapOut, name=f"{name}_swap")


_step("accept", "The partner agrees.", lambda desk, who, swap, _why, key: accept_swap(desk, who.person, swap, key=key))
_step(
    "approve",
    "A leader agrees; with the last approval the duties change and the register gets its entry.",
    lambda desk, who, swap, said, key: approve_swap(
        desk, who.person, swap, reason=said.reason, consent=said.consent, key=key
    ),
)
_step(
    "decline",
    "The partner, or a leader who decides, says no.",
    lambda desk, who, swap, said, key: decline_swap(desk, who.person, swap, reason=said.reason, key=key),
)
_step(
    "withdraw",
    "The requester takes it back.",
    lambda desk, who, swap, _why, key: withdraw_swap(desk, who.person, swap, key=key),
)
_step(
    "confirm",
    "A party confirms the duty taken.",
    lambda desk, who, swap, _why, key: confirm_handover(desk, who.person, swap, key=key),
)


def _whose(parts: Services, caller: Caller, centre_id: str | None, agent_id: str | None, day: date) -> tuple[Desk, str]:
    """The desk, and whose duty it is about: the caller's own, or one of the caller's people's."""
    centre = centre_of(caller, centre_id)
    chosen = agent_id or caller.agent_id
    if chosen is None:
        raise input_problem("agent_id", Text("缺少", "is missing"), Text("写明员工编号", "Name the agent"))
    desk = parts.office.desk(centre)
    case = desk.board(parts.office.month(centre, str(Month.of(day)))).case
    if chosen != caller.agent_id and (caller.role is Role.AGENT or not sees_person(caller, case, chosen)):
        raise NotFoundError(chosen)
    return desk, chosen
