"""LEAVE-10: what a leave frees; no duty leader left, or the quota exceeded, needs express consent (守则 2.22.2)."""

from desk_world import DIRECTOR, at, leave, on

from labelled import BETWEEN, CONSENT, EVE, REFUSED, SILENT, TOLD, Asked
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveState

EARLY = at(1, month=9)
SEATS = {"seats": tuple((on(9), minute, "189", 1) for minute in range(480, 960, 30))}
MINE, HIS = leave("a", "personal", 9, 9, EARLY), leave("l1", "personal", 9, 9, EARLY)
OTHER = leave("b", "annual", 9, 12, EARLY, leave_id="o", state=LeaveState.EFFECTIVE)
WAITING = leave("b", "annual", 9, 12, EARLY, leave_id="o")
LEADS = "l1: 9E; a: 9E"
CASES = (
    Asked("a duty falls vacant", "a: 9E", MINE, EARLY, TOLD),
    Asked("the night of the eve stays where it is", "a: 8N 12E", MINE, EARLY, SILENT, EVE),
    Asked("no duty does", "a: 12E", MINE, EARLY, SILENT),
    Asked("the only duty leader", LEADS, HIS, EARLY, CONSENT, world=SEATS),
    Asked("two lead that shift", f"{LEADS}; p2: 9E", HIS, EARLY, TOLD, world=SEATS),
    Asked("nobody need be led", LEADS, HIS, EARLY, TOLD),
    Asked("a sick leader is told of, not held", LEADS, leave("l1", "sick", 9, 9, EARLY), EARLY, TOLD, world=SEATS),
    Asked("decided without a word on it", LEADS, DecisionAct(HIS, DIRECTOR, True), EARLY, REFUSED, world=SEATS),
    Asked("decided with express consent", LEADS, DecisionAct(HIS, DIRECTOR, True, consent=True), EARLY, SILENT,
          world=SEATS),
    Asked("the second of a team of three", "a: 9E", MINE, EARLY, CONSENT, world={"requests": (OTHER,)}),
    Asked("the other waits still", "a: 9E", MINE, EARLY, TOLD, BETWEEN, {"requests": (WAITING,)}),
    Asked("the other came first", "a: 9E", DecisionAct(MINE, "l1", True), EARLY, REFUSED, BETWEEN,
          {"requests": (OTHER,)}),
    Asked("two of three where two thirds may", "a: 9E", MINE, EARLY, TOLD,
          world={"requests": (OTHER,), "rules": {"max_leave_share": 0.67}}),
    Asked("another team's leave is its own", "c: 9E", leave("c", "personal", 9, 9, EARLY), EARLY, TOLD,
          world={"requests": (OTHER,)}),
    Asked("sickness is never held by the quota", "a: 9E", leave("a", "sick", 9, 9, EARLY), EARLY, TOLD,
          world={"requests": (OTHER,)}),
    Asked("before any roster the planner keeps it", "", MINE, EARLY, SILENT,
          world={"requests": (OTHER,), "published": False}),
)  # fmt: skip
