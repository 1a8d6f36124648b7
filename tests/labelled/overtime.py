"""OVERTIME: called in and kept on in an emergency, hours and rest holding (守则 2.20; 劳动法 §41)."""

from desk_world import DIRECTOR, at, duties, leave, on

from labelled import AFTER, BEFORE, BETWEEN, BOUNDARY, CONSENT, EVE, REFUSED, SILENT, TIME, Asked
from roster.model import Duty, Stayed
from roster.model.leave_request import LeaveState
from roster.model.overtime import OvertimeAct, OvertimeKind

TEXT = "a: 8E 9E; l1: 8E; b: 7L; c: 8N 9N; p2: 31N"
(A8, A9, C8, P31) = duties("a: 8E 9E; c: 8N; p2: 31N")
STAY, CALL, NO = OvertimeKind.STAY, OvertimeKind.CALL_IN, OvertimeKind.REFUSED


def stay(label, duty, minutes, says, kind=BOUNDARY, by="l1", now=None, **world):
    return Asked(label, TEXT, OvertimeAct(STAY, duty, by, minutes), now or at(8, "15:50"), says, kind, world)


def call(label, who, says, kind=TIME, by="l1", now=None, day=8, shift="E", job="189", text=TEXT, **world):
    (duty,) = duties(f"{who}: {day}{shift}/{job}")
    return Asked(label, text, OvertimeAct(CALL, duty, by), now or at(8, "08:30"), says, kind, world)


ILL = {"requests": (leave("d", "sick", 8, 8, at(7), state=LeaveState.EFFECTIVE),)}
WORK = {"roll_call_is_work": True}


def hours(first, last):
    """Leave of a on the 8th, from one wall minute to another."""
    effective = LeaveState.EFFECTIVE
    return leave("a", "personal", 8, 8, at(7), state=effective, start_minute=first, end_minute=last)


def late(minutes):
    return (Stayed("b", on(7), "E", minutes),)


CASES = (
    stay("half an hour", A8, 30, SILENT),
    stay("an hour", A8, 60, SILENT),
    stay("sixty-one minutes", A8, 61, CONSENT),
    stay("three hours", A8, 180, CONSENT),
    stay("a minute more", A8, 181, REFUSED),
    stay("none", A8, 0, REFUSED),
    stay("where only half an hour goes without saying", A8, 31, CONSENT, rules={"stay_on_minutes": 30}),
    # From 06:00 on the 9th, c's next night is at 22:00: eleven hours before it is 11:00.
    stay("after a night, eleven hours before the next", C8, 180, CONSENT, EVE, "l2"),
    stay("… or less than thirteen and a half", C8, 180, REFUSED, EVE, "l2", rules={"min_rest_hours": 13.5}),
    # E of the 8th ends at 16:00, E of the 9th begins at 08:00: 16 hours.
    stay("rest before the next day's duty", A8, 120, CONSENT, rules={"min_rest_hours": 14}),
    stay("a minute too few", A8, 121, REFUSED, rules={"min_rest_hours": 14}),
    # Three hours after an eight-hour duty are the eleven that a day may have; where it may have ten, two are left.
    stay("the day's hours kept", A8, 120, CONSENT, rules={"max_hours_day": 10}),
    stay("a minute more than a day may have", A8, 121, REFUSED, rules={"max_hours_day": 10}),
    stay("not one where it may have eight", A8, 2, REFUSED, rules={"max_hours_day": 8}),
    # The roll call is work: 14 h of rest end ten minutes before E, and eight paid hours are 8:10.
    stay("the roll call before the next duty is work", A8, 110, CONSENT, rules=WORK | {"min_rest_hours": 14}),
    stay("… and takes its minutes from the rest", A8, 111, REFUSED, rules=WORK | {"min_rest_hours": 14}),
    stay("the roll call is no work", A8, 111, CONSENT, rules={"roll_call_is_work": False, "min_rest_hours": 14}),
    stay("the roll call's minutes are of the day's hours", A8, 170, CONSENT, rules=WORK),
    stay("… a minute too many", A8, 171, REFUSED, rules=WORK),
    stay("stayed an hour already, and an hour in all", A8, 60, SILENT, BETWEEN, stayed=(Stayed("a", on(8), "E", 60),)),
    # E ends at 16:00: leave that begins then, half an hour later, or ended it, and leave of the morning before.
    stay("leave begins at the duty's end", A8, 30, REFUSED, BETWEEN, requests=(hours(960, 1080),)),
    stay("leave begins half an hour later", A8, 30, SILENT, BETWEEN, requests=(hours(990, 1080),)),
    stay("… and a minute longer", A8, 31, REFUSED, BETWEEN, requests=(hours(990, 1080),)),
    stay("away since two", A8, 30, REFUSED, BETWEEN, requests=(hours(840, 960),)),
    stay("twice away in a day", A8, 30, REFUSED, BETWEEN, requests=(hours(480, 540), hours(840, 960))),
    stay("away in the morning", A8, 30, SILENT, BETWEEN, requests=(hours(480, 600),)),
    stay("the month's last night", P31, 30, SILENT, AFTER, DIRECTOR, at(1, "05:50", 11)),
    stay("by a colleague", A8, 30, REFUSED, TIME, "a"),
    call("somebody who is off", "l2", SILENT),
    call("by another team's leader, who is off", "p2", REFUSED, by="l2"),
    call("to a shift that nobody works, by the own leader", "l2", SILENT, by="l2", day=13, now=at(13, "07:30")),
    call("… by another team's", "l2", REFUSED, by="l1", day=13, now=at(13, "07:30")),
    call("by a director", "l2", SILENT, by=DIRECTOR),
    call("called in by a colleague", "l2", REFUSED, by="a"),
    # L of the 7th ends at midnight: eight hours before E.
    call("without the rest", "b", REFUSED, EVE),
    # E of the 7th ends at 16:00, E of the 8th begins at 08:00: sixteen hours, less what was stayed.
    call("stayed five hours the day before", "b", SILENT, EVE, text=TEXT.replace("7L", "7E"), stayed=late(300)),
    call("… and a minute", "b", REFUSED, EVE, text=TEXT.replace("7L", "7E"), stayed=late(301)),
    call("… and the roll call is work", "b", REFUSED, EVE, text=TEXT.replace("7L", "7E"), stayed=late(300), rules=WORK),
    call("who has a duty that day", "c", REFUSED),
    call("who is ill", "d", REFUSED, **ILL),
    call("of another job", "l2", REFUSED, job="180"),
    call("in the shift's last minute", "l2", SILENT, now=at(8, "15:59")),
    call("once it is over", "l2", REFUSED, now=at(8, "16:00")),
    call("the seventh day in a row", "d", REFUSED, BEFORE, now=at(6, "08:30"), day=6,
         text="d: 1E 2E 3E 4E 5E", history=(Duty("d", at(30, month=9).date(), "E", "189"),)),
    Asked("a refusal is anybody's who leads", TEXT, OvertimeAct(NO, A9, "l1"), at(8), SILENT, TIME),
)  # fmt: skip
