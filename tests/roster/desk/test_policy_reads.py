"""What the desk's policy reads off a board: who decides, what adds up, what is owed, by when, and what falls free."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, board, cover, duties, effective, leave, on, swap

from roster.desk.board.sides import published_duties
from roster.desk.policy.balances import asked_days, shares_by_day
from roster.desk.policy.deadlines import day_before_deadline
from roster.desk.policy.freed import freed_words, leaders_freed, seats_freed
from roster.desk.policy.ladder import Acting, Step, acting_on_swap, acts_for, added_up, leave_days
from roster.desk.policy.leading import leader_gaps
from roster.desk.policy.neighbours import swapped_neighbours
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.policy.quota import Quota
from roster.desk.policy.sickness import needs_certificate
from roster.model import Leave, Month
from roster.model.approval import Office
from roster.model.leave_request import LeaveState
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed

EARLY, NOW = at(1, month=9), at(8)
HALVES = tuple(range(480, 960, 30))


def seats(day, wanted=1, minutes=HALVES):
    return tuple((on(day), minute, "189", wanted) for minute in minutes)


def waits(first, last, kind="personal", agent="a", **given):
    return leave(agent, kind, first, last, EARLY, leave_id=f"{agent}{first}", state=LeaveState.PENDING, **given)


@pytest.mark.parametrize(
    ("person", "step", "by_leader", "decides"),
    [
        ("l2", Step(Office.LEADER, "T2"), True, True),
        (DIRECTOR, Step(Office.LEADER, "T2"), True, True),
        (DIRECTOR, Step(Office.LEADER, "T2"), False, False),
        (DIRECTOR, Step(Office.CENTRE_DIRECTOR), True, False),
        (CENTRE_DIRECTOR, Step(Office.LEADER, "T2"), True, False),
    ],
)
def test_of_what_a_leader_ordered_the_director_decides_a_leaders_rung(person, step, by_leader, decides):
    asked = cover("a: 28E", "c", requester="l1" if by_leader else "a", by_leader=by_leader)
    how = acting_on_swap(board("a: 28E"), person, asked, step, NOW)
    assert how == (Acting() if decides else None)


def test_nobody_decides_about_somebody_who_is_not_there():
    world = board("a: 8E")
    assert acts_for(world, "l1", "a", NOW)
    assert not acts_for(world, "l2", "a", NOW)
    assert not acts_for(world, "l1", "nobody", NOW)


@pytest.mark.parametrize(
    ("text", "published", "together"),
    [
        ("a: 8E 9E 12E 13E", True, True),
        ("a: 8E 9E 10E 12E 13E", True, False),
        ("a: 8E 9E 11E 12E 13E", True, False),
        ("", False, False),
    ],
    ids=["only days off between", "a duty on the first day between", "on the last", "no roster tells"],
)
def test_leave_without_a_duty_between_adds_up(text, published, together):
    world = board(text, requests=(waits(12, 13),), published=published)
    added = [item.start.day for item in added_up(leave("a", "personal", 8, 9, EARLY), world)]
    assert added == ([8, 12] if together else [8])


@pytest.mark.parametrize(("reading", "days"), [("working", 3.0), ("calendar", 4.0), ("duties", 1.0)])
def test_days_of_leave_are_counted_as_the_centre_reads_them(reading, days):
    # Friday to Monday; the Saturday is worked for the holiday.
    world = board("a: 9E", rules={"leave_days_by": reading})
    assert leave_days(leave("a", "personal", 9, 12, EARLY), world) == days


def test_places_are_counted_without_the_request_that_asks():
    world = board("")
    one, two = (effective("a: 9E", "b: 12E", number) for number in (1, 2))
    quota = Quota.of((one, two), Policy.of(world.rulebook))
    assert quota.used("a", Month(2026, 10)) == 2
    assert quota.used("a", Month(2026, 10), but=one.swap_id) == 1
    assert quota.used("a", Month(2026, 10), but="another") == 2


def test_a_cycle_is_open_until_the_last_of_its_duties_is_worked():
    given = duties("a: 9E; b: 12E; c: 15E")
    moves = tuple(handed(duty, taker) for duty, taker in zip(given, ("b", "c", "a"), strict=True))
    ring = SwapRequest("a", SwapKind.CYCLE, moves, "x", EARLY, swap_id="ring", state=SwapState.EFFECTIVE, number=1)
    world = board("b: 9E; c: 12E; a: 15E 20E", swaps=(ring,), rules={"consecutive_by": "open"})
    asked = swap("a: 20E", "l1: 24E")
    assert [found.swap_id for *_, found in swapped_neighbours(world, asked, "a", at(15, "15:59"))] == ["ring"]
    assert list(swapped_neighbours(world, asked, "a", at(15, "16:00"))) == []


def test_the_night_of_the_eve_leaves_the_first_morning_without_its_leader():
    (night,) = (replace(duty, day=date(2026, 9, 30)) for duty in duties("l1: 1N"))
    needed = tuple((on(1), minute, "189", 1) for minute in range(0, 480, 30))
    world = board("a: 8E", history=(night,), seats=needed)
    (gap,) = leader_gaps(world, (night,), ())
    assert (gap.day, gap.start_minute, gap.end_minute) == (on(1), 0, 360)


def test_notice_is_counted_from_the_first_duty():
    world = board("a: 9E 12E")
    assert day_before_deadline(leave("a", "personal", 8, 12, EARLY), world, 1).at == at(9)
    assert day_before_deadline(leave("a", "personal", 8, 12, EARLY), world, 3).at == at(7)


def test_what_some_hours_of_leave_free_is_their_seats_and_their_leader():
    world = board("a: 8E; l1: 8E", seats=seats(8, 2))
    (duty,), (leads,) = duties("a: 8E"), duties("l1: 8E")
    hours = leave("a", "personal", 8, 8, EARLY, start_minute=660, end_minute=720)
    assert [(item.minute, item.after_seats) for item in seats_freed(hours, (duty,), world)] == [(660, 1), (690, 1)]
    assert freed_words(hours, duty, world) == "2026-10-08 E 11:00–12:00"
    whole = leave("a", "personal", 8, 8, EARLY)
    assert freed_words(whole, duty, world) == "2026-10-08 E"
    assert freed_words(leave("a", "personal", 9, 9, EARLY), duty, world) == "2026-10-08 E"
    assert [item.minute for item in seats_freed(whole, (duty,), world)] == list(HALVES)
    for begin, end, gap in ((660, 720, (660, 720)), (None, 720, (480, 720)), (660, None, (660, 960))):
        own = leave("l1", "personal", 8, 8, EARLY, start_minute=begin, end_minute=end)
        assert [(item.start_minute, item.end_minute) for item in leaders_freed(own, (leads,), world)] == [gap]
    night = board("l1: 8N", seats=tuple((on(9), minute, "189", 1) for minute in range(0, 360, 30)))
    beyond = leave("l1", "personal", 8, 9, EARLY, start_minute=1380, end_minute=120)
    (late,) = leaders_freed(beyond, duties("l1: 8N"), night)
    assert (late.day, late.start_minute, late.end_minute) == (on(9), 0, 120)


@pytest.mark.parametrize(
    ("text", "request_", "rules", "needed"),
    [
        ("a: 8E", leave("a", "sick", 8, 8, NOW), {}, True),
        ("a: 9E", leave("a", "sick", 8, 8, NOW), {}, False),
        ("a: 8E", leave("a", "personal", 8, 8, NOW), {}, False),
        ("a: 8E", leave("a", "emergency", 8, 8, NOW), {"emergency_certificate": "none"}, False),
        ("a: 8E", leave("a", "sick", 8, 8, NOW), {"emergency_certificate": "none"}, True),
        ("", leave("a", "sick", 8, 9, NOW), None, True),
        ("", leave("a", "sick", 8, 8, NOW, start_minute=600, end_minute=660), None, False),
    ],
    ids=["a duty", "none", "no sickness", "an emergency", "sick for all that", "no roster", "hours, no roster"],
)
def test_a_certificate_is_for_a_whole_duty_or_a_day_without_a_roster(text, request_, rules, needed):
    assert needs_certificate(request_, board(text, rules=rules or {}, published=rules is not None)) is needed


def test_leave_counts_from_its_last_day_backwards_once():
    world = board("a: 20E", requests=(waits(19, 20, "annual"),))
    assert set(shares_by_day(world, "a", (on(20), on(25)), asked=True)) == {on(20)}
    assert set(shares_by_day(world, "a", (on(21), on(25)), asked=True)) == set()
    assert asked_days(world, leave("a", "annual", 20, 22, EARLY), 2026) == 2.0
    assert asked_days(board("", leaves=(Leave("a", "annual", on(20), on(20)),)), waits(20, 22, "annual"), 2026) == 2.0


def test_the_roll_call_that_is_work_lengthens_the_rest():
    for work, minutes in ((False, 480.0), (True, 495.0)):
        rules = {"min_rest_hours": 8, "roll_call_is_work": work, "roll_call_minutes": 15}
        assert Policy.of(board("", rules=rules).rulebook).rest_minutes == minutes


def test_a_vacant_duty_is_judged_as_if_it_were_held_still():
    world = board("a: 8E; b: 12E")
    table = published_duties(world)
    (own,) = duties("a: 8E")
    number = np.array([table.duties.index(own)], np.int64)
    partner = np.array([table.people.index("b")], np.int64)
    without = board("b: 12E")
    row = SwapProposals(table, number, partner, np.array([-1], np.int64), SwapKind.COVER, NOW, by_leader=True)
    assert row.filed_on(without) is without
    assert on(8) in replace(row, vacant=True).filed_on(without).duties["a"]
