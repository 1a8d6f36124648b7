"""What each rule refuses of two swaps of one person that it lets pass one by one; the kind is walked."""

import numpy as np
import pytest
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, case, duties, on

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.sides import Exchange, Sides
from roster.desk.board.staff import Staff
from roster.desk.policy.desk_rule import DeskRule, screened_pairs, swap_rules
from roster.model import Roster
from roster.rule import Rulebook

PAIRED = {rule.id: rule for rule in CATALOGUE if issubclass(rule, DeskRule) and "screen_pairs" in vars(rule)}

MINE = "a: 6E 7E 12E 13E 14E 16E 17E 20E 26E"
THEIRS = "b: 9E 10L 11E 15E 22L 23E 28E 29L"
CASES = {
    # The two duties given up are neighbours; far from each other they may both go.
    "SWAP-3b": ({}, ("a: 12E", "b: 9E"), ("a: 13E", "b: 28E"), ("a: 20E", "b: 28E")),
    # Between the two duties taken are 40 hours, where the centre asks for 41.
    "SWAP-3c": (
        {"swap_min_gap_hours": 41, "consecutive_by": "day"},
        ("a: 20E", "b: 9E"),
        ("a: 26E", "b: 11E"),
        ("a: 26E", "b: 28E"),
    ),
    # Both taken, and none of these days given up, a works the 11th to the 17th without a day off.
    "SWAP-8": ({}, ("a: 6E", "b: 11E"), ("a: 26E", "b: 15E"), ("a: 26E", "b: 28E")),
}
"""By rule: the centre's numbers, a swap, one that it refuses beside that, and one that it does not."""


def world(rules=None):
    made = case(rules=rules or {})
    staff = Staff(made.agent_by_id, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}))
    return Board.of(made, Rulebook.of(CATALOGUE, made.centre), Roster.of(duties(f"{MINE}; {THEIRS}")), staff=staff)


def sides(*swaps):
    exchanges = []
    for given, taken in swaps:
        (gone,), (come,) = duties(given), duties(taken)
        exchanges.append(Exchange(gone.agent_id, gone, come))
    return Sides.of(exchanges)


def test_every_rule_that_looks_at_pairs_is_tried():
    assert set(CASES) == set(PAIRED)
    assert AGENTS[0].agent_id == "a"
    assert on(9) in world().duties["b"]


@pytest.mark.parametrize("name", CASES)
def test_a_rule_refuses_two_swaps_that_it_lets_pass_alone(name):
    rules, first, against, beside = CASES[name]
    board = world(rules)
    (rule,) = (rule for rule in swap_rules(board.rulebook) if rule.id == name)
    for second, fine in ((against, False), (beside, True)):
        both = sides(first, second)
        one, two = both[np.array([0])], both[np.array([1])]
        for left, right in ((one, two), (two, one)):
            assert rule.screen_pairs(left, right, board).tolist() == [fine]
            assert screened_pairs(board.rulebook, left, right, board).tolist() == [fine]


def test_as_far_apart_as_is_asked_is_far_enough():
    _, first, second, _ = CASES["SWAP-3c"]
    board, both = world({"swap_min_gap_hours": 40, "consecutive_by": "day"}), sides(first, second)
    assert board.rulebook["SWAP-3c"].screen_pairs(both[np.array([0])], both[np.array([1])], board).tolist() == [True]


@pytest.mark.parametrize("name", CASES)
def test_no_other_rule_refuses_that_pair_in_its_place(name, monkeypatch):
    rules, first, against, _ = CASES[name]
    monkeypatch.setattr(PAIRED[name], "screen_pairs", DeskRule.screen_pairs)
    board, both = world(rules), sides(first, against)
    assert screened_pairs(board.rulebook, both[np.array([0])], both[np.array([1])], board).tolist() == [True]
