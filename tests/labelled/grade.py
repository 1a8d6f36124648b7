"""GRADE: a month's test, written by the own leader, decided by the director, in force after it (级别划分规则 §1–2)."""

from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, on

from labelled import AFTER, BETWEEN, BOUNDARY, REFUSED, SILENT, TIME, Asked
from roster.model import Grade
from roster.model.approval import Delegation
from roster.model.grade_test import GradeDecisionAct, GradeResult, GradeResultAct

TEXT = "a: 8E; b: 8E; l1: 8E"
JUNIOR, INTERMEDIATE, SENIOR = Grade
A20 = GradeResult("a", on(20), 52, exam=True)
DEPUTY = {"delegations": (Delegation("l1", "p2", at(20), at(22)),)}


def asked(label, request, says, kind=BOUNDARY, now=None, **world):
    return Asked(label, TEXT, request, now or at(20, "16:00"), says, kind, world)


def written(label, by, says, kind=BOUNDARY, now=None, *, result=A20, decided=False, **world):
    return asked(label, GradeResultAct(by, result, decided), says, kind, now, **world)


def decided(label, grade, says, kind=BOUNDARY, *, by=DIRECTOR, proposed=INTERMEDIATE, since=21, reason="", of=A20):
    begins = on(since) if since <= 31 else on(since - 31).replace(month=11)
    return asked(label, GradeDecisionAct(by, of, proposed, grade, begins, reason), says, kind)


CASES = (
    written("by the own leader, on the day itself", "l1", SILENT),
    written("by the department director", DIRECTOR, SILENT),
    written("by the leader of another team", "l2", REFUSED),
    written("by who stands in for the leader", "p2", SILENT, **DEPUTY),
    written("by who no longer stands in", "p2", REFUSED, TIME, at(22), **DEPUTY),
    written("by a colleague", "b", REFUSED),
    written("one's own", "a", REFUSED),
    written("a leader's own", "l1", REFUSED, result=GradeResult("l1", on(20), 60, exam=True)),
    written("a day before the test", "l1", REFUSED, TIME, at(19, "23:59:59")),
    written("from the test's first instant on", "l1", SILENT, TIME, at(20)),
    written("in the month after", "l1", SILENT, AFTER, at(2, month=11)),
    written("what was decided on meanwhile", "l1", REFUSED, BETWEEN, decided=True),
    decided("what the result speaks for", INTERMEDIATE, SILENT),
    decided("by the centre director", INTERMEDIATE, SILENT, by=CENTRE_DIRECTOR),
    decided("by a leader", INTERMEDIATE, REFUSED, by="l1"),
    decided("one's own, holding the office", INTERMEDIATE, REFUSED, of=GradeResult(DIRECTOR, on(20), 52, exam=True)),
    decided("in force on the day of the test", INTERMEDIATE, REFUSED, since=20),
    decided("in force on the day after it", INTERMEDIATE, SILENT, since=21),
    decided("in force in a later month", INTERMEDIATE, SILENT, AFTER, since=32),
    decided("less than the result, without a reason", JUNIOR, REFUSED),
    decided("less than the result, with blanks for a reason", JUNIOR, REFUSED, reason="  "),
    decided("less than the result, with a reason", JUNIOR, SILENT, reason="complaints in September"),
    decided("more than the result, without a reason", SENIOR, REFUSED),
    decided("a grade to who has none and passed nothing", JUNIOR, REFUSED, proposed=None),
    decided("no grade to who has none and passed nothing", None, SILENT, proposed=None),
)  # fmt: skip
