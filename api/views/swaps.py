"""Swaps, suggestions, wishes and matches as programs get them."""

from collections.abc import Iterable, Sequence
from typing import Any

from api.views.duties import duty_view, hours_of
from api.views.refusals import refusals_view
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.matching.match import Match
from roster.desk.matching.wish_desk import MatchProposals
from roster.desk.policy.ladder import open_swap_steps, step_words
from roster.desk.swaps.register import RegisterEntry
from roster.desk.swaps.suggest import Suggestion
from roster.desk.swaps.swap_effect import SwapEffect
from roster.model.approval import Approval
from roster.model.swap import OPEN_SWAPS, SwapRequest
from roster.model.swap_wish import WishStanding
from roster.store.leave_rows import decisions_of
from roster.text import Language

MOST_REST_HOURS = 744.0
"""A rest that is longer is told as this: a month."""


def moves_view(swap: SwapRequest) -> list[dict[str, dict[str, str]]]:
    """Each duty as it is and as it shall be."""
    return [{"given": duty_view(move.given), "taken": duty_view(move.taken)} for move in swap.moves]


def swap_view(
    swap: SwapRequest, board: Board, made: tuple[Approval, ...], language: Language, *, private: bool = True
) -> dict[str, Any]:
    """A swap; `made` are the decisions so far. It waits for people by their ids, then for offices in words."""
    waits: list[str] = []
    if swap.state in OPEN_SWAPS:
        waits = [] if swap.by_leader else [party for party in swap.parties if party not in swap.accepted]
        waits += [step_words(step).to(language) for step in open_swap_steps(swap, made, board.staff)]
    later = swap.later
    return {
        "id": swap.swap_id,
        "swap_id": swap.swap_id,
        "kind": swap.kind.value,
        "state": swap.state.value,
        "number": swap.number,
        "requester": swap.requester,
        "moves": moves_view(swap),
        "later_payback": None if later is None else {"date": later.day.isoformat(), "shift": later.shift},
        "reason": swap.reason if private else None,
        "accepted": sorted(swap.accepted),
        "confirmed": sorted(swap.confirmed),
        "waits_for": waits,
        "filed_at": swap.filed_at.isoformat(),
    }


def swap_views(
    desk: Desk, swaps: Iterable[SwapRequest], language: Language, *, private: bool = True
) -> list[dict[str, Any]]:
    """Swaps of a centre as they stand."""
    with desk.reading() as work:
        return [
            swap_view(
                swap,
                work.board(swap.month),
                decisions_of(work.connection, f"swap:{swap.swap_id}") if swap.state in OPEN_SWAPS else (),
                language,
                private=private,
            )
            for swap in swaps
        ]


def _name(board: Board, agent_id: str) -> str:
    """The name of somebody of whatever month; the id where none knows them."""
    cases = (page.month_case.case.agent_by_id for page in board.calendar.pages)
    return next((people[agent_id].name for people in cases if agent_id in people), agent_id)


def suggestion_view(way: Suggestion, board: Board, *, priced: bool = True) -> dict[str, Any]:
    """Somebody who could take a duty, and the duty taken back for it, of whatever month.

    Not `priced`, for colleagues, who read the order alone: the points would tell a partner's wishes and contract.
    """
    back = way.pay_back
    return {
        "partner": way.partner,
        "partner_name": _name(board, way.partner),
        "payback": duty_view(back) if back else None,
        "payback_hours": hours_of(board.case_of(back.day).shift_by_code[back.shift]) if back else None,
        "seats_lost": way.seats_lost,
        "fairness_points": way.fairness_points if priced else None,
        "wish_points": way.wish_points if priced else None,
        "other_points": way.other_points if priced else None,
        "rest_hours": min(way.rest_hours, MOST_REST_HOURS),
    }


def effect_view(effect: SwapEffect, language: Language) -> dict[str, Any]:
    """What approving a swap does."""
    return {
        "seats": [item.record for item in effect.seats],
        "seats_lost": effect.seats_lost,
        "rest_hours": effect.rest_hours,
        "paid_minutes": effect.paid_minutes,
        "points": effect.points,
        "breaks": [{"rule": item.rule, "message": item.message.to(language)} for item in effect.findings],
    }


def wish_view(item: WishStanding) -> dict[str, Any]:
    """An open wish for a swap; its reason is its agent's."""
    wish = item.filed.wish
    return {
        "id": item.filed.wish_id,
        "wish_id": item.filed.wish_id,
        "agent_id": wish.agent_id,
        "date": wish.day.isoformat(),
        "shift": item.filed.duty.shift,
        "first": wish.first.isoformat() if wish.first else None,
        "last": wish.last.isoformat() if wish.last else None,
        "shifts": list(wish.shifts),
        "state": item.state.value,
        "swap_id": item.swap_id or None,
        "filed_at": item.filed.filed_at.isoformat(),
    }


def match_view(matched: Match) -> dict[str, Any]:
    """Cycles to propose; `granted` of the `wishes` by their place, `bound` how many are proven possible."""
    return {
        "cycles": [moves_view(cycle) for cycle in matched.cycles],
        "granted": list(matched.granted),
        "wishes": matched.wishes,
        "bound": matched.bound,
        "optimal": matched.optimal,
        "longest": matched.longest,
        "seconds": round(matched.seconds, 3),
    }


def proposals_view(
    desk: Desk, proposals: MatchProposals, language: Language, *, private: bool = True
) -> dict[str, Any]:
    """The swaps that a match filed, each waiting for its parties, and what could not be filed, with the reasons."""
    return {
        "proposed": swap_views(desk, proposals.proposed, language, private=private),
        "dropped": [
            {"moves": moves_view(swap), "refusals": refusals_view(refusals, language)}
            for swap, refusals in proposals.dropped
        ],
        "granted": len(proposals.match.granted),
        "bound": proposals.match.bound,
        "optimal": proposals.match.optimal,
    }


def register_view(desk: Desk, listed: Sequence[RegisterEntry], language: Language) -> list[dict[str, Any]]:
    """The register: each swap with whose word it rests on, and when that was given."""
    views = swap_views(desk, (item.swap for item in listed), language)
    return [{**view, "approvals": _agreed(item)} for view, item in zip(views, listed, strict=True)]


def _agreed(item: RegisterEntry) -> list[dict[str, str]]:
    return [{"by": word.by, "on_behalf_of": word.on_behalf_of, "at": word.at.isoformat()} for word in item.agreed]
