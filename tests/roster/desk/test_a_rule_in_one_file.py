"""A swap rule added in one file binds requests, suggestions and matches alike."""

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest
from big_world import big_board, shuffled, with_swaps
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, at, case, clock, duties, on, refused, swap
from desk_world import board as small_board

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.screen import NONE
from roster.desk.board.sides import published_duties
from roster.desk.board.staff import Staff
from roster.desk.clock import FixedClock
from roster.desk.matching.match import match
from roster.desk.policy.desk_rule import DeskRule
from roster.desk.policy.proposals import SwapProposals
from roster.desk.swaps.suggest import suggest
from roster.model import Roster
from roster.model.swap import SwapKind, SwapRequest
from roster.model.swap_wish import SwapWish
from roster.rule import Example, Rulebook
from roster.text import Text

NOW = FixedClock(at(1, month=9))
TEXT = "a: 8E; b: 9E 12E; l1: 20E"


class NoTwelfth(DeskRule):
    """Nobody swaps the twelfth."""

    id: ClassVar[str] = "SWAP-12"
    title: ClassVar[Text] = Text("12 日不换班", "No swaps on the 12th")
    clause: ClassVar[str] = "POLICY"
    summary: ClassVar[Text] = Text("12 日不换班。", "The 12th is not swapped.")
    example: ClassVar[Example] = Example(bad=Text("换 12 日", "The 12th"), good=Text("换 13 日", "The 13th"))

    def decide(self, request, board, clock):
        del board, clock
        if isinstance(request, SwapRequest) and any(duty.day == on(12) for duty in request.given):
            yield self.refuse(Text("12 日不换班", "the 12th is not swapped"), on(12), "-")


class NoTwelfthAtOnce(NoTwelfth):
    """The same, told of many swaps at once; it need not be asked one by one."""

    looks_closely: ClassVar[bool] = False

    def screen(self, proposals, board, clock):
        del board, clock
        return proposals.kinds_pass(lambda duty: duty.day != on(12))


class OneSwapAPerson(DeskRule):
    """Nobody swaps twice: it shows only when the whole set of a match is known."""

    id: ClassVar[str] = "SWAP-13"
    title: ClassVar[Text] = Text("只换一次", "One swap a person")
    clause: ClassVar[str] = "POLICY"
    summary: ClassVar[Text] = Text("每人只换一次。", "One swap a person.")
    example: ClassVar[Example] = Example(bad=Text("再换一次", "A second one"), good=Text("第一次", "The first"))

    def decide(self, request, board, clock):
        del clock
        if isinstance(request, SwapRequest):
            for party in request.parties:
                if any(party in swap.parties for swap in board.swaps if swap.swap_id != request.swap_id):
                    yield self.refuse(Text("只换一次", "one swap a person"), 2, 1, party=party)


def board(*more, text=TEXT):
    world = case()
    staff = Staff(world.agent_by_id, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}))
    return Board.of(world, Rulebook.of((*CATALOGUE, *more), world.centre), Roster.of(duties(text)), staff=staff)


@pytest.mark.parametrize(
    ("more", "days"), [((), {9, 12}), ((NoTwelfth,), {9}), ((NoTwelfthAtOnce,), {9})], ids=["none", "asked", "screened"]
)
def test_the_rule_binds_requests_suggestions_and_matches(more, days):
    world = board(*more)
    assert [agent.agent_id for agent in AGENTS[:2]] == ["a", "b"]
    assert ("SWAP-12" in refused(swap("a: 8E", "b: 12E"), world)) == (12 not in days)
    assert {item.pay_back.day.day for item in suggest(world, "a", on(8), NOW)} == days
    wishes = [SwapWish("a", on(8)), SwapWish("b", on(12))]
    assert len(match(world, wishes, NOW, seconds=5).granted) == (2 if 12 in days else 0)


@pytest.mark.parametrize(("more", "granted"), [((), 4), ((OneSwapAPerson,), 2)])
def test_a_rule_that_sees_only_whole_sets_binds_matches(more, granted):
    world = board(*more, text="a: 9E 15E 20E; b: 10E; c: 21E/189; l1: 30E")
    pairs = (("a", 9, 10), ("b", 10, 9), ("a", 20, 21), ("c", 21, 20))
    wishes = [SwapWish(agent, on(day), on(wanted), on(wanted)) for agent, day, wanted in pairs]
    matched = match(world, wishes, NOW, seconds=30)
    assert (len(matched.granted), matched.optimal) == (granted, True)


@pytest.mark.parametrize(("rules", "partners"), [({}, set()), ({"swap_may_lower_coverage": True}, {"b"})])
def test_seats_that_would_go_short_are_not_suggested_unless_the_rule_says_so(rules, partners):
    seats = tuple((on(14), minute, "189", 1) for minute in range(16 * 60, 24 * 60, 30))
    agents = tuple(replace(agent, trainee_until=on(20)) if agent.agent_id == "b" else agent for agent in AGENTS)
    world = small_board("a: 14L; b: 15E", seats=seats, agents=agents, rules=rules)
    assert {item.partner for item in suggest(world, "a", on(14), NOW)} == partners


WORLDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "open": {"consecutive_by": "open", "swap_counted_for": "requester", "pay_back_counts": True},
    "by days": {"consecutive_by": "day", "swap_min_gap_hours": 15.5, "holiday_includes_weekend": True},
    "any job": {"swap_same_job": False, "max_grade_gap": 2, "allow_reswap": True, "leader_is_a_job": False},
}
SCREENS = [rule for rule in CATALOGUE if issubclass(rule, DeskRule) and SwapRequest in rule.about]
UNASKED = {"SWAP-1", "COVER-1", "CHANGE-1"}
"""What they ask for is not known before somebody files the request."""


TOGETHER = ("SWAP-3c", "SWAP-8")
"""A short rest is told by one of the two alone."""


@pytest.mark.parametrize("name", WORLDS)
def test_each_rule_screens_as_it_decides(name):
    draw = np.random.default_rng(sorted(WORLDS).index(name))
    world = with_swaps(shuffled(big_board(28, 3, WORLDS[name]), draw, 40), draw, 12)
    table, moment = published_duties(world), clock(9, "09:00")
    rules = [rule for rule in world.rulebook.rules if type(rule) in SCREENS and rule.id not in UNASKED]
    groups = [(rule.id,) for rule in rules if rule.id not in TOGETHER] + [TOGETHER]
    said = set()
    for kind in (SwapKind.SWAP, SwapKind.COVER):
        given = np.repeat(draw.integers(len(table.duties), size=6), len(table.duties))
        back = np.tile(np.arange(len(table.duties)), 6)
        chosen = (table.person[back] != table.person[given]) & (table.kind[back] != table.kind[given])
        given, back = given[chosen], back[chosen]
        taken = back if kind is SwapKind.SWAP else np.full(len(back), NONE, np.int64)
        whole = SwapProposals(table, given, table.person[back], taken, kind, moment.now())
        screens = {rule.id: rule.screen(whole, world, moment) for rule in rules}
        for group in groups:
            rest = np.all([fine for rule_id, fine in screens.items() if rule_id not in group], axis=0)
            rows = np.flatnonzero(rest)[:90]
            fine, decided = np.ones(len(rows), np.bool_), np.ones(len(rows), np.bool_)
            for rule_id in group:
                fine &= screens[rule_id][rows]
                decided &= DeskRule.screen(world.rulebook[rule_id], whole[rows], world, moment)
            assert (group, fine.tolist()) == (group, decided.tolist())
            said |= {(group, bool(passes)) for passes in decided}
    assert set(groups) == {group for group, passes in said if passes}
    strict = {TOGETHER} if name == "any job" else {("SWAP-4",), TOGETHER}
    assert strict <= {group for group, passes in said if not passes}
