"""DELEGATE: a deputy for a time, and not outside it (POLICY)."""

from desk_world import DIRECTOR, at, leave, swap

from labelled import REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import DecisionAct, Delegation

NAMED = {"delegations": (Delegation("l2", "d", at(3), at(5)),)}
REQUEST = leave("c", "personal", 20, 20, at(1, month=9))
SWAP = swap("c: 12E", "d: 14E/189", accepted=frozenset({"c", "d"}))


def asked(label, actor, now, says, request=REQUEST):
    return Asked(label, "c: 20E", DecisionAct(request, actor, True), now, says, TIME, NAMED)


CASES = (
    asked("a minute before", "d", at(2, "23:59"), REFUSED),
    asked("as the time begins", "d", at(3), TOLD),
    asked("in its last minute", "d", at(4, "23:59"), TOLD),
    asked("as it ends", "d", at(5), REFUSED),
    asked("the approver back early decides", "l2", at(4), SILENT),
    asked("nobody's deputy", "b", at(4), SILENT),
    asked("the director was never a deputy", DIRECTOR, at(4), SILENT),
    asked("on a swap, within the time", "d", at(4), TOLD, SWAP),
)
