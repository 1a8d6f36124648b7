"""The match, held against every set of cycles there is, in worlds small enough to try them all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import numpy as np
import pytest
from big_world import big_board
from desk_world import board, clock, effective, on

from roster.desk.clock import FixedClock
from roster.desk.matching.match import match
from roster.desk.matching.match_arcs import ArcFinder
from roster.desk.policy.neighbours import swapped_neighbours
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import places
from roster.errors import NotFoundError
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.model.swap_wish import SwapWish
from roster.rule import Evidence

NOW = FixedClock(datetime(2026, 10, 7, 16, tzinfo=UTC))


def wish(agent, day, first, last, shifts=""):
    return SwapWish(agent, on(day), on(first), on(last), tuple(shifts))


def named(matched):
    return {frozenset((move.giver, move.given.day.day, move.taker) for move in cycle.moves) for cycle in matched.cycles}


def test_two_wishes_that_fit_make_a_swap():
    world = board("a: 14L 20E; b: 15E 21E")
    matched = match(world, [wish("a", 14, 14, 16, "E"), wish("b", 15, 14, 14, "L")], clock(8))
    assert named(matched) == {frozenset({("a", 14, "b"), ("b", 15, "a")})}
    assert matched.cycles[0].kind is SwapKind.SWAP
    assert (matched.granted, matched.bound, matched.optimal) == ((0, 1), 2, True)


def test_what_is_not_looked_at_in_time_is_left_out_and_nothing_is_said_to_be_proven():
    world = board("a: 14L 20E; b: 15E 21E")
    matched = match(world, [wish("a", 14, 14, 16, "E"), wish("b", 15, 14, 14, "L")], clock(8), seconds=0.0)
    assert (matched.cycles, matched.granted, matched.bound, matched.optimal) == ((), (), 2, False)


def test_three_wishes_close_into_a_cycle():
    world = board("a: 14E; b: 16L; c: 18E")
    wishes = [wish("a", 14, 16, 16), wish("b", 16, 18, 18), wish("c", 18, 14, 14)]
    matched = match(world, wishes, clock(8))
    assert named(matched) == {frozenset({("a", 14, "c"), ("b", 16, "a"), ("c", 18, "b")})}
    assert matched.cycles[0].kind is SwapKind.CYCLE
    assert set(matched.cycles[0].parties) == {"a", "b", "c"}


def test_nothing_fits_nothing_is_granted():
    matched = match(board("a: 14L; b: 15E"), [wish("a", 14, 14, 16, "E"), wish("b", 15, 16, 16)], clock(8))
    assert (matched.cycles, matched.bound, matched.optimal) == ((), 0, True)


def test_a_wish_without_a_duty_is_not_found():
    with pytest.raises(NotFoundError):
        match(board("a: 14L"), [wish("a", 15, 14, 16)], clock(8))


def test_the_quota_holds_over_the_whole_set():
    text = "a: 9E 15E 21E 27E; b: 12E; c: 18E; p2: 24E; l1: 30E"
    wishes = [wish("a", day, 1, 31) for day in (9, 15, 21, 27)]
    wishes += [wish("b", 12, 9, 9), wish("c", 18, 15, 15), wish("p2", 24, 21, 21), wish("l1", 30, 27, 27)]
    world = board(text, rules={"max_grade_gap": 2, "leader_is_a_job": False})
    assert len(match(world, wishes, clock(8)).granted) == 4
    used = effective("a: 24L", "d: 4E/189")
    spent = board(text, rules={"max_grade_gap": 2, "leader_is_a_job": False}, swaps=(replace(used, moves=used.moves),))
    assert len(match(spent, wishes, clock(8)).granted) <= 2


def test_two_swaps_of_one_person_are_no_neighbours():
    text = "a: 9E 15E; b: 12E; c: 18E"
    wishes = [wish("a", 9, 12, 12), wish("b", 12, 9, 9), wish("a", 15, 18, 18), wish("c", 18, 15, 15)]
    assert len(match(board(text), wishes, clock(8)).granted) == 2
    apart = "a: 9E 13L 15E; b: 10E; c: 18E"
    wishes[0], wishes[1] = wish("a", 9, 10, 10), wish("b", 10, 9, 9)
    assert len(match(board(apart), wishes, clock(8)).granted) == 4


def drawn(seed):
    """A dozen wishes around one week of a small centre, most people with two."""
    draw = np.random.default_rng(seed)
    world = big_board(28, seed, {"max_grade_gap": 2})
    people = draw.choice(28, 5, replace=False)
    duties = [
        duty
        for duty in world.roster.duties
        if int(duty.agent_id) in people and 10 <= duty.day.day <= 24 and duty.job == "189"
    ]
    chosen = draw.choice(len(duties), min(7, len(duties)), replace=False)
    wishes = []
    for place in sorted(chosen.tolist()):
        duty = duties[place]
        width = int(draw.integers(5, 12))
        wishes.append(
            SwapWish(duty.agent_id, duty.day, duty.day - timedelta(days=width), duty.day + timedelta(days=width))
        )
    return world, wishes


def by_the_book(world, wishes, taken):
    """Whether a set (wish → wish whose duty it takes) holds, from the rules' words alone."""
    duty = [world.duty(item.agent_id, item.day) for item in wishes]
    for taker, giver in taken.items():
        agent = world.case.agent_by_id[wishes[taker].agent_id]
        if (
            not wishes[taker].accepts(duty[giver])
            or duty[giver].job != duty[taker].job
            or duty[giver].job not in agent.jobs
        ):
            return False
        if (duty[giver].day, duty[giver].shift) == (duty[taker].day, duty[taker].shift):
            return False
    moves = [handed(duty[giver], wishes[taker].agent_id) for taker, giver in taken.items()]
    cells = [(move.taker, move.given.day) for move in moves]
    remaining = {(one.agent_id, one.day) for one in world.roster.duties} - {
        (move.giver, move.given.day) for move in moves
    }
    if len(set(cells)) < len(cells) or set(cells) & remaining:
        return False
    halves = {
        taker: SwapRequest(
            wishes[taker].agent_id,
            SwapKind.SWAP,
            (handed(duty[taker], "x"), handed(duty[giver], wishes[taker].agent_id)),
            "x",
            NOW.now(),
            f"s{taker}",
        )
        for taker, giver in taken.items()
    }
    for taker, half in halves.items():
        agent_id = wishes[taker].agent_id
        own = [other for other in halves if wishes[other].agent_id == agent_id]
        if len(own) > 2:
            return False
        # The other swap as if done: its duties are touched, and all the month's duties stand in the merged sequence.
        beside = tuple(replace(halves[other], state=SwapState.EFFECTIVE, number=1) for other in own if other != taker)
        seen = replace(world, swaps=beside)
        if any(True for _ in swapped_neighbours(seen, half, agent_id, NOW.now())):
            return False
    if any(change.lost_seats > 0 for change in world.seat_changes([m.given for m in moves], [m.taken for m in moves])):
        return False
    after = world.changed([move.given for move in moves], [move.taken for move in moves])

    def hard(roster):
        return {(f.rule, f.agent_id, f.day) for f in world.rulebook.check(Evidence(world.case, roster)) if f.hard}

    return hard(after) <= hard(world.roster)


def most_by_hand(world, wishes):
    """The largest set by the book, over every choice of wishes and every way to pass their duties round."""
    from itertools import combinations

    for size in range(len(wishes), 1, -1):
        for group in combinations(range(len(wishes)), size):
            for order in permutations(group):
                taken = dict(zip(group, order, strict=True))
                if all(
                    taker != giver and wishes[taker].agent_id != wishes[giver].agent_id
                    for taker, giver in taken.items()
                ) and by_the_book(world, wishes, taken):
                    return size
    return 0


@pytest.mark.parametrize("seed", [1, 2, 4, 6])
def test_the_match_is_the_largest_set_by_the_book(seed):
    world, wishes = drawn(seed)
    matched = match(world, wishes, NOW, seconds=30)
    taken = {}
    for cycle in matched.cycles:
        for move in cycle.moves:
            giver = next(
                i for i, item in enumerate(wishes) if (item.agent_id, item.day) == (move.giver, move.given.day)
            )
            taken[giver] = move
    assert len(matched.granted) == len(taken)
    assert matched.optimal
    assert len(matched.granted) == matched.bound == most_by_hand(world, wishes)


def test_a_large_match_keeps_every_rule_after_the_whole_set():
    world = big_board(140, 2)
    draw = np.random.default_rng(4)
    duties = [duty for duty in world.roster.duties if duty.day.day >= 9]
    wishes = []
    for place in draw.choice(len(duties), 120, replace=False):
        duty = duties[int(place)]
        wishes.append(SwapWish(duty.agent_id, duty.day, duty.day - timedelta(days=9), duty.day + timedelta(days=9)))
    matched = match(world, wishes, NOW, seconds=10)
    assert 0 < len(matched.granted) <= matched.bound
    moves = [move for cycle in matched.cycles for move in cycle.moves]
    after = world.changed([move.given for move in moves], [move.taken for move in moves])
    assert len(after.duties) == len({(duty.agent_id, duty.day) for duty in after.duties}) == len(world.roster.duties)
    assert [f for f in world.rulebook.check(Evidence(world.case, after)) if f.hard] == []
    used = {}
    for cycle in matched.cycles:
        for party, count in places(cycle, Policy.of(world.rulebook)).items():
            used[party] = used.get(party, 0) + count
    assert max(used.values()) <= 2
    for cycle in matched.cycles:
        for move in cycle.moves:
            giver, taker = (world.case.agent_by_id[person] for person in (move.giver, move.taker))
            assert giver.grade == taker.grade
            assert move.given.job in taker.jobs
            assert not world.case.calendar.is_public_holiday(move.given.day)


def test_arcs_ask_for_the_job_the_grade_and_the_window():
    world = board("a: 14E; b: 16E; d: 16L/189; c: 20E")
    finder = ArcFinder(world, [wish("a", 14, 15, 17), wish("b", 16, 1, 31), wish("d", 16, 1, 31)], clock(8))
    arcs = finder.arcs()
    assert set(zip(arcs.taker.tolist(), arcs.giver.tolist(), strict=True)) == {(0, 1), (1, 0)}
