"""请假制度汇编, 客服人员守则 2.22: each clause from either side of its boundary."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_world import (
    CENTRE_DIRECTOR,
    DIRECTOR,
    asked,
    at,
    board,
    clock,
    consents,
    flagged,
    leave,
    on,
    refused,
)

from roster.desk.policy.ladder import added_up, leave_days, leave_steps
from roster.desk.policy.sickness import certificate_due, certified, needs_certificate
from roster.model import Leave
from roster.model.approval import Approval, DecisionAct, Office, Step
from roster.model.attendance import Attendance
from roster.model.leave_request import Certificate, LeaveState
from roster.text import Text

LEADER, TOP = Step(Office.LEADER, "T1"), Step(Office.CENTRE_DIRECTOR)
DEPARTMENT = Step(Office.DIRECTOR)
EARLY = at(1, month=9)


def approvals(*steps):
    return tuple(Approval(step, True, "x", EARLY) for step in steps)


@pytest.mark.parametrize(("reason", "rules"), [("", {"LEAVE-1"}), (" ", {"LEAVE-1"}), ("wedding", set())])
def test_leave_1_names_a_reason(reason, rules):
    assert refused(leave("a", "personal", 8, 8, EARLY, reason=reason), board("a: 8E")) == rules


def test_leave_1_ends_after_it_starts():
    assert refused(leave("a", "personal", 9, 8, EARLY), board("a: 8E")) == {"LEAVE-1"}


@pytest.mark.parametrize(("day", "wall", "late"), [(7, "23:59:59", False), (8, "00:00", True), (8, "07:00", True)])
def test_leave_2a_by_the_end_of_the_day_before(day, wall, late):
    rules_flagged = flagged(leave("a", "personal", 8, 8, at(day, wall)), board("a: 8E"))
    assert ("LEAVE-2a" in rules_flagged) is late
    assert ("LEAVE-2c" in rules_flagged) is late


@pytest.mark.parametrize(("wall", "late"), [("23:00", False), ("23:01", True)])
def test_leave_2a_is_the_earlier_of_the_day_before_and_an_hour_before(wall, late):
    # a duty from 00:00 on the 9th: the day before ends at its start, an hour before is 23:00
    rules_flagged = flagged(leave("a", "annual", 9, 9, at(8, wall), special=False), board("a: 9E"))
    assert "LEAVE-2a" not in rules_flagged
    request = leave("a", "personal", 9, 9, at(8, wall))
    assert ("LEAVE-2a" in flagged(request, board("a: 9Z"))) is late


def test_leave_2a_without_a_duty_the_first_day_counts():
    assert "LEAVE-2a" not in flagged(leave("a", "personal", 8, 8, at(7, "22:59")), board("a: 12E"))
    assert "LEAVE-2a" in flagged(leave("a", "personal", 8, 8, at(8, "00:00")), board("a: 12E"))


def test_leave_2a_days_of_notice_are_a_parameter():
    world = board("a: 12E", rules={"personal_notice_days": 2})
    assert "LEAVE-2a" not in flagged(leave("a", "personal", 12, 12, at(10, "23:59")), world)
    assert "LEAVE-2a" in flagged(leave("a", "personal", 12, 12, at(11)), world)


@pytest.mark.parametrize(("wall", "late"), [("06:59", False), ("07:00", False), ("07:00:01", True)])
def test_leave_2b_special_an_hour_before_the_shift(wall, late):
    rules_flagged = flagged(leave("a", "personal", 8, 8, at(8, wall), special=True), board("a: 8E"))
    assert ("LEAVE-2b" in rules_flagged) is late
    assert ("LEAVE-2c" in rules_flagged) is late


def test_leave_2b_counts_elapsed_minutes_over_a_clock_change():
    # In Berlin 25 October has 25 h; a duty at 08:00 CET starts an hour after 07:00 CET
    world = board("a: 25E", zone="Europe/Berlin")
    start = world.stint(world.duty("a", on(25))).start
    exact = leave("a", "personal", 25, 25, start - timedelta(minutes=60), special=True)
    assert "LEAVE-2b" not in flagged(exact, world)
    assert "LEAVE-2b" in flagged(replace(exact, filed_at=start - timedelta(minutes=59)), world)


def test_leave_2c_a_late_leave_needs_express_consent():
    world, request = board("a: 8E"), leave("a", "personal", 8, 8, at(8, "06:00"))
    assert "LEAVE-2c" in consents(request, world)
    assert refused(DecisionAct(request, "l1", True), world, at(8, "06:30")) == {"LEAVE-2c"}
    assert refused(DecisionAct(request, "l1", True, consent=True), world, at(8, "06:30")) == set()
    assert refused(DecisionAct(request, "l1", False), world, at(8, "06:30")) == set()


def test_leave_2c_leave_in_time_needs_none():
    world, request = board("a: 8E"), leave("a", "personal", 8, 8, at(7, "12:00"))
    assert consents(request, world) == set()
    assert refused(DecisionAct(request, "l1", True), world, at(7, "13:00")) == set()


@pytest.mark.parametrize(("wall", "late"), [("07:59:59", False), ("08:00", True)])
def test_leave_2d_sickness_before_the_shift(wall, late):
    request = leave("a", "sick", 8, 8, at(8, wall))
    assert ("LEAVE-2d" in flagged(request, board("a: 8E"))) is late
    assert refused(request, board("a: 8E")) == set()


@pytest.mark.parametrize(
    ("actor", "made", "rules"),
    [
        ("l1", (), set()),
        ("l2", (), {"LEAVE-3"}),
        (DIRECTOR, (), {"LEAVE-3"}),
        (CENTRE_DIRECTOR, (), {"LEAVE-3"}),
        ("a", (), {"LEAVE-3"}),
        ("b", (), {"LEAVE-3"}),
        (DIRECTOR, (LEADER,), set()),
        ("l1", (LEADER,), {"LEAVE-3"}),
        (CENTRE_DIRECTOR, (LEADER,), {"LEAVE-3"}),
        (CENTRE_DIRECTOR, (LEADER, DEPARTMENT), set()),
    ],
)
def test_leave_3_step_by_step_without_skipping_or_crossing(actor, made, rules):
    world = board("a: 8E 9E")
    request = leave("a", "personal", 8, 9, EARLY)
    assert refused(DecisionAct(request, actor, True, approvals(*made)), world, EARLY) == rules


def test_leave_3_the_refusal_tells_skipping_from_crossing():
    world, request = board("a: 8E"), leave("a", "personal", 8, 8, EARLY)
    (skipped,) = asked(DecisionAct(request, DIRECTOR, True), world, EARLY).refusals
    (crossed,) = asked(DecisionAct(request, "l2", True), world, EARLY).refusals
    assert "skipped" in skipped.message.en
    assert "crossing" in crossed.message.en
    assert skipped.allowed == crossed.allowed == Text("T1 班长", "team leader T1")


@pytest.mark.parametrize(("end", "steps"), [(8, (LEADER, DEPARTMENT)), (9, (LEADER, DEPARTMENT, TOP))])
def test_leave_3_the_department_director_is_final_up_to_a_day(end, steps):
    assert leave_steps(leave("a", "personal", 8, end, EARLY), board("a: 8E 9E")) == steps


def test_leave_3_counts_duties_touched_where_a_roster_is_published():
    request = leave("a", "personal", 8, 11, EARLY)
    assert leave_days(request, board("a: 8E 15E")) == 1
    assert leave_days(request, board("a: 8E 9E 15E")) == 2
    assert leave_days(request, board("a: 8E", published=False)) == 4


def test_leave_3_a_night_of_the_eve_is_no_duty_touched():
    assert leave_days(leave("a", "personal", 9, 9, EARLY), board("a: 8N 12E")) == 0
    assert leave_days(leave("a", "personal", 8, 8, EARLY), board("a: 8N 12E")) == 1
    assert leave_days(leave("a", "personal", 9, 9, EARLY), board("a: 8L 12E")) == 0


def test_leave_3_adjoining_and_overlapping_requests_are_added_up():
    first = leave("a", "personal", 8, 8, EARLY, leave_id="one")
    second = leave("a", "personal", 9, 9, EARLY, leave_id="two")
    apart = leave("a", "personal", 11, 11, EARLY, leave_id="three")
    text = "a: 8E 9E 10E 11E"
    assert leave_days(second, board(text, requests=(first, second))) == 2
    assert leave_days(apart, board(text, requests=(first, second, apart))) == 1
    chained = leave("a", "annual", 10, 10, EARLY, leave_id="four")
    assert {item.leave_id for item in added_up(chained, board(text, requests=(first, second, apart)))} == {
        "one",
        "two",
        "three",
        "four",
    }


def test_leave_3_ended_requests_and_other_people_are_not_added_up():
    gone = leave("a", "personal", 8, 8, EARLY, leave_id="one", state=LeaveState.WITHDRAWN)
    other = leave("b", "personal", 8, 8, EARLY, leave_id="two")
    assert leave_days(leave("a", "personal", 9, 9, EARLY), board("a: 8E 9E; b: 8E", requests=(gone, other))) == 1


def test_leave_3_a_leaders_own_leave_starts_at_the_director():
    assert leave_steps(leave("l1", "personal", 8, 8, EARLY), board("l1: 8E")) == (DEPARTMENT,)
    request = leave("l1", "personal", 8, 8, EARLY)
    assert refused(DecisionAct(request, "l1", True), board("l1: 8E"), EARLY) == {"LEAVE-3"}
    assert refused(DecisionAct(request, DIRECTOR, True), board("l1: 8E"), EARLY) == set()


def test_leave_3_a_leader_who_files_business_leave_has_consented_by_filing():
    request = leave("a", "business", 8, 8, EARLY, filed_by="l1")
    assert leave_steps(request, board("a: 8E")) == (DEPARTMENT, TOP)
    by_the_director = leave("a", "business", 8, 8, EARLY, filed_by=DIRECTOR)
    assert leave_steps(by_the_director, board("a: 8E")) == (LEADER, TOP)


def test_leave_3_a_deputys_own_leave_starts_at_the_leader():
    assert leave_steps(leave("p2", "personal", 8, 8, EARLY), board("p2: 8E"))[0] == Step(Office.LEADER, "T2")


def test_leave_3_sickness_is_acknowledged_not_declined():
    world, request = board("a: 8E"), leave("a", "sick", 8, 8, at(8, "07:00"))
    assert refused(DecisionAct(request, "l1", False), world, at(8, "07:30")) == {"LEAVE-3"}
    assert refused(DecisionAct(request, "l1", True), world, at(8, "07:30")) == set()


@pytest.mark.parametrize(
    ("kind", "by", "rules"),
    [
        ("personal", "b", {"LEAVE-4"}),
        ("annual", "l1", {"LEAVE-4"}),
        ("personal", "a", set()),
        ("sick", "b", set()),
        ("emergency", "a mother", set()),
        ("business", "l1", set()),
        ("business", DIRECTOR, set()),
        ("business", "l2", {"LEAVE-4"}),
        ("study", "l1", {"LEAVE-4"}),
    ],
)
def test_leave_4_in_person_but_for_sickness_and_business(kind, by, rules):
    assert refused(leave("a", kind, 8, 8, EARLY, filed_by=by), board("a: 8E")) == rules


def test_leave_5a_one_duty_counts_as_a_full_day():
    assert needs_certificate(leave("a", "sick", 8, 8, EARLY), board("a: 8E"))
    assert not needs_certificate(leave("a", "sick", 8, 8, EARLY), board("a: 9E"))
    assert "LEAVE-5a" in flagged(leave("a", "sick", 8, 8, EARLY), board("a: 8E"))
    assert "LEAVE-5a" not in flagged(leave("a", "sick", 8, 8, EARLY), board("a: 9E"))


def test_leave_5b_an_emergency_may_bring_its_certificate_later_or_none():
    request = leave("a", "emergency", 8, 8, at(8, "07:59"), filed_by="a neighbour")
    assert refused(request, board("a: 8E")) == set()
    assert "LEAVE-5b" in flagged(request, board("a: 8E"))
    assert "LEAVE-5b" not in flagged(request, board("a: 8E", rules={"emergency_certificate": "none"}))


@pytest.mark.parametrize(
    ("ranges", "fine"),
    [
        (((8, 10),), True),
        (((8, 8), (9, 10)), True),
        (((8, 9), (9, 12)), True),
        (((8, 8), (10, 10)), False),
        (((9, 10),), False),
        (((8, 9),), False),
        ((), False),
    ],
)
def test_leave_5c_certificates_cover_the_leave_without_a_gap(ranges, fine):
    papers = tuple(Certificate(on(start), on(end), at(9)) for start, end in ranges)
    request = leave("a", "sick", 8, 10, EARLY, certificates=papers)
    assert certified(request, board("a: 8E 9E 10E")) is fine


def test_leave_5c_due_on_the_first_calendar_day_after():
    world = board("a: 8E")
    due = certificate_due(leave("a", "sick", 8, 10, EARLY), world)
    assert due == at(12)
    papers = (Certificate(on(8), on(9), at(9)),)
    request = leave("a", "sick", 8, 10, EARLY, certificates=papers)

    def said(now):
        return next(item.message.en for item in asked(request, world, now).flags if item.rule == "LEAVE-5c")

    assert "absenteeism" not in said(at(11, "23:59"))
    assert "absenteeism" in said(at(12))


@pytest.mark.parametrize(
    ("special", "day", "wall", "rules"),
    [
        (True, 8, "11:59:59", set()),
        (True, 8, "12:00", {"LEAVE-6"}),
        (True, 8, "13:00", {"LEAVE-6"}),
        (False, 5, "08:00", {"LEAVE-6"}),
    ],
)
def test_leave_6_no_leave_on_nights_but_special_before_noon(special, day, wall, rules):
    request = leave("a", "personal", 8, 8, at(day, wall), special=special)
    assert refused(request, board("a: 8N")) == rules
    if not rules:
        assert "LEAVE-6" in consents(request, board("a: 8N"))


@pytest.mark.parametrize(("day", "wall", "rules"), [(8, "11:59", set()), (8, "12:00", {"LEAVE-6"})])
def test_leave_6_a_duty_from_midnight_has_its_noon_the_day_before(day, wall, rules):
    assert refused(leave("a", "personal", 9, 9, at(day, wall), special=True), board("a: 9Z")) == rules


def test_leave_6_needs_express_consent_and_never_refuses_sickness():
    world, request = board("a: 8N"), leave("a", "personal", 8, 8, at(7), special=True)
    assert refused(DecisionAct(request, "l1", True), world, at(7, "08:00")) == {"LEAVE-6"}
    assert refused(DecisionAct(request, "l1", True, consent=True), world, at(7, "08:00")) == set()
    sick = leave("a", "sick", 8, 8, at(8, "20:00"))
    assert refused(sick, world) == set()
    assert "LEAVE-6" in flagged(sick, world)


def test_leave_6_the_alternative_tells_a_way_while_there_is_one():
    (early,) = asked(leave("a", "personal", 8, 8, at(8, "08:00")), board("a: 8N")).refusals
    (late,) = asked(leave("a", "personal", 8, 8, at(8, "13:00")), board("a: 8N")).refusals
    assert "special" in early.alternative.en
    assert late.alternative.en == "let b cover it"


@pytest.mark.parametrize(
    ("extreme", "day", "wall", "rules"),
    [
        (True, 4, "23:59:59", set()),
        (True, 5, "00:00", {"LEAVE-7"}),
        (False, 1, "00:00", {"LEAVE-7"}),
    ],
)
def test_leave_7_no_leave_on_holidays_but_extreme_two_days_ahead(extreme, day, wall, rules):
    request = leave("a", "personal", 6, 6, at(day, wall), extreme=extreme)
    assert refused(request, board("a: 6E")) == rules
    if not rules:
        assert "LEAVE-7" in consents(request, board("a: 6E"))


def test_leave_7_names_the_holiday_duty_and_offers_the_split():
    (refusal,) = asked(leave("a", "personal", 7, 9, EARLY), board("a: 7E 8E 9E")).refusals
    assert refusal.rule == "LEAVE-7"
    assert "2026-10-07 E" in refusal.message.en
    assert refusal.alternative.en == "split it into 2026-10-08 – 2026-10-09"


def test_leave_7_a_holiday_without_a_duty_is_nobodys_business():
    assert refused(leave("a", "personal", 7, 8, EARLY), board("a: 8E")) == set()


def test_leave_7_before_the_roster_exists_the_days_themselves_count():
    world = board("", published=False)
    assert refused(leave("a", "personal", 7, 8, EARLY), world) == {"LEAVE-7"}
    assert refused(leave("a", "personal", 7, 8, EARLY, extreme=True), world) == set()
    assert refused(leave("a", "personal", 8, 9, EARLY), world) == set()


def test_leave_7_sickness_on_a_holiday_is_flagged_only():
    request = leave("a", "sick", 6, 6, at(6, "07:00"))
    assert refused(request, board("a: 6E")) == set()
    assert "LEAVE-7" in flagged(request, board("a: 6E"))


@pytest.mark.parametrize(
    ("late", "away", "violation"), [(19, 19, False), (20, 0, True), (0, 20, True), (21, 25, True), (0, 0, False)]
)
def test_leave_8_twenty_minutes_late_or_away_is_a_violation(late, away, violation):
    seen = Attendance("a", on(8), late_minutes=late, away_minutes=away)
    assert ("LEAVE-8" in flagged(seen, board("a: 8E"), at(8, "20:00"))) is violation


def test_leave_8_not_with_leave():
    world = board("a: 8E", leaves=(Leave("a", "personal", on(8), on(8)),))
    assert flagged(Attendance("a", on(8), late_minutes=60), world, at(8, "20:00")) == set()


@pytest.mark.parametrize(("kind", "top"), [("business", True), ("study", True), ("personal", False), ("annual", False)])
def test_leave_9_business_and_study_end_with_the_centre_director(kind, top):
    request = leave("a", kind, 8, 8, EARLY)
    assert (TOP in leave_steps(request, board("a: 8E"))) is top
    assert ("LEAVE-9" in flagged(request, board("a: 8E"))) is top


def test_leave_10_names_the_duties_that_fall_vacant():
    (flag,) = [
        item for item in asked(leave("a", "sick", 8, 9, EARLY), board("a: 8E 9L 12E")).flags if item.rule == "LEAVE-10"
    ]
    assert "2026-10-08 E, 2026-10-09 L" in flag.message.en
    assert "LEAVE-10" not in flagged(leave("a", "sick", 10, 11, EARLY), board("a: 8E 9L 12E"))


def test_deadlines_read_the_clock_that_is_given():
    assert clock(8, "07:00").now() == at(8, "07:00")
