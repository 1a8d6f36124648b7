"""Whatever says what holds of somebody, or decides a request, is another person's act: a walk over the desk's acts."""

import re
from pathlib import Path

import pytest
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, on

import roster.desk
from roster.desk.attendance.attendance_desk import adjust_shares, record_attendance, report_proxy, settle
from roster.desk.desk import SYSTEM
from roster.desk.duty_day.permits import answer_permit, ask_permit, grant_permit
from roster.desk.grades.grade_desk import decide_grade, record_results, set_grade
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.meetings.meeting_desk import record_meeting, told_later
from roster.desk.quality.qa_desk import record_marks
from roster.desk.rosters.roster_desk import appoint
from roster.desk.swaps.pay_back_desk import agree_pay_back, waive_pay_back
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.errors import InputError, RefusedError
from roster.model import Grade, Month
from roster.model.approval import Office
from roster.model.attendance import Attendance, Reading
from roster.model.grade_test import GradeResult
from roster.qa import QualityMark

SPAN = (at(16, "15:10"), at(16, "15:20"))
PASSED = GradeResult("l1", on(16), 60, True)
HALVES = {"l1": 40, "l2": 60}


def swapped(desk, *, approved=True):
    """l1 and l2 exchange the 9th and the 12th; l1 owes the 12th."""
    swap = request_swap(desk, "l1", on(9), "l2", on(12), reason="family")
    accept_swap(desk, "l2", swap.swap_id)
    if approved:
        approve_swap(desk, DIRECTOR, swap.swap_id, consent=True)
    return swap.swap_id


def missed(desk):
    """… and does not come."""
    swap_id = swapped(desk)
    desk.clock.to(16, "15:00")
    record_attendance(desk, SYSTEM, [Attendance("l1", on(12), absent=True)])
    return swap_id


def on_leave(desk):
    return file_leave(desk, "l1", "l1", kind="personal", start=on(20), end=on(20), reason="x").leave_id


def asked(desk):
    desk.clock.to(16, "15:00")
    return ask_permit(desk, "l1", on(16), SPAN).permit_id


def met(desk):
    desk.clock.to(16, "15:00")
    record_meeting(desk, DIRECTOR, on(16), "weekly", [])


def examined(desk):
    desk.clock.to(16, "15:00")
    record_results(desk, DIRECTOR, [PASSED])


def later(desk):
    desk.clock.to(16, "15:00")


ACTS = {
    # what l1, a team's leader and a director, is a party to; what comes before; the act
    "attendance.settle": (later, lambda d, who, _: settle(d, who, Attendance("l1", on(16)), reason="there")),
    "attendance.record": (later, lambda d, who, _: record_attendance(d, who, [Attendance("l1", on(16))])),
    "attendance.record, as proxy": (
        later,
        lambda d, who, _: record_attendance(d, who, [Reading("a", on(16), came=470, proxy="l1")]),
    ),
    "attendance.proxy, for oneself": (later, lambda d, who, _: report_proxy(d, who, "l1", "a", on(16))),
    "attendance.proxy, by oneself": (later, lambda d, who, _: report_proxy(d, who, "a", "l1", on(16))),
    "absence.adjust": (missed, lambda d, who, swap: adjust_shares(d, who, swap, on(12), HALVES, reason="late")),
    "payback.agree": (missed, lambda d, who, swap: agree_pay_back(d, who, swap, on(22), reason="x")),
    "payback.waive": (missed, lambda d, who, swap: waive_pay_back(d, who, swap, reason="x")),
    "meeting.heard": (met, lambda d, who, _: told_later(d, who, on(16), "weekly", "l1")),
    "qa.mark": (later, lambda d, who, _: record_marks(d, who, [QualityMark("a", "l1", on(16), 90)])),
    "grade.test": (later, lambda d, who, _: record_results(d, who, [PASSED])),
    "grade.decide": (
        examined,
        lambda d, who, _: decide_grade(d, who, Month(2026, 10), "l1", Grade.SENIOR, on(20), reason="x"),
    ),
    "grade.set": (later, lambda d, who, _: set_grade(d, who, "l1", on(20), Grade.SENIOR)),
    "leave.approve": (on_leave, lambda d, who, leave: decide_leave(d, who, leave, approved=True, consent=True)),
    "leave.decline": (on_leave, lambda d, who, leave: decide_leave(d, who, leave, approved=False)),
    "swap.approve": (
        lambda d: swapped(d, approved=False),
        lambda d, who, swap: approve_swap(d, who, swap, consent=True),
    ),
    "permit.grant": (later, lambda d, who, _: grant_permit(d, who, "l1", on(16), SPAN)),
    "permit.answer": (asked, lambda d, who, permit: answer_permit(d, who, permit, yes=True)),
}

OWN = {
    "actuals.import", "attendance.check-in", "attendance.check-out", "breaks.place", "call-in", "case.edit",
    "case.import", "case.open", "change.request", "consent.answer", "cover.request", "delegate", "delegate.end",
    "grants.decide", "leave.certificate", "leave.file", "leave.proxies", "leave.return", "leave.withdraw",
    "load.correct", "log.check", "log.note", "meeting.record", "month.close", "office.set", "overtime.call-in",
    "overtime.refused", "overtime.stay", "permit.ask", "permit.return", "qa.plan", "relief", "roll-call",
    "roster.draft", "roster.edit", "roster.publish", "swap.accept", "swap.confirm", "swap.decline", "swap.request",
    "swap.withdraw", "task.done", "task.reopen", "tasks.set", "vacancy.cover", "wish.file", "wish.match",
    "wish.withdraw", "wishes.set",
}  # fmt: skip
"""Acts about one's own matters, of everybody's, or whose say the rules give the person too (LEAVE-11, DUTY-1, SWAP-2).

A grant is decided rung by rung as leave is, and `swap.decline` is a party's own no.
"""


@pytest.mark.parametrize("act", ACTS)
def test_what_is_judged_of_a_leader_is_anothers_to_judge(desk_of, act):
    before, judged = ACTS[act]
    desk = desk_of("l1: 9E 16E 20E; l2: 12E 22E 16E; a: 16E")
    appoint(desk, SYSTEM, "l1", Office.DIRECTOR)
    desk.clock.to(8, "10:00")
    subject = before(desk)
    with pytest.raises((RefusedError, InputError)):
        judged(desk, "l1", subject)
    # The department director's rung is the director's own matter here.
    judged(desk, CENTRE_DIRECTOR if act.startswith("leave") else DIRECTOR, subject)


def test_each_act_of_the_desk_is_told_to_judge_or_not():
    source = "".join(path.read_text() for path in Path(roster.desk.__file__).parent.rglob("*.py"))
    written = re.findall(r'\.writing\(\s*actor,\s*("[^"]+"(?: if \w+ else "[^"]+")?)', source)
    acts = {name for item in written for name in re.findall(r'"([^"]+)"', item)}
    assert {name.partition(",")[0] for name in ACTS} | OWN == acts
