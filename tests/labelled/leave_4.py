"""LEAVE-4: in person, but for sickness and business (请假制度 §4)."""

from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, leave

from labelled import REFUSED, SILENT, TOLD, Asked
from roster.model.approval import Delegation

EARLY = at(1, month=9)


def asked(label, kind, by, says, **world):
    return Asked(label, "a: 8E", leave("a", kind, 8, 8, EARLY, filed_by=by), EARLY, says, world=world)


CASES = (
    asked("oneself", "personal", "a", SILENT),
    asked("a colleague for personal leave", "personal", "b", REFUSED),
    asked("the leader for annual leave", "annual", "l1", REFUSED),
    asked("a colleague reports sickness: the leader confirms it", "sick", "b", TOLD),
    asked("a colleague reports an emergency", "emergency", "b", TOLD),
    asked("a colleague whom a has named", "sick", "b", SILENT, proxies={"a": frozenset({"b"})}),
    asked("a colleague whom somebody else has named", "sick", "b", TOLD, proxies={"c": frozenset({"b"})}),
    asked("the own leader reports sickness", "sick", "l1", SILENT),
    asked("a director reports sickness", "sick", DIRECTOR, SILENT),
    asked("another team's leader reports sickness", "sick", "l2", TOLD),
    asked("who stands in for the own leader", "sick", "b", SILENT,
          delegations=(Delegation("l1", "b", at(1, month=9), at(2, month=9)),)),
    asked("who stood in until now", "sick", "b", TOLD,
          delegations=(Delegation("l1", "b", at(1, month=8), at(1, month=9)),)),
    asked("somebody with an account who is not rostered", "sick", "@planner", TOLD),
    asked("a mother reports an emergency", "emergency", "a mother", SILENT),
    asked("the own leader orders business", "business", "l1", SILENT),
    asked("the director orders business", "business", DIRECTOR, SILENT),
    asked("the centre director orders business", "business", CENTRE_DIRECTOR, SILENT),
    asked("another leader orders business", "business", "l2", REFUSED),
    asked("the leader for study", "study", "l1", REFUSED),
)  # fmt: skip
