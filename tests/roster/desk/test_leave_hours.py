"""Leave from a time of day to one: which duties it touches, what stands, who covers the rest, how it ends."""

from dataclasses import replace

import pytest
from desk_world import SHIFTS, at, board, on

from roster.desk.attendance.attendance_desk import (
    check_in,
    contradictions,
    list_absences,
    list_attendance,
    list_violations,
    record_attendance,
)
from roster.desk.duty_day.hand_over import read_state, relieve
from roster.desk.duty_day.permits import grant_permit
from roster.desk.duty_day.roll_call import call_roll, read_roll
from roster.desk.inbox.waiting import waiting_for
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import cost_of, read_leave
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_of_vacancy, open_vacancies
from roster.desk.policy.deadlines import duties_touched, sickness_deadline
from roster.desk.policy.leave_hours import is_cut, part_taken, worked_span
from roster.desk.policy.sickness import needs_certificate
from roster.errors import InputError, RefusedError
from roster.model import Duty, Month, Shift
from roster.model.attendance import Attendance, Presence, Reading
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.swap import SwapState

OCTOBER = Month(2026, 10)
SHORT = (*SHIFTS, Shift("S", 720, 960), Shift("M", 660, 960))
SEATS = tuple((on(8), minute, "189", 1) for minute in range(480, 960, 30))


def hours(text):
    """`8 11:00 8 15:00`, an hour left out with `-`."""
    first, begin, last, until = text.split()

    def minute(word):
        return None if word == "-" else int(word[:2]) * 60 + int(word[3:])

    return {"start": on(int(first)), "start_minute": minute(begin), "end": on(int(last)), "end_minute": minute(until)}


def asked(text, filed=None, kind="personal"):
    span = hours(text)
    times = {key: span.pop(key) for key in ("start_minute", "end_minute")}
    return LeaveRequest("a", kind, span["start"], span["end"], "x", filed or at(1, month=9), **times)


TOUCHED = {
    # leave, when filed: which of a's duties 7N (to the 8th 06:00), 8E, 9L, 10N it touches, and what it takes of them
    "whole days take what starts on them": ("8 - 9 -", None, {8: "08:00–16:00", 9: "16:00–00:00"}),
    "from 11:00 it cuts the day's duty": ("8 11:00 8 -", None, {8: "11:00–16:00"}),
    "until 11:00 it cuts the other side": ("8 - 8 11:00", None, {8: "08:00–11:00"}),
    "within a duty": ("8 10:00 8 12:00", None, {8: "10:00–12:00"}),
    "from the minute at which the duty ends": ("8 16:00 8 20:00", None, {}),
    "from the minute before": ("8 15:59 8 20:00", None, {8: "15:59–16:00"}),
    "until the minute at which it starts": ("8 07:00 8 08:00", None, {}),
    "until the minute after": ("8 07:00 8 08:01", None, {8: "08:00–08:01"}),
    "round a whole duty": ("8 07:00 8 17:00", None, {8: "08:00–16:00"}),
    "from 02:00 it cuts the night of the eve": ("8 02:00 8 07:00", None, {7: "02:00–06:00"}),
    "from 06:00 that night stands": ("8 06:00 8 07:00", None, {}),
    "without a time that night stands": ("8 - 8 07:00", None, {}),
    "until a time the night before it is taken in part": ("10 - 11 02:00", None, {10: "22:00–02:00"}),
    "without a time the night is taken whole": ("10 - 10 -", None, {10: "22:00–06:00"}),
    "filed on duty for that hour": ("8 11:00 8 -", at(8, "11:00"), {8: "11:00–16:00"}),
    "filed on duty for the whole day": ("8 - 8 -", at(8, "11:00"), {}),
    "filed on duty for an hour before it": ("8 07:00 8 -", at(8, "11:00"), {}),
    "filed once the duty is over": ("8 11:00 8 -", at(8, "16:00"), {}),
}


@pytest.mark.parametrize("label", TOUCHED)
def test_which_duties_it_touches(label):
    text, filed, expected = TOUCHED[label]
    world = board("a: 7N 8E 9L 10N")
    leave = asked(text, filed)
    touched = {}
    for duty in duties_touched(leave, world):
        first, last = (world.month_case.local(moment) for moment in part_taken(leave, duty, world))
        touched[duty.day.day] = f"{first:%H:%M}–{last:%H:%M}"
    assert touched == expected


def test_a_duty_that_is_cut_is_not_a_full_day_of_sickness():
    world = board("a: 8E 9L")
    assert not needs_certificate(asked("8 11:00 8 -", kind="sick"), world)
    assert needs_certificate(asked("8 11:00 9 -", kind="sick"), world)
    assert needs_certificate(asked("8 08:00 8 16:00", kind="sick"), world)


def test_who_falls_ill_on_duty_reports_by_that_hour():
    world = board("a: 8E")
    leave = asked("8 11:00 8 -", kind="sick")
    assert not sickness_deadline(leave, world).missed_by(at(8, "11:00"))
    assert sickness_deadline(leave, world).missed_by(at(8, "11:01"))
    assert sickness_deadline(replace(leave, start_minute=None), world).missed_by(at(8, "08:00"))


def test_the_rest_of_a_cut_duty_fills_its_seats():
    free = board("a: 8E", seats=SEATS)
    leave = replace(asked("8 11:15 8 -", kind="sick"), state=LeaveState.EFFECTIVE, leave_id="v")
    cut = board("a: 8E", seats=SEATS, requests=[leave])
    assert is_cut(leave, cut.duties["a"][on(8)], cut)
    assert (free.seats.short_minutes(), cut.seats.short_minutes()) == (0, 300)


def ill_at_eleven(desk_of, text="a: 8E 9L; b: 12E", **given):
    desk = desk_of(text, seats=SEATS, **given)
    desk.clock.to(8, "11:00")
    return desk, file_leave(desk, "a", "a", kind="sick", reason="ill", **hours("8 11:00 8 -"))


def held(desk, agent="a"):
    return {(duty.day.day, duty.shift) for duty in desk.board(OCTOBER).duties[agent].values()}


def test_falling_ill_on_duty_makes_only_the_rest_vacant(desk_of):
    desk, leave = ill_at_eleven(desk_of)
    assert (leave.state, leave.first_text, leave.last_text) == (LeaveState.EFFECTIVE, "2026-10-08T11:00", "2026-10-08")
    assert held(desk) == {(8, "E"), (9, "L")}
    (vacant,) = open_vacancies(desk, OCTOBER)
    assert (vacant.duty, vacant.part) == (Duty("a", on(8), "E", "189"), (660, 960))
    cost = cost_of(desk, leave.leave_id)
    assert cost.minutes == {vacant.duty: 300}
    desk.clock.to(9, "00:00")
    assert list_absences(desk, OCTOBER) == ()
    assert record_attendance(desk, "l1", [Attendance("a", on(8))]) == (Presence.ON_TIME,)


def test_the_rest_is_covered_by_the_longest_shift_within_it(desk_of):
    desk, leave = ill_at_eleven(desk_of, shifts=SHORT)
    assert waiting_for(desk, "l1")[0].kind in {"vacancy", "leave"}
    assert {way.partner for way in covers_of_vacancy(desk, leave.leave_id, on(8))} >= {"b"}
    made = cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="ill")
    assert made.state is SwapState.EFFECTIVE
    assert (held(desk), held(desk, "b")) == ({(8, "E"), (9, "L")}, {(8, "M"), (12, "E")})
    assert open_vacancies(desk, OCTOBER) == ()
    assert desk.board(OCTOBER).seats.short_minutes() == 0


def test_without_a_shift_that_fits_the_same_one_is_worked_for_the_rest(desk_of):
    desk, leave = ill_at_eleven(desk_of)
    cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="ill")
    assert held(desk, "b") == {(8, "E"), (12, "E")}


def test_where_no_shift_lies_in_the_part_nobody_is_put_in(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    leave = file_leave(desk, "a", "a", kind="sick", reason="doctor", **hours("8 10:00 8 12:00"))
    assert covers_of_vacancy(desk, leave.leave_id, on(8)) == ()
    with pytest.raises(RefusedError, match="vacant 10:00–12:00: no shift lies within it"):
        cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="x")
    assert held(desk, "b") == {(12, "E")}


def test_given_up_before_its_hour_the_part_comes_back(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    leave = file_leave(desk, "a", "a", kind="sick", reason="doctor", **hours("8 10:00 8 12:00"))
    desk.clock.to(8, "09:59")
    assert withdraw_leave(desk, "a", leave.leave_id).state is LeaveState.WITHDRAWN
    assert (open_vacancies(desk, OCTOBER), held(desk)) == ((), {(8, "E")})


def test_from_its_hour_on_it_is_signed_off_instead(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    leave = file_leave(desk, "a", "a", kind="sick", reason="doctor", **hours("8 10:00 8 12:00"))
    desk.clock.to(8, "10:00")
    with pytest.raises(RefusedError, match="the leave has begun"):
        withdraw_leave(desk, "a", leave.leave_id)
    desk.clock.to(8, "11:30")
    done = sign_off_return(desk, "a", leave.leave_id)
    assert (done.state, done.last_text) == (LeaveState.RETURNED, "2026-10-08T11:30")
    assert open_vacancies(desk, OCTOBER) == ()


def test_back_within_a_part_that_somebody_works_the_leave_lasts_to_its_end(desk_of):
    desk, leave = ill_at_eleven(desk_of, shifts=SHORT)
    cover_vacancy(desk, "l1", leave.leave_id, on(8), "b", reason="ill")
    desk.clock.to(8, "13:00")
    assert sign_off_return(desk, "a", leave.leave_id).last_text == "2026-10-08T16:00"
    assert held(desk, "b") == {(8, "M"), (12, "E")}


def test_personal_leave_of_some_hours_climbs_the_ladder(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    leave = file_leave(desk, "a", "a", kind="personal", reason="x", **hours("8 14:00 8 -"))
    assert open_vacancies(desk, OCTOBER) == ()
    decide_leave(desk, "l1", leave.leave_id, approved=True)
    assert decide_leave(desk, "dir", leave.leave_id, approved=True).state is LeaveState.EFFECTIVE
    assert [item.part for item in open_vacancies(desk, OCTOBER)] == [(840, 960)]


def test_undecided_it_is_absenteeism_from_its_hour_on(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    file_leave(desk, "a", "a", kind="personal", reason="x", **hours("8 14:00 8 -"))
    desk.clock.to(8, "13:59")
    assert list_absences(desk, OCTOBER) == ()
    desk.clock.to(8, "14:00")
    assert [(item.day, item.state) for item in list_absences(desk, OCTOBER)] == [(on(8), "provisional")]


def test_two_leaves_of_a_day_may_follow_each_other_and_not_overlap(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    file_leave(desk, "a", "a", kind="personal", reason="x", **hours("8 09:00 8 10:00"))
    file_leave(desk, "a", "a", kind="personal", reason="x", **hours("8 10:00 8 11:00"))
    with pytest.raises(RefusedError, match="2026-10-08 10:00 to 11:00"):
        file_leave(desk, "a", "a", kind="annual", reason="x", **hours("8 10:59 8 12:00"))
    with pytest.raises(InputError, match="ends before it begins"):
        file_leave(desk, "a", "a", kind="annual", reason="x", **hours("8 12:00 8 12:00"))


def test_a_leave_reads_back_as_it_was_filed(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    leave = file_leave(desk, "a", "a", kind="personal", reason="x", **hours("8 09:00 9 10:00"))
    assert read_leave(desk, leave.leave_id)[0] == leave


def test_a_leader_away_for_an_hour_is_away_for_that_hour():
    leave = replace(asked("8 11:00 8 12:00"), agent_id="l1", state=LeaveState.EFFECTIVE)
    world = board("a: 8E", requests=[leave])
    there = [world.is_on_leave_at("l1", at(8, wall)) for wall in ("10:59", "11:00", "11:59", "12:00")]
    assert there == [False, True, True, False]


WORKED = {
    # leaves, which duty of a's: from when to when it is worked
    "until an hour": (("8 - 8 10:00",), 8, "10:00–16:00"),
    "from an hour": (("8 14:00 8 -",), 8, "08:00–14:00"),
    "within it": (("8 10:00 8 12:00",), 8, "08:00–16:00"),
    "two, one after the other": (("8 09:00 8 10:00", "8 - 8 09:00"), 8, "10:00–16:00"),
    "at both ends": (("8 - 8 09:00", "8 15:00 8 -"), 8, "09:00–15:00"),
    "a night's morning": (("11 02:00 11 -",), 10, "22:00–02:00"),
    "of another duty": (("9 17:00 9 -",), 8, "08:00–16:00"),
}


@pytest.mark.parametrize("label", WORKED)
def test_from_when_to_when_a_duty_is_worked(label):
    texts, day, expected = WORKED[label]
    leaves = [replace(asked(text), state=LeaveState.EFFECTIVE) for text in texts]
    world = board("a: 8E 9L 10N", requests=leaves)
    span = worked_span(world, world.duty("a", on(day)))
    assert "–".join(f"{world.month_case.local(moment):%H:%M}" for moment in span) == expected


@pytest.fixture
def ends(desk_of):
    """a is on leave until 10:00 of the early shift, b from 14:00 on; p2 of the late one until 18:00."""
    desk = desk_of("a: 8E; b: 8E; l1: 8E; p2: 8L; l2: 8L")
    desk.clock.to(7, "09:00")
    for who, text in (("a", "8 - 8 10:00"), ("b", "8 14:00 8 -"), ("p2", "8 16:00 8 18:00")):
        file_leave(desk, who, who, kind="sick", reason="x", **hours(text))
    return desk


def seen(desk):
    return {item.agent_id: (item.late_minutes, item.early_minutes) for item, _ in list_attendance(desk, on(8), on(8))}


def test_who_comes_and_goes_as_leave_of_hours_has_it_is_neither_late_nor_early(ends):
    for wall, who, leaving in (("10:00", "a", False), ("14:00", "b", True)):
        ends.clock.to(8, wall)
        check_in(ends, who, who, leaving=leaving)
    assert seen(ends) == {"a": (0, 0), "b": (0, 0)}
    assert list_violations(ends, OCTOBER) == ()


def test_beyond_those_hours_one_is_late_and_early_and_by_a_file_s_clock_too(ends):
    ends.clock.to(9, "09:00")
    readings = [Reading("a", on(8), None, 625, None), Reading("b", on(8), None, None, 815)]
    record_attendance(ends, "l1", readings)
    assert seen(ends) == {"a": (25, 0), "b": (0, 25)}


def test_the_roll_call_awaits_whom_leave_lets_come_later(ends):
    ends.clock.to(8, "07:55")
    lines = {line.duty.agent_id: line for line in call_roll(ends, "l1", on(8), "E", rest_present=True).lines}
    assert {who: line.state for who, line in lines.items()} == {
        "a": None, "b": Presence.ON_TIME, "l1": Presence.ON_TIME,
    }  # fmt: skip
    assert {who: line.due_at for who, line in lines.items()} == {"a": at(8, "10:00"), "b": None, "l1": None}
    assert read_roll(ends, on(8), "E").called is not None
    ends.clock.to(8, "10:00")
    call_roll(ends, "l1", on(8), "E", rest_present=True)
    assert seen(ends)["a"] == (0, 0)


def test_who_is_on_leave_at_its_end_hands_no_seat_over_and_takes_none(ends):
    ends.clock.to(8, "15:55")
    seats = {seat.duty.agent_id: seat.proposed for seat in read_state(ends, on(8), "E").seats}
    assert seats == {"a": "l2", "l1": ""}
    with pytest.raises(RefusedError, match="p2 has no duty that is there"):
        relieve(ends, "l1", on(8), "E", {"a": "p2"})


def test_who_is_on_leave_for_that_hour_stands_in_for_nobody(ends):
    ends.clock.to(8, "09:00")
    span = (at(8, "14:00"), at(8, "14:10"))
    with pytest.raises(RefusedError):
        grant_permit(ends, "l1", "a", on(8), span, stand_in="b", consent=True)
    assert grant_permit(ends, "l1", "a", on(8), (at(8, "13:50"), at(8, "14:00")), stand_in="b", consent=True)


def test_a_word_that_comes_after_who_came_and_went_by_it_takes_the_violations_back(desk_of):
    desk = desk_of("a: 8E; b: 8E; c: 8E; l1: 8E")
    asked_for = {
        who: file_leave(desk, who, who, kind="personal", reason="x", **hours(text)).leave_id
        for who, text in (("a", "8 - 8 10:00"), ("b", "8 14:00 8 -"))
    }
    for wall, who, leaving in (("10:07", "a", False), ("13:50", "b", True)):
        desk.clock.to(8, wall)
        check_in(desk, who, who, leaving=leaving)
    assert seen(desk) == {"a": (127, 0), "b": (0, 130)}
    assert {(item.agent_id, item.kind) for item in list_violations(desk, OCTOBER)} == {("a", "late"), ("b", "away")}
    for leave_id in asked_for.values():
        decide_leave(desk, "l1", leave_id, approved=True, consent=True)
        decide_leave(desk, "dir", leave_id, approved=True, consent=True)
    assert seen(desk) == {"a": (7, 0), "b": (0, 10)}
    assert list_violations(desk, OCTOBER) == ()
    assert {item.state for item in list_absences(desk, OCTOBER)} <= {"cleared"}
    assert contradictions(desk, on(8), on(8)) == ()


def test_sickness_reported_after_the_duty_takes_no_violation_back(desk_of):
    desk = desk_of("a: 8E; b: 12E")
    desk.clock.to(8, "17:00")
    late = Attendance("a", on(8), late_minutes=60)
    record_attendance(desk, "l1", [late])
    desk.clock.to(9, "10:00")
    file_leave(desk, "a", "a", kind="sick", reason="x", **hours("8 - 8 -"))
    # Whatever is said of the duty afterwards, it is measured as it was.
    assert record_attendance(desk, "l1", [late]) == (Presence.LATE,)
    assert [presence for _, presence in list_attendance(desk, on(8), on(8))] == [Presence.LATE]
    assert [(item.kind, item.minutes) for item in list_violations(desk, OCTOBER) if item.day == on(8)] == [("late", 60)]
