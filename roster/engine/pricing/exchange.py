"""Exchange: two agents trade their duties over a few days.

Cheap where coverage is right and individual prices are not: fairness, wishes, teams, hours. Between agents whom no
row tells apart the rows do not change at all.
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.pricing.row_state import RowState, place_days

Months = NDArray[np.int16]


@inner
def _traded(force: Workforce, agent: int, shift: Months, job: Months, begin: int, end: int) -> bool:
    """Whether an agent may take these duties, day by day."""
    for day in range(begin, end):
        if shift[day] < 0:
            if not force.off_allowed[agent, day]:
                return False
        elif not force.allowed[agent, day, shift[day], job[day]]:
            return False
    return True


@inner
def exchange(
    force: Workforce,
    state: RowState,
    now: Assignment,
    one: int,
    other: int,
    begin: int,
    end: int,
    allowance: float,
) -> float:
    """Trades days begin … end − 1 between two agents if that costs at most `allowance` ticks; the change, else BIG."""
    shift, job, own = now.shift, now.job, now.own
    same = True
    for day in range(begin, end):
        if shift[one, day] != shift[other, day]:
            same = False
    if same:
        return BIG
    if not _traded(force, one, shift[other], job[other], begin, end):
        return BIG
    if not _traded(force, other, shift[one], job[one], begin, end):
        return BIG
    first_shift, first_job = shift[one].copy(), job[one].copy()
    second_shift, second_job = shift[other].copy(), job[other].copy()
    for day in range(begin, end):
        first_shift[day], second_shift[day] = shift[other, day], shift[one, day]
        first_job[day], second_job[day] = job[other, day], job[one, day]
    first = own_price(force, one, first_shift, first_job, now.granted[one])
    if first >= BIG:
        return BIG
    second = own_price(force, other, second_shift, second_job, now.granted[other])
    if second >= BIG:
        return BIG
    change = first + second - own[one] - own[other]
    moved = place_days(state, one, shift[one], job[one], begin, end, -1)
    moved += place_days(state, other, shift[other], job[other], begin, end, -1)
    moved += place_days(state, one, first_shift, first_job, begin, end, 1)
    moved += place_days(state, other, second_shift, second_job, begin, end, 1)
    if change + moved <= allowance:
        put(shift[one], first_shift)
        put(job[one], first_job)
        put(shift[other], second_shift)
        put(job[other], second_job)
        own[one], own[other] = first, second
        return change + moved
    place_days(state, one, first_shift, first_job, begin, end, -1)
    place_days(state, other, second_shift, second_job, begin, end, -1)
    place_days(state, one, shift[one], job[one], begin, end, 1)
    place_days(state, other, shift[other], job[other], begin, end, 1)
    return BIG
