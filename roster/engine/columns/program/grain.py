"""The grain of a problem's prices: any two rosters' ticks differ by a multiple of it, so bounds may be rounded up."""

import math

import numpy as np

from roster.engine.columns.program.column import Layout


def grain_of(layout: Layout) -> int:
    """The greatest common divisor of everything that one month or one count may cost more than another, in ticks."""
    force = layout.force
    of_cells = (force.shift_ticks, force.off_ticks, force.job_ticks, force.request_declined, force.step_ticks)
    parts = [*of_cells, np.diff(layout.table), layout.fresh_rows.cell_ticks, _of_budgets(layout)]
    return int(np.gcd.reduce([_divisor(np.rint(part).astype(np.int64)) for part in parts])) or 1


def _divisor(ticks: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> int:
    return int(np.gcd.reduce(np.unique(np.abs(ticks)), initial=0))


def _of_budgets(layout: Layout) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """What each budget's price moves by, at least: its slopes times the step that its counts and bends keep."""
    force = layout.force
    of_table = [_divisor(weights) for weights in force.weights]
    moved = []
    for agent in range(layout.problem.agents):
        first = int(force.budget_start[agent])
        requests = slice(int(force.request_start[agent]), int(force.request_start[agent + 1]))
        for budget in range(first, int(force.budget_start[agent + 1])):
            bends = int(force.bends[budget])
            slopes = force.slopes[budget, : bends + 1]
            if slopes.any():
                step = math.gcd(of_table[int(force.table[budget])], _divisor(force.pair_weight[budget]))
                step = math.gcd(step, _divisor(force.request_leave[requests, budget - first]))
                step = math.gcd(step, _divisor(force.breaks[budget, :bends] - force.constant[budget]))
                moved.append(_divisor(slopes) * step)
    return np.array(moved, np.int64)
