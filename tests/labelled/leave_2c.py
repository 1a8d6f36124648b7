"""LEAVE-2c: late leave needs express consent, else it is absenteeism (请假制度 §2)."""

from desk_world import at, leave

from labelled import BETWEEN, CONSENT, REFUSED, SILENT, TIME, Asked
from roster.model.approval import DecisionAct

LATE, FINE = leave("a", "personal", 8, 8, at(8, "06:00")), leave("a", "personal", 8, 8, at(7, "12:00"))
ORDERED = leave("a", "business", 8, 8, at(8, "07:30"), filed_by="l1")
CASES = (
    Asked("filed late", "a: 8E", LATE, at(8, "06:00"), CONSENT, TIME),
    Asked("filed in time", "a: 8E", FINE, at(7, "12:00"), SILENT, TIME),
    Asked("approved without a word on it", "a: 8E", DecisionAct(LATE, "l1", True), at(8, "06:30"), REFUSED),
    Asked("approved with express consent", "a: 8E", DecisionAct(LATE, "l1", True, consent=True), at(8, "06:30"),
          SILENT),
    Asked("declined", "a: 8E", DecisionAct(LATE, "l1", False), at(8, "06:30"), SILENT),
    Asked("in time, decided late", "a: 8E", DecisionAct(FINE, "l1", True), at(8, "07:59"), SILENT, BETWEEN),
    Asked("a swap gave a duty that makes it late", "a: 8Z", DecisionAct(leave("a", "personal", 8, 8, at(7, "23:30")),
          "l1",
          True), at(7, "23:40"), REFUSED, BETWEEN),
    Asked("fell ill on duty: that duty is not touched", "a: 8E", leave("a", "sick", 8, 8, at(8, "08:00")), at(8,
          "08:00"),
          SILENT, TIME),
    Asked("business ordered by the own leader", "a: 8E", ORDERED, at(8, "07:30"), SILENT, TIME),
    Asked("business ordered by another leader", "a: 8E", leave("a", "business", 8, 8, at(8, "07:30"), filed_by="l2"),
          at(8, "07:30"), CONSENT, TIME),
)  # fmt: skip
