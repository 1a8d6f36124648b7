"""The pieces of a match: persons' options, parts, relaxation and dive, and the check that stands apart from them."""

from dataclasses import replace
from time import time

import numpy as np
from desk_world import at, board, clock, on

from roster.desk.matching.match import match
from roster.desk.matching.match_check import clashing_people
from roster.desk.matching.match_finish import solve_parts
from roster.desk.matching.match_options import Options, Part, parts_of
from roster.desk.matching.match_price import Master, closed
from roster.model.swap import SwapKind, SwapRequest, handed
from roster.model.swap_wish import SwapWish

LATER = 60.0


def part(arcs, options, wishes=None, rows=()):
    """`arcs` as (taker, giver), `options` as (person, one, two)."""
    ends, rows_of = np.array(arcs, np.int64), np.array(options, np.int64)
    count = wishes or int(ends.max()) + 1
    return Part(count, ends[:, 0], ends[:, 1], Options(rows_of[:, 0], rows_of[:, 1], rows_of[:, 2]), rows)


def ring_of_two_and_ring_of_three():
    arcs = [(0, 1), (1, 0), (2, 3), (3, 4), (4, 2)]
    return part(arcs, [(person, person, -1) for person in range(5)])


def test_what_nothing_ties_together_is_a_part_of_its_own():
    parts = parts_of(ring_of_two_and_ring_of_three())
    assert [(item.wishes, item.names) for item in parts] == [(2, (0, 1)), (3, (2, 3, 4))]


def test_a_person_with_wishes_in_two_rings_ties_them():
    whole = part([(0, 1), (1, 0), (2, 3), (3, 2)], [(0, 0, -1), (1, 1, -1), (0, 2, -1), (2, 3, -1)])
    assert [item.wishes for item in parts_of(whole)] == [4]
    # One option at a time: either ring, not both; with the pair among the options, both.
    assert solve_parts(whole, time() + LATER).bound == 2
    options = Options(*(np.append(old, new) for old, new in zip(vars(whole.options).values(), (0, 0, 2), strict=True)))
    answer = solve_parts(replace(whole, options=options), time() + LATER)
    assert (answer.arcs, answer.bound, answer.optimal) == ((0, 1, 2, 3), 4, True)


def test_a_row_ties_and_binds():
    whole = replace(ring_of_two_and_ring_of_three(), rows=((((0, -1), (2, -1)), -1),))
    assert [item.wishes for item in parts_of(whole)] == [5]
    answer = solve_parts(whole, time() + LATER)
    assert (answer.arcs, answer.bound) == ((2, 3, 4), 3)


def test_half_a_ring_relaxed_is_no_whole_one():
    """Three pairs of one person each, of which any two fit by halves only: the relaxation says 3, the truth is 2."""
    arcs = [(0, 1), (1, 0), (2, 3), (3, 2), (4, 5), (5, 4)]
    # Person 0 holds wishes 0 and 2, person 1 holds 1 and 4, person 2 holds 3 and 5; nobody may do two.
    options = [(0, 0, -1), (0, 2, -1), (1, 1, -1), (1, 4, -1), (2, 3, -1), (2, 5, -1)]
    whole = part(arcs, options)
    (only,) = parts_of(whole)
    assert Master(only, time() + LATER).relaxed().value == 3.0
    answer = solve_parts(whole, time() + LATER)
    assert (len(answer.arcs), answer.bound, answer.optimal) == (2, 2, True)


def test_a_dive_cut_short_keeps_what_closes():
    whole = ring_of_two_and_ring_of_three()
    master = Master(whole, time() + LATER)
    assert closed(master, [0, 1, 2, 3]) == (0, 1)
    assert closed(master, [0, 2, 4]) == ()


def test_no_time_gives_the_start_and_an_honest_bound():
    whole = replace(ring_of_two_and_ring_of_three(), start=(0, 1))
    answer = solve_parts(whole, time() - 1)
    assert (answer.arcs, answer.bound, answer.optimal) == ((0, 1), 5, False)


def ring(world, *links):
    """A cycle made by hand: (giver, day, taker) each."""
    moves = tuple(handed(world.duty(giver, on(day)), taker) for giver, day, taker in links)
    kind = SwapKind.SWAP if len(links) == 2 else SwapKind.CYCLE
    return SwapRequest(links[0][0], kind, moves, "x", clock(8).now())


def test_the_check_names_who_is_over_the_quota():
    world = board("a: 9E 13L 15E 19L 21E; b: 10E 16E 22E", rules={"max_swaps_per_month": 2})
    pairs = [ring(world, ("a", day, "b"), ("b", day + 1, "a")) for day in (9, 15, 21)]
    assert clashing_people(world, pairs[:1], at(1, month=9)) == (frozenset(), False)
    assert clashing_people(world, pairs, at(1, month=9))[0] == {"a", "b"}


def test_the_check_names_neighbours_and_short_gaps():
    world = board("a: 9E 15E; b: 10E; c: 16E")
    pairs = [ring(world, ("a", 9, "b"), ("b", 10, "a")), ring(world, ("a", 15, "c"), ("c", 16, "a"))]
    assert clashing_people(world, pairs, at(1, month=9))[0] == {"a"}
    close = board("a: 9E 14L; b: 13E 15E", rules={"swap_min_gap_hours": 20})
    assert clashing_people(close, [ring(close, ("a", 9, "b"), ("b", 15, "a"))], at(1, month=9))[0] == {"a"}


def test_the_check_sees_seats_that_go_short():
    seats = tuple((on(14), minute, "189", 1) for minute in range(16 * 60, 24 * 60, 30))
    world = board("a: 14L; b: 15E", seats=seats)
    trainee = replace(world.case.agent_by_id["b"], trainee_until=on(20))
    people = tuple(trainee if agent.agent_id == "b" else agent for agent in world.case.agents)
    world = board("a: 14L; b: 15E", seats=seats, agents=people)
    assert clashing_people(world, [ring(world, ("a", 14, "b"), ("b", 15, "a"))], at(1, month=9)) == (frozenset(), True)


def test_with_a_quota_of_three_single_arcs_are_searched():
    text = "a: 9E 12L 15E 18L 21E 30L; b: 10E 13L 16E 19L 22E"
    rules = {"max_swaps_per_month": 3}
    wishes = [SwapWish("a", on(day), on(day + 1), on(day + 1)) for day in (9, 15, 21)]
    wishes += [SwapWish("b", on(day + 1), on(day), on(day)) for day in (9, 15, 21)]
    matched = match(board(text, rules=rules), wishes, clock(8))
    assert (len(matched.granted), matched.bound, matched.optimal) == (6, 6, True)
