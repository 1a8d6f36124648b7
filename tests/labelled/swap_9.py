"""SWAP-9: no swaps on public holidays; cover and change only on the grounds of LEAVE-7 (换班制度 §9)."""

from dataclasses import replace

from desk_world import CALENDAR, DIRECTOR, at, cover, duties, leave, on, swap

from labelled import BETWEEN, CONSENT, EVE, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import DecisionAct
from roster.model.swap import Move, SwapKind, SwapRequest
from roster.text import Text

EARLY = at(1, month=9)
MID = replace(CALENDAR, off={on(15): Text("节日", "holiday")}, work={})
STATUTORY = {"calendar": replace(CALENDAR, bridges=frozenset(on(day) for day in range(4, 8))),
             "rules": {"holiday_days": "statutory"}}  # fmt: skip
ORDER = cover("a: 6E", "b", requester="l1", by_leader=True)


def moved(here, there, filed=EARLY, **given):
    (one,), (two,) = duties(here), duties(there)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "family", filed, **given)


OFF = moved("a: 6E", "a: 15E", extreme=True)
SICK = leave("a", "sick", 6, 6, at(6, "07:00"), leave_id="s")
CASES = (
    Asked("a duty of the 7th", "a: 7E; b: 12E", swap("a: 7E", "b: 12E"), EARLY, REFUSED),
    Asked("a pay-back on the 7th", "a: 12E; b: 7E", swap("a: 12E", "b: 7E"), EARLY, REFUSED),
    Asked("the 8th", "a: 8E; b: 12E", swap("a: 8E", "b: 12E"), EARLY, SILENT),
    Asked("the make-up Saturday", "a: 10E; b: 20E", swap("a: 10E", "b: 20E"), EARLY, SILENT),
    Asked("a weekend", "a: 17E; b: 20E", swap("a: 17E", "b: 20E"), EARLY, SILENT),
    Asked("a weekend where it counts", "a: 17E; b: 20E", swap("a: 17E", "b: 20E"), EARLY, REFUSED,
          world={"rules": {"holiday_includes_weekend": True}}),
    Asked("the night into a holiday", "a: 14N; b: 21E", swap("a: 14N", "b: 21E"), EARLY, SILENT, EVE,
          {"calendar": MID}),
    Asked("the night into it, by overlap", "a: 14N; b: 21E", swap("a: 14N", "b: 21E"), EARLY, REFUSED, EVE,
          {"calendar": MID, "rules": {"holiday_by": "overlap"}}),
    Asked("a late that ends as it begins", "a: 14L; b: 21E", swap("a: 14L", "b: 21E"), EARLY, SILENT, EVE,
          {"calendar": MID, "rules": {"holiday_by": "overlap"}}),
    Asked("statutory days alone: the 3rd", "a: 3E; b: 20E", swap("a: 3E", "b: 20E"), EARLY, REFUSED, world=STATUTORY),
    Asked("statutory days alone: the 4th", "a: 4E; b: 20E", swap("a: 4E", "b: 20E"), EARLY, SILENT, world=STATUTORY),
    Asked("an own cover", "a: 6E", cover("a: 6E", "b"), EARLY, REFUSED),
    Asked("a leader's cover without grounds", "a: 6E", ORDER, EARLY, REFUSED),
    Asked("an extreme case two days ahead", "a: 6E", replace(ORDER, extreme=True, filed_at=at(4, "23:59")), at(4,
          "23:59"),
          TOLD, TIME),
    Asked("an extreme case a minute later", "a: 6E", replace(ORDER, extreme=True, filed_at=at(5)), at(5), REFUSED,
          TIME),
    Asked("sickness", "a: 6E", replace(ORDER, filed_at=at(6, "07:00")), at(6, "07:00"), SILENT, BETWEEN,
          {"requests": (SICK,)}),
    Asked("who did not come", "a: 6E", replace(ORDER, filed_at=at(6, "08:05")), at(6, "08:05"), SILENT, TIME),
    Asked("调班 off the holiday", "a: 6E", moved("a: 6E", "a: 15E"), EARLY, REFUSED),
    Asked("调班 within the day", "a: 6E", moved("a: 6E", "a: 6L"), EARLY, SILENT),
    Asked("调班 onto a holiday", "a: 15E", moved("a: 15E", "a: 6E"), EARLY, SILENT),
    Asked("调班 as an extreme case", "a: 6E", OFF, EARLY, CONSENT),
    Asked("decided without a word on it", "a: 6E", DecisionAct(OFF, "l1", True), at(2), REFUSED),
    Asked("decided with express consent", "a: 6E", DecisionAct(OFF, "l1", True, consent=True), at(2), SILENT),
    Asked("moved by the director as an extreme case", "a: 6E", replace(OFF, requester=DIRECTOR, by_leader=True),
          EARLY, TOLD),
)  # fmt: skip
