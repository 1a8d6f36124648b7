"""换班制度, 交接班规定 §1: each clause from either side of its boundary."""

from dataclasses import replace

import pytest
from desk_world import (
    AGENTS,
    CENTRE_DIRECTOR,
    DIRECTOR,
    asked,
    at,
    board,
    cover,
    duties,
    effective,
    flagged,
    leave,
    on,
    refused,
    swap,
)

from roster.desk.policy.handover import handover_shares
from roster.desk.policy.ladder import swap_steps
from roster.model import Grade, Leave, Protection
from roster.model.approval import Approval, DecisionAct, Delegation, Office, Step
from roster.model.attendance import Attendance
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState
from roster.text import Text

PLAIN = "a: 8E 20E; b: 12E 22E"


def test_a_swap_between_equals_on_ordinary_days_is_allowed():
    assert refused(swap("a: 8E", "b: 12E"), board(PLAIN)) == set()


@pytest.mark.parametrize(("reason", "rules"), [("", {"SWAP-1"}), ("   ", {"SWAP-1"}), ("wedding", set())])
def test_swap_1_names_a_reason(reason, rules):
    assert refused(swap("a: 8E", "b: 12E", reason=reason), board(PLAIN)) == rules


@pytest.mark.parametrize(("wall", "rules"), [("07:59", set()), ("08:00", {"SWAP-2"}), ("08:01", {"SWAP-2"})])
def test_swap_2_before_the_first_duty_begins(wall, rules):
    assert refused(swap("a: 8E", "b: 12E"), board(PLAIN), at(8, wall)) == rules


@pytest.mark.parametrize(
    ("actor", "accepted", "rules"),
    [
        ("l1", {"a", "b"}, set()),
        ("l1", {"a"}, {"SWAP-2"}),
        ("l2", {"a", "b"}, {"SWAP-2"}),
        ("a", {"a", "b"}, {"SWAP-2"}),
        (DIRECTOR, {"a", "b"}, {"SWAP-2"}),
    ],
)
def test_swap_2_the_own_leader_decides_once_the_partner_has_accepted(actor, accepted, rules):
    request = swap("a: 8E", "b: 12E", accepted=frozenset(accepted))
    assert refused(DecisionAct(request, actor, True), board(PLAIN)) == rules


def test_swap_2_one_approval_when_both_share_a_leader():
    world = board(PLAIN)
    assert swap_steps(swap("a: 8E", "b: 12E"), world.staff) == (Step(Office.LEADER, "T1"),)


def test_swap_2_two_leaders_for_two_teams():
    world = board("a: 8E; c: 12E")
    assert swap_steps(swap("a: 8E", "c: 12E"), world.staff) == (Step(Office.LEADER, "T1"), Step(Office.LEADER, "T2"))


def test_swap_2_the_director_replaces_a_leader_who_is_a_party():
    world = board("l1: 8E; l2: 12E")
    request = swap("l1: 8E", "l2: 12E", accepted=frozenset({"l1", "l2"}))
    assert swap_steps(request, world.staff) == (Step(Office.DIRECTOR),)
    assert refused(DecisionAct(request, DIRECTOR, True), world) == set()
    assert refused(DecisionAct(request, CENTRE_DIRECTOR, True), world) == {"SWAP-2"}


def test_swap_2_the_director_decides_where_the_partner_is_the_own_leader():
    world = board("a: 8E; l1: 12E", rules={"max_grade_gap": 2})
    request = swap("a: 8E", "l1: 12E", accepted=frozenset({"a", "l1"}))
    assert swap_steps(request, world.staff) == (Step(Office.DIRECTOR),)
    assert refused(DecisionAct(request, DIRECTOR, True), world) == set()


def test_delegate_a_deputy_decides_within_the_time_named_and_not_outside():
    span = Delegation("l2", "p2", at(3), at(5))
    world = board("c: 12E; d: 14E/189", delegations=(span,), rules={"max_grade_gap": 1})
    act = DecisionAct(swap("c: 12E", "d: 14E/189", accepted=frozenset({"c", "d"})), "p2", True)
    assert refused(act, world, at(3)) == set()
    assert refused(act, world, at(4, "23:59")) == set()
    assert refused(act, world, at(5)) == {"SWAP-2", "DELEGATE"}
    assert refused(act, world, at(2, "23:59")) == {"SWAP-2", "DELEGATE"}


def test_swap_3a_the_second_swap_is_allowed_and_the_third_is_not():
    world = "a: 9E 14E 20E 28E; b: 12E 17E 24E 30E"
    first = effective("a: 12E", "b: 9E", 1)
    second = effective("a: 17E", "b: 14E", 2)
    text = "a: 12E 17E 20E 23E 28E; b: 9E 14E 19E 24E 30E"
    assert "SWAP-3a" not in refused(swap("a: 28E", "b: 30E"), board(world, swaps=(first,)))
    verdict = asked(swap("a: 28E", "b: 30E"), board(text, swaps=(first, second)))
    refusals = [item for item in verdict.refusals if item.rule == "SWAP-3a"]
    assert [(str(item.measured), str(item.allowed)) for item in refusals] == [("3", "2"), ("3", "2")]


def test_swap_3a_counts_the_partner_too():
    first = effective("c: 12E", "b: 9E", 1)
    second = effective("c: 17E", "b: 14E", 2)
    world = board("a: 28E; b: 9E 14E 22E 30E; c: 12E 17E", swaps=(first, second))
    refusals = [item for item in asked(swap("a: 28E", "b: 30E"), world).refusals if item.rule == "SWAP-3a"]
    assert len(refusals) == 1
    assert "b" in refusals[0].message.en


@pytest.mark.parametrize(
    ("state", "rules"),
    [
        (SwapState.REQUESTED, {"SWAP-3a"}),
        (SwapState.ACCEPTED, {"SWAP-3a"}),
        (SwapState.DECLINED, set()),
        (SwapState.WITHDRAWN, set()),
        (SwapState.EXPIRED, set()),
        (SwapState.VOID, set()),
    ],
)
def test_swap_3a_pending_requests_hold_their_place_and_ended_ones_release_it(state, rules):
    others = (
        swap("a: 9E", "c: 11E", state=state, swap_id="x"),
        swap("a: 14E", "c: 16E", state=state, swap_id="y"),
    )
    world = board("a: 9E 14E 28E; b: 30E; c: 11E 16E", swaps=others)
    assert refused(swap("a: 28E", "b: 30E"), world) == rules


def test_swap_3a_counts_in_the_month_of_the_duty_given_up():
    request = swap("a: 28E", "b: 30E")
    assert str(request.month) == "2026-10"


def test_swap_3a_the_limit_is_a_parameter():
    world = board("a: 9E 28E; b: 30E; c: 11E", swaps=(swap("a: 9E", "c: 11E", swap_id="x"),))
    assert refused(swap("a: 28E", "b: 30E"), world) == set()
    tight = board(
        "a: 9E 28E; b: 30E; c: 11E", swaps=(swap("a: 9E", "c: 11E", swap_id="x"),), rules={"max_swaps_per_month": 1}
    )
    assert refused(swap("a: 28E", "b: 30E"), tight) == {"SWAP-3a"}


def test_swap_3b_two_swapped_duties_are_no_neighbours_though_rest_days_lie_between():
    # a got the 12th; the next duty is the 20th
    done = effective("a: 9E", "c: 12E")
    assert "SWAP-3b" in refused(swap("a: 20E", "b: 24E"), board("a: 12E 20E; b: 24E; c: 9E", swaps=(done,)))


def test_swap_3b_an_ordinary_duty_between_separates_them():
    done = effective("a: 9E", "c: 12E")
    world = board("a: 12E 15E 20E; b: 24E; c: 9E", swaps=(done,))
    assert "SWAP-3b" not in refused(swap("a: 20E", "b: 24E"), world)


def test_swap_3b_duties_given_up_count_in_the_merged_sequence():
    # a gave up the 9th and got the 20th; next to the 9th lies the 10th
    done = effective("a: 9E", "c: 20E")
    world = board("a: 10E 15E 20E; b: 28E; c: 9E", swaps=(done,))
    assert "SWAP-3b" in refused(swap("a: 10E", "b: 28E"), world)
    far = board("a: 10E 12E 15E 20E; b: 14L; c: 9E", swaps=(done,))
    assert "SWAP-3b" not in refused(swap("a: 12E", "b: 14L"), far)


def test_swap_3b_judges_the_partner_as_well():
    done = effective("b: 9E", "c: 12E")
    world = board("a: 24E; b: 12E 20E; c: 9E", swaps=(done,))
    assert "SWAP-3b" in refused(swap("a: 24E", "b: 20E"), world)


def test_swap_3b_by_day_only_adjacent_days_are_neighbours():
    done = effective("a: 9E", "c: 12E")
    text, rules = "a: 12E 14E; b: 24E; c: 9E", {"consecutive_by": "day"}
    assert "SWAP-3b" in refused(swap("a: 14E", "b: 24E"), board(text, swaps=(done,)))
    assert "SWAP-3b" not in refused(swap("a: 14E", "b: 24E"), board(text, swaps=(done,), rules=rules))
    near = board("a: 12E 13E; b: 24E; c: 9E", swaps=(done,), rules=rules)
    assert "SWAP-3b" in refused(swap("a: 13E", "b: 24E"), near)


def test_swap_3b_a_duty_got_by_swap_is_not_swapped_again():
    done = effective("a: 9E", "c: 12E")
    world = board("a: 12E; b: 24E; c: 9E", swaps=(done,))
    refusals = [item for item in asked(swap("a: 12E", "b: 24E"), world).refusals if item.rule == "SWAP-3b"]
    assert any("not swapped again" in item.message.en for item in refusals)
    free = board("a: 12E; b: 24E; c: 9E", swaps=(done,), rules={"allow_reswap": True})
    refusals = [item for item in asked(swap("a: 12E", "b: 24E"), free).refusals if item.rule == "SWAP-3b"]
    assert not any("not swapped again" in item.message.en for item in refusals)
    # Of a duty next to one that was swapped, that is told.
    beside = board("a: 12E 14E; b: 24E; c: 9E", swaps=(done,))
    (said,) = [item for item in asked(swap("a: 14E", "b: 24E"), beside).refusals if item.rule == "SWAP-3b"]
    assert " is next to " in said.message.en


@pytest.mark.parametrize(("theirs", "rules"), [("b: 12E", set()), ("b: 9Z", {"SWAP-3c", "SWAP-8"})])
def test_swap_3c_minimum_gap_after_the_swap(theirs, rules):
    # a works 8L until 24:00; 9Z starts at 00:00
    rules_refused = refused(swap("a: 20E", theirs), board(f"a: 8L 20E; {theirs}"))
    assert rules_refused - {"SWAP-8"} == rules - {"SWAP-8"}


@pytest.mark.parametrize(("hours", "refuses"), [(8, False), (8.5, True)])
def test_swap_3c_the_gap_itself_is_enough(hours, refuses):
    # a works 8L to 24:00 and would take 9E from 08:00: 8 h
    world = board("a: 8L 20E; b: 9E", rules={"min_rest_hours": 0, "swap_min_gap_hours": hours})
    assert ("SWAP-3c" in refused(swap("a: 20E", "b: 9E"), world)) is refuses


def test_swap_3c_gap_is_elapsed_time_over_a_clock_change():
    # In Berlin the clock goes back on 25 October: 24L ends at 00:00 CEST, 25E starts at 08:00 CET: 9 h, not 8
    rules = {"min_rest_hours": 9}
    assert "SWAP-3c" not in refused(
        swap("a: 29E", "b: 25E"), board("a: 24L 29E; b: 25E", zone="Europe/Berlin", rules=rules)
    )
    assert "SWAP-3c" in refused(
        swap("a: 29E", "b: 26E"), board("a: 25L 29E; b: 26E", zone="Europe/Berlin", rules=rules)
    )


def test_swap_3c_one_duty_a_day():
    world = board("a: 8Z 20E; b: 8L", rules={"min_rest_hours": 0})
    assert "SWAP-3c" in refused(swap("a: 20E", "b: 8L"), world)


def test_swap_3c_a_swap_within_one_day_leaves_each_with_one_duty():
    assert refused(swap("a: 12E", "b: 12L"), board("a: 12E; b: 12L")) == set()


def test_swap_3c_looks_back_into_the_month_before():
    history = (replace(duties("a: 1L")[0], day=at(30, month=9).date()),)
    world = board("a: 20E; b: 1Z", history=history)
    assert "SWAP-3c" in refused(swap("a: 20E", "b: 1Z"), world)


def test_swap_4_the_duties_serve_the_same_job():
    assert "SWAP-4" in refused(
        swap("c: 8E/189", "d: 12E/180"), board("c: 8E/189; d: 12E/180", rules={"max_grade_gap": 1})
    )
    assert refused(swap("c: 8E/180", "d: 12E/180"), board("c: 8E/180; d: 12E/180", rules={"max_grade_gap": 1})) == set()
    free = board("c: 8E/189; d: 12E/180", rules={"max_grade_gap": 1, "swap_same_job": False})
    assert refused(swap("c: 8E/189", "d: 12E/180"), free) == set()


def test_swap_4_the_taker_holds_the_job():
    rules_refused = refused(
        swap("c: 8E/180", "a: 12E/189"), board("c: 8E/180; a: 12E/189", rules={"swap_same_job": False})
    )
    assert "SWAP-4" in rules_refused


@pytest.mark.parametrize(("gap", "rules"), [(0, {"SWAP-4"}), (1, set())])
def test_swap_4_grades_are_equal_up_to_the_gap_allowed(gap, rules):
    assert refused(swap("a: 8E", "d: 12E/189"), board("a: 8E; d: 12E/189", rules={"max_grade_gap": gap})) == rules


def test_swap_4_the_grade_in_force_on_the_day_counts():
    grades = {"a": ((on(1), Grade.JUNIOR), (on(10), Grade.INTERMEDIATE))}
    text = "a: 9E 10E; d: 16E/189 18E/189"
    assert "SWAP-4" in refused(swap("a: 9E", "d: 18E/189"), board(text, grades=grades))
    later = board("a: 15E; d: 18E/189", grades=grades)
    assert "SWAP-4" not in refused(swap("a: 15E", "d: 18E/189"), later)


def test_swap_5_a_failed_duty_is_the_takers_alone_once_confirmed_else_half_each():
    done = effective("a: 9E", "b: 12E")
    taken = duties("a: 12E")[0]
    assert handover_shares(done, taken) == {"a": 50, "b": 50}
    assert handover_shares(replace(done, confirmed=frozenset({"a"})), taken) == {"a": 100}
    assert handover_shares(replace(done, confirmed=frozenset({"b"})), taken) == {"a": 50, "b": 50}


def test_swap_5_an_absence_counts_only_on_a_duty_got_by_swap():
    world = board("a: 12E 15E; b: 9E", swaps=(effective("a: 9E", "b: 12E"),))
    assert "SWAP-5" in flagged(Attendance("a", on(12), absent=True), world)
    assert "SWAP-5" not in flagged(Attendance("a", on(15), absent=True), world)
    assert "SWAP-5" not in flagged(Attendance("a", on(12), late_minutes=5), world)


def test_swap_6_no_leave_on_a_swapped_or_pay_back_duty():
    world = board("a: 12E 15E; b: 9E 20E", swaps=(effective("a: 9E", "b: 12E"),))
    early = at(1, month=9)
    assert "SWAP-6" in refused(leave("a", "personal", 12, 12, early), world)
    assert "SWAP-6" in refused(leave("b", "annual", 8, 9, early), world)
    assert refused(leave("a", "personal", 15, 15, early), world) == set()
    assert refused(leave("b", "personal", 20, 20, early), world) == set()


def test_swap_6_sickness_is_flagged_and_never_refused():
    world = board("a: 12E; b: 9E", swaps=(effective("a: 9E", "b: 12E"),))
    for kind in ("sick", "emergency"):
        request = leave("a", kind, 12, 12, at(12, "07:00"))
        assert refused(request, world) == set()
        assert "SWAP-6" in flagged(request, world)


def seats(day: int, wanted: int, job: str = "189"):
    return tuple((on(day), minute, job, wanted) for minute in range(480, 960, 30))


def change(mine: str, other: str) -> SwapRequest:
    (one,), (two,) = duties(mine), duties(other)
    return SwapRequest(one.agent_id, SwapKind.CHANGE, (Move(one, two),), "doctor", at(1, month=9))


@pytest.mark.parametrize(("wanted", "rules"), [(1, set()), (2, {"SWAP-7"}), (3, {"SWAP-7"})])
def test_swap_7_no_seat_requirement_becomes_short_or_shorter(wanted, rules):
    # a and b serve the 8th; a's duty moves to the 20th
    world = board("a: 8E; b: 8E", seats=seats(8, wanted))
    assert refused(change("a: 8E", "a: 20E"), world) == rules


def test_swap_7_names_the_interval_and_the_seats():
    world = board("a: 8E; b: 8E", seats=seats(8, 3))
    (refusal,) = asked(change("a: 8E", "a: 20E"), world).refusals
    assert (str(refusal.measured), str(refusal.allowed)) == ("1", "3")
    assert "2026-10-08 08:00" in refusal.message.en


def test_swap_7_a_trainee_fills_no_seat():
    agents = (replace(AGENTS[0]), replace(AGENTS[1], trainee_until=on(15)), *AGENTS[2:])
    rows = seats(8, 1)
    assert refused(swap("a: 8E", "b: 20E"), board("a: 8E; b: 20E", seats=rows, agents=agents)) == {"SWAP-7"}
    assert refused(swap("a: 8E", "b: 20E"), board("a: 8E; b: 20E", seats=rows)) == set()


def test_swap_7_coverage_may_be_lowered_by_parameter():
    world = board("a: 8E; b: 8E", seats=seats(8, 2), rules={"swap_may_lower_coverage": True})
    assert refused(change("a: 8E", "a: 20E"), world) == set()


def test_swap_8_a_hard_rule_newly_broken_refuses():
    # a would rest 8 h between 8L and 9E; of a swap SWAP-3c tells that, and only that
    (close,) = asked(swap("a: 20E", "b: 9E"), board("a: 8L 20E; b: 9E")).refusals
    assert (close.rule, str(close.measured), str(close.allowed)) == ("SWAP-3c", "8 h", ">= 11 h")
    refusals = asked(change("a: 20E", "a: 9E"), board("a: 8L 20E")).refusals
    assert [item.rule for item in refusals] == ["SWAP-8"]
    assert "REST" in refusals[0].message.en
    assert (str(refusals[0].measured), str(refusals[0].allowed)) == ("8 h", "11 h")


def test_swap_8_what_was_broken_before_and_is_no_worse_does_not_refuse():
    # 8L 9E breaks REST already and stays as it is
    assert refused(swap("a: 20E", "b: 24E"), board("a: 8L 9E 20E; b: 24E")) == set()


def test_swap_8_a_breach_that_grows_refuses():
    # 8L–9E: 8 h; taking 8N (ends 06:00) for 8L leaves 2 h before the same duty
    assert "SWAP-3c" in refused(swap("a: 8L", "b: 8N"), board("a: 8L 9E; b: 8N"))
    assert refused(change("a: 8L", "a: 8N"), board("a: 8L 9E")) == {"SWAP-8"}


def test_swap_9_neither_duty_starts_on_a_public_holiday():
    assert refused(swap("a: 7E", "b: 12E"), board("a: 7E; b: 12E")) == {"SWAP-9"}
    assert refused(swap("a: 12E", "b: 7E"), board("a: 12E; b: 7E")) == {"SWAP-9"}
    assert refused(swap("a: 8E", "b: 12E"), board("a: 8E; b: 12E")) == set()


def test_swap_9_by_overlap_a_night_into_the_holiday_counts_as_well():
    holiday_in_mid_month = replace(board("a: 8E").case.calendar, off={on(15): Text("节日", "holiday")}, work={})
    text, request = "a: 14N; b: 21E", swap("a: 14N", "b: 21E")
    assert "SWAP-9" not in refused(request, board(text, calendar=holiday_in_mid_month))
    assert "SWAP-9" in refused(request, board(text, calendar=holiday_in_mid_month, rules={"holiday_by": "overlap"}))
    ends_at_midnight, late = "a: 14L; b: 21E", swap("a: 14L", "b: 21E")
    assert "SWAP-9" not in refused(
        late, board(ends_at_midnight, calendar=holiday_in_mid_month, rules={"holiday_by": "overlap"})
    )


def test_swap_9_weekends_count_only_by_parameter_and_make_up_days_never():
    text, request = "a: 17E; b: 20E", swap("a: 17E", "b: 20E")
    assert refused(request, board(text)) == set()
    assert refused(request, board(text, rules={"holiday_includes_weekend": True})) == {"SWAP-9"}
    makeup = swap("a: 10E", "b: 20E")
    assert refused(makeup, board("a: 10E; b: 20E", rules={"holiday_includes_weekend": True})) == set()


def test_cover_1_an_own_cover_counts_as_a_swap_for_both():
    done = (swap("b: 12E", "c: 9E", swap_id="x"), swap("b: 17E", "c: 14E", swap_id="y"))
    text = "a: 28E; b: 12E 17E; c: 9E 14E"
    assert "SWAP-3a" in refused(cover("a: 28E", "b"), board(text, swaps=done))
    assert "SWAP-3a" not in refused(
        cover("a: 28E", "b"), board(text, swaps=done, rules={"cover_counts_as_swap": False})
    )
    assert "COVER-1" in flagged(cover("a: 28E", "b"), board(text))


def test_cover_1_a_cover_arranged_by_the_leader_uses_no_quota():
    done = (swap("b: 12E", "c: 9E", swap_id="x"), swap("b: 17E", "c: 14E", swap_id="y"))
    world = board("a: 28E; b: 12E 17E; c: 9E 14E", swaps=done)
    assert refused(cover("a: 28E", "b", requester="l1", by_leader=True), world) == set()


def test_cover_1_only_an_own_leader_or_a_director_arranges_a_cover():
    world = board("a: 28E")
    assert refused(cover("a: 28E", "b", requester="l2", by_leader=True), world) == {"COVER-1"}
    assert refused(cover("a: 28E", "b", requester=DIRECTOR, by_leader=True), world) == set()


def test_cover_1_needs_consent_before_the_duty_starts():
    world = board("a: 28E")
    assert refused(cover("a: 28E", "b"), world, at(28, "07:59")) == set()
    assert refused(cover("a: 28E", "b"), world, at(28, "08:00")) == {"SWAP-2"}


def test_change_1_uses_no_quota_and_is_checked_like_the_rest():
    done = (swap("a: 12E", "c: 9E", swap_id="x"), swap("a: 17E", "c: 14E", swap_id="y"))
    text = "a: 12E 17E 25L 28E; c: 9E 14E"
    assert refused(change("a: 28E", "a: 28L"), board(text, swaps=done)) == set()
    assert refused(change("a: 28E", "a: 28L"), board(text, swaps=done, rules={"change_counts_as_swap": True})) == {
        "SWAP-3a"
    }
    assert "SWAP-8" in refused(change("a: 28E", "a: 26E"), board(text))


def test_change_1_concerns_one_person():
    (one,) = duties("a: 28E")
    other = SwapRequest("a", SwapKind.CHANGE, (Move(one, replace(one, agent_id="b")),), "x", at(1, month=9))
    assert "CHANGE-1" in refused(other, board("a: 28E"))


def test_refusals_speak_both_languages_and_name_their_clause():
    world = board("a: 7E; d: 12E/180")
    verdict = asked(swap("a: 7E", "d: 12E/180", reason=""), world)
    assert {item.rule for item in verdict.refusals} >= {"SWAP-1", "SWAP-4", "SWAP-9"}
    for item in verdict.refusals:
        assert item.clause.startswith(("换班制度", "交接班"))
        assert item.message.zh
        assert item.message.en
        assert item.measured.en
        assert item.allowed.en


def test_a_decided_approval_is_not_asked_for_again():
    world = board("a: 8E; c: 12E")
    request = swap("a: 8E", "c: 12E", accepted=frozenset({"a", "c"}))
    made = (Approval(Step(Office.LEADER, "T1"), True, "l1", at(2)),)
    assert refused(DecisionAct(request, "l1", True, made), world) == {"SWAP-2"}
    assert refused(DecisionAct(request, "l2", True, made), world) == set()


@pytest.mark.parametrize("asker", ["a", "b"])
def test_a_partners_private_reason_is_never_told(asker):
    leaves = (Leave("b", "sick", on(8), on(8)),)
    protected = replace(AGENTS[1], protections=(Protection("pregnancy"),))
    agents = (AGENTS[0], protected, *AGENTS[2:])
    request = swap("a: 8N", "b: 12E") if asker == "a" else swap("b: 12E", "a: 8N")
    said = " ".join(
        text
        for item in asked(request, board("a: 8N; b: 12E", leaves=leaves, agents=agents)).refusals
        for text in (item.message.zh, item.message.en, str(item.measured), str(item.allowed), item.rule)
    )
    for secret in ("pregnan", "sick", "PROTECTED", "病"):
        assert (secret in said) is False or asker == "b"
