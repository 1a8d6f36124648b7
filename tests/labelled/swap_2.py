"""SWAP-2: both leaders agree, after the partner, before the first duty begins (换班制度 §2)."""

from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, cover, on, swap

from labelled import BETWEEN, REFUSED, SILENT, TIME, Asked
from roster.model import Leave
from roster.model.approval import Approval, DecisionAct, Delegation, Office, Step

PLAIN, TWO = "a: 8E 20E; b: 12E 22E", "a: 8E; c: 12E"
AGREED = swap("a: 8E", "b: 12E", accepted=frozenset({"a", "b"}))
ACROSS = swap("a: 8E", "c: 12E", accepted=frozenset({"a", "c"}))
OPEN = swap("a: 8E", "b: 12E", accepted=frozenset({"a"}))
ORDERED = cover("a: 8E", "c", requester="l1", by_leader=True)
ONE = (Approval(Step(Office.LEADER, "T1"), True, "l1", at(2)),)


def yes(request, actor, made=()):
    return DecisionAct(request, actor, True, made)


CASES = (
    Asked("a minute before the first duty", PLAIN, swap("a: 8E", "b: 12E"), at(8, "07:59"), SILENT, TIME),
    Asked("at its beginning", PLAIN, swap("a: 8E", "b: 12E"), at(8, "08:00"), REFUSED, TIME),
    Asked("the pay-back began first", PLAIN, swap("b: 12E", "a: 8E"), at(8, "08:00"), REFUSED, TIME),
    Asked("an own cover once it began", PLAIN, cover("a: 8E", "b"), at(8, "08:00"), REFUSED, TIME),
    Asked("a leader's cover once it began", PLAIN, cover("a: 8E", "b", requester="l1", by_leader=True),
          at(8, "08:05"), SILENT, TIME),
    Asked("a leader's cover a minute before its end", PLAIN, cover("a: 8E", "b", requester="l1", by_leader=True),
          at(8, "15:59"), SILENT, TIME),
    Asked("a leader's cover once it is over", PLAIN, cover("a: 8E", "b", requester="l1", by_leader=True),
          at(8, "16:00"), REFUSED, TIME),
    Asked("the own leader agrees", PLAIN, yes(AGREED, "l1"), at(2), SILENT),
    Asked("another team's leader", PLAIN, yes(AGREED, "l2"), at(2), REFUSED),
    Asked("a party decides", PLAIN, yes(AGREED, "a"), at(2), REFUSED),
    Asked("the director, whose it is not", PLAIN, yes(AGREED, DIRECTOR), at(2), REFUSED),
    Asked("the partner has not accepted", PLAIN, yes(OPEN, "l1"), at(2), REFUSED),
    Asked("declined before the partner has", PLAIN, DecisionAct(OPEN, "l1", False), at(2), SILENT),
    Asked("the second team's leader", TWO, yes(ACROSS, "l2", ONE), at(2), SILENT),
    Asked("the same leader twice", TWO, yes(ACROSS, "l1", ONE), at(2), REFUSED, BETWEEN),
    Asked("a leader is a party: the director", "l1: 8E; l2: 12E",
          yes(swap("l1: 8E", "l2: 12E", accepted=frozenset({"l1", "l2"})), DIRECTOR), at(2), SILENT),
    Asked("a leader is a party: not the centre director", "l1: 8E; l2: 12E",
          yes(swap("l1: 8E", "l2: 12E", accepted=frozenset({"l1", "l2"})), CENTRE_DIRECTOR), at(2), REFUSED),
    Asked("the leader is on leave: the director", PLAIN, yes(AGREED, DIRECTOR), at(2), SILENT, BETWEEN,
          {"leaves": (Leave("l1", "annual", on(1), on(5)),)}),
    Asked("the leader came back", PLAIN, yes(AGREED, DIRECTOR), at(6), REFUSED, BETWEEN,
          {"leaves": (Leave("l1", "annual", on(1), on(5)),)}),
    Asked("a deputy named for the time", PLAIN, yes(AGREED, "d"), at(2), SILENT, TIME,
          {"delegations": (Delegation("l1", "d", at(2), at(3)),)}),
    Asked("a cover from another team: its leader", TWO, yes(ORDERED, "l2"), at(2), SILENT),
    Asked("a cover from another team: the director", TWO, yes(ORDERED, DIRECTOR), at(2), SILENT),
    Asked("a cover from another team: who ordered it", TWO, yes(ORDERED, "l1"), at(2), REFUSED),
)  # fmt: skip
