"""SWAP-3a: at most two swaps a person and month; open requests hold their place (换班制度 §3)."""

from dataclasses import replace

from desk_world import at, cover, duties, effective, swap

from labelled import BEFORE, BETWEEN, REFUSED, SILENT, Asked
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState

NOW = at(8)
TEXT = "a: 12E 17E 20E 28E; b: 9E 14E 24E 30E; c: 11E 16E"
ONE, TWO = effective("a: 9E", "b: 12E", 1), effective("a: 14E", "b: 17E", 2)
THIRD = swap("a: 28E", "b: 30E")


def pending(state, number):
    return swap(("a: 20E", "a: 12E")[number], ("c: 11E", "c: 16E")[number], state=state, swap_id=f"p{number}")


def both(state):
    return (pending(state, 0), pending(state, 1))


(HERE,), (THERE,) = duties("a: 28E"), duties("a: 29E")
CHANGE = SwapRequest("a", SwapKind.CHANGE, (Move(HERE, THERE),), "load", at(1))
EARLIER = replace(effective("a: 9E", "b: 12E", 1), moves=tuple(
    Move(replace(move.given, day=at(28, month=9).date()), replace(move.taken, day=at(28, month=9).date()))
    for move in ONE.moves
))  # fmt: skip
CASES = (
    Asked("the first", TEXT, THIRD, NOW, SILENT),
    Asked("the second", TEXT, THIRD, NOW, SILENT, world={"swaps": (ONE,)}),
    Asked("the third", TEXT, THIRD, NOW, REFUSED, world={"swaps": (ONE, TWO)}),
    Asked("the partner's third alone", TEXT, swap("c: 16E", "b: 30E"), NOW, REFUSED, world={"swaps": (ONE, TWO)}),
    Asked("two that wait hold their places", TEXT, THIRD, NOW, REFUSED, world={"swaps": both(SwapState.REQUESTED)}),
    Asked("two accepted hold them too", TEXT, THIRD, NOW, REFUSED, world={"swaps": both(SwapState.ACCEPTED)}),
    Asked("declined ones give them back", TEXT, THIRD, NOW, SILENT, BETWEEN, {"swaps": both(SwapState.DECLINED)}),
    Asked("withdrawn ones too", TEXT, THIRD, NOW, SILENT, BETWEEN, {"swaps": both(SwapState.WITHDRAWN)}),
    Asked("expired ones too", TEXT, THIRD, NOW, SILENT, BETWEEN, {"swaps": both(SwapState.EXPIRED)}),
    Asked("void ones too", TEXT, THIRD, NOW, SILENT, BETWEEN, {"swaps": both(SwapState.VOID)}),
    Asked("those of last month are last month's", TEXT, THIRD, NOW, SILENT, BEFORE,
          {"swaps": (EARLIER, replace(EARLIER, swap_id="e2", number=2))}),
    Asked("one a month", TEXT, THIRD, NOW, REFUSED, world={"swaps": (ONE,), "rules": {"max_swaps_per_month": 1}}),
    Asked("none at all", TEXT, THIRD, NOW, REFUSED, world={"rules": {"max_swaps_per_month": 0}}),
    Asked("counted for who asks: the partner's third", TEXT, swap("c: 16E", "b: 30E"), NOW, SILENT,
          world={"swaps": (ONE, TWO), "rules": {"swap_counted_for": "requester"}}),
    Asked("counted for who asks: the own third", TEXT, THIRD, NOW, REFUSED,
          world={"swaps": (ONE, TWO), "rules": {"swap_counted_for": "requester"}}),
    Asked("pay-backs count: one is two", TEXT, THIRD, NOW, SILENT, world={"rules": {"pay_back_counts": True}}),
    Asked("pay-backs count: the second is four", TEXT, THIRD, NOW, REFUSED,
          world={"swaps": (ONE,), "rules": {"pay_back_counts": True}}),
    Asked("an own cover counts", TEXT, cover("a: 28E", "b"), NOW, REFUSED, world={"swaps": (ONE, TWO)}),
    Asked("unless the centre says no", TEXT, cover("a: 28E", "b"), NOW, SILENT,
          world={"swaps": (ONE, TWO), "rules": {"cover_counts_as_swap": False}}),
    Asked("a leader's cover does not", TEXT, cover("a: 28E", "b", requester="l1", by_leader=True), NOW, SILENT,
          world={"swaps": (ONE, TWO)}),
    Asked("调班 does not", TEXT, CHANGE, NOW, SILENT, world={"swaps": (ONE, TWO)}),
    Asked("unless the centre says so", TEXT, CHANGE, NOW, REFUSED,
          world={"swaps": (ONE, TWO), "rules": {"change_counts_as_swap": True}}),
)  # fmt: skip
