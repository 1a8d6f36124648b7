"""DUTY-3: no hand-over while something grave is open, but by acceptance (交接班规定 §4)."""

from desk_world import at, on

from labelled import REFUSED, SILENT, TOLD, Asked
from roster.model.handover import Side, SignAct
from roster.model.shift_log import Category, Gravity, LogEntry, LogLine
from roster.text import both

TEXT = "a: 8E; l1: 8E; l2: 8L"


def line(gravity, number=7):
    entry = LogEntry(
        number, on(8), "E", at(8, "10:00"), "l1", Category.INCIDENT, "incident", "", both("#"), gravity, True
    )
    return LogLine(entry)


def asked(label, says, *lines, accepted=(), side=Side.GIVE):
    act = SignAct(on(8), "E", (on(8), "L"), "l1", side, lines, frozenset(accepted))
    return Asked(label, TEXT, act, at(8, "16:00"), says)


CASES = (
    asked("nothing is open", SILENT),
    asked("something ordinary is open", SILENT, line(Gravity.ORDINARY)),
    asked("a major incident", REFUSED, line(Gravity.MAJOR)),
    asked("an urgent one", REFUSED, line(Gravity.URGENT)),
    asked("critical equipment starts", REFUSED, line(Gravity.CRITICAL)),
    asked("the preparation is not finished", REFUSED, line(Gravity.UNREADY)),
    asked("accepted by name", TOLD, line(Gravity.MAJOR), accepted=(7,)),
    asked("another one accepted", REFUSED, line(Gravity.MAJOR), accepted=(8,)),
    asked("one of two accepted", REFUSED, line(Gravity.MAJOR), line(Gravity.URGENT, 8), accepted=(7,)),
    asked("who takes it over has not accepted", REFUSED, line(Gravity.MAJOR), side=Side.TAKE),
)
