"""LEAVE-8: twenty minutes late, or away from the post, without leave (请假制度 §8)."""

from desk_world import at, leave, on

from labelled import BETWEEN, SILENT, TOLD, Asked
from roster.model import Leave
from roster.model.attendance import Attendance
from roster.model.leave_request import LeaveState

NOW = at(8, "20:00")
LONGEST = {"rules": {"away_by": "longest"}}


def asked(label, says, of="boundary", world=None, **seen):
    return Asked(label, "a: 8E", Attendance("a", on(8), **seen), NOW, says, of, world or {})


def sick(filed):
    return {"requests": (leave("a", "sick", 8, 8, filed, state=LeaveState.EFFECTIVE),)}


CASES = (
    asked("on time", SILENT),
    asked("nineteen minutes late", SILENT, late_minutes=19),
    asked("twenty", TOLD, late_minutes=20),
    asked("nineteen away", SILENT, away_minutes=19),
    asked("twenty away", TOLD, away_minutes=20),
    asked("nineteen of each", SILENT, late_minutes=19, away_minutes=19),
    asked("three times ten, together", TOLD, away_minutes=30, longest_away_minutes=10),
    asked("three times ten, by the longest", SILENT, world=LONGEST, away_minutes=30, longest_away_minutes=10),
    asked("one of twenty, by the longest", TOLD, world=LONGEST, away_minutes=30, longest_away_minutes=20),
    asked("all known is the sum, by the longest", TOLD, world=LONGEST, away_minutes=30),
    asked("ten where ten is the limit", TOLD, world={"rules": {"late_minutes": 10}}, late_minutes=10),
    asked("late because of the handover is SWAP-5's", SILENT, late_minutes=30, handover=True),
    asked("sickness reported in time", SILENT, BETWEEN, sick(at(8, "07:59")), late_minutes=60),
    asked("sickness reported once the duty had begun", TOLD, BETWEEN, sick(at(8, "08:00")), late_minutes=60),
    asked("leave came between", SILENT, BETWEEN, {"leaves": (Leave("a", "personal", on(8), on(8)),)}, late_minutes=60),
)
