"""SWAP-7: no seat is lost, and no duty leader without express consent (换班制度 §7)."""

from dataclasses import replace

from desk_world import AGENTS, DIRECTOR, at, cover, duties, on, swap

from labelled import BETWEEN, CONSENT, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import DecisionAct
from roster.model.swap import Move, SwapKind, SwapRequest

NOW = at(8)


def seats(day, wanted, first=480, last=960):
    return {"seats": tuple((on(day), minute, "189", wanted) for minute in range(first, last, 30))}


def moved(here, there, **given):
    (one,), (two,) = duties(here), duties(there)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "doctor", at(1, month=9), **given)


TRAINEE = (AGENTS[0], replace(AGENTS[1], trainee_until=on(15)), *AGENTS[2:])
LEADS = "l1: 9E; a: 9E; l2: 20E"
GONE = moved("l1: 9E", "l1: 16E")
CASES = (
    Asked("one of two seats wanted", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, SILENT, world=seats(9, 1)),
    Asked("two of two", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, REFUSED, world=seats(9, 2)),
    Asked("shorter than it is", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, REFUSED, world=seats(9, 3)),
    Asked("no seats are wanted", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, SILENT),
    Asked("only the last half hour is lost", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, REFUSED, TIME,
          seats(9, 2, 930, 960)),
    Asked("wanted from the end on", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, SILENT, TIME, seats(9, 2, 960,
          1020)),
    Asked("a trainee fills no seat", "a: 9E; b: 20E", swap("a: 9E", "b: 20E"), NOW, REFUSED,
          world=seats(9, 1) | {"agents": TRAINEE}),
    Asked("somebody trained does", "a: 9E; b: 20E", swap("a: 9E", "b: 20E"), NOW, SILENT, world=seats(9, 1)),
    Asked("where coverage may be lowered", "a: 9E; b: 9E", moved("a: 9E", "a: 20E"), NOW, SILENT,
          world=seats(9, 2) | {"rules": {"swap_may_lower_coverage": True}}),
    Asked("what a leader orders is told", "a: 9E; b: 9E", replace(moved("a: 9E", "a: 20E"), requester="l1",
          by_leader=True),
          NOW, TOLD, world=seats(9, 2)),
    Asked("the only duty leader goes", LEADS, GONE, NOW, CONSENT, world=seats(9, 1)),
    Asked("decided without a word on it", LEADS, DecisionAct(GONE, DIRECTOR, True), NOW, REFUSED, world=seats(9, 1)),
    Asked("decided with express consent", LEADS, DecisionAct(GONE, DIRECTOR, True, consent=True), NOW, SILENT,
          world=seats(9, 1)),
    Asked("a deputy is there now", f"{LEADS}; p2: 9E", DecisionAct(GONE, DIRECTOR, True), NOW, SILENT, BETWEEN,
          seats(9, 1)),
    Asked("leader for leader", LEADS, swap("l1: 9E", "l2: 20E"), NOW, SILENT, world=seats(9, 1)),
    Asked("nobody need be led", LEADS, GONE, NOW, SILENT, world=seats(12, 1)),
    Asked("where no leader is asked for", LEADS, GONE, NOW, SILENT, world=seats(9,
          1) | {"rules": {"leaders_on_duty": 0}}),
    Asked("the leader is replaced by order", LEADS, cover("l1: 9E", "b", requester=DIRECTOR, by_leader=True), NOW, TOLD,
          world=seats(9, 1)),
)  # fmt: skip
