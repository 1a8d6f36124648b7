"""Exchange: two agents trade their duties over a few days.

Cheap where coverage is right and individual prices are not: fairness, wishes, teams, hours. Between agents whom no
row tells apart the rows do not change at all.
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.pricing.row_state import Field, place_days

Months = NDArray[np.int16]


@njit
def _traded(force: Workforce, agent: int, shift: Months, job: Months, begin: int, end: int) -> bool:
    """Whether an agent may take these duties, day by day."""
    for day in range(begin, end):
        if shift[day] < 0:
            if not force.off_allowed[agent, day]:
                return False
        elif not force.allowed[agent, day, shift[day], job[day]]:
            return False
    return True


@njit
def exchange(
    force: Workforce,
    state: Field,
    one: int,
    other: int,
    begin: int,
    end: int,
    shift: Months,
    job: Months,
    granted: NDArray[np.int64],
    own: NDArray[np.float64],
    allowance: float,
) -> float:
    """Trades days begin … end − 1 between two agents if that costs at most `allowance` ticks; the change, 0 if not."""
    same = True
    for day in range(begin, end):
        if shift[one, day] != shift[other, day]:
            same = False
    if same:
        return 0.0
    if not _traded(force, one, shift[other], job[other], begin, end):
        return 0.0
    if not _traded(force, other, shift[one], job[one], begin, end):
        return 0.0
    first_shift, first_job = shift[one].copy(), job[one].copy()
    second_shift, second_job = shift[other].copy(), job[other].copy()
    first_shift[begin:end], second_shift[begin:end] = shift[other, begin:end], shift[one, begin:end]
    first_job[begin:end], second_job[begin:end] = job[other, begin:end], job[one, begin:end]
    first = own_price(force, one, first_shift, first_job, granted[one])
    if first >= BIG:
        return 0.0
    second = own_price(force, other, second_shift, second_job, granted[other])
    if second >= BIG:
        return 0.0
    change = first + second - own[one] - own[other]
    moved = place_days(state, one, shift[one], job[one], begin, end, -1)
    moved += place_days(state, other, shift[other], job[other], begin, end, -1)
    moved += place_days(state, one, first_shift, first_job, begin, end, 1)
    moved += place_days(state, other, second_shift, second_job, begin, end, 1)
    if change + moved <= allowance:
        shift[one], job[one] = first_shift, first_job
        shift[other], job[other] = second_shift, second_job
        own[one], own[other] = first, second
        return change + moved
    place_days(state, one, first_shift, first_job, begin, end, -1)
    place_days(state, other, second_shift, second_job, begin, end, -1)
    place_days(state, one, shift[one], job[one], begin, end, 1)
    place_days(state, other, shift[other], job[other], begin, end, 1)
    return 0.0
