"""SWAP-5: a clear handover, confirmed before the duty; a failed duty is shared (换班制度 §5)."""

from dataclasses import replace

from desk_world import at, cover, effective, on

from labelled import REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import ConfirmAct
from roster.model.attendance import Attendance
from roster.model.swap import SwapState

TEXT, DONE = "a: 12E 15E; b: 9E", effective("a: 9E", "b: 12E")
WORLD, LATER = {"swaps": (DONE,)}, at(12, "17:00")
COVERED = replace(
    cover("b: 12E", "a", requester="l1", by_leader=True), state=SwapState.EFFECTIVE, swap_id="k", number=1
)
CASES = (
    Asked("absent from a duty got by swap", TEXT, Attendance("a", on(12), absent=True), LATER, TOLD, world=WORLD),
    Asked("absent from an ordinary duty", TEXT, Attendance("a", on(15), absent=True), at(15, "17:00"), SILENT,
          world=WORLD),
    Asked("twenty minutes late is LEAVE-8's", TEXT, Attendance("a", on(12), late_minutes=20), LATER, SILENT,
          world=WORLD),
    Asked("unless the handover caused it", TEXT, Attendance("a", on(12), late_minutes=20, handover=True), LATER, TOLD,
          world=WORLD),
    Asked("nineteen minutes are only late", TEXT, Attendance("a", on(12), late_minutes=19, handover=True), LATER,
          SILENT,
          world=WORLD),
    Asked("a leader's cover has no handover of two", TEXT, Attendance("a", on(12), absent=True), LATER, SILENT,
          world={"swaps": (COVERED,)}),
    Asked("confirmed a minute before", TEXT, ConfirmAct(DONE, "a"), at(12, "07:59"), SILENT, TIME, WORLD),
    Asked("confirmed as it begins", TEXT, ConfirmAct(DONE, "a"), at(12, "08:00"), REFUSED, TIME, WORLD),
    Asked("each for the own duty", TEXT, ConfirmAct(DONE, "b"), at(9, "08:00"), REFUSED, TIME, WORLD),
)  # fmt: skip
