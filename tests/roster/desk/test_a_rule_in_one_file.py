"""A swap rule added in one file binds requests, suggestions and matches alike."""

from typing import ClassVar

import numpy as np
import pytest
from desk_world import AGENTS, CENTRE_DIRECTOR, DIRECTOR, at, case, duties, on, refused, swap

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.desk.clock import FixedClock
from roster.desk.matching.match import match
from roster.desk.policy.desk_rule import DeskRule
from roster.desk.swaps.suggest import suggest
from roster.model import Roster
from roster.model.swap import SwapRequest
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

    def screen(self, requests, board, clock):
        return np.array([all(duty.day != on(12) for duty in item.given) for item in requests], np.bool_)


def board(*more):
    world = case()
    staff = Staff(world.agent_by_id, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}))
    return Board.of(world, Rulebook.of((*CATALOGUE, *more), world.centre), Roster.of(duties(TEXT)), staff=staff)


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
