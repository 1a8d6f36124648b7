"""SWAP-1: a swap names its reason (换班制度 §1)."""

from dataclasses import replace

from desk_world import at, cover, swap

from labelled import REFUSED, SILENT, TIME, Asked

PLAIN = "a: 8E 20E; b: 12E 22E"
NOW = at(1, "09:00")
CASES = (
    Asked("no reason", PLAIN, swap("a: 8E", "b: 12E", reason=""), NOW, REFUSED),
    Asked("blanks are no reason", PLAIN, swap("a: 8E", "b: 12E", reason="   "), NOW, REFUSED),
    Asked("a reason", PLAIN, swap("a: 8E", "b: 12E", reason="wedding"), NOW, SILENT),
    Asked("one letter is one", PLAIN, swap("a: 8E", "b: 12E", reason="x"), NOW, SILENT),
    Asked("an own cover without one", PLAIN, replace(cover("a: 8E", "b"), reason=""), NOW, REFUSED),
    Asked("a leader's cover without one", PLAIN, replace(cover("a: 8E", "b", requester="l1", by_leader=True),
          reason=""),
          NOW, REFUSED),
    Asked("asked a minute before the duty", PLAIN, swap("a: 8E", "b: 12E"), at(8, "07:59"), SILENT, TIME),
)  # fmt: skip
