"""LEAVE-1: a reason, a start and an end (请假制度 §1; 守则 2.22.1)."""

from desk_world import at, leave

from labelled import REFUSED, SILENT, Asked

EARLY, TEXT = at(1, month=9), "a: 8E"
CASES = (
    Asked("no reason", TEXT, leave("a", "personal", 8, 8, EARLY, reason=""), EARLY, REFUSED),
    Asked("blanks", TEXT, leave("a", "annual", 8, 8, EARLY, reason="  "), EARLY, REFUSED),
    Asked("a reason", TEXT, leave("a", "personal", 8, 8, EARLY, reason="wedding"), EARLY, SILENT),
    Asked("sickness is its own", TEXT, leave("a", "sick", 8, 8, EARLY, reason=""), EARLY, SILENT),
    Asked("an emergency too", TEXT, leave("a", "emergency", 8, 8, EARLY, reason=""), EARLY, SILENT),
    Asked("ends before it starts", TEXT, leave("a", "personal", 9, 8, EARLY), EARLY, REFUSED),
    Asked("a single day", TEXT, leave("a", "personal", 8, 8, EARLY), EARLY, SILENT),
)  # fmt: skip
