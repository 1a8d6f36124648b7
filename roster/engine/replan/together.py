"""Many absences on one day: the months of everybody put together by a linear program, and how few changes it takes.

Taking the best single response again and again finds chains of changes one link at a time, and each link takes what
another would have needed more. A program over the months of all (`month_program`) sees them at once; with 1 a changed
day for a price it bounds their number, for plans that lose no more seats.
"""

import time
from collections.abc import Callable
from math import ceil

import numpy as np

from roster.engine.pricing.agents import HARD_TICKS
from roster.engine.problem.problem import Plan
from roster.engine.replan.disruption import LostSeats
from roster.engine.replan.month_program import UNIT, MonthProgram, PlanPrices, dearer
from roster.engine.replan.repair import Repair
from roster.engine.search.prepared import PreparedSearch

CHEAPEST = 5.0
"""Units of the least change of a day."""


def ranked_prices(search: PreparedSearch) -> PlanPrices:
    """The prices of a re-plan, as its search has them."""
    table, low = search.problem.rows.price_table(HARD_TICKS)
    return PlanPrices(*search.exact, table.astype(np.float64), low, CHEAPEST)


def counted_prices(search: PreparedSearch, before: Plan, lost: LostSeats, most_lost: int) -> PlanPrices:
    """1 a day that differs from the plan before, for plans that lose so many seat-intervals at most."""
    force, labels, names = search.exact
    problem = search.problem
    free = force._replace(
        shift_ticks=np.zeros_like(force.shift_ticks),
        off_ticks=np.zeros_like(force.off_ticks),
        has_job_ticks=False,
        step_ticks=np.zeros_like(force.step_ticks),
        slopes=np.zeros_like(force.slopes),
        floor_ticks=np.zeros_like(force.floor_ticks),
        request_declined=np.zeros_like(force.request_declined),
    )
    force = dearer(free, before, int(UNIT))
    table, low = problem.rows.price_table(HARD_TICKS)
    missing = np.zeros(table.shape)
    counts = np.arange(low, low + table.shape[1])
    np.add.at(missing, lost.row, np.maximum(0, lost.held[:, None] - counts))
    return PlanPrices(force, labels, names, np.zeros(table.shape), low, 0.5, missing, float(most_lost))


def recombine(repair: Repair, deadline: float, should_stop: Callable[[], bool]) -> MonthProgram | None:
    """Takes the months that are cheapest together, where that is better than the plan as it stands.

    Escorts are in no program, so a choice that turns out dearer with them is taken back. None where nothing ties people
    together, or no time is left.
    """
    walker = repair.walker
    if not len(repair.search.problem.rows) or time.monotonic() > deadline:
        return None
    before, price = walker.now.copied(), walker.price()
    program = MonthProgram(repair.search.problem, walker, ranked_prices(repair.search))
    program.grow(deadline, should_stop)
    for month in program.chosen(deadline - time.monotonic()):
        own = month.ticks + float(before.own[month.agent])
        walker.take(month.agent, month.shift, month.job, month.granted, own)
    if walker.price() >= price - 0.5:
        walker.adopt(before.shift, before.job, before.granted)
    return program


def fewest_together(
    repair: Repair, prices: PlanPrices, known: MonthProgram, deadline: float, should_stop: Callable[[], bool]
) -> int:
    """A proven lower bound of the changed days of plans that lose no more seats than `prices` allow (`counted_prices`).

    The program begins around the repair's plan, with the months of the program `known`.
    """
    program = MonthProgram(repair.search.problem, repair.walker, prices)
    program.take_over(known)
    program.grow(deadline, should_stop)
    proven = program.proven()
    return ceil(proven - 1e-3) if proven > 0 else 0
