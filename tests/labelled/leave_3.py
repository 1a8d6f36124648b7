"""LEAVE-3: step by step, each rung another person; somebody acts for who is away (请假制度 §3)."""

from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, leave, on

from labelled import BETWEEN, REFUSED, SILENT, TIME, Asked
from roster.model import Leave
from roster.model.approval import Approval, DecisionAct, Delegation, Office, Step

EARLY = at(1, month=9)
LEADER, DEPARTMENT, TOP = Step(Office.LEADER, "T1"), Step(Office.DIRECTOR), Step(Office.CENTRE_DIRECTOR)
SECOND = Step(Office.LEADER, "T2")
BY_HOURS = {"rules": {"part_day_counts": "hours"}}
ONE, TWO = "a: 8E 15E", "a: 8E 9E 15E"


def decision(actor, *made, who="a", last=8, approved=True, kind="personal", **given):
    approvals = tuple(Approval(step, True, by, EARLY) for step, by in made)
    return DecisionAct(leave(who, kind, 8, last, EARLY, **given), actor, approved, approvals)


def hours(since, until):
    """The director once more, of the 8th and 9th, from one time of day to another: refused where the top is due."""
    return decision(DIRECTOR, FIRST, NEXT, last=9, start_minute=since, end_minute=until)


def away(*people):
    return tuple(Leave(person, "annual", on(1), on(20)) for person in people)


FIRST = (LEADER, "l1")
NEXT = (DEPARTMENT, DIRECTOR)
FRIDAY = leave("a", "personal", 16, 16, EARLY, leave_id="f")
CASES = (
    Asked("the own leader first", ONE, decision("l1"), EARLY, SILENT),
    Asked("another leader", ONE, decision("l2"), EARLY, REFUSED),
    Asked("the director skips", ONE, decision(DIRECTOR), EARLY, REFUSED),
    Asked("the director second", ONE, decision(DIRECTOR, FIRST), EARLY, SILENT),
    Asked("the leader twice", ONE, decision("l1", FIRST), EARLY, REFUSED),
    Asked("one day ends with the director", ONE, decision(CENTRE_DIRECTOR, FIRST, NEXT), EARLY, SILENT),
    Asked("a duty and four hours go on to the top", TWO, hours(None, 720), EARLY, REFUSED),
    Asked("twice four hours end with the director", TWO, hours(720, 720), EARLY, SILENT),
    Asked("four hours and a minute are a day", TWO, hours(719, 720), EARLY, REFUSED),
    Asked("by hours, six and two end with the director", TWO, hours(600, 600), EARLY, SILENT, world=BY_HOURS),
    Asked("by hours, a minute more goes on", TWO, hours(599, 600), EARLY, REFUSED, world=BY_HOURS),
    Asked("by whole days, twice four hours are two", TWO, hours(720, 720), EARLY, REFUSED,
          world={"rules": {"part_day_counts": "whole"}}),
    Asked("two duties go on to the top", TWO, decision(CENTRE_DIRECTOR, FIRST, NEXT, last=9), EARLY, SILENT),
    Asked("not before the director", TWO, decision(CENTRE_DIRECTOR, FIRST, last=9), EARLY, REFUSED),
    Asked("nobody decides the own leave", ONE, decision("a"), EARLY, REFUSED),
    Asked("nor one they filed", ONE, decision("l1", kind="business", filed_by="l1"), EARLY, REFUSED),
    Asked("a leader's own starts at the director", "l1: 8E", decision(DIRECTOR, who="l1"), EARLY, SILENT),
    Asked("sickness is not declined", ONE, decision("l1", kind="sick", approved=False), EARLY, REFUSED),
    Asked("sickness is acknowledged", ONE, decision("l1", kind="sick"), EARLY, SILENT),
    Asked("who decided one is nobody's deputy on the next", ONE, decision("l1", FIRST), at(12), REFUSED, BETWEEN,
          {"delegations": (Delegation(DIRECTOR, "l1", at(1), at(31)),)}),
    Asked("another deputy is", ONE, decision("l2", FIRST), at(12), SILENT, BETWEEN,
          {"delegations": (Delegation(DIRECTOR, "l2", at(1), at(31)),)}),
    Asked("the deputy as the time begins", ONE, decision("d"), at(3), SILENT, TIME,
          {"delegations": (Delegation("l1", "d", at(3), at(5)),)}),
    Asked("the deputy as it is over", ONE, decision("d"), at(5), REFUSED, TIME,
          {"delegations": (Delegation("l1", "d", at(3), at(5)),)}),
    Asked("the leader is away: the deputy leader", "c: 8E", decision("p2", who="c"), at(6), SILENT, BETWEEN,
          {"leaves": away("l2")}),
    Asked("the leader is there: not the deputy leader", "c: 8E", decision("p2", who="c"), at(6), REFUSED),
    Asked("both are away: the next rung", "c: 8E", decision(DIRECTOR, who="c"), at(6), SILENT, BETWEEN,
          {"leaves": away("l2", "p2")}),
    Asked("and then the own rung", "c: 8E", decision(DIRECTOR, (SECOND, DIRECTOR), who="c"), at(6), SILENT, BETWEEN,
          {"leaves": away("l2", "p2")}),
    Asked("the deputy leader's own goes past themselves", "p2: 8E", decision("p2", who="p2"), at(6), REFUSED, BETWEEN,
          {"leaves": away("l2")}),
    Asked("by calendar days, two days of which one is worked", "a: 8E 15E",
          decision(CENTRE_DIRECTOR, FIRST, NEXT, last=9), EARLY, SILENT,
                world={"rules": {"leave_days_by": "calendar"}}),
    Asked("by working days, a Sunday counts for nothing", "a: 10E 11E 20E",
          DecisionAct(leave("a", "personal", 10, 11, EARLY), CENTRE_DIRECTOR, True,
                      (Approval(LEADER, True, "l1", EARLY), Approval(DEPARTMENT, True, DIRECTOR, EARLY))), EARLY,
                            SILENT,
          world={"rules": {"leave_days_by": "working"}}),
    Asked("Friday's leave and Monday's adjoin over a free weekend", "a: 16E 19E",
          DecisionAct(leave("a", "personal", 19, 19, EARLY), CENTRE_DIRECTOR, True,
                      (Approval(LEADER, True, "l1", EARLY),)), EARLY, REFUSED, BETWEEN, {"requests": (FRIDAY,)}),
)  # fmt: skip
