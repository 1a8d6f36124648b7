"""DUTY-5: one attendance; nobody checks in for another (值班制度; 守则 2.2, 2.21)."""

from dataclasses import replace

from desk_world import at, duties, on

from labelled import EVE, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.attendance import Sighting, Source, settled, statements
from roster.model.duty_act import CheckInAct, Testimony

TEXT = "a: 8E 9N"
(DUTY,), (NIGHT,) = duties("a: 8E"), duties("a: 9N")
EARLY, LATER = at(8, "08:30"), at(8, "17:00")


def check(label, says, actor="a", duty=DUTY, leaving=False, of="boundary", now=EARLY):
    return Asked(label, TEXT, CheckInAct("a", actor, duty, leaving), now, says, of)


def said(label, says, *seen, rules=None, of="boundary"):
    sightings = [Sighting("a", on(8), source, moment, "l1", **values) for source, moment, values in seen]
    stated = statements(sightings)
    world = {} if rules is None else {"rules": rules}
    return Asked(label, TEXT, Testimony("a", on(8), stated, settled("a", on(8), stated)), LATER, says, of, world)


def by(source, moment=EARLY, **values):
    return source, moment, values


ROLL, CHECK, FILE, LEADER = Source.ROLL_CALL, Source.CHECK_IN, Source.FILE, Source.LEADER
CASES = (
    check("one's own check-in", SILENT),
    check("one's own check-out", SILENT, leaving=True),
    check("a colleague's", REFUSED, actor="b"),
    check("the leader for an agent", REFUSED, actor="l1"),
    check("where there is no duty", REFUSED, duty=None),
    check("a night's, after midnight", SILENT, duty=NIGHT, leaving=True, of=EVE, now=at(10, "05:00")),
    check("out of a night that has not begun", REFUSED, duty=NIGHT, leaving=True, of=TIME, now=at(9, "21:59")),
    check("out of a night as it begins", SILENT, duty=NIGHT, leaving=True, of=TIME, now=at(9, "22:00")),
    check("in to a night before it begins", SILENT, duty=NIGHT, of=TIME, now=at(9, "21:59")),
    Asked("a proxy that came to light", TEXT, Sighting("a", on(8), Source.PROXY, EARLY, "b"), LATER, TOLD),
    said("one source alone", SILENT, by(ROLL, absent=True)),
    said("there by both", SILENT, by(ROLL, absent=False, late_minutes=0), by(CHECK, absent=False, late_minutes=0)),
    said("five minutes apart", SILENT, by(ROLL, absent=False, late_minutes=7), by(CHECK, late_minutes=12)),
    replace(said("six", TOLD, by(ROLL, absent=False, late_minutes=6), by(CHECK, late_minutes=12)),
            words="late 6 min"),
    said("six where ten are let pass", SILENT, by(ROLL, late_minutes=6), by(CHECK, late_minutes=12),
         rules={"sources_differ_minutes": 10}),
    said("absent at the roll call, checked in", TOLD, by(ROLL, absent=True), by(CHECK, absent=False, late_minutes=0)),
    said("there at the roll call, absent by the file", TOLD, by(ROLL, absent=False, late_minutes=0),
         by(FILE, absent=True)),
    said("the check-out tells what the roll call does not", SILENT, by(ROLL, absent=False, late_minutes=0),
         by(CHECK, early_minutes=30)),
    said("the leader has settled it since", SILENT, by(ROLL, absent=True), by(CHECK, absent=False, late_minutes=0),
         by(LEADER, LATER, absent=False, late_minutes=0), of=TIME),
    said("a file after the leader's word says otherwise", TOLD, by(LEADER, EARLY, absent=False, late_minutes=0),
         by(FILE, LATER, absent=True), of=TIME),
    said("of the roll call's two marks the later one", SILENT, by(ROLL, EARLY, absent=True),
         by(ROLL, LATER, absent=False, late_minutes=0), by(CHECK, absent=False, late_minutes=2), of=TIME),
    said("a check-in by proxy counts for nothing", SILENT, by(CHECK, EARLY, absent=False, late_minutes=0),
         by(Source.PROXY, LATER), by(ROLL, EARLY, absent=True), of=TIME),
)  # fmt: skip
