"""LEAVE-6: no leave on nights, but a special case before 12:00 (请假制度 §6)."""

from desk_world import at, leave

from labelled import BETWEEN, CONSENT, EVE, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import DecisionAct


def asked(label, roster, day, filed, says, of=TIME, special=True, kind="personal", rules=None):
    return Asked(
        label, roster, leave("a", kind, day, day, filed, special=special), filed, says, of, {"rules": rules or {}}
    )


SPECIAL = leave("a", "personal", 8, 8, at(7), special=True)
CASES = (
    asked("special at 11:59:59", "a: 8N", 8, at(8, "11:59:59"), CONSENT),
    asked("special at 12:00", "a: 8N", 8, at(8, "12:00"), REFUSED),
    asked("not special, days ahead", "a: 8N", 8, at(5), REFUSED, special=False),
    asked("from 00:00: 11:59 the day before", "a: 9Z", 9, at(8, "11:59"), CONSENT),
    asked("from 00:00: 12:00 the day before", "a: 9Z", 9, at(8, "12:00"), REFUSED),
    asked("a deadline of 18:00", "a: 8N", 8, at(8, "17:59"), CONSENT, rules={"night_deadline": "18:00"}),
    asked("a day duty is nobody's night", "a: 8E", 8, at(7), SILENT, special=False),
    asked("sick on a night", "a: 8N", 8, at(8, "21:00"), TOLD, kind="sick", special=False),
    asked("leave from the morning on which a night ends", "a: 7N 12E", 8, at(5), SILENT, EVE, special=False),
    asked("leave of the night's own day", "a: 7N 12E", 7, at(5), REFUSED, EVE, special=False),
    Asked("decided without a word on it", "a: 8N", DecisionAct(SPECIAL, "l1", True), at(7, "08:00"), REFUSED),
    Asked("decided with express consent", "a: 8N", DecisionAct(SPECIAL, "l1", True, consent=True), at(7, "08:00"),
          SILENT),
    Asked("a swap made the day a night meanwhile", "a: 8N", DecisionAct(leave("a", "personal", 8, 8, at(7)), "l1",
          True),
          at(7, "08:00"), REFUSED, BETWEEN),
)  # fmt: skip
