"""Open wishes at the desk: filed, matched into proposals, agreed to by everybody, carried out at once."""

from datetime import timedelta

import pytest
from desk_world import at, on

from roster.desk.delegation import delegate
from roster.desk.desk import SYSTEM
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.matching.match import match
from roster.desk.matching.wish_desk import (
    file_match,
    file_wish,
    list_wishes,
    match_wishes,
    propose_match,
    withdraw_wish,
)
from roster.desk.policy.quota import quota_of
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, decline_swap, withdraw_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps, read_swap, register
from roster.desk.tick import tick
from roster.errors import InputError, NotFoundError, RefusedError
from roster.model import Month
from roster.model.approval import Delegation
from roster.model.swap import SwapKind, SwapState
from roster.model.swap_wish import SwapWish, WishState

OCTOBER = Month(2026, 10)
RING = "a: 14E; b: 16L; c: 18E"
ANY_GRADE = {"max_grade_gap": 2}


def file(desk, agent, day, first=1, last=31, shifts=(), **given):
    """Filed a minute after the one before: the order of filing is the clock's."""
    desk.clock.moment += timedelta(minutes=1)
    wish = SwapWish(agent, on(day), on(first), on(last), tuple(shifts))
    return file_wish(desk, agent, wish, reason="family", **given)


def three_wishes(desk):
    return [file(desk, "a", 14, 16, 16), file(desk, "b", 16, 18, 18), file(desk, "c", 18, 14, 14)]


def states(desk):
    return [item.state.value for item in list_wishes(desk, OCTOBER)]


def test_three_wishes_become_a_cycle_that_all_accept_and_leaders_approve(desk_of):
    desk = desk_of(RING)
    three_wishes(desk)
    assert states(desk) == ["open"] * 3
    proposals = propose_match(desk, "l1", OCTOBER)
    (cycle,) = proposals.proposed
    assert (cycle.kind, cycle.state, cycle.accepted) == (SwapKind.CYCLE, SwapState.REQUESTED, frozenset())
    assert (proposals.match.optimal, len(proposals.match.granted), proposals.dropped) == (True, 3, ())
    assert states(desk) == ["proposed"] * 3
    assert [item.swap_id for item in list_wishes(desk, OCTOBER)] == [cycle.swap_id] * 3
    for party in "ab":
        accept_swap(desk, party, cycle.swap_id)
    with pytest.raises(RefusedError):
        approve_swap(desk, "l1", cycle.swap_id)
    assert accept_swap(desk, "c", cycle.swap_id).state is SwapState.ACCEPTED
    assert approve_swap(desk, "l1", cycle.swap_id).state is SwapState.ACCEPTED
    assert approve_swap(desk, "l2", cycle.swap_id).number == 1
    duties = desk.board(OCTOBER).duties
    assert [(agent, min(duties[agent]).day) for agent in "abc"] == [("a", 16), ("b", 18), ("c", 14)]
    assert states(desk) == ["granted"] * 3
    assert [swap.swap_id for swap in register(desk)] == [cycle.swap_id]


def test_one_who_declines_ends_the_cycle_and_the_same_exchange_is_not_proposed_again(desk_of):
    desk = desk_of(RING)
    three_wishes(desk)
    (cycle,) = propose_match(desk, SYSTEM, OCTOBER).proposed
    accept_swap(desk, "a", cycle.swap_id)
    assert decline_swap(desk, "b", cycle.swap_id).state is SwapState.DECLINED
    assert states(desk) == ["open"] * 3
    assert quota_of(desk.board(OCTOBER)).used("a", OCTOBER) == 0
    assert propose_match(desk, SYSTEM, OCTOBER).proposed == ()


def test_a_proposal_expires_undecided_and_its_wishes_lapse(desk_of):
    desk = desk_of(RING)
    three_wishes(desk)
    (cycle,) = propose_match(desk, SYSTEM, OCTOBER).proposed
    desk.clock.to(14, "08:00")
    tick(desk)
    assert read_swap(desk, cycle.swap_id).state is SwapState.EXPIRED
    assert states(desk) == ["lapsed", "open", "open"]


def test_a_proposal_is_void_once_one_of_its_duties_is_swapped_elsewhere(desk_of):
    desk = desk_of("a: 14E; b: 15L; c: 18E; l1: 22E; p2: 24E", rules=ANY_GRADE)
    file(desk, "a", 14, 15, 15)
    file(desk, "b", 15, 14, 14)
    (proposal,) = propose_match(desk, SYSTEM, OCTOBER).proposed
    other = request_swap(desk, "a", on(14), "c", on(18), reason="x")
    assert proposal.kind is SwapKind.SWAP
    accept_swap(desk, "c", other.swap_id)
    approve_swap(desk, "l1", other.swap_id)
    approve_swap(desk, "l2", other.swap_id)
    assert read_swap(desk, proposal.swap_id).state is SwapState.VOID
    assert states(desk) == ["granted", "open"]


def test_a_matched_swap_may_be_withdrawn_by_whoever_filed_first_and_the_wish_is_open_again(desk_of):
    desk = desk_of("a: 14E; b: 15L")
    file(desk, "a", 14, 15, 15)
    wish = file(desk, "b", 15, 14, 14)
    (proposal,) = propose_match(desk, SYSTEM, OCTOBER).proposed
    with pytest.raises(RefusedError):
        withdraw_wish(desk, "b", wish.filed.wish_id)
    withdraw_swap(desk, "a", proposal.swap_id)
    assert withdraw_wish(desk, "b", wish.filed.wish_id).state is WishState.WITHDRAWN
    assert propose_match(desk, SYSTEM, OCTOBER).proposed == ()
    assert states(desk) == ["open", "withdrawn"]


def test_a_cycle_longer_than_asked_for_is_not_proposed(desk_of):
    desk = desk_of(RING)
    three_wishes(desk)
    two = propose_match(desk, SYSTEM, OCTOBER, longest=2)
    assert (two.proposed, two.match.bound, two.match.optimal) == ((), 0, True)
    assert len(propose_match(desk, SYSTEM, OCTOBER, longest=3).proposed) == 1


def test_a_proposal_stands_without_the_others(desk_of):
    """A swap that is legal only beside another is not proposed: either may be declined."""
    # The 11th makes seven days in a row from the 9th, unless the 14th goes elsewhere.
    desk = desk_of("a: 9E 10E 12E 13E 14E 15E 22E 25E; b: 11E; c: 20E")
    wishes = [file(desk, "a", 25, 11, 11), file(desk, "b", 11, 25, 25)]
    wishes += [file(desk, "a", 14, 20, 20), file(desk, "c", 20, 14, 14)]
    together = match(desk.board(OCTOBER), [item.filed.wish for item in wishes], desk.clock)
    assert len(together.granted) == 4
    proposals = propose_match(desk, SYSTEM, OCTOBER)
    assert [sorted(swap.parties) for swap in proposals.proposed] == [["a", "c"]]
    assert (proposals.match.bound, proposals.dropped) == (2, ())


def test_what_makes_no_sense_is_not_filed(desk_of):
    desk = desk_of("a: 14E; b: 15L")
    with pytest.raises(NotFoundError):
        file(desk, "a", 15)
    with pytest.raises(InputError):
        file(desk, "a", 14, 20, 18)
    with pytest.raises(InputError):
        file(desk, "a", 14, shifts=("X",))
    with pytest.raises(InputError):
        file_wish(desk, "a", SwapWish("a", on(14)), reason="  ")
    with pytest.raises(RefusedError):
        file_wish(desk, "b", SwapWish("a", on(14)), reason="x")
    file(desk, "a", 14)
    with pytest.raises(RefusedError):
        file(desk, "a", 14)
    desk.clock.to(15, "16:00")
    with pytest.raises(RefusedError):
        file(desk, "b", 15)
    with pytest.raises(RefusedError):
        propose_match(desk, "a", OCTOBER)


def test_a_wish_is_about_a_duty_to_come_that_nothing_else_is_about(desk_of):
    desk = desk_of(f"{RING}; d: 18E/189; l2: 18E")
    three_wishes(desk)
    propose_match(desk, "l1", OCTOBER)
    with pytest.raises(RefusedError, match="about 2026-10-14 E already"):
        file(desk, "a", 14)
    desk.clock.to(18, "07:58")
    assert file(desk, "d", 18).state is WishState.OPEN
    with pytest.raises(RefusedError, match="has begun"):
        file(desk, "l2", 18)
    assert states(desk)[-1] == "lapsed"


def test_a_wish_about_a_duty_that_leave_has_taken_lapses(desk_of):
    desk = desk_of(RING)
    file(desk, "a", 14)
    file_leave(desk, "a", "a", kind="sick", start=on(14), end=on(14), reason="flu")
    assert states(desk) == ["lapsed"]


def test_what_is_taken_back_between_the_search_and_its_end_is_not_proposed(desk_of):
    desk = desk_of(RING)
    _, wish, _ = three_wishes(desk)
    found = match_wishes(desk, "l1", OCTOBER)
    withdraw_wish(desk, "b", wish.filed.wish_id)
    filed = file_match(desk, "l1", OCTOBER, found)
    assert (filed.proposed, len(filed.dropped)) == ((), 1)
    assert "not open any more" in filed.dropped[0][1][0].message.en
    assert states(desk) == ["open", "withdrawn", "open"]


def test_who_stands_in_for_a_leader_may_have_wishes_matched(desk_of):
    desk = desk_of(RING)
    three_wishes(desk)
    with pytest.raises(RefusedError, match="to do"):
        match_wishes(desk, "a", OCTOBER)
    delegate(desk, "l1", Delegation("l1", "a", at(1, month=9), at(30, month=9)))
    assert len(match_wishes(desk, "a", OCTOBER).match.granted) == 3


def test_a_wish_filed_twice_with_one_key_is_one(desk_of):
    desk = desk_of("a: 14E; b: 15L")
    one = file(desk, "a", 14, key="k")
    assert file(desk, "a", 14, key="k").filed.wish_id == one.filed.wish_id
    assert len(list_wishes(desk, OCTOBER)) == 1
    assert list_wishes(desk, OCTOBER, "b") == ()


def test_a_proposal_holds_its_places_in_the_quota(desk_of):
    desk = desk_of("a: 14E 20E; b: 15L 22E", rules={"max_swaps_per_month": 1})
    file(desk, "a", 14, 15, 15)
    file(desk, "b", 15, 14, 14)
    propose_match(desk, SYSTEM, OCTOBER)
    assert [quota_of(desk.board(OCTOBER)).used(agent, OCTOBER) for agent in "ab"] == [1, 1]
    with pytest.raises(RefusedError):
        request_swap(desk, "a", on(20), "b", on(22), reason="x")
    assert len(list_swaps(desk, OCTOBER)) == 1


def test_the_window_of_a_wish_is_kept_as_filed(desk_of):
    desk = desk_of("a: 14E")
    wish_then = file(desk, "a", 14, 12, 13, ("L", "N")).filed.wish
    assert list_wishes(desk, OCTOBER)[0].filed.wish == wish_then
    assert wish_then == SwapWish("a", on(14), on(14) - timedelta(days=2), on(13), ("L", "N"))
