"""LEAVE-5a: a full day of sickness needs a certificate (请假制度 §5; 守则 2.22.2)."""

from dataclasses import replace

from desk_world import at, leave, on

from labelled import EVE, SILENT, TOLD, Asked
from roster.model.leave_request import Certificate

NOW = at(8, "07:00")


def asked(label, roster, first, last, says, of="boundary", papers=(), kind="sick", **world):
    certificates = tuple(Certificate(on(a), on(b), NOW) for a, b in papers)
    return Asked(label, roster, leave("a", kind, first, last, NOW, certificates=certificates), NOW, says, of, world)


CASES = (
    replace(asked("one duty", "a: 8E", 8, 8, TOLD), words="due by 24:00 on 9 October"),
    asked("no duty", "a: 9E", 8, 8, SILENT),
    asked("two days, one duty", "a: 9E", 8, 9, TOLD),
    asked("certified", "a: 8E", 8, 8, SILENT, papers=((8, 8),)),
    asked("certified for half of it", "a: 8E 9E", 8, 9, TOLD, papers=((8, 8),)),
    asked("before any roster each day counts", "", 8, 8, TOLD, published=False),
    asked("an emergency is LEAVE-5b's", "a: 8E", 8, 8, SILENT, kind="emergency"),
    asked("a night of the eve that ends that morning", "a: 7N", 8, 8, SILENT, EVE),
    asked("a night that starts that day", "a: 8N", 8, 8, TOLD, EVE),
)
