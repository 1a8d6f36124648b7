"""A leave's life: the ladder, effect on duties, certificates, absenteeism, the return."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from desk_store import opened
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, case, on

from roster.desk.attendance.attendance_desk import adjust_shares, list_absences, list_violations, record_attendance
from roster.desk.delegation import delegate
from roster.desk.desk import SYSTEM
from roster.desk.duty_day.roll_call import Called, Mark, call_roll
from roster.desk.grades.grade_desk import set_grade
from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import cost_of, list_leave, months_without_case, read_leave
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy, open_vacancies
from roster.desk.ledger import ledger
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.grants_desk import answer_consent, consents, decide_grants
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import import_case, publish, published_roster, save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Duty, Grade, Leave, LeaveStatus, Month, Roster
from roster.model.approval import Delegation
from roster.model.attendance import Attendance, Presence
from roster.model.leave_request import LeaveState, uncovered_days

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 9E 14E 20N; b: 12E; c: 15E; l1: 16E"


def filed(desk, agent="a", actor=None, **given):
    values: dict[str, Any] = {"kind": "personal", "start": on(8), "end": on(8), "reason": "family"}
    values.update(given)
    return file_leave(desk, actor or agent, agent, **values)


def decided(desk, leave, *people, **given):
    for person in people:
        result = decide_leave(desk, person, leave.leave_id, approved=True, **given)
    return result


def days(desk, agent="a"):
    return [duty.day.day for duty in published_roster(desk, OCTOBER)[1].duties if duty.agent_id == agent]


def absences(desk):
    return [(item.agent_id, item.day.day, item.state, item.share) for item in list_absences(desk, OCTOBER)]


def test_leave_climbs_the_ladder_and_frees_its_duties(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk)
    assert decided(desk, leave, "l1").state is LeaveState.PENDING
    assert days(desk) == [8, 9, 14, 20]
    done = decided(desk, leave, DIRECTOR)
    assert done.state is LeaveState.EFFECTIVE
    assert days(desk) == [9, 14, 20]
    assert [(item.duty.agent_id, item.duty.day) for item in open_vacancies(desk, OCTOBER)] == [("a", on(8))]
    assert [item.step.office.value for item in read_leave(desk, leave.leave_id)[1]] == [
        "leader",
        "department_director",
    ]


def test_leave_of_two_duties_goes_on_to_the_centre_director(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk, end=on(9))
    assert decided(desk, leave, "l1", DIRECTOR).state is LeaveState.PENDING
    assert decided(desk, leave, CENTRE_DIRECTOR).state is LeaveState.EFFECTIVE


def test_two_adjoining_requests_are_added_up_though_one_is_effective_already(desk_of):
    desk = desk_of(TEXT)
    decided(desk, filed(desk), "l1", DIRECTOR)
    second = filed(desk, start=on(9), end=on(9))
    assert decided(desk, second, "l1", DIRECTOR).state is LeaveState.PENDING
    assert decided(desk, second, CENTRE_DIRECTOR).state is LeaveState.EFFECTIVE


def test_no_skipping_and_no_second_decision(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk)
    with pytest.raises(RefusedError):
        decided(desk, leave, DIRECTOR)
    decided(desk, leave, "l1")
    with pytest.raises(RefusedError):
        decided(desk, leave, "l1")


def test_a_deputy_decides_within_the_delegation(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk, "c", start=on(15), end=on(15))
    with pytest.raises(RefusedError):
        decided(desk, leave, "p2")
    delegate(desk, "l2", Delegation("l2", "p2", at(1, month=9), at(3, month=9)))
    decided(desk, leave, "p2")
    (made,) = read_leave(desk, leave.leave_id)[1]
    assert (made.by, made.on_behalf_of) == ("p2", "l2")
    with pytest.raises(RefusedError):
        delegate(desk, "p2", Delegation("l2", "p2", at(1), at(3)))
    with pytest.raises(InputError):
        delegate(desk, "l2", Delegation("l2", "p2", at(3), at(3)))


def test_the_same_leave_is_not_asked_for_twice(desk_of):
    desk = desk_of(TEXT)
    first = filed(desk)
    with pytest.raises(RefusedError, match=first.leave_id):
        filed(desk)
    withdraw_leave(desk, "a", first.leave_id)
    assert filed(desk).state is LeaveState.PENDING


def test_a_day_is_taken_once(desk_of):
    desk = desk_of(TEXT)
    first = filed(desk, start=on(13), end=on(14))
    for start, end, kind in ((14, 15, "personal"), (12, 13, "annual"), (12, 16, "personal"), (13, 13, "business")):
        with pytest.raises(RefusedError, match=f"{first.leave_id} .2026-10-13 to 2026-10-14"):
            filed(desk, start=on(start), end=on(end), kind=kind)
    assert filed(desk, start=on(15), end=on(15)).state is LeaveState.PENDING
    assert filed(desk, "b", start=on(13), end=on(13)).state is LeaveState.PENDING


def test_who_falls_ill_during_other_leave_is_ill_and_each_day_counts_once(desk_of):
    desk = desk_of(TEXT)
    # Annual leave from Friday, 16 October, to Monday the 19th: two working days; ill on the Monday.
    decided(desk, filed(desk, start=on(16), end=on(19), kind="annual"), "l1", DIRECTOR)
    (row,) = ledger(desk, OCTOBER, ["a"])
    assert row.leave_days == {"annual": 2}
    filed(desk, start=on(19), end=on(19), kind="sick")
    (row,) = ledger(desk, OCTOBER, ["a"])
    assert row.leave_days == {"annual": 1, "sick": 1}


def test_leave_for_a_month_without_a_case_is_kept_and_stands_in_its_case(desk_of):
    desk = desk_of(TEXT)
    asked = filed(desk, start=date(2026, 11, 10), end=date(2026, 11, 11), kind="annual")
    granted = filed(desk, start=date(2026, 11, 20), end=date(2026, 11, 20), kind="annual")
    assert months_without_case(desk, asked) == (OCTOBER.next,)
    assert decided(desk, granted, "l1", DIRECTOR).state is LeaveState.EFFECTIVE
    open_month(desk, SYSTEM, OCTOBER.next)
    assert months_without_case(desk, asked) == ()
    leaves = [(leave.start.day, leave.status.value) for leave in planning_case(desk, OCTOBER.next).leaves]
    assert leaves == [(20, "approved"), (10, "requested")]
    # What the plan grants is the request itself, and the ladder may decide it before the draft is published.
    draft = save_draft(desk, "l1", OCTOBER.next, Roster.of([], {1}))
    assert (draft.granted, draft.granted_requests) == ((), (asked.leave_id,))
    assert decided(desk, asked, "l1", DIRECTOR, CENTRE_DIRECTOR).state is LeaveState.EFFECTIVE


def test_leave_is_filed_for_a_month_back_at_most(desk_of):
    desk = desk_of(TEXT, now=at(31))
    with pytest.raises(RefusedError, match="too long ago"):
        filed(desk, start=date(2026, 9, 29), end=on(8))
    with pytest.raises(RefusedError, match="too long ago"):
        filed(desk, start=date(2026, 9, 29), end=date(2026, 9, 29), kind="sick")
    assert filed(desk, start=date(2026, 9, 30), end=on(1), kind="sick")


def test_a_kind_that_the_centre_does_not_know_is_bad_input(desk_of):
    desk = desk_of(TEXT)
    with pytest.raises(InputError, match="no kind of leave holliday"):
        filed(desk, kind="holliday")
    assert filed(desk, kind="annual").kind == "annual"


@pytest.mark.parametrize(("given", "short"), [({}, 16), ({"start_minute": 690}, 9)])
def test_sick_leave_its_cost_and_the_covers_of_its_duties_tell_one_gap(desk_of, given, short):
    seats = tuple((on(8), minute, "189", 2) for minute in range(480, 960, 30))
    desk = desk_of(TEXT, seats=seats)
    desk.clock.to(8, "07:00") if given else None
    leave = filed(desk, kind="sick", **given)
    gaps = {item.kind: (item.gap, item.counts) for item in waiting_for(desk, "l1")}
    assert gaps == {"leave": (short, True), "vacancy": (short, False)}
    assert cost_of(desk, leave.leave_id).seat_intervals_short == short


def test_a_centre_adds_kinds_of_leave_of_its_own(desk_of):
    desk = desk_of(TEXT, rules={"leave_kinds": ("maternity",)})
    assert filed(desk, kind="maternity").kind == "maternity"


def test_the_cost_is_shown_before_the_decision(desk_of):
    seats = tuple((on(8), minute, "189", 1) for minute in range(480, 960, 30))
    desk = desk_of(TEXT, seats=seats)
    cost = cost_of(desk, filed(desk).leave_id)
    assert [duty.day for duty in cost.duties] == [on(8)]
    assert cost.seat_intervals_short == 16
    assert [str(step) for step in cost.steps] == ["team leader T1", "department director"]
    assert "b" in {item.partner for item in cost.covers[cost.duties[0]]}
    assert days(desk) == [8, 9, 14, 20]


def test_sickness_that_counts_already_still_shows_what_it_costs_and_who_could_cover(desk_of):
    seats = tuple((on(8), minute, "189", 1) for minute in range(480, 960, 30))
    desk = desk_of(TEXT, seats=seats)
    leave = filed(desk, kind="sick")
    cost = cost_of(desk, leave.leave_id)
    assert [duty.day for duty in cost.duties] == [on(8)]
    assert cost.seat_intervals_short == 16
    assert "b" in {item.partner for item in cost.covers[cost.duties[0]]}
    cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="sickness")
    assert cost_of(desk, leave.leave_id).duties == ()


def test_a_leader_covers_a_vacant_duty_by_the_book(desk_of):
    desk = desk_of("a: 8E; b: 12E; c: 7L 15E; l1: 16E; l2: 17E")
    leave = filed(desk)
    decided(desk, leave, "l1", DIRECTOR)
    assert [item.partner for item in covers_of_vacancy(desk, leave.leave_id, on(8))] == ["b", "d", "p2", "l1", "l2"]
    with pytest.raises(RefusedError) as refusal:
        cover_vacancy(desk, "l1", leave.leave_id, on(8), "c", reason="leave")
    assert "REST" in " ".join(f"{item.rule} {item.message.en}" for item in refusal.value.refusals)
    assert {item.alternative.en for item in refusal.value.refusals} == {"let b cover it"}
    with pytest.raises(RefusedError):
        cover_vacancy(desk, "l2", leave.leave_id, on(8), "b", reason="leave")
    done = cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="leave", key="k")
    assert cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="leave", key="k").number == done.number == 1
    assert days(desk, "b") == [8, 12]
    assert open_vacancies(desk, OCTOBER) == ()
    assert ledger(desk, OCTOBER, ["b"])[0].swaps_used == 0
    with pytest.raises(NotFoundError):
        cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="again")


def test_withdrawn_and_declined_leave_leaves_the_duties(desk_of):
    desk = desk_of(TEXT)
    one, two = filed(desk), filed(desk, start=on(14), end=on(14))
    assert withdraw_leave(desk, "a", one.leave_id).state is LeaveState.WITHDRAWN
    assert decide_leave(desk, "l1", two.leave_id, approved=False, reason="short").state is LeaveState.DECLINED
    assert days(desk) == [8, 9, 14, 20]
    with pytest.raises(RefusedError):
        decided(desk, one, "l1")
    with pytest.raises(NotFoundError):
        withdraw_leave(desk, "b", two.leave_id)


def test_sickness_counts_at_once_and_is_provisional_until_the_certificate_is_in(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "07:00")
    leave = filed(desk, kind="sick", end=on(9))
    assert leave.state is LeaveState.PROVISIONAL
    assert days(desk) == [14, 20]
    assert decided(desk, leave, "l1").state is LeaveState.PROVISIONAL
    assert hand_in_certificate(desk, "a", leave.leave_id, on(8), on(8)).state is LeaveState.PROVISIONAL
    assert hand_in_certificate(desk, "a", leave.leave_id, on(9), on(9)).state is LeaveState.EFFECTIVE
    desk.clock.to(10, "08:00")
    assert sign_off_return(desk, "l1", leave.leave_id).state is LeaveState.RETURNED


def test_a_certificate_of_other_days_is_refused_and_one_of_its_last_day_is_kept(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "07:00")
    leave = filed(desk, kind="sick", end=on(9))
    for first, last in ((7, 7), (10, 12)):
        with pytest.raises(InputError) as caught:
            hand_in_certificate(desk, "a", leave.leave_id, on(first), on(last))
        assert caught.value.faults[0].field == "start"
        assert caught.value.faults[0].problem.zh.startswith("证明的日期与病假(")
    assert read_leave(desk, leave.leave_id)[0].certificates == ()
    leave_then = hand_in_certificate(desk, "a", leave.leave_id, on(9), on(12))
    assert leave_then.state is LeaveState.PROVISIONAL
    assert uncovered_days(leave_then) == (on(8),)


def test_a_certificate_that_does_not_come_makes_the_uncovered_days_absenteeism(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "07:00")
    leave = filed(desk, kind="sick", end=on(9))
    hand_in_certificate(desk, "a", leave.leave_id, on(8), on(8))
    desk.clock.to(10, "23:59")
    assert tick(desk)["lapsed"] == 0
    desk.clock.to(11)
    assert tick(desk)["lapsed"] == 1
    assert absences(desk) == [("a", 9, "final", 100)]
    assert read_leave(desk, leave.leave_id)[0].state is LeaveState.LAPSED


def test_leave_undecided_when_the_duty_starts_is_provisional_absenteeism_then_final(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    filed(desk)
    desk.clock.to(8, "07:59")
    assert tick(desk)["provisional"] == 0
    desk.clock.to(8, "08:00")
    assert tick(desk)["provisional"] == 1
    assert tick(desk)["provisional"] == 0
    assert absences(desk) == [("a", 8, "provisional", 100)]
    desk.clock.to(9, "23:59")
    assert tick(desk)["final"] == 0
    desk.clock.to(10)
    assert tick(desk)["final"] == 1
    assert absences(desk) == [("a", 8, "final", 100)]


def test_a_later_approval_with_consent_clears_it(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    leave = filed(desk)
    decide_leave(desk, "l1", leave.leave_id, approved=False)
    desk.clock.to(8, "09:00")
    tick(desk)
    assert absences(desk) == [("a", 8, "provisional", 100)]
    with pytest.raises(RefusedError):
        decided(desk, leave, "l1")
    assert decided(desk, leave, "l1", DIRECTOR, consent=True).state is LeaveState.EFFECTIVE
    assert absences(desk) == [("a", 8, "cleared", 100)]


def test_leave_declined_in_time_is_a_duty_to_be_worked(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk)
    decide_leave(desk, "l1", leave.leave_id, approved=False)
    desk.clock.to(8, "09:00")
    assert tick(desk)["provisional"] == 0


def test_only_ones_own_leader_or_oneself_signs_the_return(desk_of):
    desk = desk_of(TEXT)
    leave = filed(desk)
    decided(desk, leave, "l1", DIRECTOR)
    with pytest.raises(NotFoundError):
        sign_off_return(desk, "l2", leave.leave_id)
    desk.clock.to(9, "07:00")
    assert sign_off_return(desk, "a", leave.leave_id).state is LeaveState.RETURNED
    with pytest.raises(RefusedError):
        sign_off_return(desk, "a", leave.leave_id)


def test_an_idempotency_key_files_once(desk_of):
    desk = desk_of(TEXT)
    one = filed(desk, key="k")
    assert filed(desk, key="k").leave_id == one.leave_id
    assert len(list_leave(desk, on(1), on(31))) == 1


def test_attendance_raises_violations_from_twenty_minutes(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(9, "20:00")
    seen = [Attendance("a", on(8), late_minutes=19), Attendance("a", on(9), late_minutes=20, away_minutes=25)]
    assert record_attendance(desk, "l1", seen) == (Presence.LATE, Presence.AWAY)
    assert [(item.day.day, item.kind, item.minutes) for item in list_violations(desk, OCTOBER)] == [
        (9, "away", 25),
        (9, "late", 20),
    ]
    record_attendance(desk, "l1", [Attendance("a", on(9), late_minutes=3)])
    assert list_violations(desk, OCTOBER) == ()


def test_attendance_is_written_all_or_nothing_and_by_the_own_leader(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(9, "20:00")
    with pytest.raises(InputError, match="a has no duty on 2026-10-10"):
        record_attendance(desk, "l1", [Attendance("a", on(8), late_minutes=30), Attendance("a", on(10))])
    assert list_violations(desk, OCTOBER) == ()
    with pytest.raises(RefusedError):
        record_attendance(desk, "l2", [Attendance("a", on(8))])


def test_an_absence_without_leave_is_absenteeism_and_final_the_day_after_next(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "20:00")
    record_attendance(desk, SYSTEM, [Attendance("a", on(8), absent=True)])
    assert absences(desk) == [("a", 8, "provisional", 100)]
    desk.clock.to(10)
    tick(desk)
    assert absences(desk) == [("a", 8, "final", 100)]


def test_a_duty_is_missed_once_whoever_tells_of_it(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    leave = filed(desk, kind="personal")
    desk.clock.to(8, "09:00")
    tick(desk)
    record_attendance(desk, "l1", [Attendance("a", on(8), absent=True)])
    assert absences(desk) == [("a", 8, "provisional", 100)]
    assert decided(desk, leave, "l1", DIRECTOR, consent=True).state is LeaveState.EFFECTIVE
    desk.clock.to(12)
    tick(desk)
    assert absences(desk) == [("a", 8, "cleared", 100)]


def test_a_later_approval_clears_what_attendance_told(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    leave = filed(desk)
    desk.clock.to(8, "08:30")
    record_attendance(desk, "l1", [Attendance("a", on(8), absent=True)])
    decided(desk, leave, "l1", DIRECTOR, consent=True)
    desk.clock.to(12)
    tick(desk)
    assert absences(desk) == [("a", 8, "cleared", 100)]


def test_corrected_attendance_clears_its_own_day_and_no_other(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    filed(desk, end=on(9))
    desk.clock.to(9, "09:00")
    tick(desk)
    record_attendance(desk, "l1", [Attendance("a", on(9))])
    assert absences(desk) == [("a", 8, "provisional", 100), ("a", 9, "cleared", 100)]
    desk.clock.to(14, "09:00")
    record_attendance(desk, "l1", [Attendance("a", on(14), absent=True)])
    record_attendance(desk, "l1", [Attendance("a", on(14))])
    assert absences(desk)[2:] == [("a", 14, "cleared", 100)]
    record_attendance(desk, "l1", [Attendance("a", on(14), absent=True)])
    assert absences(desk)[2:] == [("a", 14, "provisional", 100)]


@pytest.mark.parametrize("seen_by_the_clock", [True, False])
def test_taking_a_request_back_after_its_duty_began_leaves_the_absence(desk_of, seen_by_the_clock):
    desk = desk_of(TEXT)
    desk.clock.to(8, "06:00")
    leave = filed(desk)
    desk.clock.to(8, "09:00")
    if seen_by_the_clock:
        tick(desk)
    withdraw_leave(desk, "a", leave.leave_id)
    assert absences(desk) == [("a", 8, "provisional", 100)]
    desk.clock.to(10)
    tick(desk)
    assert absences(desk) == [("a", 8, "final", 100)]


def swapped(desk):
    swap = request_swap(desk, "a", on(8), "b", on(12), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    return approve_swap(desk, "l1", swap.swap_id)


@pytest.mark.parametrize(
    ("confirms", "late", "handover", "presence", "violations"),
    [
        (True, 0, False, [("b", 8, "provisional", 100)], []),
        (False, 0, False, [("a", 8, "provisional", 50), ("b", 8, "provisional", 50)], []),
        (False, 20, True, [("a", 8, "provisional", 50), ("b", 8, "provisional", 50)], []),
        (False, 20, False, [], ["late"]),
        (False, 19, True, [], []),
    ],
)
def test_a_failed_swapped_duty_has_one_consequence(desk_of, confirms, late, handover, presence, violations):
    desk = desk_of(TEXT)
    swap = swapped(desk)
    if confirms:
        confirm_handover(desk, "b", swap.swap_id)
    desk.clock.to(8, "09:00")
    record_attendance(desk, "l1", [Attendance("b", on(8), late_minutes=late, absent=not late, handover=handover)])
    assert absences(desk) == presence
    assert [item.kind for item in list_violations(desk, OCTOBER)] == violations


def test_the_shares_follow_the_roll_call_and_are_cleared_by_who_comes_after_all(desk_of):
    desk = desk_of(TEXT)
    swapped(desk)
    desk.clock.to(8, "08:05")
    call_roll(desk, "l1", on(8), "E", [Mark("b", Called.ABSENT)])
    assert absences(desk) == [("a", 8, "provisional", 50), ("b", 8, "provisional", 50)]
    desk.clock.to(8, "08:30")
    call_roll(desk, "l1", on(8), "E", [Mark("b", Called.LATE, 30)])
    assert {(who, state) for who, _, state, _ in absences(desk)} == {("a", "cleared"), ("b", "cleared")}
    assert [(item.agent_id, item.kind, item.minutes) for item in list_violations(desk, OCTOBER)] == [("b", "late", 30)]


def test_the_leader_may_divide_it_otherwise_with_a_reason(desk_of):
    desk = desk_of(TEXT)
    swap = swapped(desk)
    desk.clock.to(8, "09:00")
    record_attendance(desk, "l1", [Attendance("b", on(8), absent=True)])
    with pytest.raises(InputError):
        adjust_shares(desk, "l1", swap.swap_id, on(8), {"a": 80, "b": 20}, reason="")
    with pytest.raises(InputError):
        adjust_shares(desk, "l1", swap.swap_id, on(8), {"a": 80, "b": 30}, reason="told too late")
    with pytest.raises(RefusedError):
        adjust_shares(desk, "l2", swap.swap_id, on(8), {"a": 80, "b": 20}, reason="told too late")
    adjust_shares(desk, "l1", swap.swap_id, on(8), {"a": 80, "b": 20}, reason="told too late")
    assert absences(desk) == [("a", 8, "final", 80), ("b", 8, "final", 20)]


def test_the_ledger_tells_what_was_used_owed_and_carried(desk_of):
    desk = desk_of(TEXT)
    swapped(desk)
    decided(desk, filed(desk, start=on(14), end=on(14)), "l1", DIRECTOR)
    rows = {row.agent_id: row for row in ledger(desk, OCTOBER)}
    assert (rows["a"].swaps_used, rows["a"].swaps_left) == (1, 1)
    assert (rows["c"].swaps_used, rows["c"].swaps_left) == (0, 2)
    assert rows["a"].leave_days == {"personal": 1}
    assert rows["a"].nights == 1
    # The team's one night by contracts: a's are 17 of 18 days, since one is leave.
    assert rows["a"].team_nights == pytest.approx(17 / 53)
    assert rows["a"].paid_minutes == 3 * 480
    assert rows["b"].leave_days == {}


def test_closing_a_month_freezes_it_and_carries_it_into_the_next(desk_of):
    desk = desk_of("a: 5E 17E 28E 31N; b: 12E")
    # The last night runs until six: its agent may still fall ill.
    for day, wall, month in ((31, "12:00", 10), (1, "05:59", 11)):
        desk.clock.to(day, wall, month)
        with pytest.raises(RefusedError) as early:
            close_month(desk, DIRECTOR, OCTOBER)
        assert "2026-11-01 06:00" in str(early.value)
    desk.clock.to(1, "06:00", month=11)
    with pytest.raises(RefusedError):
        close_month(desk, "l1", OCTOBER)
    closed = close_month(desk, DIRECTOR, OCTOBER)
    assert (closed.duties, closed.agents) == (5, 7)
    with pytest.raises(RefusedError):
        close_month(desk, DIRECTOR, OCTOBER)
    with pytest.raises(RefusedError):
        request_swap(desk, "a", on(28), "b", on(12), reason="x")
    november = replace(case(), centre=replace(case().centre, month=OCTOBER.next))
    import_case(desk, SYSTEM, november)
    history = planning_case(desk, OCTOBER.next).history
    assert {(duty.agent_id, duty.day.day, duty.shift) for duty in history} == {
        ("a", 5, "E"),
        ("a", 17, "E"),
        ("a", 28, "E"),
        ("a", 31, "N"),
        ("b", 12, "E"),
    }
    draft = save_draft(desk, "l1", OCTOBER.next, Roster.of([Duty("a", OCTOBER.next.first, "E", "189")]))
    with pytest.raises(RefusedError) as refusal:
        publish(desk, DIRECTOR, draft.roster_id)
    assert "NIGHT" in {item.rule for item in refusal.value.refusals}
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    (row,) = ledger(desk, OCTOBER.next, ["a"])
    assert (row.nights, row.weekends, row.holidays) == (1, 3, 1)


def test_a_grade_holds_from_its_day_on(desk_of):
    desk = desk_of("a: 8E 14E; d: 13E/189 18E/189")
    with pytest.raises(RefusedError):
        request_swap(desk, "a", on(14), "d", on(18), reason="x")
    set_grade(desk, SYSTEM, "a", on(10), Grade.INTERMEDIATE)
    assert request_swap(desk, "a", on(14), "d", on(18), reason="x").swap_id


def test_granted_leave_is_a_proposal_until_the_chain_has_approved_it(lite):
    wanted = (
        Leave("a", "annual", on(9), on(9), LeaveStatus.REQUESTED),
        Leave("c", "sick", on(9), on(9), LeaveStatus.REQUESTED),
    )
    desk = opened(lite, "", publishes=False, leaves=wanted)
    draft = save_draft(desk, "l1", OCTOBER, Roster.of([Duty("a", on(8), "E", "189")], [0, 1]))
    with pytest.raises(RefusedError) as refusal:
        publish(desk, DIRECTOR, draft.roster_id)
    assert [(item.rule, str(item.measured)) for item in refusal.value.refusals] == [("LEAVE-3", "1")]
    with pytest.raises(RefusedError):
        decide_grants(desk, DIRECTOR, draft.roster_id)
    assert decide_grants(desk, "l1", draft.roster_id) == (0,)
    assert decide_grants(desk, DIRECTOR, draft.roster_id) == (0,)
    publish(desk, DIRECTOR, draft.roster_id)


def test_a_declined_grant_leaves_the_draft(lite):
    desk = opened(lite, "", publishes=False, leaves=(Leave("a", "annual", on(9), on(9), LeaveStatus.REQUESTED),))
    draft = save_draft(desk, "l1", OCTOBER, Roster.of([Duty("a", on(8), "E", "189")], [0]))
    decide_grants(desk, "l1", draft.roster_id, approved=False)
    publish(desk, DIRECTOR, draft.roster_id)
    assert published_roster(desk, OCTOBER)[1].granted == frozenset()


def test_a_re_plan_lists_whose_duty_it_moves_and_waits_for_their_word(desk_of):
    desk = desk_of("a: 8E 14E; b: 12E")
    version, _ = published_roster(desk, OCTOBER)
    moved = Roster.of([Duty("a", on(8), "E", "189"), Duty("b", on(14), "E", "189"), Duty("b", on(12), "E", "189")])
    draft = save_draft(desk, "l1", OCTOBER, moved, re_plans=version)
    assert [(item.agent_id, item.day.day, item.state) for item in consents(desk, draft.roster_id)] == [
        ("a", 14, "asked"),
        ("b", 14, "asked"),
    ]
    with pytest.raises(RefusedError):
        publish(desk, DIRECTOR, draft.roster_id)
    answer_consent(desk, "a", draft.roster_id, on(14), agrees=True)
    with pytest.raises(RefusedError):
        publish(desk, DIRECTOR, draft.roster_id)
    answer_consent(desk, "b", draft.roster_id, on(14), agrees=True)
    publish(desk, DIRECTOR, draft.roster_id)
    assert published_roster(desk, OCTOBER)[1] == moved


def test_leave_that_overlaps_is_refused_or_expressly_replaces_the_other(desk_of):
    desk = desk_of(TEXT)
    first = filed(desk, kind="annual", end=on(9))
    decided(desk, first, "l1", DIRECTOR, CENTRE_DIRECTOR)
    assert days(desk) == [14, 20]
    with pytest.raises(RefusedError) as refused:
        filed(desk, start=on(9), end=on(9))
    assert refused.value.refusals[0].alternative.en == "or say that this one replaces it"
    second = filed(desk, start=on(9), end=on(9), replacing=True)
    states = {item.leave_id: item.state for item in list_leave(desk, on(8), on(9))}
    assert states == {first.leave_id: LeaveState.WITHDRAWN, second.leave_id: LeaveState.PENDING}
    assert days(desk) == [8, 9, 14, 20]
    third = filed(desk, start=on(9), end=on(10), replacing=True)
    assert read_leave(desk, second.leave_id)[0].state is LeaveState.WITHDRAWN
    assert third.state is LeaveState.PENDING


def test_whatever_refuses_a_leave_is_told_at_once(desk_of):
    desk = desk_of(TEXT, now=at(9))
    filed(desk, start=on(20), end=on(21), special=True)
    with pytest.raises(RefusedError) as refused:  # a night, without a reason, on days that another leave takes
        filed(desk, start=on(20), end=on(20), reason="")
    assert [refusal.rule for refusal in refused.value.refusals] == ["LEAVE-1", "LEAVE-6", "STATE"]
    desk.clock.to(31)
    with pytest.raises(RefusedError) as refused:  # long over, and without a reason
        filed(desk, start=date(2026, 9, 20), end=date(2026, 9, 20), reason="")
    assert [refusal.rule for refusal in refused.value.refusals] == ["LEAVE-1", "STATE"]
    with pytest.raises(InputError) as bad:
        filed(desk, kind="moon", start=on(21), end=on(20))
    assert [fault.field for fault in bad.value.faults] == ["kind", "end"]


def test_leave_that_has_begun_is_not_replaced_and_nothing_is_withdrawn_where_the_new_one_is_refused(desk_of):
    desk = desk_of(TEXT)
    first = filed(desk, kind="annual", end=on(9))
    decided(desk, first, "l1", DIRECTOR, CENTRE_DIRECTOR)
    with pytest.raises(RefusedError):  # filed for somebody by another: theirs stays
        filed(desk, actor="l1", start=on(9), end=on(9), replacing=True)
    desk.clock.to(8, "10:00")
    with pytest.raises(RefusedError) as refused:
        filed(desk, start=on(9), end=on(9), replacing=True)
    assert "that one has begun: sign off its return first" in [
        refusal.alternative.en for refusal in refused.value.refusals if refusal.alternative
    ]
    assert read_leave(desk, first.leave_id)[0].state is LeaveState.EFFECTIVE
