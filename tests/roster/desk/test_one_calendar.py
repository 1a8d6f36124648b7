"""Random acts on a calendar of months, judged rule by rule as on one long month without edges."""

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from desk_world import AGENTS, CALENDAR, CENTRE_DIRECTOR, DIRECTOR, SHIFTS, at, refused

from constraints import CATALOGUE
from roster.desk.board.board import Board, page_of
from roster.desk.board.staff import Staff
from roster.model import Case, Centre, Duty, Month, Roster
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.rule import Rulebook

WHOLE = bool(os.environ.get("ROSTER_PROOF"))
MONTHS, ACTS = (12, 3000) if WHOLE else (3, 160)
FIRST = Month(2026, 1)
RULES = {"max_nights_per_month": 31, "max_swaps_per_month": 9, "max_grade_gap": 2}
EARLY = at(1, month=1) - timedelta(days=400)


class Span(Month):
    """So many months on end as if they were one."""

    __slots__ = ()

    @property
    def end(self):
        months = self.number - 1 + MONTHS
        return date(self.year + months // 12, months % 12 + 1, 1)


def months():
    chain = [FIRST]
    while len(chain) < MONTHS:
        chain.append(chain[-1].next)
    return chain


def case(month):
    return Case(Centre("Hotline", "Asia/Shanghai", month, country="CN", rules=RULES), CALENDAR, AGENTS, SHIFTS, ())


def a_roster(draw):
    """Duties every day or two, shifts drawn, all of one job; what breaks a rule already refuses nothing by itself."""
    held = []
    for agent in AGENTS[:4]:
        day, run = FIRST.first, 0
        while day < Span(FIRST.year, FIRST.number).end:
            free = run >= 5 or draw.random() < 0.6
            run = 0 if free else run + 1
            if not free:
                held.append(Duty(agent.agent_id, day, "EEEEELLLLN"[int(draw.integers(10))], "189"))
            day += timedelta(days=1)
    return held


def boards(held):
    staff = Staff({agent.agent_id: agent for agent in AGENTS}, frozenset({DIRECTOR}), frozenset({CENTRE_DIRECTOR}))
    pages = []
    for month in months():
        whole = case(month)
        own = Roster.of(duty for duty in held if duty.day in month)
        pages.append(page_of(whole, Rulebook.of(CATALOGUE, whole.centre), own))
    first = Board.of(
        pages[0].month_case.case, pages[0].month_case.rulebook, pages[0].roster, staff=staff, beside=pages[1:]
    )
    span = case(Span(FIRST.year, FIRST.number))
    return first, Board.of(span, Rulebook.of(CATALOGUE, span.centre), Roster.of(held), staff=staff)


def near_edges(draw, held):
    """A duty, as often as not of the days around an edge."""
    edges = [duty for duty in held if duty.day.day <= 3 or (duty.day + timedelta(days=3)).day <= 3]
    pool = edges if edges and draw.random() < 0.5 else held
    return pool[int(draw.integers(len(pool)))]


def an_act(draw, board):
    held = [duty for days in board.duties.values() for duty in days.values()]
    one = near_edges(draw, held)
    if draw.random() < 0.2:
        return LeaveRequest(
            one.agent_id, "personal", one.day, one.day + timedelta(days=int(draw.integers(4))), "x", EARLY
        )
    other = near_edges(draw, [duty for duty in held if duty.agent_id != one.agent_id])
    moves = (handed(one, other.agent_id), handed(other, one.agent_id))
    return SwapRequest(one.agent_id, SwapKind.SWAP, moves, "x", EARLY)


def test_many_months_judge_as_one_long_month_does():
    draw = np.random.default_rng(7)
    many, one = boards(a_roster(draw))
    counts, done = Counter(), 0
    for number in range(ACTS):
        act = an_act(draw, one)
        focus = months()[int(draw.integers(MONTHS))]
        verdicts = refused(act, many.on(focus)), refused(act, one)
        assert verdicts[0] == verdicts[1], (number, act)
        counts.update(verdicts[0])
        if isinstance(act, SwapRequest) and not verdicts[0]:
            done += 1
            swap = replace(act, state=SwapState.EFFECTIVE, number=done, swap_id=f"s{done}")
            many, one = many.after(swap.moves, swap), one.after(swap.moves, swap)
            assert many.duties == one.duties
    assert done >= 5
    assert {"SWAP-3b", "SWAP-3c"} <= counts.keys()
    if WHOLE:
        print(f"{ACTS} acts over {MONTHS} months: {done} carried out, refused by {dict(sorted(counts.items()))}")
