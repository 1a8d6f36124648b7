"""LEAVE-5b: an emergency's certificate may follow (请假制度 §5)."""

from desk_world import at, leave, on

from labelled import SILENT, TIME, TOLD, Asked
from roster.model.leave_request import Certificate

NOW = at(8, "07:59")


def asked(label, roster, says, kind="emergency", papers=(), rules=None, of="boundary"):
    certificates = tuple(Certificate(on(a), on(b), NOW) for a, b in papers)
    request = leave("a", kind, 8, 8, NOW, certificates=certificates, filed_by="a neighbour")
    return Asked(label, roster, request, NOW, says, of, {"rules": rules or {}})


CASES = (
    asked("reported by a neighbour a minute before", "a: 8E", TOLD, of=TIME),
    asked("certified already", "a: 8E", SILENT, papers=((8, 8),)),
    asked("where no certificate is asked for", "a: 8E", SILENT, rules={"emergency_certificate": "none"}),
    asked("on a free day", "a: 9E", SILENT),
    asked("sickness is LEAVE-5a's", "a: 8E", SILENT, kind="sick"),
    asked("a certificate of another day", "a: 8E", TOLD, papers=((9, 9),)),
)
