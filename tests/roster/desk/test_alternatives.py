"""An alternative stands wherever one exists, and what it offers is itself allowed: over every labelled refusal."""

from importlib import import_module

import pytest
from desk_world import at, board, leave, on, swap
from labelled import REFUSED

from constraints import CATALOGUE
from roster.desk.clock import FixedClock
from roster.desk.duty_day.overtime import ask_overtime
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.policy.desk_rule import DeskRule, decide
from roster.desk.policy.splits import board_with
from roster.desk.swaps.swap_ask import check_swap
from roster.model import Leave
from roster.model.leave_request import LeaveRequest
from roster.model.overtime import OvertimeAct
from roster.model.swap import SwapRequest

ASKED_FOR = ("SWAP", "COVER", "CHANGE", "LEAVE", "BALANCE", "DELEGATE")
"""The rules about requests; those of the duty day offer what they can."""
NO_WAY = {
    # The time for it is over.
    "SWAP-2: a leader's cover once it is over",
    "SWAP-5: confirmed as it begins",
    "SWAP-5: each for the own duty",
    # The centre allows none, or the seats do not.
    "SWAP-3a: none at all",
    "SWAP-7: two of two",
    "SWAP-7: shorter than it is",
    "SWAP-7: only the last half hour is lost",
    # Nothing is left, and a weekend is no leave.
    "BALANCE: none left, from a Saturday to the Monday",
    # It can only be declined.
    "SWAP-6: filed on a free day, decided when a swap has filled it",
    # What was asked makes no sense.
    "LEAVE-1: ends before it starts",
}
DESK_RULES = [item for item in CATALOGUE if issubclass(item, DeskRule)]
REFUSALS = {
    f"{item.id}: {case.label}": case
    for item in DESK_RULES
    for case in import_module(f"labelled.{item.id.lower().replace('-', '_')}").CASES
    if case.says == REFUSED
}


def answered(request, world, clock):
    """What the desk answers: the rules' word, with a way out."""
    if isinstance(request, SwapRequest):
        return check_swap(world, request, clock)
    if isinstance(request, LeaveRequest):
        return ask_leave(world, request, clock)
    if isinstance(request, OvertimeAct):
        return ask_overtime(world, request, clock)
    return decide(world.rulebook, request, world, clock)


def ways_of(request, world):
    """The alternatives of a request as it is filed."""
    verdict = answered(request, world, FixedClock(request.filed_at))
    return [item.alternative and item.alternative.zh for item in verdict.refusals]


@pytest.mark.parametrize("name", REFUSALS)
def test_an_alternative_stands_where_one_exists_and_is_itself_allowed(name):
    case = REFUSALS[name]
    world, clock = board(case.roster, **case.world), FixedClock(case.now)
    refusals = answered(case.request, world, clock).refusals
    if name.startswith(ASKED_FOR):
        assert any(refusal.alternative for refusal in refusals) == (name not in NO_WAY)
    for refusal in refusals:
        held = world
        for offer in refusal.offers:
            assert refusal.alternative is not None
            again = answered(offer, held, clock)
            assert again.allowed, (refusal.alternative.en, [item.message.en for item in again.refusals])
            if isinstance(offer, SwapRequest):
                held = held.after(offer.moves, offer)
            elif isinstance(offer, LeaveRequest):
                held = board_with(held, [offer])


def test_a_night_after_its_noon_is_swapped_or_covered():
    late = leave("a", "personal", 14, 14, at(14, "12:00"), special=True)
    assert ways_of(late, board("a: 14N; b: 20E")) == ["与 b 换,还班 2026-10-20 E"]
    assert ways_of(late, board("a: 14N")) == ["由 b 顶班"]
    away = tuple(Leave(person, "annual", on(14), on(20)) for person in "bc")
    assert ways_of(late, board("a: 14N", leaves=away)) == ["调到 2026-10-14 L 班(调班)"]


def test_a_holiday_duty_whose_deadline_is_over_may_be_another_shift_of_its_day():
    late = leave("a", "personal", 6, 6, at(5), extreme=True)
    assert ways_of(late, board("a: 6E; b: 20E")) == ["调到 2026-10-06 L 班(调班)"]
    # The 5th ends at midnight, and the 7th begins at eight: no other shift of the day leaves the rest between.
    assert ways_of(late, board("a: 5L 6E 7E; b: 20E")) == [None]


def test_several_duties_that_may_not_be_had_are_given_up_one_after_the_other():
    late = leave("a", "personal", 6, 7, at(6), extreme=True)
    # The 7th first: a late of the 6th before an early of the 7th would leave eight hours between.
    way = "2026-10-07 E:调到 2026-10-07 L 班(调班);2026-10-06 E:调到 2026-10-06 L 班(调班)"
    assert ways_of(late, board("a: 6E 7E")) == [way, way]


def test_a_flag_is_offered_only_where_nothing_else_refuses():
    both = leave("a", "personal", 6, 6, at(4, "12:00"))
    assert ways_of(both, board("a: 6N; b: 20E")) == ["注明特殊情况并说明", "注明极特殊情况并说明"]
    late = leave("a", "personal", 6, 6, at(6, "11:00"))
    assert "注明特殊情况并说明" not in ways_of(late, board("a: 6N; b: 20E"))


def test_a_partner_without_places_is_mended_by_another_and_the_own_by_no_one():
    from labelled.swap_3a import ONE, TEXT, TWO

    world = board(TEXT, swaps=(ONE, TWO))
    assert ways_of(swap("a: 28E", "c: 16E"), world)[0].endswith("起另有名额")
    partners = ways_of(swap("c: 16E", "b: 30E"), world)
    assert partners
    assert all(way is not None and "名额" not in way for way in partners)
