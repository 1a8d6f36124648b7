"""What a leader orders: covers once the duty began, from other teams, off holidays; duties moved; leaders missing."""

import pytest
from desk_world import DIRECTOR, at, on

from roster.desk.attendance.attendance_desk import list_absences
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, open_vacancies
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.swaps.swap_reading import read_swap
from roster.desk.tick import tick
from roster.errors import RefusedError
from roster.model import Month
from roster.model.swap import SwapState

OCTOBER = Month(2026, 10)
TEXT = "a: 6E 9E 12E; b: 20E; c: 21E; l1: 22E; l2: 23E"


def works(desk, agent):
    return [f"{d.day.day}{d.shift}" for d in published_roster(desk, OCTOBER)[1].duties if d.agent_id == agent]


def rules(act):
    with pytest.raises(RefusedError) as refusal:
        act()
    return {item.rule for item in refusal.value.refusals}


def test_somebody_is_put_in_at_five_past_eight_for_who_did_not_come(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(9, "08:05")
    assert request_cover(desk, "l1", "a", on(9), "b", reason="did not come").state is SwapState.EFFECTIVE
    assert (works(desk, "a"), works(desk, "b")) == (["6E", "12E"], ["9E", "20E"])
    assert [(item.agent_id, item.day.day, item.state) for item in list_absences(desk, OCTOBER)] == [
        ("a", 9, "provisional")
    ]


def test_not_once_the_duty_is_over(desk_of):
    desk = desk_of(TEXT)
    desk.clock.to(9, "15:59")
    request_cover(desk, "l1", "a", on(9), "b", reason="late")
    desk.clock.to(12, "16:00")
    assert "SWAP-2" in rules(lambda: request_cover(desk, "l1", "a", on(12), "b", reason="late"))


def test_a_leader_stands_in_for_a_junior(desk_of):
    desk = desk_of(TEXT)
    assert request_cover(desk, "l1", "a", on(9), "l1", reason="ill").state is SwapState.EFFECTIVE
    assert works(desk, "l1") == ["9E", "22E"]


def test_another_teams_agent_only_with_the_word_of_its_leader_or_the_director(desk_of):
    desk = desk_of(TEXT)
    asked = request_cover(desk, "l1", "a", on(9), "c", reason="ill")
    assert asked.state is SwapState.ACCEPTED
    assert works(desk, "c") == ["21E"]
    with pytest.raises(RefusedError):
        approve_swap(desk, "l1", asked.swap_id)
    assert approve_swap(desk, "l2", asked.swap_id).state is SwapState.EFFECTIVE
    assert works(desk, "c") == ["9E", "21E"]
    again = request_cover(desk, "l1", "a", on(12), "c", reason="ill")
    assert approve_swap(desk, DIRECTOR, again.swap_id).state is SwapState.EFFECTIVE


def test_a_director_asks_nobody(desk_of):
    desk = desk_of(TEXT)
    assert request_cover(desk, DIRECTOR, "a", on(9), "c", reason="ill").state is SwapState.EFFECTIVE


def test_what_waits_for_the_other_leader_is_declined_taken_back_or_expires_with_the_duty(desk_of):
    desk = desk_of(TEXT)
    one = request_cover(desk, "l1", "a", on(9), "c", reason="ill")
    assert decline_swap(desk, "l2", one.swap_id).state is SwapState.DECLINED
    two = request_cover(desk, "l1", "a", on(9), "c", reason="ill")
    assert withdraw_swap(desk, "l1", two.swap_id).state is SwapState.WITHDRAWN
    three = request_cover(desk, "l1", "a", on(9), "c", reason="ill")
    desk.clock.to(9, "15:00")
    tick(desk)
    assert approve_swap(desk, "l2", three.swap_id).state is SwapState.EFFECTIVE
    four = request_cover(desk, "l1", "a", on(12), "c", reason="ill")
    desk.clock.to(12, "16:00")
    assert tick(desk)["expired"] == 1
    assert rules(lambda: approve_swap(desk, "l2", four.swap_id)) == {"STATE"}


def test_a_vacancy_is_given_to_another_team_the_same_way(desk_of):
    desk = desk_of(TEXT)
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(9), reason="")
    asked = cover_vacancy(desk, "l1", leave.leave_id, on(9), "c", reason="ill")
    assert asked.state is SwapState.ACCEPTED
    assert len(open_vacancies(desk, OCTOBER)) == 1
    assert approve_swap(desk, "l2", asked.swap_id).state is SwapState.EFFECTIVE
    assert open_vacancies(desk, OCTOBER) == ()
    assert works(desk, "c") == ["9E", "21E"]


def test_a_vacancy_covered_meanwhile_is_not_given_twice(desk_of):
    desk = desk_of(TEXT)
    leave = file_leave(desk, "a", "a", kind="sick", start=on(9), end=on(9), reason="")
    asked = cover_vacancy(desk, "l1", leave.leave_id, on(9), "c", reason="ill")
    cover_vacancy(desk, "l1", leave.leave_id, on(9), "b", reason="ill")
    assert read_swap(desk, asked.swap_id).state is SwapState.VOID


def test_a_leaders_cover_is_no_way_round_a_holiday_duty(desk_of):
    desk = desk_of(TEXT, now=at(4, "23:59"))
    assert rules(lambda: request_cover(desk, "l1", "a", on(6), "b", reason="family")) == {"SWAP-9"}
    assert request_cover(desk, "l1", "a", on(6), "b", reason="family", extreme=True).state is SwapState.EFFECTIVE


def test_extreme_grounds_are_told_two_days_ahead(desk_of):
    desk = desk_of(TEXT, now=at(5))
    assert rules(lambda: request_cover(desk, "l1", "a", on(6), "b", reason="x", extreme=True)) == {"SWAP-9"}


def test_sickness_takes_somebody_off_a_holiday_duty(desk_of):
    desk = desk_of(TEXT, now=at(6, "07:00"))
    leave = file_leave(desk, "a", "a", kind="sick", start=on(6), end=on(6), reason="")
    assert cover_vacancy(desk, "l1", leave.leave_id, on(6), "b", reason="ill").state is SwapState.EFFECTIVE


def test_a_change_off_a_holiday_needs_the_grounds_and_the_leaders_consent(desk_of):
    desk = desk_of(TEXT)
    assert rules(lambda: request_change(desk, "a", on(6), on(15), "E", reason="family")) == {"SWAP-9"}
    asked = request_change(desk, "a", on(6), on(15), "E", reason="family", extreme=True)
    assert rules(lambda: approve_swap(desk, "l1", asked.swap_id)) == {"SWAP-9"}
    assert approve_swap(desk, "l1", asked.swap_id, consent=True).state is SwapState.EFFECTIVE


def test_a_change_within_the_holiday_itself_is_a_change(desk_of):
    desk = desk_of(TEXT)
    asked = request_change(desk, "a", on(6), on(6), "L", reason="family")
    assert approve_swap(desk, "l1", asked.swap_id).state is SwapState.EFFECTIVE


def test_a_leader_moves_an_agents_duty(desk_of):
    desk = desk_of(TEXT)
    assert request_change(desk, "l1", on(9), on(15), "L", reason="load", agent_id="a").state is SwapState.EFFECTIVE
    assert works(desk, "a") == ["6E", "12E", "15L"]
    assert rules(lambda: request_change(desk, "l2", on(12), on(16), "L", reason="load", agent_id="a")) == {"CHANGE-1"}


def test_covers_ordered_and_changes_make_no_neighbours_and_no_swapped_duty(desk_of):
    desk = desk_of("a: 9E 12E 15E; b: 20E 24E; l1: 28E")
    request_change(desk, "l1", on(9), on(10), "E", reason="load", agent_id="a")
    request_cover(desk, "l1", "a", on(15), "b", reason="ill")
    swap = request_swap(desk, "a", on(12), "b", on(20), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    assert approve_swap(desk, "l1", swap.swap_id).state is SwapState.EFFECTIVE
    leave = file_leave(desk, "b", "b", kind="personal", start=on(15), end=on(15), reason="family")
    for person in ("l1", DIRECTOR):
        leave = decide_leave(desk, person, leave.leave_id, approved=True)
    assert leave.state.value == "effective"


SEATS = tuple((on(9), minute, "189", 1) for minute in range(480, 960, 30))


def test_a_swap_that_leaves_seats_without_a_duty_leader_needs_express_consent(desk_of):
    desk = desk_of("l1: 9E; l2: 14E; a: 9E", seats=SEATS)
    asked = request_swap(desk, "l1", on(9), "l2", on(14), reason="family")
    accept_swap(desk, "l2", asked.swap_id)
    # Leader for leader: somebody leads the 9th as before.
    assert approve_swap(desk, DIRECTOR, asked.swap_id).state is SwapState.EFFECTIVE
    moved = request_change(desk, "l2", on(9), on(16), "E", reason="family")
    assert rules(lambda: approve_swap(desk, DIRECTOR, moved.swap_id)) == {"SWAP-7"}
    assert approve_swap(desk, DIRECTOR, moved.swap_id, consent=True).state is SwapState.EFFECTIVE


def test_a_leave_that_leaves_seats_without_a_duty_leader_needs_express_consent(desk_of):
    desk = desk_of("l1: 9E; a: 9E", seats=SEATS)
    leave = file_leave(desk, "l1", "l1", kind="personal", start=on(9), end=on(9), reason="family")
    assert rules(lambda: decide_leave(desk, DIRECTOR, leave.leave_id, approved=True)) == {"LEAVE-10"}
    assert decide_leave(desk, DIRECTOR, leave.leave_id, approved=True, consent=True).state.value == "effective"


def test_a_handover_is_confirmed_before_the_duty(desk_of):
    desk = desk_of("a: 9E; b: 20E; l1: 28E")
    swap = request_swap(desk, "a", on(9), "b", on(20), reason="family")
    accept_swap(desk, "b", swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    desk.clock.to(9, "07:59")
    confirm_handover(desk, "b", swap.swap_id)
    desk.clock.to(20, "08:00")
    assert rules(lambda: confirm_handover(desk, "a", swap.swap_id)) == {"SWAP-5"}
