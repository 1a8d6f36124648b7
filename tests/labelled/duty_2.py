"""DUTY-2: a named relief at the seat before the off-going agent leaves (交接班制度 §4)."""

from dataclasses import replace

from desk_world import DIRECTOR, at, duties

from labelled import EVE, REFUSED, SILENT, Asked
from roster.model.handover import ReliefAct

TEXT = "a: 8E; c: 8E/180; l1: 8E; b: 8L; d: 8L/180; p2: 8L; l2: 31N"
GIVEN, OTHER, TAKEN, SECOND, NIGHT = duties("a: 8E; c: 8E/180; b: 8L; d: 8L/180; l2: 31N")


def asked(label, says, relief="b", taken=TAKEN, actor="l1", given=GIVEN, of="boundary", **more):
    return Asked(label, TEXT, ReliefAct(given, relief, taken, actor, **more), at(8, "16:00"), says, of)


CASES = (
    asked("somebody of the next shift in the same job", SILENT),
    asked("entered by the relief", SILENT, actor="b"),
    asked("entered by who is relieved", REFUSED, actor="a"),
    asked("somebody who is not on the next shift", REFUSED, relief="l2", taken=None),
    asked("somebody who has taken a seat already", REFUSED, busy=True),
    asked("who holds the job besides another", SILENT, relief="d", taken=SECOND),
    asked("who does not hold it", REFUSED, given=OTHER),
    asked("a night relieved in the month after", SILENT, given=NIGHT, taken=replace(TAKEN), actor=DIRECTOR, of=EVE),
)
