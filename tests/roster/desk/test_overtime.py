"""Called in beyond the roster, kept on, refused with a reason (OVERTIME)."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk_store import Watch, opened
from desk_world import DIRECTOR, MONTH, at, duties, on
from rule_world import rule
from two_months import november

from api.pages.board_panel import CAUSES, ROOMS
from roster.desk.attendance.attendance_desk import record_attendance
from roster.desk.desk import SYSTEM
from roster.desk.duty_day.hand_over import relieve
from roster.desk.duty_day.overtime import (
    call_in_extra,
    extra_ways,
    list_overtime,
    note_refusal,
    stay_on,
    staying_ways,
)
from roster.desk.ledger import ledger
from roster.desk.rosters.roster_desk import import_case
from roster.desk.shift_log.log import read_log
from roster.desk.swaps.swap_decision import withdraw_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Leave, Shift, Stayed
from roster.model.attendance import Attendance
from roster.rule import MonthContext


@pytest.fixture
def desk(store):
    return opened(store, "a: 12E; b: 11L; l1: 12E; c: 12L", now=at(12, "08:30"))


def test_who_is_off_and_rested_is_offered_and_the_duty_is_theirs_at_once(desk):
    # a, c and l1 are on duty; b's late duty ended at midnight.
    assert {way.agent_id for way in extra_ways(desk, "l1", on(12), "E", "189")} == {"d", "l2", "p2"}
    assert extra_ways(desk, "l1", on(12), "E", "189")[0].due_at == at(12, "09:30")
    (extra,) = duties("d: 12E/189")
    made = call_in_extra(desk, "l1", extra, reason="cable cut", key="k")
    assert call_in_extra(desk, "l1", extra, reason="cable cut", key="k") == made
    board = desk.board(MONTH)
    assert board.duties["d"][on(12)] == extra
    assert made.minutes == 480
    # It counts for rest as any other: the night before the next morning's duty is refused.
    with pytest.raises(RefusedError):
        call_in_extra(desk, "l1", duties("d: 13Z/189")[0], reason="again")
    assert [line.entry.kind for line in read_log(desk, on(12), "E").lines] == ["overtime"]


@pytest.mark.parametrize("act", [call_in_extra, note_refusal])
@pytest.mark.parametrize("unknown", ["d: 12E/nothing", "d: 12X/189", "nobody: 12E/189"])
def test_a_duty_of_what_the_case_does_not_know_is_not_there(desk, act, unknown):
    with pytest.raises(NotFoundError):
        act(desk, "l1", duties(unknown)[0], reason="cable cut")


def test_kept_on_until_relieved(desk):
    desk.clock.to(12, "16:00")
    assert stay_on(desk, "l1", "a", on(12), 30, reason="not relieved").minutes == 30
    with pytest.raises(RefusedError, match="more than 60"):
        stay_on(desk, "l1", "a", on(12), 90, reason="not relieved")
    assert stay_on(desk, "l1", "a", on(12), 90, reason="not relieved", consent=True).minutes == 90
    with pytest.raises(NotFoundError):
        stay_on(desk, "l1", "b", on(12), 30, reason="not relieved")


def test_who_could_be_kept_on_is_told_with_for_how_long(store):
    # b has a night that begins eight hours later; c stayed on before; d did not come.
    desk: Any = opened(store, "a: 12E; b: 12E 13Z; c: 8E 12E; d: 12E; l1: 8E 12E", now=at(8, "16:00"))
    stay_on(desk, "l1", "c", on(8), 30, reason="not relieved", key="early")
    desk.clock.to(12, "15:50")
    record_attendance(desk, DIRECTOR, [Attendance("d", on(12), absent=True)])
    ways = staying_ways(desk, "l1", on(12), "E")
    assert [(way.agent_id, way.minutes, way.stayed_minutes) for way in ways] == [
        ("a", 180, 0),
        ("l1", 180, 0),
        ("c", 180, 30),
    ]
    assert ways[0].until == at(12, "19:00")
    assert ways[0].paid_minutes < ways[1].paid_minutes
    # Who leads no shift is told nobody; each who is told may stay so long, and not a minute more.
    assert staying_ways(desk, "a", on(12), "E") == ()
    for way in ways:
        with pytest.raises(RefusedError):
            stay_on(desk, "l1", way.agent_id, on(12), way.minutes + 1, reason="not relieved", consent=True)
        stay_on(desk, "l1", way.agent_id, on(12), way.minutes, reason="not relieved", consent=True)


def test_the_longest_first_and_who_is_away_by_then_is_not_kept(lite):
    hours = tuple(
        Leave(who, "personal", on(12), on(12), start_minute=first, end_minute=last)
        for who, first, last in (("b", 900, 960), ("c", 960, 1080))
    )
    desk = opened(lite, "a: 12E 13Z; b: 12E; c: 12E; l1: 12E", leaves=hours, rules={"min_rest_hours": 7})
    desk.clock = Watch(at(12, "14:50"))
    # a begins again at midnight, seven hours of rest before; b left before the end, c leaves at it.
    ways = [(way.agent_id, way.minutes) for way in staying_ways(desk, "l1", on(12), "E")]
    assert ways == [("l1", 180), ("a", 60)]


def test_who_would_not_come_to_one_shift_may_be_asked_for_another(desk):
    (early,) = duties("d: 12E/189")
    note_refusal(desk, "l1", early, reason="on a train")
    assert "d" not in {way.agent_id for way in extra_ways(desk, "l1", on(12), "E", "189")}
    assert "d" in {way.agent_id for way in extra_ways(desk, "l2", on(12), "L", "189")}


def test_who_can_stay_but_shortly_is_told_so(store):
    desk = opened(store, "a: 12E; l1: 12E", now=at(12, "15:50"), rules={"max_hours_day": 9})
    assert [(way.agent_id, way.minutes) for way in staying_ways(desk, "l1", on(12), "E")] == [("a", 60), ("l1", 60)]


def refused(act):
    with pytest.raises(RefusedError) as caught:
        act()
    return [(item.rule, item.message.en) for item in caught.value.refusals]


def test_minutes_ordered_bind_the_desk_and_minutes_worked_take_their_place(desk_of):
    desk = desk_of("a: 12E 20E; b: 13E 16E; l1: 12E; c: 12L")
    desk.clock.to(12, "15:55")
    short = "a would have 10.5 h between 2026-10-12 E and 2026-10-13 E"
    stay_on(desk, DIRECTOR, "a", on(12), 180, reason="queue", consent=True)
    stint = desk.board(MONTH).stint(desk.board(MONTH).duty("a", on(12)))
    assert (stint.off, stint.paid_minutes) == (at(12, "19:00"), 660)
    # E of the 12th ends at 16:00 and three hours more were stayed: thirteen to E of the 13th.
    withdraw_swap(desk, "a", request_swap(desk, "a", on(20), "b", on(13), reason="family").swap_id)
    # c came five and a half hours late to the seat: that is what it came to, whatever was ordered.
    desk.clock.to(12, "21:30")
    assert [item.stayed_minutes for item in relieve(desk, "l1", on(12), "E", {"a": "c"})] == [330]
    assert desk.board(MONTH).case.stayed == (Stayed("a", on(12), "E", 330),)
    assert refused(lambda: request_swap(desk, "a", on(20), "b", on(13), reason="family")) == [("SWAP-3c", short)]
    # The day pays 13.5 h, more than a day may have: what was worked is told by the check and stands.
    findings = [item for item in desk.board(MONTH).own_findings("a") if item.rule == "HOURS"]
    assert [(item.measured, item.required) for item in findings] == [("13.5 h", "11 h")]
    assert next(row for row in ledger(desk, MONTH) if row.agent_id == "a").paid_minutes == 960 + 330


def test_a_relief_noted_the_day_after_makes_nobody_stay_that_long(desk_of):
    desk = desk_of("a: 12E; l1: 12E; c: 12L")
    desk.clock.to(13, "09:00")
    assert [item.stayed_minutes for item in relieve(desk, "l1", on(12), "E", {"a": "c"})] == [0]
    assert desk.board(MONTH).case.stayed == ()


def test_a_seat_left_in_time_is_no_overtime_though_it_was_ordered(desk_of):
    desk = desk_of("a: 12E; l1: 12E; c: 12L")
    desk.clock.to(12, "15:55")
    stay_on(desk, DIRECTOR, "a", on(12), 60, reason="queue")
    desk.clock.to(12, "16:00")
    relieve(desk, "l1", on(12), "E", {"a": "c"})
    assert desk.board(MONTH).case.stayed == ()
    desk.clock.to(12, "16:10")
    stay_on(desk, DIRECTOR, "a", on(12), 45, reason="the queue again")
    assert desk.board(MONTH).case.stayed == (Stayed("a", on(12), "E", 45),)


def test_what_is_stayed_on_the_months_last_night_is_part_of_next_months_case(desk_of):
    desk = desk_of("a: 31L; l1: 31L")
    desk.clock.to(31, "23:00")
    import_case(desk, SYSTEM, november())
    stay_on(desk, "l1", "a", on(31), 30, reason="queue")
    with desk.reading() as work:
        planned = work.board(MONTH.next).case
    assert [(duty.agent_id, duty.day, duty.shift) for duty in planned.history if duty.agent_id == "a"] == [
        ("a", on(31), "L")
    ]
    assert planned.stayed == (Stayed("a", on(31), "L", 30),)
    # Eleven hours after 00:30 are 11:30; L of the 31st would have let E of the 1st begin at 11:00.
    early = replace(planned, shifts=(*planned.shifts, Shift("F", 660, 1140)))
    words = [piece for piece in rule(early, "REST").encode(MonthContext(early)) if piece.agents == (0,)]
    assert [(sorted(piece.word[-1]), piece.ends) for piece in words] == [([len(planned.shifts)], (0,))]


def test_a_refusal_is_kept_with_its_reason(desk):
    (asked,) = duties("d: 12E/189")
    with pytest.raises(InputError, match="reason"):
        note_refusal(desk, "l1", asked, reason=" ")
    note_refusal(desk, "l1", asked, reason="child ill")
    assert [(item.kind.value, item.duty.agent_id, item.reason) for item in list_overtime(desk, MONTH)] == [
        ("refused", "d", "child ill")
    ]
    (line,) = read_log(desk, on(12), "E").lines
    assert line.entry.words.en == "d Dai refuses 2026-10-12 E: child ill"


def test_nothing_is_left_of_what_is_refused(desk):
    with pytest.raises(RefusedError):
        call_in_extra(desk, "l1", duties("b: 12E")[0], reason="cable cut")
    assert list_overtime(desk, MONTH) == ()
    assert on(12) not in desk.board(MONTH).duties["b"]


def test_the_board_has_words_for_whatever_changes_a_cell():
    written = {
        match
        for path in sorted((Path(__file__).parents[3] / "roster/desk").rglob("*.py"))
        for match in re.findall(r'cause = f"(\w+):|cause=f"(\w+):', path.read_text(encoding="utf-8"))
    }
    assert {"edit", "leave", "overtime", "swap"} == {word for pair in written for word in pair if word}
    assert CAUSES.keys() >= {"draft", "edit", "leave", "overtime", "publish", "swap"}
    # A call-in has no page of its own to lead to.
    assert ROOMS == {"leave": "leave", "swap": "swaps"}
