"""What leave of some hours takes of a duty is told alike by all who ask (rulebook, What a leave touches)."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from desk_world import SHIFTS, at, board, on

from roster.desk.board.seats import SeatCount
from roster.desk.duty_day.hand_over import incoming
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.freed import seats_freed
from roster.desk.policy.leading import leader_gaps
from roster.desk.policy.leave_hours import part_taken, worked_span
from roster.desk.quality.qa_desk import stands
from roster.desk.shift_log.occurrence import occurrence
from roster.model import Month, Shift
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.qa import Sample
from roster.report import coverage
from roster.rule.leave_share import leave_shares

HALF_HOUR = timedelta(minutes=30)
SPLIT = Shift("P", 600, 1200, pause=(780, 900))
TIMES = (None, 90, 750, 1410)
SEATS = tuple((on(day), minute, "189", 1) for day in (7, 8, 9, 10, 11) for minute in range(0, 1440, 30))
LEAVES = [
    LeaveRequest("a", "personal", on(first), on(last), "x", at(1, month=9), start_minute=begin, end_minute=end)
    for (first, last), begin, end in product(((8, 8), (8, 9), (9, 9)), TIMES, TIMES)
    if not (first == last and begin is not None and end is not None and begin >= end)
]
DUTIES = tuple(f"{day}{shift}" for day in (7, 8, 9) for shift in "ELNZP")


def by_the_book(leave, day, shift):
    """The half-hours of a duty that a leave takes, each asked by itself; wall minutes of the duty's day."""
    taken = set()
    for minute in (start for first, last in shift.spans for start in range(first, last, 30)):
        moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        wall = (moment.date(), moment.hour * 60 + moment.minute)
        begun = day >= leave.start if leave.start_minute is None else wall >= leave.begins
        lasts = day <= leave.end if leave.end_minute is None else wall < leave.ends
        if begun and lasts:
            taken.add(minute)
    return taken


def minutes_of(world, day, parts, shift):
    """Half-hours of a duty that lie in some spans of instants, as wall minutes of its day."""
    worked = (start for first, last in shift.spans for start in range(first, last, 30))
    spans = {minute: (world.month_case.wall(day, minute), world.month_case.wall(day, minute + 30)) for minute in worked}
    return {minute for minute, (start, end) in spans.items() if any(s < end and start < e for s, e in parts)}


@pytest.mark.parametrize("text", DUTIES)
def test_whoever_tells_what_leave_takes_of_a_duty_says_the_same(text):
    day, shift = on(int(text[0])), next(item for item in (*SHIFTS, SPLIT) if item.code == text[1])
    whole = {minute for first, last in shift.spans for minute in range(first, last, 30)}
    free = board(f"a: {text}", seats=SEATS, shifts=(*SHIFTS, SPLIT))
    duty = free.duty("a", day)
    for leave in LEAVES:
        expected = by_the_book(leave, day, shift)
        part = part_taken(leave, duty, free)
        told = {"part": minutes_of(free, day, [part] if part else [], shift)}
        told["touched"] = expected if bool(duties_touched(leave, free)) == bool(expected) else "else"
        told["freed"] = {
            (change.day - day).days * 1440 + change.minute
            for change in (seats_freed(leave, [duty], free) if expected else ())
        }
        shares = leave_shares(leave, lambda asked: shift.spans if asked == day else (), "hours")
        if expected and day in shares and leave.is_timed and not leave.covers(day):
            told["share"] = expected if round(shares[day] * len(whole)) == len(expected) else shares[day]
        assert told == dict.fromkeys(told, expected), leave
        # A duty that it takes whole leaves the roster; of one that it cuts the rest stands, less the hours off.
        counts = replace(leave, state=LeaveState.EFFECTIVE)
        cut = board(f"a: {text}", seats=SEATS, shifts=(*SHIFTS, SPLIT), requests=[counts])
        off = expected if expected != whole else set()
        evidence = cut.evidence(cut.roster)
        seen = {"hours off": minutes_of(cut, day, evidence.hours_off(evidence.stint(duty)), shift)}
        first, last = worked_span(cut, duty)
        edges = [(cut.stint(duty).start, first), (last, cut.stint(duty).end)]
        at_an_edge = {m for m in off if set(range(shift.start_minute, m + 1, 30)) & whole <= off}
        at_an_edge |= {m for m in off if set(range(m, shift.end_minute, 30)) & whole <= off}
        seen["worked"] = minutes_of(cut, day, edges, shift) | (off - at_an_edge)
        served = cut.seats.served["189"] - SeatCount.of(cut.sheet.context, ()).served["189"]
        slots = cut.sheet.context.slots
        there = {
            (slots[place].day - cut.sheet.context.day_of(day)) * 1440 + slots[place].minute
            for place in served.nonzero()[0]
        }
        seen["seats"] = whole - there
        reported = {
            (on_day - day).days * 1440 + minute
            for (on_day, minute, *_), seats in zip(evidence.intervals, coverage(evidence).rostered[0], strict=True)
            if seats
        }
        seen["reported"] = whole - reported
        samples = {m: Sample(cut.month_case.wall(day, m), duty, duty, 30) for m in whole}
        seen["samples"] = {m for m, item in samples.items() if not stands(cut, item)}
        assert seen == dict.fromkeys(seen, off), leave


def test_a_night_of_the_eve_of_leave_takes_over_at_midnight(desk_of):
    desk = desk_of("a: 8L; b: 8N")
    desk.clock.to(8, "09:00")
    file_leave(desk, "b", "b", kind="sick", start=on(9), end=on(9), reason="x")
    world = desk.board(Month(2026, 10))
    assert [duty.agent_id for duty in incoming(world, occurrence(world, on(8), "L"))] == ["b"]


def test_a_duty_leader_on_leave_for_some_hours_leads_nothing_meanwhile():
    hours = LeaveRequest("l1", "personal", on(8), on(8), "x", at(1, month=9), start_minute=600, end_minute=720)
    world = board("a: 8E; l1: 8E; l2: 8E", seats=SEATS, requests=[replace(hours, state=LeaveState.EFFECTIVE)])
    gaps = leader_gaps(world, [world.duty("l2", on(8))], ())
    assert [(gap.start_minute, gap.end_minute) for gap in gaps] == [(600, 720)]
