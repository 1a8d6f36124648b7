"""The roll call: everybody there but those named, sent twice or late, absences covered in one act (DUTY-1)."""

from datetime import date, timedelta

import pytest
from desk_world import DIRECTOR, at, on

from roster.desk.attendance.attendance_desk import list_absences, list_violations, record_attendance
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.hand_over import note
from roster.desk.duty_day.roll_call import Called, Mark, call_roll, read_roll
from roster.desk.quality.qa_desk import record_marks
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.shift_log.log import read_log
from roster.desk.swaps.swap_decision import approve_swap
from roster.errors import InputError, RefusedError
from roster.model import Month
from roster.model.attendance import Attendance, Presence
from roster.model.shift_log import Category
from roster.model.swap import SwapState
from roster.qa import QualityMark
from roster.store.duty_rows import call_ins

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 12E; b: 20E; c: 8E; d: 22E; l1: 8E; l2: 23E"


@pytest.fixture
def desk(desk_of):
    made = desk_of(TEXT)
    made.clock.to(8, "07:50")
    return made


def states(desk, day=8, shift="E"):
    return {line.duty.agent_id: line.state for line in read_roll(desk, on(day), shift).lines}


def entries_of(desk, kind, day=8, shift="E"):
    return [line.entry.words.en for line in read_log(desk, on(day), shift).lines if line.entry.kind == kind]


def absences(desk):
    return [(item.agent_id, item.day.day, item.state) for item in list_absences(desk, OCTOBER)]


def works(desk, agent):
    return [f"{d.day.day}{d.shift}" for d in published_roster(desk, OCTOBER)[1].duties if d.agent_id == agent]


def test_everybody_is_there_but_those_named(desk):
    assert states(desk) == {"a": None, "c": None, "l1": None}
    desk.clock.to(8, "08:12")
    roll = call_roll(desk, "l1", on(8), "E", [Mark("c", Called.LATE, 12)], rest_present=True)
    assert [(line.duty.agent_id, line.state) for line in roll.lines] == [
        ("a", Presence.ON_TIME),
        ("c", Presence.LATE),
        ("l1", Presence.ON_TIME),
    ]
    assert entries_of(desk, "roll-call") == ["roll call: 3 of 3 there, late 1"]
    assert entries_of(desk, "late") == ["c Chen, 2026-10-08 E: late 12 min"]
    assert (absences(desk), list_violations(desk, OCTOBER)) == ([], ())


def test_what_is_new_is_read_out_and_the_log_tells_it_with_who_was_there(desk):
    number = note(desk, "l1", on(8), "E", "new tariff from noon", category=Category.NOTICE)
    order = note(desk, "l1", on(8), "E", "no overtime this week", category=Category.ORDER)
    note(desk, "l1", on(8), "E", "the headset of seat 3", category=Category.PROBLEM)
    # Seven days back counts, the eighth does not; what was heard once is one person's.
    heard = [(1, "tone"), (7, "tone"), (7, "pace"), (7, "pace"), (7, "pace"), (7, "greeting"), (8, "greeting")]
    marks = [QualityMark("l1", "a", on(day), 70.0, (fault,)) for day, fault in heard]
    marks.append(QualityMark("l1", "a", date(2026, 9, 30), 70.0, ("greeting",)))
    record_marks(desk, DIRECTOR, marks)
    desk.clock.to(8, "08:00")
    roll = call_roll(desk, "l1", on(8), "E", [Mark("c", Called.ABSENT)], rest_present=True)
    assert [line.entry.entry_id for line in roll.notices] == [number, order]
    assert roll.faults == (("pace", 3), ("tone", 2))
    read = f"roll call: 2 of 3 there, absent 1, notices read: #{number} #{order}, common faults read: pace; tone"
    assert entries_of(desk, "roll-call") == [read]
    (line,) = [line for line in read_log(desk, on(8), "E").lines if line.entry.kind == "roll-call"]
    assert (line.entry.course, line.entry.words.zh[-15:]) == ("a l1", "宣读质检共性问题 pace、tone"[-15:])


def test_twenty_minutes_late_at_the_roll_call_is_leave_8(desk):
    desk.clock.to(8, "08:20")
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.LATE, 20)])
    assert [(item.agent_id, item.kind, item.minutes) for item in list_violations(desk, OCTOBER)] == [("a", "late", 20)]


def test_a_queue_sent_twice_and_out_of_order_changes_nothing(desk):
    desk.clock.to(8, "08:10")
    absent = Mark("a", Called.ABSENT, seen_at=at(8, "08:00"), key="t1")
    came = Mark("a", Called.LATE, 7, seen_at=at(8, "08:07"), key="t2")
    for marks in ([came], [absent], [absent, came], [came, absent]):
        call_roll(desk, "l1", on(8), "E", marks, rest_present=True)
    assert states(desk) == {"a": Presence.LATE, "c": Presence.ON_TIME, "l1": Presence.ON_TIME}
    assert entries_of(desk, "late") == ["a Anna, 2026-10-08 E: late 7 min"]
    assert absences(desk) == []


def test_the_rest_of_one_tablet_does_not_overwrite_what_another_saw(desk):
    call_roll(desk, "l1", on(8), "E", [Mark("c", Called.ABSENT)])
    call_roll(desk, "l1", on(8), "E", rest_present=True)
    assert states(desk) == {"a": Presence.ON_TIME, "c": Presence.ABSENT, "l1": Presence.ON_TIME}


def test_a_clock_that_is_ahead_does_not_hold_for_ever(desk):
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.ABSENT, seen_at=at(9))])
    desk.clock.moment += timedelta(minutes=1)
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.PRESENT)])
    assert states(desk)["a"] is Presence.ON_TIME


def test_who_is_not_on_the_list_is_named_and_nothing_is_written(desk):
    with pytest.raises(InputError) as faulty:
        call_roll(desk, "l1", on(8), "E", [Mark("b", Called.ABSENT), Mark("c", Called.LATE, 0)], rest_present=True)
    assert [(fault.row, fault.field) for fault in faulty.value.faults] == [(1, "agent_id"), (2, "minutes")]
    assert set(states(desk).values()) == {None}


def test_not_by_an_agent_and_not_too_early(desk):
    for who, wall in (("a", "07:50"), ("l1", "07:49")):
        desk.clock.to(8, wall)
        with pytest.raises(RefusedError) as refused:
            call_roll(desk, who, on(8), "E", rest_present=True)
        assert {item.rule for item in refused.value.refusals} == {"DUTY-1"}


def test_an_absence_offers_covers_and_one_act_calls_somebody_in_once_it_began(desk):
    desk.clock.to(8, "08:20")
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.ABSENT)], rest_present=True)
    assert absences(desk) == [("a", 8, "provisional")]
    ways = covers_for(desk, "l1", on(8), "a")
    assert {item.way.partner for item in ways} == {"b", "d", "l2", "p2"}
    assert {item.due_at for item in ways} == {at(8, "09:20")}
    assert {item.way.partner: [step.en for step in item.agrees] for item in ways} == {
        "b": [],
        "d": ["team leader T2"],
        "l2": ["department director"],
        "p2": ["team leader T2"],
    }
    # Whom the call is not theirs to make sees nobody's name; the page, the command and the service ask here.
    for who in ("l2", "b"):
        with pytest.raises(RefusedError, match="cannot arrange a cover"):
            covers_for(desk, who, on(8), "a")
    assert covers_for(desk, DIRECTOR, on(8), "a")
    swap, called = call_in(desk, "l1", "a", on(8), "b", reason="did not come")
    assert (swap.state, called.due_at) == (SwapState.EFFECTIVE, at(8, "09:20"))
    assert (works(desk, "a"), works(desk, "b")) == (["12E"], ["8E", "20E"])
    assert states(desk) == {
        "a": Presence.ABSENT,
        "b": None,
        "c": Presence.ON_TIME,
        "l1": Presence.ON_TIME,
    }
    due = "due at 2026-10-08 09:20; one seat short from 2026-10-08 08:00 until then"
    assert entries_of(desk, "call-in") == [f"b Bao is called in for a Anna, 2026-10-08 E, {due}"]
    assert entries_of(desk, "absent") == ["a Anna did not come to 2026-10-08 E; the seat stands empty"]


def test_who_is_called_in_is_late_from_the_hour_they_were_due(desk):
    desk.clock.to(8, "08:20")
    call_in(desk, "l1", "a", on(8), "b", reason="did not come")
    desk.clock.to(8, "09:18")
    call_roll(desk, "l1", on(8), "E", rest_present=True)
    assert states(desk)["b"] is None
    call_roll(desk, "l1", on(8), "E", [Mark("b", Called.PRESENT)])
    assert states(desk)["b"] is Presence.ON_TIME
    desk.clock.to(12, "07:55")
    assert next(item for item in covers_for(desk, "l1", on(12), "a") if item.way.partner == "b").due_at == at(
        12, "08:55"
    )


def test_the_one_who_takes_less_time_comes_first(desk):
    desk.clock.to(8, "08:20")
    call_in(desk, "l1", "a", on(8), "b", reason="did not come")
    desk.clock.to(8, "09:40")
    call_roll(desk, "l1", on(8), "E", [Mark("b", Called.LATE, 20)])
    desk.clock.to(12, "08:00")
    ways = covers_for(desk, "l1", on(12), "a")
    assert ways[-1].way.partner == "b"
    assert ways[-1].due_at == at(12, "09:20")
    assert ways[0].due_at == at(12, "09:00")


def test_the_last_three_calls_say_how_long_somebody_takes(desk_of):
    desk = desk_of("a: 8E 9E 12E 13E 14E; b: 20E; l1: 8E 9E 12E 13E 14E", rules={"max_consecutive_days": 9})
    for day, minutes in ((8, 0), (9, 50), (12, 60), (13, 70)):
        desk.clock.to(day, "08:00")
        call_in(desk, "l1", "a", on(day), "b", reason="did not come")
        desk.clock.to(day, "11:00")
        mark = Mark("b", Called.LATE, minutes) if minutes else Mark("b", Called.PRESENT)
        call_roll(desk, "l1", on(day), "E", [mark])
    desk.clock.to(14, "08:00")
    (way,) = (item for item in covers_for(desk, "l1", on(14), "a") if item.way.partner == "b")
    # Each call fell due later by the mean of those before; of four the first counts no more.
    calls = [call.due_at - call.called_at for call in calls_of(desk)][1:]
    took = [due + timedelta(minutes=late) for due, late in zip(calls, (50, 60, 70), strict=True)]
    assert way.due_at - desk.clock.moment == timedelta(minutes=round(sum(took, timedelta()) / timedelta(minutes=3)))


def calls_of(desk):
    with desk.reading() as work:
        return call_ins(work.connection, work.centre_id, on(1), on(31))


def test_who_was_late_and_is_replaced_all_the_same_did_not_come(desk):
    desk.clock.to(8, "08:30")
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.LATE, 30)])
    call_in(desk, "l1", "a", on(8), "b", reason="left again")
    assert states(desk)["a"] is Presence.ABSENT


def test_somebody_of_another_team_waits_for_their_leader(desk):
    desk.clock.to(8, "08:20")
    swap, _ = call_in(desk, "l1", "a", on(8), "d", reason="did not come")
    assert swap.state is SwapState.ACCEPTED
    assert states(desk)["a"] is Presence.ABSENT
    assert approve_swap(desk, "l2", swap.swap_id).state is SwapState.EFFECTIVE
    assert states(desk)["d"] is None


def test_a_seat_is_covered_once(desk):
    desk.clock.to(8, "08:20")
    call_in(desk, "l1", "a", on(8), "b", reason="did not come", key="k")
    assert call_in(desk, "l1", "a", on(8), "b", reason="did not come", key="k")[1].partner == "b"
    with pytest.raises(RefusedError) as refused:
        call_in(desk, "l1", "a", on(8), "p2", reason="did not come")
    assert refused.value.refusals[0].message.en == "b has been put in for a already"


def test_the_duty_leader_of_another_team_calls_in_too(desk_of):
    desk = desk_of("a: 8E; b: 20E; p2: 8E; l1: 21E; l2: 23E")
    desk.clock.to(8, "08:05")
    swap, _ = call_in(desk, "p2", "a", on(8), "b", reason="did not come")
    assert swap.state is SwapState.ACCEPTED
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.EFFECTIVE


def test_the_absent_one_who_comes_after_all_is_late_and_no_absentee(desk):
    desk.clock.to(8, "08:20")
    call_in(desk, "l1", "a", on(8), "b", reason="did not come")
    desk.clock.to(8, "09:30")
    call_roll(desk, "l1", on(8), "E", [Mark("a", Called.LATE, 90)])
    assert absences(desk) == [("a", 8, "cleared")]
    assert [(item.agent_id, item.kind, item.minutes) for item in list_violations(desk, OCTOBER)] == [("a", "late", 90)]


def test_a_file_that_says_otherwise_does_not_undo_the_roll_call(desk):
    desk.clock.to(8, "16:30")
    record_attendance(desk, "l1", [Attendance("a", on(8), absent=True)])
    desk.clock.to(12, "07:55")
    call_roll(desk, "l1", on(12), "E", [Mark("a", Called.PRESENT)])
    desk.clock.to(12, "17:00")
    assert record_attendance(desk, "l1", [Attendance("a", on(12), absent=True)]) == (Presence.ON_TIME,)
    assert absences(desk) == [("a", 8, "final")]
