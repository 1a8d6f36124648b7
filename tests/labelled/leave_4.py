"""LEAVE-4: in person, but for sickness and business (请假制度 §4)."""

from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, leave

from labelled import REFUSED, SILENT, Asked

EARLY = at(1, month=9)


def asked(label, kind, by, says):
    return Asked(label, "a: 8E", leave("a", kind, 8, 8, EARLY, filed_by=by), EARLY, says)


CASES = (
    asked("oneself", "personal", "a", SILENT),
    asked("a colleague for personal leave", "personal", "b", REFUSED),
    asked("the leader for annual leave", "annual", "l1", REFUSED),
    asked("a colleague reports sickness", "sick", "b", SILENT),
    asked("a mother reports an emergency", "emergency", "a mother", SILENT),
    asked("the own leader orders business", "business", "l1", SILENT),
    asked("the director orders business", "business", DIRECTOR, SILENT),
    asked("the centre director orders business", "business", CENTRE_DIRECTOR, SILENT),
    asked("another leader orders business", "business", "l2", REFUSED),
    asked("the leader for study", "study", "l1", REFUSED),
)
