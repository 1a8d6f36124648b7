"""SWAP-6: no leave on a swapped or pay-back duty, asked again when it is decided (换班制度 §6)."""

from dataclasses import replace

from desk_world import at, cover, duties, effective, leave

from labelled import AFTER, BETWEEN, EVE, REFUSED, SILENT, TOLD, Asked
from roster.model.approval import DecisionAct
from roster.model.swap import LaterPayBack, SwapKind, SwapRequest, SwapState, handed

EARLY, TEXT = at(1, month=9), "a: 12E 15E; b: 9E 20E"
WORLD = {"swaps": (effective("a: 9E", "b: 12E"),)}
COVERED = replace(
    cover("b: 12E", "a", requester="l1", by_leader=True), state=SwapState.EFFECTIVE, swap_id="k", number=1
)
FREE = leave("a", "personal", 12, 12, EARLY)


def ahead(kind, day, filed=EARLY):
    """Leave of a's in November."""
    there = at(day, month=11).date()
    return replace(leave("a", kind, 1, 1, filed), start=there, end=there)


def promised(state=SwapState.EFFECTIVE, who="a"):
    """What a owes to b, or b to a, on 10 November, a month without a roster."""
    partner = "b" if who == "a" else "a"
    (one,) = duties(f"{who}: 20E")
    back = LaterPayBack(at(10, month=11).date(), "E")
    owed = SwapRequest(
        who, SwapKind.SWAP, (handed(one, partner),), "x", EARLY, later=back, swap_id="k", state=state, number=1
    )
    return {"swaps": (owed,)}


CASES = (
    Asked("on the pay-back", TEXT, FREE, EARLY, REFUSED, world=WORLD),
    Asked("on the partner's duty", TEXT, leave("b", "annual", 8, 9, EARLY), EARLY, REFUSED, world=WORLD),
    Asked("on an ordinary duty", TEXT, leave("a", "personal", 15, 15, EARLY), EARLY, SILENT, world=WORLD),
    Asked("around it, one day of several", TEXT, leave("a", "personal", 12, 15, EARLY), EARLY, REFUSED, world=WORLD),
    Asked("the day after it", TEXT, leave("a", "personal", 13, 14, EARLY), EARLY, SILENT, world=WORLD),
    Asked("sick on it", TEXT, leave("a", "sick", 12, 12, at(12, "07:00")), at(12, "07:00"), TOLD, world=WORLD),
    Asked("an emergency on it", TEXT, leave("a", "emergency", 12, 12, at(12, "07:00")), at(12, "07:00"), TOLD,
          world=WORLD),
    Asked("filed on a free day, decided when a swap has filled it", TEXT, DecisionAct(FREE, "l1", True, consent=True),
          at(2), REFUSED, BETWEEN, WORLD),
    Asked("decided while it is still free", "a: 15E; b: 9E", DecisionAct(FREE, "l1", True), at(2), SILENT, BETWEEN),
    Asked("declining it is always possible", TEXT, DecisionAct(FREE, "l1", False), at(2), SILENT, BETWEEN, WORLD),
    Asked("a duty got by a leader's cover is no swapped one", TEXT, FREE, EARLY, SILENT, world={"swaps": (COVERED,)}),
    Asked("on a pay-back promised for a month without a roster", "b: 20E", ahead("personal", 10), EARLY, REFUSED, AFTER,
          promised()),
    Asked("… before the swap counts", "a: 20E", ahead("personal", 10), EARLY, SILENT, AFTER,
          promised(SwapState.ACCEPTED)),
    Asked("… the day after it", "b: 20E", ahead("personal", 11), EARLY, SILENT, AFTER, promised()),
    Asked("… on the day on which it is worked for them", "a: 20E", ahead("personal", 10), EARLY, SILENT, AFTER,
          promised(who="b")),
    Asked("… sick on it", "b: 20E", ahead("sick", 10), EARLY, TOLD, AFTER, promised()),
    Asked("… decided when it had been promised", "b: 20E", DecisionAct(ahead("personal", 10), "l1", True), at(2),
          REFUSED, AFTER, promised()),
    Asked("… declined then", "b: 20E", DecisionAct(ahead("personal", 10), "l1", False), at(2), SILENT,
          AFTER, promised()),
    Asked("a swapped night of the eve is not touched", "a: 11N; b: 9N", leave("a", "personal", 13, 13, EARLY), EARLY,
          SILENT, EVE, {"swaps": (effective("a: 9N", "b: 11N"),)}),
)  # fmt: skip
