"""SWAP-3b: no consecutive swaps, and no duty got by swap is swapped again (换班制度 §3)."""

from dataclasses import replace

from desk_world import at, cover, duties, effective, on_days, swap

from labelled import AFTER, BEFORE, BETWEEN, EVE, REFUSED, SILENT, TIME, Asked
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState

NOW = at(8)
DONE = effective("a: 9E", "c: 12E")
DAY, OPEN, AGAIN = {"consecutive_by": "day"}, {"consecutive_by": "open"}, {"allow_reswap": True}
(CHANGED,), (TO,) = duties("a: 12E"), duties("a: 13E")
MOVED = SwapRequest("l1", SwapKind.CHANGE, (Move(CHANGED, TO),), "load", at(1), "m", SwapState.EFFECTIVE,
      by_leader=True,
                    number=1)  # fmt: skip
COVERED = replace(
    cover("c: 12E", "a", requester="l2", by_leader=True), state=SwapState.EFFECTIVE, swap_id="k", number=1
)
LAST = tuple(replace(duty, day=at(29, month=9).date()) for duty in duties("a: 1E"))
SEPTEMBER = replace(effective("a: 9E", "c: 12E"), moves=(
    Move(replace(LAST[0], agent_id="c"), LAST[0]),
    Move(replace(LAST[0], day=at(25, month=9).date()), replace(LAST[0], day=at(25, month=9).date(), agent_id="c")),
))  # fmt: skip
FIRST = on_days("a: 2E", 11)
NOVEMBER = replace(effective("a: 9E", "c: 12E"), moves=(
    Move(replace(FIRST[0], agent_id="c"), FIRST[0]),
    Move(replace(FIRST[0], day=FIRST[0].day.replace(day=9)),
         replace(FIRST[0], day=FIRST[0].day.replace(day=9), agent_id="c")),
))  # fmt: skip
CASES = (
    Asked("the next duty, rest days between", "a: 12E 20E; b: 24E; c: 9E", swap("a: 20E", "b: 24E"), NOW, REFUSED,
          world={"swaps": (DONE,)}),
    Asked("an ordinary duty between", "a: 12E 15E 20E; b: 24E; c: 9E", swap("a: 20E", "b: 24E"), NOW, SILENT,
          world={"swaps": (DONE,)}),
    Asked("next to the duty given up", "a: 10E 15E 20E; b: 28E; c: 9E", swap("a: 10E", "b: 28E"), NOW, REFUSED,
          world={"swaps": (effective("a: 9E", "c: 20E"),)}),
    Asked("the partner's neighbours count too", "a: 24E; b: 12E 20E; c: 9E", swap("a: 24E", "b: 20E"), NOW, REFUSED,
          world={"swaps": (effective("b: 9E", "c: 12E"),)}),
    Asked("a duty got by swap", "a: 12E 16E; b: 24E; c: 9E", swap("a: 12E", "b: 24E"), NOW, REFUSED,
          world={"swaps": (DONE,)}, words="was got by swap"),
    Asked("swapping back", "a: 12E 16E; c: 9E 18E", swap("a: 12E", "c: 9E"), NOW, REFUSED, BETWEEN,
          {"swaps": (DONE,)}, "let the leader move both duties back"),
    Asked("a duty got by swap, where it may be", "a: 6E 12E 16E; b: 24E; c: 9E", swap("a: 12E", "b: 24E"), NOW, REFUSED,
          world={"swaps": (DONE,), "rules": AGAIN}),
    Asked("by day: two days on", "a: 12E 14E; b: 24E; c: 9E", swap("a: 14E", "b: 24E"), NOW, SILENT,
          world={"swaps": (DONE,), "rules": DAY}),
    Asked("by day: the day after", "a: 12E 13E; b: 24E; c: 9E", swap("a: 13E", "b: 24E"), NOW, REFUSED,
          world={"swaps": (DONE,), "rules": DAY}),
    Asked("open: not paid back yet", "a: 12E 15E 20E; b: 24E; c: 9E", swap("a: 20E", "b: 24E"), at(12, "15:59"),
          REFUSED, TIME, {"swaps": (DONE,), "rules": OPEN}),
    Asked("open: paid back", "a: 12E 20E; b: 24E; c: 9E", swap("a: 20E", "b: 24E"), at(12, "16:00"), SILENT, TIME,
          {"swaps": (DONE,), "rules": OPEN}),
    Asked("the night before an early duty is its neighbour", "a: 12N 14E; b: 24E; c: 9N", swap("a: 14E", "b: 24E"), NOW,
          REFUSED, EVE, {"swaps": (effective("a: 9N", "c: 12N"),)}),
    Asked("another's swap that waits is none yet", "a: 12E 20E; b: 24E; c: 9E", swap("a: 20E", "b: 24E"), NOW, SILENT,
          BETWEEN, {"swaps": (replace(DONE, state=SwapState.REQUESTED, number=None),)}),
    Asked("a leader's 调班 makes no neighbour", "a: 13E 14E; b: 24E", swap("a: 14E", "b: 24E"), NOW, SILENT,
          world={"swaps": (MOVED,)}),
    Asked("a leader's cover makes none either", "a: 12E 14E; b: 24E", swap("a: 14E", "b: 24E"), NOW, SILENT,
          world={"swaps": (COVERED,)}),
    Asked("what a leader's cover gave may be swapped", "a: 12E 14E; b: 24E", swap("a: 12E", "b: 24E"), NOW, SILENT,
          world={"swaps": (COVERED,)}),
    Asked("a leader's cover asks for no distance", "a: 12E 20E; c: 9E",
          cover("a: 20E", "b", requester="l1", by_leader=True), NOW, SILENT, world={"swaps": (DONE,)}),
    Asked("November's first duty was swapped", "a: 30E; b: 24E", swap("a: 30E", "b: 24E"), NOW, REFUSED, AFTER,
          {"swaps": (NOVEMBER,), "ahead": FIRST}),
    Asked("a duty of October lies between", "a: 28E 30E; b: 24E", swap("a: 28E", "b: 24E"), NOW, SILENT, AFTER,
          {"swaps": (NOVEMBER,), "ahead": FIRST}),
    Asked("the last duty of September was swapped", "a: 8E; b: 24E", swap("a: 8E", "b: 24E"), NOW, REFUSED, BEFORE,
          {"swaps": (SEPTEMBER,), "history": LAST}),
    Asked("a duty of the month lies between", "a: 8E 9E; b: 24E", swap("a: 9E", "b: 24E"), NOW, SILENT, BEFORE,
          {"swaps": (SEPTEMBER,), "history": LAST}),
)  # fmt: skip
