"""SWAP-8: no hard rule of the roster is newly broken, or broken worse (换班制度 §8)."""

from dataclasses import replace

from desk_world import AGENTS, at, cover, duties, leave, on, on_days, swap

from labelled import AFTER, BEFORE, BETWEEN, EVE, REFUSED, SILENT, Asked
from roster.model import Leave, Protection, Stayed
from roster.model.leave_request import LeaveState
from roster.model.swap import LaterPayBack, Move, SwapKind, SwapRequest, handed

NOW = at(8)


def moved(here, there):
    (one,), (two,) = duties(here), duties(there)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "doctor", at(1, month=9))


def stayed(minutes):
    """Minutes worked beyond L of the 8th, which ends at midnight."""
    return {"stayed": (Stayed("a", on(8), "L", minutes),)}


SIX = "a: 12E 13E 14E 15E 16E 17E 22E; b: 18E"
PROTECTED = (AGENTS[0], replace(AGENTS[1], protections=(Protection("nursing"),)), *AGENTS[2:])
BACK = tuple(
    replace(duty, day=at(day, month=9).date()) for day, duty in zip(range(25, 31), duties("a: 1E") * 6, strict=True)
)


def later(giver, day, shift="E"):
    """A duty of a's for one that a pays back to b in November."""
    (one,) = duties(giver)
    promised = LaterPayBack(at(day, month=11).date(), shift)
    return SwapRequest("a", SwapKind.SWAP, (handed(one, "b"),), "family", at(1), later=promised)


def away(who, day):
    """Leave in November that counts at the desk."""
    there = at(day, month=11).date()
    known = leave(who, "personal", 1, 1, at(1, month=9), leave_id="x", state=LeaveState.EFFECTIVE)
    return {"requests": (replace(known, start=there, end=there),)}


CASES = (
    Asked("an early the morning after a late, stayed on until 00:30, by the leader's cover", "a: 8L; b: 9L",
          cover("b: 9L", "a", requester="l1", by_leader=True), NOW, SILENT, world=stayed(30)),
    Asked("… to 16:00 after five hours and a minute", "a: 8L; b: 9L",
          cover("b: 9L", "a", requester="l1", by_leader=True), NOW, REFUSED, world=stayed(301)),
    Asked("a change into the hours that staying on left to rest", "a: 8L 20L", moved("a: 20L", "a: 9L"), NOW, REFUSED,
          world=stayed(301)),
    Asked("… kept to the minute", "a: 8L 20L", moved("a: 20L", "a: 9L"), NOW, SILENT, world=stayed(300)),
    Asked("nothing is broken", "a: 8E; b: 12E", swap("a: 8E", "b: 12E"), NOW, SILENT),
    Asked("a seventh day in a row", SIX, swap("a: 22E", "b: 18E"), NOW, REFUSED),
    Asked("six with a day off", SIX.replace("17E", ""), swap("a: 22E", "b: 18E"), NOW, SILENT),
    Asked("a short rest by 调班", "a: 8L 20E", moved("a: 20E", "a: 9E"), NOW, REFUSED),
    Asked("a short rest by a swap is SWAP-3c's to tell", "a: 8L 20E; b: 9E", swap("a: 20E", "b: 9E"), NOW, SILENT),
    Asked("what was broken before", "a: 8L 9E 20E; b: 24E", swap("a: 20E", "b: 24E"), NOW, SILENT),
    Asked("a breach that grows", "a: 8L 9E", moved("a: 8L", "a: 8N"), NOW, REFUSED, EVE),
    Asked("the day after a run of nights", "a: 8N 9N 20E", moved("a: 20E", "a: 10N"), NOW, SILENT, EVE),
    Asked("a fourth night", "a: 8N 9N 10N 20E", moved("a: 20E", "a: 11N"), NOW, REFUSED, EVE),
    Asked("a late the day after nights, fit to rest", "a: 8N 20L", moved("a: 20L", "a: 9L"), NOW, REFUSED, EVE),
    Asked("leave came between", "a: 8E; b: 12E", swap("a: 8E", "b: 12E"), NOW, REFUSED, BETWEEN,
          {"leaves": (Leave("b", "personal", on(8), on(8)),)}),
    Asked("a night for a protected person", "a: 8N; b: 12E", swap("a: 8N", "b: 12E"), NOW, REFUSED,
          world={"agents": PROTECTED}),
    Asked("a day for a protected person", "a: 8L; b: 12E", swap("a: 8L", "b: 12E"), NOW, SILENT,
          world={"agents": PROTECTED}),
    Asked("a leader's cover is held to them too", "a: 9E; b: 8L", cover("a: 9E", "b", requester="l1", by_leader=True),
          NOW,
          REFUSED),
    Asked("six days to the 31st, and November's first", "a: 20E 26E 27E 28E 29E 30E; b: 31E", swap("a: 20E", "b: 31E"),
          NOW, REFUSED, AFTER, {"ahead": on_days("a: 1E", 11)}),
    Asked("five of them and the first", "a: 20E 27E 28E 29E 30E; b: 31E", swap("a: 20E", "b: 31E"), NOW, SILENT, AFTER,
          {"ahead": on_days("a: 1E", 11)}),
    Asked("three nights and a day free, then November's night", "a: 20E 29N 30N; b: 31N", swap("a: 20E", "b: 31N"), NOW,
          SILENT, AFTER, {"ahead": on_days("a: 2N", 11)}),
    Asked("three nights and the fourth in November", "a: 20E 29N 30N; b: 31N", swap("a: 20E", "b: 31N"), NOW, REFUSED,
          AFTER, {"ahead": on_days("a: 1N", 11)}),
    Asked("a pay-back promised for a day of leave", "a: 20E", later("a: 20E", 10), NOW, REFUSED, AFTER, away("a", 10)),
    Asked("… for the day after it", "a: 20E", later("a: 20E", 11), NOW, SILENT, AFTER, away("a", 10)),
    Asked("… while the partner is on leave", "a: 20E", later("a: 20E", 10), NOW, SILENT, AFTER, away("b", 10)),
    Asked("… six days to the 31st, and the first promised", "a: 20E 26E 27E 28E 29E 30E 31E", later("a: 20E", 1), NOW,
          REFUSED, AFTER),
    Asked("… five of them and the first promised", "a: 20E 27E 28E 29E 30E 31E", later("a: 20E", 1), NOW, SILENT,
          AFTER),
    Asked("… a late of the first, promised after nights, fit to rest", "a: 20E 31Z", later("a: 20E", 1, "L"),
          NOW, REFUSED, AFTER),
    Asked("… a night of a protected person", "a: 20E", later("a: 20E", 10, "N"), NOW, REFUSED, AFTER,
          {"agents": (PROTECTED[1], replace(PROTECTED[1], agent_id="a"), *PROTECTED[2:])}),
    Asked("… a day of theirs", "a: 20E", later("a: 20E", 10), NOW, SILENT, AFTER,
          {"agents": (PROTECTED[1], replace(PROTECTED[1], agent_id="a"), *PROTECTED[2:])}),
    Asked("six days in September and the first", "a: 20E; b: 1E", swap("a: 20E", "b: 1E"), at(1, month=9), REFUSED,
          BEFORE,
          {"history": BACK}),
    Asked("five days in September and the first", "a: 20E; b: 1E", swap("a: 20E", "b: 1E"), at(1, month=9), SILENT,
          BEFORE,
          {"history": BACK[1:]}),
)  # fmt: skip
