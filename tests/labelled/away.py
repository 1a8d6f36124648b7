"""AWAY: nobody leaves the post without the duty leader's permit (值班制度 §5; 场管制度 §8)."""

from dataclasses import replace

from desk_world import AGENTS, DIRECTOR, at, duties, on

from labelled import AFTER, BOUNDARY, CONSENT, EVE, REFUSED, SILENT, TIME, Asked
from roster.model import Role
from roster.model.permit import Permit, PermitAct

# Five of 189 on Thursday the 8th: a tenth of them is less than one, so one may be away.
TEXT = "a: 8E 31N; b: 8E; l1: 8E; p2: 8E; l2: 8E; c: 8L; d: 8E/180"
(A8, A31, B8, P8) = (*duties("a: 8E 31N"), *duties("b: 8E"), *duties("p2: 8E"))
MANAGERS = {"agents": tuple(replace(agent, role=Role.MANAGER) if agent.agent_id in "ab" else agent for agent in AGENTS)}
# One interval of an hour is the day's peak: 10:00.
PEAK = MANAGERS | {"seats": ((on(8), 600, "189", 4), (on(8), 660, "189", 1))}


def permit(duty, start, end, by="l1", stand_in="", of=8, month=10):
    return Permit("", duty, at(of, start, month), at(of, end, month), by, stand_in=stand_in)


def asked(label, one, says, kind=TIME, others=(), **world):
    return Asked(label, TEXT, PermitAct(one, others), at(8, "09:00"), says, kind, world)


def declined(duty, by):
    return replace(permit(duty, "10:00", "10:15", ""), refused_by=by)


OUT = permit(B8, "10:10", "10:30")
KEPT = replace(OUT, stand_in="p2")
CASES = (
    asked("a quarter of an hour, by the duty leader", permit(A8, "10:00", "10:15"), SILENT),
    asked("from the duty's first minute to its last", permit(A8, "08:00", "16:00"), SILENT, BOUNDARY),
    asked("a minute beyond the duty", permit(A8, "15:00", "16:01"), REFUSED, BOUNDARY),
    asked("before the duty", permit(A8, "07:59", "08:10"), REFUSED, BOUNDARY),
    asked("no time at all", permit(A8, "10:00", "10:00"), REFUSED, BOUNDARY),
    asked("by a deputy of the shift", permit(A8, "10:00", "10:15", "p2"), SILENT),
    asked("by a director", permit(A8, "10:00", "10:15", DIRECTOR), SILENT),
    asked("by a colleague", permit(A8, "10:00", "10:15", "b"), REFUSED),
    asked("by oneself, leading the shift", permit(P8, "10:00", "10:15", "p2"), REFUSED),
    asked("asked for by oneself", permit(A8, "10:00", "10:15", ""), SILENT),
    asked("asked for beyond the duty", permit(A8, "15:50", "16:01", ""), REFUSED, BOUNDARY),
    asked("asked for, its last minute still to come", permit(A8, "08:45", "09:01", ""), SILENT),
    asked("asked for a time that is over", permit(A8, "08:45", "09:00", ""), REFUSED),
    asked("noted by the duty leader when it is over", permit(A8, "08:45", "09:00"), SILENT),
    asked("asked for while another is out: the leader's to consent", permit(A8, "10:00", "10:15", ""), CONSENT,
          others=(OUT,)),
    asked("said no to by the duty leader", declined(A8, "l1"), SILENT),
    asked("said no to by a colleague", declined(A8, "b"), REFUSED),
    asked("taken back by who asked", declined(A8, "a"), SILENT),
    asked("a second one over the first", permit(B8, "10:29", "10:45"), REFUSED, BOUNDARY, (OUT,)),
    asked("a second one after the first", permit(B8, "10:30", "10:45"), SILENT, BOUNDARY, (OUT,)),
    asked("a second one, back from the first already", permit(B8, "10:20", "10:45"), SILENT, others=(
        replace(OUT, returned_at=at(8, "10:20")),)),
    asked("two at once", permit(A8, "10:00", "10:15"), CONSENT, others=(OUT,)),
    asked("one after the other", permit(A8, "10:30", "10:45"), SILENT, BOUNDARY, (OUT,)),
    asked("two at once, back already", permit(A8, "10:20", "10:45"), SILENT, others=(
        replace(OUT, returned_at=at(8, "10:20")),)),
    asked("two at once where a third may", permit(A8, "10:00", "10:15"), SILENT, others=(OUT,),
          rules={"away_at_once": 0.4}),
    asked("two at once, somebody keeps the seat", permit(A8, "10:00", "10:15", stand_in="l1"), SILENT, others=(OUT,)),
    asked("two at once of two jobs", permit(A8, "10:00", "10:15"), SILENT, others=(
        permit(duties("d: 8E/180")[0], "10:00", "10:15"),)),
    replace(asked("who stands in is away too", permit(A8, "10:00", "10:15", stand_in="b"), REFUSED, others=(OUT,)),
            words="d can stand in"),
    asked("who stands in keeps another's seat", permit(A8, "10:00", "10:15", stand_in="p2"), REFUSED, others=(KEPT,)),
    asked("who stands in has kept another's seat", permit(A8, "10:30", "10:45", stand_in="p2"), SILENT, BOUNDARY,
          others=(KEPT,)),
    asked("who stands in comes later", permit(A8, "10:00", "10:15", stand_in="c"), REFUSED),
    asked("who stands in is of another job", permit(duties("d: 8E/180")[0], "10:00", "10:15", stand_in="b"), REFUSED),
    asked("a night, after midnight of the month's end", permit(A31, "01:00", "01:15", of=1, month=11), SILENT, AFTER),
    asked("a night, before midnight", permit(A31, "23:00", "23:15", of=31), SILENT, EVE),
    asked("a manager at the peak while another is there", permit(A8, "10:00", "10:15"), SILENT, **PEAK),
    asked("a manager at the peak while the other is out", permit(A8, "10:00", "10:15", stand_in="l1"), REFUSED,
          others=(OUT,), **PEAK),
    asked("a manager after the peak while the other is out", permit(A8, "11:00", "11:15", stand_in="l1"), SILENT,
          others=(permit(B8, "11:00", "11:30"),), **PEAK),
)  # fmt: skip
