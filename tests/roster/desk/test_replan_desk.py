"""A re-plan at the desk: found on the month as it stands, kept as a draft, published once everybody was asked."""

from dataclasses import replace
from typing import Any

import pytest
from desk_store import opened
from desk_world import AGENTS, DIRECTOR, SHIFTS, case, on

from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.vacancy_desk import open_vacancies
from roster.desk.rosters.grants_desk import consents
from roster.desk.rosters.replan_desk import re_plan
from roster.desk.rosters.roster_desk import edit_case, publish, published_roster
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.errors import InputError, NotFoundError, RefusedError, StaleError
from roster.model import Month, Shift

OCTOBER = Month(2026, 10)
SEATS = tuple((on(day), minute, "189", 1) for day in (12, 14) for minute in range(480, 960, 30))
TEXT = "a: 12E 20E; b: 14E 22E; c: 26E"


@pytest.fixture
def desk(lite):
    made: Any = opened(lite, TEXT, seats=SEATS)
    made.clock.to(8)
    return made


def test_sickness_is_replanned_and_the_seat_is_filled_again(desk):
    file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), reason="flu")
    assert len(open_vacancies(desk, OCTOBER)) == 1
    replanned = re_plan(desk, "l1", OCTOBER, seconds=20)
    asked = consents(desk, replanned.draft.roster_id)
    assert asked
    assert "a" not in {item.agent_id for item in asked if item.day == on(12)}
    with pytest.raises(RefusedError):
        publish(desk, DIRECTOR, replanned.draft.roster_id)
    publish(desk, DIRECTOR, replanned.draft.roster_id, without_consent=True, reason="as drawn")
    _, roster = published_roster(desk, OCTOBER)
    assert [duty.agent_id for duty in roster.duties if duty.day == on(12)] != []
    assert "a" not in [duty.agent_id for duty in roster.duties if duty.day == on(12)]
    assert open_vacancies(desk, OCTOBER) == ()


@pytest.mark.parametrize(("shifts", "who"), [((*SHIFTS, Shift("M", 660, 960)), ["b", "c"]), (SHIFTS, [])])
def test_a_duty_that_leave_cuts_stays_and_its_hours_are_told_with_who_could_take_them(lite, shifts, who):
    desk: Any = opened(lite, TEXT, seats=SEATS, shifts=shifts)
    desk.clock.to(8)
    ill = file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), start_minute=660, reason="doctor")
    replanned = re_plan(desk, "l1", OCTOBER, seconds=20)
    ((item, ways),) = replanned.left
    assert (item.leave_id, item.duty.day, item.part) == (ill.leave_id, on(12), (660, 960))
    assert sorted(way.partner for way in ways if way.partner in {"b", "c"}) == who
    assert any(duty.agent_id == "a" and duty.day == on(12) for duty in replanned.replanned.roster.duties)


def test_a_duty_that_stood_vacant_when_it_began_stays_in_the_past(desk):
    file_leave(desk, "a", "a", kind="sick", start=on(12), end=on(12), reason="flu")
    desk.clock.to(13)
    replanned = re_plan(desk, "l1", OCTOBER, seconds=20)
    publish(desk, DIRECTOR, replanned.draft.roster_id, without_consent=True, reason="as drawn")
    _, roster = published_roster(desk, OCTOBER)
    assert [duty for duty in roster.duties if duty.day == on(12)] == []


def test_a_swap_meanwhile_makes_the_draft_stale(desk):
    replanned = re_plan(desk, "l1", OCTOBER, seconds=20)
    swap = request_swap(desk, "a", on(20), "b", on(22), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    with pytest.raises(StaleError):
        publish(desk, DIRECTOR, replanned.draft.roster_id, without_consent=True, reason="as drawn")


def test_a_resignation_is_amended_first(desk):
    gone = replace(AGENTS[0], end_date=on(11))
    edit_case(desk, SYSTEM, OCTOBER, lambda _: case(seats=SEATS, agents=(gone, *AGENTS[1:])))
    replanned = re_plan(desk, "l1", OCTOBER, seconds=20)
    publish(desk, DIRECTOR, replanned.draft.roster_id, without_consent=True, reason="as drawn")
    _, roster = published_roster(desk, OCTOBER)
    assert "a" not in {duty.agent_id for duty in roster.duties}


def test_nobody_whom_the_roster_uses_is_amended_away(desk):
    with pytest.raises(InputError):
        edit_case(desk, SYSTEM, OCTOBER, lambda _: case(seats=SEATS, agents=AGENTS[1:]))


def test_without_a_published_roster_there_is_nothing_to_re_plan(lite):
    with pytest.raises(NotFoundError):
        re_plan(opened(lite, "", publishes=False), "l1", OCTOBER)
