"""Edges of what acts on leave and swaps do: months without a roster, parts of duties, who may, what is far enough."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from desk_store import opened
from desk_world import AGENTS, DIRECTOR, at, board, case, clock, duties, leave, on, swap

from roster.desk.attendance.attendance_desk import check_in, list_absences
from roster.desk.attendance.worked import settle_obligations
from roster.desk.desk import SYSTEM
from roster.desk.leaves.giving_back import months_touched
from roster.desk.leaves.leave_check import check_leave
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.desk.leaves.vacancy_desk import open_vacancies
from roster.desk.leaves.vacant import to_be_taken
from roster.desk.rosters.roster_desk import import_case, publish, save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_cover, request_swap
from roster.desk.swaps.ways import nearest_change, nearest_swap
from roster.errors import NotFoundError
from roster.model import Month, Roster
from roster.model.leave_request import LeaveState, Vacancy
from roster.model.swap import SwapKind, SwapRequest, SwapState

OCTOBER = Month(2026, 10)
MONTHS = (Month(2026, 9), OCTOBER, Month(2026, 11))


@pytest.mark.parametrize(
    ("first", "last", "start_minute", "months"),
    [(1, 2, None, MONTHS[1:2]), (1, 2, 60, MONTHS[:2]), (2, 3, 60, MONTHS[1:2]), (30, 31, None, MONTHS[1:2])],
    ids=["whole days", "from one o'clock: the night of the eve", "a day later", "to the month's end"],
)
def test_the_months_that_a_leave_touches(first, last, start_minute, months):
    asked = leave("a", "personal", first, last, at(1, month=9), start_minute=start_minute)
    work: Any = SimpleNamespace(known_months=lambda: MONTHS)
    assert months_touched(work, asked) == months


@pytest.mark.parametrize(
    ("part", "wall", "taken"),
    [
        ((660, 960), "08:00", True),
        ((660, 960), "07:59", False),
        ((660, 900), "12:00", False),
        (None, "07:00", True),
    ],
    ids=["to its end, as it begins", "before it begins", "not to its end", "the whole duty"],
)
def test_the_rest_of_a_duty_is_worked_in_its_own_shift_once_it_has_begun(part, wall, taken):
    (duty,) = duties("a: 8E")
    vacancy = Vacancy("x", duty, part)
    assert to_be_taken(board("b: 12E"), vacancy, clock(8, wall)) == (duty if taken else None)


@pytest.mark.parametrize(("free", "offered"), [("", None), (" 25E", 25), (" 11E", 11)])
def test_another_day_for_a_duty_is_sought_for_a_week_either_way(free, offered):
    # The week on either side of the 18th is full; the 10th and the 26th are eight days off.
    text = ("a:" + "".join(f" {day}E" for day in range(11, 26))).replace(free, "", bool(free))
    (duty,) = duties("a: 18E")
    asked = SwapRequest("l1", SwapKind.CHANGE, (), "x", at(1), by_leader=True)
    way = nearest_change(board(text, rules={"max_consecutive_days": 31}), duty, duty, asked, clock(1))
    assert (way and way.request.moves[0].taken.day.day) == offered


def test_sickness_before_any_roster_counts_and_frees_nothing(lite):
    desk: Any = opened(lite, "", publishes=False)
    desk.clock.to(8)
    ill = file_leave(desk, "a", "a", kind="sick", start=on(8), end=on(8), reason="doctor")
    assert ill.state is LeaveState.PROVISIONAL
    assert open_vacancies(desk, OCTOBER) == ()
    with pytest.raises(NotFoundError):
        hand_in_certificate(desk, "c", ill.leave_id, on(8), on(8))
    with pytest.raises(NotFoundError):
        hand_in_certificate(desk, "l2", ill.leave_id, on(8), on(8))
    assert hand_in_certificate(desk, "l1", ill.leave_id, on(8), on(8)).state is LeaveState.EFFECTIVE


def test_what_was_declined_climbs_the_ladder_anew(lite):
    desk = opened(lite, "a: 20E 21E; b: 12E")
    asked = file_leave(desk, "a", "a", kind="personal", start=on(20), end=on(21), reason="family")
    assert decide_leave(desk, "l1", asked.leave_id, approved=False).state is LeaveState.DECLINED
    assert decide_leave(desk, "l1", asked.leave_id, approved=True).state is LeaveState.PENDING
    assert read_leave(desk, asked.leave_id)[0].state is LeaveState.PENDING


def test_a_leave_is_looked_at_as_who_asks_would_file_it(lite):
    desk = opened(lite, "a: 20E; b: 12E")

    def refused(actor):
        seen = check_leave(desk, actor, "a", kind="personal", start=on(20), end=on(20), reason="family")
        return {item.rule for item in seen.verdict.refusals}

    assert refused("a") == set()
    assert refused("b") == {"LEAVE-4"}


def test_how_many_pay_backs_are_settled_is_told(lite):
    desk = opened(lite, "a: 14E; b: 20E")
    swap = request_swap(desk, "a", on(14), "b", on(20), reason="x")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    with desk.writing("test", "test.settle") as work:
        for day, wall, settled in ((20, "15:59", 0), (20, "16:00", 1), (20, "16:01", 0)):
            work.now = at(day, wall)
            assert settle_obligations(work, OCTOBER) == settled


@pytest.mark.parametrize("day", [9, 12, 20])
def test_the_same_partner_pays_back_on_the_day_nearest_to_the_one_named(day):
    asked = swap("a: 8E", f"b: {day}E")
    way = nearest_swap(board("a: 8E; b: 9E 12E 20E; l1: 28E"), asked, clock(1, month=9))
    assert way is not None
    assert (way.request.kind, way.request.moves) == (SwapKind.SWAP, asked.moves)


def test_who_was_seen_and_is_replaced_later_is_not_absent(lite):
    desk: Any = opened(lite, "a: 9E; b: 20E; l1: 9E")
    desk.clock.to(9, "08:00")
    check_in(desk, "a", "a")
    desk.clock.to(9, "11:00")
    assert request_cover(desk, "l1", "a", on(9), "b", reason="called home").state is SwapState.EFFECTIVE
    assert list_absences(desk, OCTOBER) == ()


def test_two_of_whom_one_is_on_leave_and_one_unknown_to_the_month(lite):
    # November's case has no a: what of a leave lies there frees nothing.
    desk: Any = opened(lite, "a: 31E; b: 12E")
    later = case(agents=AGENTS[1:])
    november = replace(later, centre=replace(later.centre, month=MONTHS[2]), seats=())
    import_case(desk, SYSTEM, november)
    draft = save_draft(desk, "l1", MONTHS[2], Roster.of(()))
    publish(desk, DIRECTOR, draft.roster_id, accept_breaches=True, reason="as drawn")
    desk.clock.to(30)
    ill = file_leave(desk, "a", "a", kind="sick", start=on(31), end=date(2026, 11, 1), reason="doctor")
    assert ill.state is LeaveState.PROVISIONAL
    assert [item.duty.day.day for item in open_vacancies(desk, OCTOBER)] == [31]
    assert open_vacancies(desk, MONTHS[2]) == ()
