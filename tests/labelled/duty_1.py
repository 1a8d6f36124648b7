"""DUTY-1: the roll is called ten minutes before the shift, by who leads it (交接班制度 §1–2; 班长 §7)."""

from desk_world import DIRECTOR, at, on

from labelled import AFTER, BEFORE, EVE, REFUSED, SILENT, TIME, Asked
from roster.model.approval import Delegation
from roster.model.duty_act import RollCallAct

TEXT = "a: 8E 31N; p2: 8E 31N; b: 9N"
T2 = "a: 8E; d: 9N"
STANDING_IN = {"delegations": (Delegation("l1", "b", at(8), at(9)),)}
OF_L1, OF_DIRECTOR = ({"delegations": (Delegation(who, "c", at(9), at(10)),)} for who in ("l1", DIRECTOR))


def asked(label, actor, now, says, of=TIME, day=8, shift="E", text=TEXT, **world):
    return Asked(label, text, RollCallAct(on(day), shift, actor), now, says, of, world)


CASES = (
    asked("eleven minutes before", "p2", at(8, "07:49"), REFUSED),
    asked("ten minutes before", "p2", at(8, "07:50"), SILENT),
    asked("fifteen where a hall calls it then", "p2", at(8, "07:45"), SILENT, rules={"roll_call_minutes": 15}),
    asked("once the shift has begun", "p2", at(8, "09:00"), SILENT),
    asked("in its last minute", "p2", at(8, "15:59"), SILENT),
    asked("when it is over", "p2", at(8, "16:00"), REFUSED),
    asked("the team's leader, who is off", "l1", at(8, "08:00"), SILENT, "boundary"),
    asked("another team's leader, of which somebody is on it", "l2", at(8, "08:00"), SILENT, "boundary"),
    asked("the leader of a team that has nobody on it", "l1", at(9, "22:00"), REFUSED, "boundary", 9, "N", text=T2),
    asked("who stands in for that leader", "c", at(9, "22:00"), REFUSED, "boundary", 9, "N", text=T2, **OF_L1),
    asked("who stands in for the director", "c", at(9, "22:00"), SILENT, "boundary", 9, "N", text=T2, **OF_DIRECTOR),
    asked("the director", DIRECTOR, at(8, "08:00"), SILENT, "boundary"),
    asked("an agent of the shift", "a", at(8, "08:00"), REFUSED, "boundary"),
    asked("an agent who stands in for a leader", "b", at(8, "08:00"), SILENT, "boundary", **STANDING_IN),
    asked("a deputy who is off that day", "p2", at(9, "22:00"), REFUSED, "boundary", 9, "N"),
    asked("a night, after midnight", "p2", at(1, "05:59", 11), SILENT, EVE, 31, "N"),
    asked("the month's last night, when it is over in the next", "p2", at(1, "06:00", 11), REFUSED, AFTER, 31, "N"),
    asked("a night, before ten", "p2", at(31, "21:49"), REFUSED, EVE, 31, "N"),
    asked("the first day's morning, the evening before", "l1", at(30, "23:49", 9), REFUSED, BEFORE, 1, "Z"),
)
