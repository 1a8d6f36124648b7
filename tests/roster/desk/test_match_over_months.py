"""Wishes of two published months matched together: exchanges over the edge, by the book on both sides of it."""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from big_world import big_board, big_case
from desk_world import DIRECTOR, MONTH, at
from desk_world import case as small_case
from two_months import both, day_of, duties, november, swap

from constraints import CATALOGUE
from roster.desk.board.board import Board, page_of
from roster.desk.clock import FixedClock
from roster.desk.desk import SYSTEM
from roster.desk.matching.match import match
from roster.desk.matching.match_check import clashing_people
from roster.desk.matching.wish_desk import file_wish, list_wishes, propose_match
from roster.desk.opening import open_desk
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.quota import quota_of
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.model import Roster
from roster.model.approval import Office
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.model.swap_wish import SwapWish
from roster.rule import Rulebook

EARLY = FixedClock(at(1, month=9))


def wish(agent, day, first, last):
    return SwapWish(agent, day_of(day), day_of(first), day_of(last))


def granted(world, *wishes, **given):
    matched = match(world, wishes, EARLY, **given)
    assert matched.optimal
    return {(move.giver, move.given.day, move.taker) for cycle in matched.cycles for move in cycle.moves}


def moved(*moves):
    return {(giver, day_of(day), taker) for giver, day, taker in moves}


def test_a_wish_of_october_meets_one_of_november():
    world = both("a: 30E; b: 34E")
    assert granted(world, wish("a", 30, 33, 35), wish("b", 34, 29, 31)) == moved(("a", 30, "b"), ("b", 34, "a"))
    assert granted(world.on(MONTH.next), wish("b", 34, 29, 31), wish("a", 30, 33, 35)) == moved(
        ("a", 30, "b"), ("b", 34, "a")
    )


# A duty of October against one of November (32 is the 1st), and whether the rules let them be exchanged.
EDGE = {
    "seven days in a row over the edge": ("a: 20E 28E 29E 30E 31E 32E 33E; b: 34E", ("a", 20), ("b", 34), False),
    "six days in a row over the edge": ("a: 20E 29E 30E 31E 32E 33E; b: 34E", ("a", 20), ("b", 34), True),
    "a night that ends on the 1st before its morning": ("a: 33E 32E; b: 31N", ("a", 33), ("b", 31), False),
    "its own morning given up for the night before it": ("a: 32E 36L; b: 31N", ("a", 32), ("b", 31), True),
    "eight hours over the edge": ("a: 31L 40E; b: 32E", ("a", 40), ("b", 32), False),
}


@pytest.mark.parametrize(("text", "mine", "theirs", "fits"), EDGE.values(), ids=EDGE)
def test_rules_bind_over_the_edge(text, mine, theirs, fits):
    wishes = [SwapWish(agent, day_of(day)) for agent, day in (mine, theirs)]
    expected = moved((*mine, theirs[0]), (*theirs, mine[0])) if fits else set()
    assert granted(both(text), *wishes) == expected


def test_it_counts_in_the_first_of_its_months_whoever_wished_first():
    world = both("a: 30E; b: 34E")
    (cycle,) = match(world, [wish("b", 34, 29, 31), wish("a", 30, 33, 35)], EARLY).cycles
    assert (cycle.requester, cycle.month, cycle.kind) == ("a", MONTH, SwapKind.SWAP)


def test_a_full_october_leaves_november_its_own_places():
    world = both("a: 20E 30E 40E; b: 24E 34E 44E", rules={"max_swaps_per_month": 1})
    wishes = [wish("a", 20, 24, 24), wish("b", 24, 20, 20), wish("a", 40, 44, 44), wish("b", 44, 40, 40)]
    assert len(granted(world, *wishes)) == 4
    over = [wish("a", 30, 34, 34), wish("b", 34, 30, 30)]
    assert len(granted(world, *wishes[:2], *over)) == 2


@pytest.mark.parametrize(
    ("full", "fits"),
    # November's swap of a's leaves October's place for the exchange over the edge, which counts there; October's not.
    [(("a: 50E", "c: 52E"), True), (("a: 12E", "c: 14E"), False)],
)
def test_an_exchange_over_the_edge_asks_for_places_in_its_first_month(full, fits):
    done = swap(*full, EARLY.now(), state=SwapState.EFFECTIVE, number=1, swap_id="full")
    rules = {"max_swaps_per_month": 1}
    text = "a: 14E 18E 34E 40E 52E 56E; b: 22E 30E 38E; c: 12E 50E"
    world = both(text, swaps=(done,), rules=rules)
    wishes = [wish("a", 34, 30, 30), wish("b", 30, 34, 34)]
    expected = moved(("a", 34, "b"), ("b", 30, "a")) if fits else set()
    assert granted(world, *wishes) == expected
    assert granted(world.on(MONTH.next), *wishes) == expected


def test_three_of_two_months_go_round():
    world = both("a: 28E; b: 34E; c: 31L")
    cycle = [wish("a", 28, 34, 34), wish("b", 34, 31, 31), wish("c", 31, 28, 28)]
    assert granted(world, *cycle, longest=3) == moved(("a", 28, "c"), ("b", 34, "a"), ("c", 31, "b"))


def test_who_joins_in_november_is_matched_within_it_alone():
    whole = both("a: 30E 40E; b: 34E; c: 38E")
    near, far = whole.calendar.pages
    people = tuple(agent for agent in near.month_case.case.agents if agent.agent_id != "c")
    case = replace(near.month_case.case, agents=people)
    staff = whole.staff.among(case.agent_by_id)
    world = Board.of(case, near.month_case.rulebook, near.roster, staff=staff, beside=(far,))
    new = (SwapWish("a", day_of(30)), SwapWish("c", day_of(38)))
    assert granted(world, *new) == granted(world.on(MONTH.next), *new) == set()
    later = (SwapWish("a", day_of(40)), SwapWish("c", day_of(38)))
    assert granted(world.on(MONTH.next), *later) == moved(("a", 40, "c"), ("c", 38, "a"))


def big_months(seed):
    """Two months of a centre of 28, and a dozen wishes around the edge."""
    world = big_board(28, seed, {"max_grade_gap": 2})
    case, roster = big_case(28, seed, {"max_grade_gap": 2}, world.month.next)
    far = page_of(case, Rulebook.of(CATALOGUE, case.centre), roster)
    world = replace(world, calendar=world.calendar.with_page(far))
    draw = np.random.default_rng(seed)
    near = [duty for person in world.duties.values() for duty in person.values() if duty.job == "189"]
    near = [duty for duty in near if day_of(26) <= duty.day <= day_of(37)]
    chosen = [near[int(place)] for place in sorted(draw.choice(len(near), 5, replace=False))]
    return world, [SwapWish(duty.agent_id, duty.day) for duty in chosen]


def most_by_hand(world, wishes):
    """The largest set that the rules' own checks let through, over every way to pass the duties round."""
    held = [world.duty(item.agent_id, item.day) for item in wishes]
    for size in range(len(wishes), 1, -1):
        for group in combinations(range(len(wishes)), size):
            for order in permutations(group):
                pairs = list(zip(group, order, strict=True))
                if any(wishes[one].agent_id == wishes[two].agent_id for one, two in pairs):
                    continue
                if any((held[one].day, held[one].shift) == (held[two].day, held[two].shift) for one, two in pairs):
                    continue
                moves = tuple(handed(held[two], wishes[one].agent_id) for one, two in pairs)
                whole = SwapRequest(moves[0].giver, SwapKind.CYCLE, moves, "x", EARLY.now())
                clashes = clashing_people(world, [whole], EARLY.now()) != (frozenset(), False)
                if not clashes and decide(world.rulebook, whole, world, EARLY).allowed:
                    return size
    return 0


@pytest.mark.parametrize("seed", [1, 3])
def test_over_the_edge_the_match_grants_the_most_by_the_rules_own_checks(seed):
    world, wishes = big_months(seed)
    if len({item.agent_id for item in wishes}) < len(wishes):
        wishes = list({item.agent_id: item for item in wishes}.values())
    matched = match(world, wishes, EARLY, seconds=20)
    assert (len(matched.granted), matched.optimal) == (most_by_hand(world, wishes), True)


def test_proposed_from_the_store_accepted_and_carried_out_in_both_months(store):
    clock = FixedClock(at(20))
    desk = open_desk(store, "hotline", CATALOGUE, clock)
    text = "a: 30E; b: 34E"
    for case in (small_case(), november()):
        import_case(desk, SYSTEM, case)
        appoint(desk, SYSTEM, DIRECTOR, Office.DIRECTOR)
        held = Roster.of(duty for duty in duties(text) if duty.day in case.month)
        publish(
            desk,
            DIRECTOR,
            save_draft(desk, SYSTEM, case.month, held).roster_id,
            accept_breaches=True,
            reason="as drawn",
        )
    file_wish(desk, "b", wish("b", 34, 29, 31), reason="family")
    file_wish(desk, "a", wish("a", 30, 33, 35), reason="family")
    (swap,) = propose_match(desk, SYSTEM, MONTH).proposed
    assert (swap.requester, swap.month) == ("a", MONTH)
    for month in (MONTH, MONTH.next):
        assert [item.state.value for item in list_wishes(desk, month)] == ["proposed"]
    for person in "ab":
        accept_swap(desk, person, swap.swap_id)
    approve_swap(desk, "l1", swap.swap_id)
    assert set(desk.board(MONTH.next).duties["a"]) == {day_of(34)}
    assert [item.state.value for item in list_wishes(desk, MONTH.next)] == ["granted"]
    assert [quota_of(desk.board(month)).used("a", month) for month in (MONTH, MONTH.next)] == [1, 0]
