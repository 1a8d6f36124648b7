"""LEAVE-5c: certificates without a gap, in on the first day after (请假制度 §5)."""

from desk_world import at, leave, on, on_days

from labelled import AFTER, SILENT, TIME, TOLD, Asked
from roster.model.leave_request import Certificate

TEXT = "a: 8E 9E 10E 15E"


def asked(label, papers, says, now=None, of="boundary", kind="sick", rules=None):
    certificates = tuple(Certificate(on(a), on(b), at(9)) for a, b in papers)
    request = leave("a", kind, 8, 10, at(8, "07:00"), certificates=certificates)
    return Asked(label, TEXT, request, now or at(9), says, of, {"rules": rules or {}})


CASES = (
    asked("one for all", ((8, 10),), SILENT),
    asked("two that meet", ((8, 8), (9, 10)), SILENT),
    asked("two that overlap", ((8, 9), (9, 12)), SILENT),
    asked("a gap in the middle", ((8, 8), (10, 10)), TOLD),
    asked("begins a day late", ((9, 10),), TOLD),
    asked("ends a day early", ((8, 9),), TOLD),
    asked("only the last day", ((10, 12),), TOLD),
    asked("no day of it: the eve", ((7, 7),), TOLD),
    asked("no day of it: the day after", ((11, 12),), TOLD),
    asked("a gap on the day it is due", ((8, 9),), TOLD, at(11, "23:59"), TIME),
    asked("a gap once it is over", ((8, 9),), TOLD, at(12), TIME),
    asked("by duty: due on the day of the next duty", ((8, 9),), TOLD, at(15, "23:59"), TIME,
          rules={"certificate_due_by": "duty"}),
    Asked("by duty: the next duty is in November", "a: 31E", leave("a", "sick", 31, 31, at(31, "07:00"),
          certificates=(Certificate(on(30), on(30), at(30)),)), at(4, "23:59", 11), TOLD, AFTER,
          {"ahead": on_days("a: 4E", 11), "rules": {"certificate_due_by": "duty"}}),
    asked("personal leave has none", ((8, 9),), SILENT, kind="personal"),
)  # fmt: skip
