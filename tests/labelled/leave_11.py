"""LEAVE-11: signed off during the leave or on the first day after (请假制度 §1; 守则 2.22.1)."""

from dataclasses import replace

from desk_world import at, leave, on

from labelled import AFTER, BEFORE, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import ReturnAct
from roster.model.leave_request import LeaveState

EARLY = at(1, month=9)


def asked(label, first, last, now, says, of=TIME, due=None):
    request = leave("a", "personal", first, last, EARLY, state=LeaveState.EFFECTIVE)
    return Asked(label, "a: 20E", ReturnAct(request, "a", due), now, says, of)


CASES = (
    asked("a minute before it begins", 8, 10, at(7, "23:59"), REFUSED),
    asked("as it begins", 8, 10, at(8), TOLD),
    asked("in its last minute", 8, 10, at(10, "23:59"), TOLD),
    asked("on the first day after", 8, 10, at(11), SILENT),
    asked("in the last minute of that day", 8, 10, at(11, "23:59"), SILENT),
    replace(asked("the day after that", 8, 10, at(12), TOLD), words="due on 11 October"),
    asked("on the day on which it came to count, after its end", 8, 10, at(14, "23:59"), SILENT, due=on(14)),
    asked("the day after that day", 8, 10, at(15), TOLD, due=on(14)),
    asked("a leave to the end of the month, on the 1st after", 30, 31, at(1, month=11), SILENT, AFTER),
    asked("a leave to the end of the month, on the 2nd", 30, 31, at(2, month=11), TOLD, AFTER),
    asked("a leave from the 1st, the evening before", 1, 2, at(30, "23:59", 9), REFUSED, BEFORE),
)
