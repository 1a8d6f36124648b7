"""The nearest ways that refusals offer, as addresses of forms that are filled in with them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from api.views.refusals import refusals_view
from roster.model.leave_request import LeaveRequest
from roster.model.refusal import SAY_WHY
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Refusal
from roster.text import Language, Text, clock_time

FILL_IN = Text("照此填写", "Fill it in")


def told_refusals(refusals: Sequence[Refusal], person: str, language: Language) -> list[dict[str, Any]]:
    """Refusals as a page shows them to somebody: each with the `ways` that they may take themselves."""
    views = refusals_view(refusals, language)
    for view, refusal in zip(views, refusals, strict=True):
        view["ways"] = [{"words": words.to(language), "address": to} for words, to in ways_of(refusal, person)]
    return views


def ways_of(refusal: Refusal, person: str) -> list[tuple[Text, str]]:
    """What a refusal offers to somebody, in words, with the address of its form; reasons stand in no address."""
    if refusal.alternative == SAY_WHY:
        return []
    ways = []
    for offer in refusal.offers:
        if isinstance(offer, LeaveRequest) and offer.applicant == person:
            days = f"{offer.start:%m-%d}" + (f" – {offer.end:%m-%d}" if offer.end != offer.start else "")
            words = Text(f"{FILL_IN.zh}:{days}", f"{FILL_IN.en}: {days}") if len(refusal.offers) > 1 else FILL_IN
            ways.append((words, f"/leave/new?{urlencode(leave_fields(offer))}"))
        elif isinstance(offer, SwapRequest) and offer.requester == person:
            ways.extend((FILL_IN, f"/swaps/new?{urlencode(query)}") for query in _swap(offer))
    return ways


def leave_fields(offer: LeaveRequest) -> dict[str, str]:
    """A leave as the form of leave reads it out of its address, without the reason."""
    raised = {"special": offer.special, "extreme": offer.extreme}
    times = {"start_time": offer.start_minute, "end_time": offer.end_minute}
    return {
        "kind": offer.kind,
        "start": str(offer.start),
        "end": str(offer.end),
        **{name: clock_time(minute) for name, minute in times.items() if minute},
        **({"agent_id": offer.agent_id} if offer.agent_id != offer.applicant else {}),
        **{name: "1" for name, on in raised.items() if on},
    }


def _swap(offer: SwapRequest) -> list[dict[str, str]]:
    given = {"date": str(offer.moves[0].given.day), "partner": offer.moves[0].taker}
    if offer.kind is SwapKind.COVER:
        return [{**given, "cover": "1"}]
    if offer.kind is SwapKind.SWAP and offer.later is None and offer.pay_back is not None:
        return [{**given, "payback": str(offer.pay_back.day)}]
    return []
