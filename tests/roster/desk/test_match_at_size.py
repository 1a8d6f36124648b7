"""Hundreds of wishes at once: the optimum proven within a bound on work, whatever the machine does."""

from datetime import timedelta
from time import time

import numpy as np
import pytest
from big_world import big_board
from campaign import WHOLE
from desk_world import at
from ortools.sat.python import cp_model

from roster.desk.clock import FixedClock
from roster.desk.matching import match as matching
from roster.desk.matching.match_finish import solve_parts
from roster.desk.matching.match_price import Master
from roster.model.swap_wish import SwapWish

SIZES = ((200, 400, 183, 80), (500, 1000, 655, 110))
"""People, wishes, how many are granted, and the most linear programs; 39 and 55 when this was written."""
MOST_SEARCHES = 2
"""Searches of CP-SAT for what the relaxation leaves open; none when this was written."""
NO_DEADLINE = 1e6


@pytest.mark.parametrize(("people", "number", "granted", "most_programs"), SIZES if WHOLE else SIZES[:1])
def test_wishes_are_matched_and_proven_within_a_bound_on_work(people, number, granted, most_programs, monkeypatch):
    programs, searches = [], []
    solve, search = Master._solve, cp_model.CpSolver.solve

    def program(self, columns, chosen):
        programs.append(len(columns))
        return solve(self, columns, chosen)

    def searched(self, *model):
        searches.append(model)
        return search(self, *model)

    monkeypatch.setattr(Master, "_solve", program)
    monkeypatch.setattr(cp_model.CpSolver, "solve", searched)
    # In this process, so that the work can be counted.
    monkeypatch.setattr(matching, "_solved", lambda _, part, limit: solve_parts(part, time() + NO_DEADLINE, limit.seed))
    world, draw = big_board(people), np.random.default_rng(0)
    late = [duty for duty in world.roster.duties if duty.day.day >= 9]
    kinds, week = (("E", "D"), ("L",), ("N",), ("E", "D", "L")), timedelta(days=7)
    wishes = []
    for place in draw.choice(len(late), number, replace=False):
        duty = late[int(place)]
        shifts = kinds[int(draw.integers(4))]
        wishes.append(SwapWish(duty.agent_id, duty.day, duty.day - week, duty.day + week, shifts))
    matched = matching.match(world, wishes, FixedClock(at(1)), seconds=NO_DEADLINE)
    assert matched.optimal
    assert len(matched.granted) == matched.bound == granted
    assert len(programs) <= most_programs
    assert len(searches) <= MOST_SEARCHES
