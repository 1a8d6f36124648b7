"""Months are sheets of one calendar: requests over the edge of a month, both ways."""

from dataclasses import replace
from datetime import date

import pytest
from desk_world import AGENTS, DIRECTOR, MONTH, at, case, leave, refused
from two_months import both, day_of, duties, november, swap

from constraints import CATALOGUE
from roster.desk.attendance.attendance_desk import list_absences
from roster.desk.board.board import Board, page_of
from roster.desk.clock import FixedClock
from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import cost_of, read_leave
from roster.desk.leaves.vacancy_desk import open_vacancies
from roster.desk.ledger import pay_backs
from roster.desk.opening import open_desk
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.freed import vacancy_lost
from roster.desk.policy.ladder import leave_days
from roster.desk.rosters.roster_desk import import_case, publish, save_draft
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import asked as asked_of
from roster.desk.swaps.swap_ask import swap_between
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import effect, list_swaps, read_swap, register
from roster.desk.tick import tick
from roster.errors import InputError, RefusedError
from roster.model import Roster
from roster.model.leave_request import LeaveRequest, LeaveState, Vacancy
from roster.model.swap import SwapState
from roster.rule import Evidence, Rulebook

EARLY = at(1, month=9)


# What a swap asks for, on a roster of October and November (32 is 1 November), and which rules refuse it.
CASES = {
    "joins any two published days": ("a: 30E; b: 34E", ("a: 30E", "b: 34E"), set()),
    "a night that ends on the 1st before its morning duty": (
        "a: 29E 32E; b: 31N",
        ("a: 29E", "b: 31N"),
        {"SWAP-3c", "NIGHT"},
    ),
    "a night that ends on the 1st, and the 1st free": ("a: 29E 33L; b: 31N", ("a: 29E", "b: 31N"), set()),
    "a morning of the 1st after one's own night": ("a: 31N 36E; b: 32E", ("a: 36E", "b: 32E"), {"SWAP-3c", "NIGHT"}),
    "eight hours over the edge": ("a: 28E 32E; b: 31L", ("a: 28E", "b: 31L"), {"SWAP-3c"}),
    "sixteen hours over the edge": ("a: 28L 32L; b: 31L", ("a: 28L", "b: 31L"), set()),
    "seven days over the edge, forward": ("a: 20E 29E 30E 31E 32E 33E 34E; b: 28E", ("a: 20E", "b: 28E"), {"STREAK"}),
    "six days over the edge, forward": ("a: 20E 29E 30E 31E 32E 33E; b: 28E", ("a: 20E", "b: 28E"), set()),
    "seven days over the edge, backward": ("a: 29E 30E 31E 32E 33E 34E 40E; b: 35E", ("a: 40E", "b: 35E"), {"STREAK"}),
    "two duties on one day of the other month": ("a: 30E 34L; b: 34E", ("a: 30E", "b: 34E"), {"SWAP-3c", "ONE-DUTY"}),
}


@pytest.mark.parametrize(("text", "asked", "rules"), CASES.values(), ids=CASES)
def test_a_swap_is_judged_on_every_month_it_touches(text, asked, rules):
    board = both(text)
    request = swap(*asked, EARLY)
    rules_refused = refused(request, board)
    assert ("SWAP-3c" in rules_refused) == ("SWAP-3c" in rules)
    assert {finding.rule for finding in board.new_findings(request.moves)} - {"REST"} == rules - {"SWAP-3c"}
    assert bool(rules_refused) == bool(rules)
    # Seen from the other month it is the very same.
    assert refused(request, board.on(MONTH.next)) == rules_refused


def test_one_breach_over_the_edge_is_told_once():
    board = both("a: 28E 32E; b: 31L")
    (breach,) = board.new_findings(swap("a: 28E", "b: 31L", EARLY).moves)
    assert (breach.rule, breach.day, breach.measured) == ("REST", day_of(32), "8 h")


@pytest.mark.parametrize(
    ("first", "second"),
    [(("a: 31E", "b: 25E"), ("a: 33E", "b: 40E")), (("a: 33E", "b: 40E"), ("a: 31E", "b: 25E"))],
    ids=["forward", "back"],
)
def test_swapped_duties_are_neighbours_over_the_edge(first, second):
    standing = "a: 31E 33E; b: 25E 40E"
    done = swap(*first, EARLY, state=SwapState.EFFECTIVE, number=1, swap_id="one")
    board = both(standing).after(done.moves, done)
    assert "SWAP-3b" in refused(swap(*second, EARLY), board)
    between = both("a: 31E 32L 33E; b: 25E 32L 40E").after(done.moves, done)
    assert "SWAP-3b" not in refused(swap(*second, EARLY), between)


def test_what_is_offered_over_the_edge_no_rule_refuses():
    board = both("a: 26E 30E; b: 28E 34E 36L; l1: 29E; c: 27E 33E 40L")
    offered = {(item.partner, item.pay_back.day) for item in suggest(board, "a", day_of(30), FixedClock(EARLY))}
    for partner, days in (("b", "28E 34E 36L"), ("c", "27E 33E 40L")):
        for text in days.split():
            (other,) = duties(f"{partner}: {text}")
            request = swap("a: 30E", f"{partner}: {text}", EARLY)
            assert ((partner, other.day) in offered) == (refused(request, board) == set()), text
    assert ("b", day_of(34)) in offered


def test_a_history_duty_and_one_ahead_are_read_from_the_neighbours():
    board = both("a: 31N 33E; b: 30E")
    assert [duty.day for duty in board.case.ahead] == [day_of(33)]
    assert [duty.day for duty in board.on(MONTH.next).case.history] == [day_of(31), day_of(30)]
    assert not [finding for finding in board.rulebook.check(Evidence(board.case, board.roster)) if finding.hard]


def test_leave_over_the_edge_is_asked_on_every_month():
    board = both("a: 31E 32E 33E")
    request = leave("a", "personal", 31, 31, EARLY)
    longer = request.__class__("a", "personal", day_of(31), day_of(33), "family", EARLY)
    assert [duty.day for duty in duties_touched(longer, board)] == [day_of(31), day_of(32), day_of(33)]
    assert (leave_days(request, board), leave_days(longer, board)) == (1, 3)
    night = request.__class__("a", "personal", day_of(31), day_of(32), "family", EARLY)
    assert "LEAVE-6" in refused(night, both("a: 32N"))


@pytest.mark.parametrize(
    ("october", "first", "told"),
    [
        (False, 30, "2026-11-03 E; 1 of T1 on leave, quota 1"),
        (True, 32, "2026-10-31 N"),
    ],
    ids=["days before a published month", "the last night before an unplanned month"],
)
def test_leave_over_the_edge_of_a_month_that_is_not_published_has_the_quota_of_days_that_are(october, first, told):
    """Asked in the month in which it begins, which binds nobody yet: what it touches lies in the other one."""
    held = duties("a: 31N" if october else "a: 34E")
    here, there = case(), november()
    rulebook = Rulebook.of(CATALOGUE, here.centre)
    bound, open_month = (here, there) if october else (there, here)
    board = Board.of(
        open_month, rulebook, Roster(()), published=False, beside=(page_of(bound, rulebook, Roster.of(held)),)
    )
    asked = LeaveRequest("a", "sick", day_of(first), day_of(34), "ill", EARLY)
    if october:
        asked = replace(asked, end=asked.start, start_minute=0, end_minute=120)
    verdict = decide(rulebook, asked, board, FixedClock(EARLY))
    (flag,) = (flag for flag in verdict.flags if "fall vacant" in flag.message.en)
    assert told in flag.message.en
    assert ("quota" in flag.message.en) is not october


@pytest.fixture
def desk(desk_of):
    made = desk_of("a: 20E 30E 31E; b: 22E 31N")
    import_case(made, SYSTEM, november())
    draft = save_draft(made, "l1", MONTH.next, Roster.of(duties("a: 33E 40E; b: 34E 42E")))
    publish(made, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    return made


def test_a_swap_is_carried_out_recorded_and_owed_in_both_months(desk):
    asked = request_swap(desk, "a", day_of(30), "b", day_of(34), reason="family")
    accept_swap(desk, "b", asked.swap_id)
    assert set(effect(desk, asked.swap_id)[1].rest_hours) == {"a", "b"}
    done = approve_swap(desk, "l1", asked.swap_id)
    assert done.state is SwapState.EFFECTIVE
    for month in (MONTH, MONTH.next):
        board = desk.board(month)
        assert (board.duties["b"][day_of(30)].shift, board.duties["a"][day_of(34)].shift) == ("E", "E")
        assert [item.swap_id for item in list_swaps(desk, month)] == [asked.swap_id]
        assert [item.swap_id for item in register(desk, month)] == [asked.swap_id]
    assert [(item.day, item.state) for item in pay_backs(desk)] == [(day_of(34), "owed")]
    desk.clock.to(3, "16:00", month=11)
    tick(desk)
    assert [item.state for item in pay_backs(desk)] == ["worked"]


def test_an_act_in_one_month_voids_what_waits_in_the_other(desk):
    waiting = request_swap(desk, "a", day_of(30), "b", day_of(34), reason="family")
    file_leave(desk, "b", "b", kind="sick", start=day_of(34), end=day_of(34), reason="")
    assert read_swap(desk, waiting.swap_id).state is SwapState.VOID


def test_leave_over_the_edge_frees_and_costs_the_duties_of_both_months(desk):
    asked = file_leave(desk, "a", "a", kind="personal", start=day_of(31), end=day_of(33), reason="family")
    assert [duty.day for duty in cost_of(desk, asked.leave_id).duties] == [day_of(31), day_of(33)]
    for person in ("l1", DIRECTOR, "top"):
        decide_leave(desk, person, asked.leave_id, approved=True)
    leave_now, _ = read_leave(desk, asked.leave_id)
    assert (leave_now.state, [duty.day for duty in leave_now.vacated]) == (
        LeaveState.EFFECTIVE,
        [day_of(31), day_of(33)],
    )
    assert [len(open_vacancies(desk, month)) for month in (MONTH, MONTH.next)] == [1, 1]


def test_leave_filed_on_a_free_day_that_a_swap_fills_meanwhile_is_refused_when_it_is_decided(desk):
    asked = file_leave(desk, "a", "a", kind="personal", start=day_of(34), end=day_of(34), reason="family")
    swapped = request_swap(desk, "a", day_of(20), "b", day_of(34), reason="family")
    accept_swap(desk, "b", swapped.swap_id)
    approve_swap(desk, "l1", swapped.swap_id)
    with pytest.raises(RefusedError) as refusal:
        decide_leave(desk, "l1", asked.leave_id, approved=True)
    assert {item.rule for item in refusal.value.refusals} == {"SWAP-6"}
    assert [item.state for item in pay_backs(desk)] == ["owed"]


def test_a_pay_back_missed_through_sickness_stays_owed(desk):
    swapped = request_swap(desk, "a", day_of(20), "b", day_of(34), reason="family")
    accept_swap(desk, "b", swapped.swap_id)
    approve_swap(desk, "l1", swapped.swap_id)
    desk.clock.to(3, "07:00", month=11)
    file_leave(desk, "a", "a", kind="sick", start=day_of(34), end=day_of(34), reason="")
    desk.clock.to(9, "07:00", month=11)
    tick(desk)
    assert [(item.day, item.state) for item in pay_backs(desk)] == [(day_of(34), "owed")]


def test_an_expired_request_holds_no_place_though_nothing_ran_in_between(desk_of):
    desk = desk_of("a: 8E 14E 20E 26E; b: 9E 15E 21E 27E", rules={"max_swaps_per_month": 1})
    request_swap(desk, "a", day_of(8), "b", day_of(9), reason="family")
    desk.clock.to(8, "08:00")
    assert request_swap(desk, "a", day_of(20), "b", day_of(21), reason="family").state is SwapState.REQUESTED


def test_what_time_has_done_stands_though_the_act_is_refused(desk_of):
    desk = desk_of("a: 8E 20E; b: 9E 21E")
    asked = request_swap(desk, "a", day_of(8), "b", day_of(9), reason="family")
    desk.clock.to(8, "08:00")
    with pytest.raises(RefusedError):
        request_swap(desk, "a", day_of(20), "b", day_of(21), reason="")
    assert read_swap(desk, asked.swap_id).state is SwapState.EXPIRED


def test_a_worked_night_stays_worked_when_its_morning_brings_sickness(desk_of):
    desk = desk_of("a: 12N 14E")
    desk.clock.to(13, "09:00")
    ill = file_leave(desk, "a", "a", kind="sick", start=day_of(13), end=day_of(14), reason="")
    assert [duty.day for duty in ill.vacated] == [day_of(14)]
    assert desk.board(MONTH).duties["a"][day_of(12)].shift == "N"


def test_a_duty_that_had_begun_is_never_taken_by_leave(desk_of):
    desk = desk_of("a: 8E 9E")
    desk.clock.to(8, "11:00")
    ill = file_leave(desk, "a", "a", kind="sick", start=day_of(8), end=day_of(9), reason="")
    assert [duty.day for duty in ill.vacated] == [date(2026, 10, 9)]
    assert desk.board(MONTH).duties["a"][day_of(8)].shift == "E"
    desk.clock.to(8, "17:00")
    tick(desk)
    assert list_absences(desk, MONTH) == ()


def test_another_desk_of_the_store_sees_the_same_calendar(desk):
    other = open_desk(desk.store, desk.centre_id, desk.catalogue, desk.clock)
    assert other.board(MONTH).duties == desk.board(MONTH.next).duties


def parted(text, *, october="abcd", shifts=()):
    """October with the people named and the leaders; November with everybody, and without the shifts named."""
    whole = both(text)
    near, far = whole.calendar.pages
    people = tuple(agent for agent in near.month_case.case.agents if agent.agent_id in {*october, "l1", "l2", "p2"})
    case = replace(near.month_case.case, agents=people)
    other_shifts = tuple(shift for shift in far.month_case.case.shifts if shift.code not in shifts)
    far = page_of(replace(far.month_case.case, shifts=other_shifts), far.month_case.rulebook, far.roster)
    held = Roster.of(duty for duty in near.roster.duties if duty.agent_id in case.agent_by_id)
    return Board.of(case, near.month_case.rulebook, held, staff=whole.staff.among(case.agent_by_id), beside=(far,))


def test_who_joins_in_november_swaps_no_duty_of_october_and_is_in_nobodys_way():
    world = parted("a: 28E 33E; b: 30E 34E; c: 30L 35E", october="ab")
    now = FixedClock(EARLY)
    assert {way.partner for way in suggest(world, "a", day_of(28), now)} == {"b"}
    there = world.on(MONTH.next)
    assert {(way.partner, way.pay_back.day) for way in suggest(there, "c", day_of(35), now)} == {
        ("a", day_of(33)),
        ("b", day_of(34)),
    }
    assert there.staff.agents.keys() > world.staff.agents.keys()
    with pytest.raises(InputError, match="c is not among the people of 2026-10"):
        swap_between(there, "c", day_of(35), "a", day_of(28), reason="x", clock=now)
    with pytest.raises(InputError, match="c is not among the people of 2026-10"):
        swap_between(world, "a", day_of(28), "c", day_of(35), reason="x", clock=now)


def test_a_night_of_a_shift_that_the_next_month_has_not_lasts_as_long_as_it_did():
    world = parted("l1: 28E; l2: 31N", shifts="N")
    night = world.duty("l2", day_of(31))
    assert world.on(MONTH.next).stint(night) == world.stint(night)
    asked = swap_between(world, "l1", day_of(28), "l2", day_of(31), reason="x", clock=FixedClock(EARLY))
    assert decide(world.rulebook, asked, world, FixedClock(EARLY)).allowed


def test_a_swap_over_the_edge_is_checked_as_it_would_be_filed():
    world = both("a: 30E; b: 34E")
    checked = asked_of(
        world,
        "a",
        "a",
        day_of(30),
        "b",
        pay_back_day=day_of(34),
        pay_back_shift=None,
        reason="x",
        clock=FixedClock(EARLY),
    )
    assert checked == swap_between(world, "a", day_of(30), "b", day_of(34), reason="x", clock=FixedClock(EARLY))


@pytest.mark.parametrize(("trainee_until", "lost"), [(None, 4), (day_of(40), 0)])
def test_what_a_part_of_a_duty_costs_is_counted_in_its_own_month(trainee_until, lost):
    seats = [(day_of(32), minute, "189", 1) for minute in range(480, 960, 30)]
    people = tuple(replace(one, trainee_until=trainee_until) if one.agent_id == "a" else one for one in AGENTS)
    away = LeaveRequest("a", "personal", day_of(32), day_of(32), "x", EARLY, start_minute=840, leave_id="leave")
    away = replace(away, state=LeaveState.EFFECTIVE)
    world = both("a: 31E 32E", seats=seats, agents=people, requests=(away,))
    gone = vacancy_lost(Vacancy("leave", world.duty("a", day_of(32)), (840, 960)), world)
    assert sum(change.lost_seats for change in gone) == lost
