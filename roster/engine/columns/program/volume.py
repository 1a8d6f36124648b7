"""Prices without a linear program: the volume algorithm on the Lagrangian dual, for problems whose root is too large.

A subgradient method that steps along an average of what the agents' cheapest months count (Barahona and Anbil 2000).
Each step prices every agent once, so each step's value is a proven bound; the average is a fractional roster.
"""

import math
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer
from roster.engine.pricing.pricing import BIG, conjugate

Floats = NDArray[np.float64]

FRESH_SHARE = 0.1
"""How much of the newest months goes into the average."""

START_SHARES = (0.0, 0.1, 0.4)
"""Of the prices given at first."""

FAILURES = 12
"""Steps without a better bound after which they become shorter."""


class _Dual:
    """The Lagrangian dual's value and slope at given prices."""

    def __init__(self, master: RestrictedMaster, pricer: Pricer) -> None:
        self.master, self.pricer = master, pricer
        layout: Layout = master.layout
        self.layout = layout
        self.table = layout.table
        self.counts = np.arange(layout.low, layout.low + layout.table.shape[1])
        force = layout.force
        self.budgets = np.unique(np.concatenate([np.zeros(0, np.int64), *layout.budgets_of]))
        self.agent_of = np.searchsorted(force.budget_start, self.budgets, side="right") - 1
        self.low = np.maximum(force.least, force.lowest)[self.budgets].astype(np.float64)
        self.high = np.maximum(np.minimum(force.most, force.highest)[self.budgets], self.low)

    def clipped(self, prices: DualPrices) -> DualPrices:
        """The nearest prices within the slopes of the rows and the limits of the budgets."""
        row = np.clip(prices.row, self.table[:, 1] - self.table[:, 0], self.table[:, -1] - self.table[:, -2])
        return DualPrices(row, prices.budget, prices.agent)

    def at(self, prices: DualPrices) -> tuple[float, DualPrices] | None:
        """Value and slope; None where some agent has no legal month."""
        layout, force = self.layout, self.layout.force
        agents = np.arange(layout.problem.agents)
        priced = self.pricer.priced(agents, prices, self.master.rest, 1, 0.0)
        if (priced.bounds >= BIG / 2).any():
            return None
        value = float(priced.bounds.sum()) + self.master.offset_of_rows(prices.row)
        value += sum(conjugate(force, int(b), float(prices.budget[b])) for b in self.budgets)
        months, granted = priced.months[:, 0], priced.granted[:, 0]
        count = layout.rows.counts(months, priced.jobs[:, 0], layout.problem.granted_by(granted)).astype(np.float64)
        wanted = self.counts[np.argmin(self.table - prices.row[:, None] * self.counts, axis=1)]
        slope = np.zeros(len(force.table))
        mu = prices.budget[self.budgets]
        reached = self._reached(months)
        # A limit that holds and costs nothing pulls nowhere.
        idle = np.clip(reached, self.low, self.high)
        goal = np.where(mu > 0, self.high, np.where(mu < 0, self.low, idle))
        slope[self.budgets] = reached - goal
        return value, DualPrices(count - wanted, slope, prices.agent)

    def _reached(self, months: NDArray[np.int16]) -> Floats:
        """What the budgets count in these months. Pairs and leaves are left out: only the slope is the worse for it."""
        force = self.layout.force
        month = months[self.agent_of]
        weights = force.weights[force.table[self.budgets][:, None], np.arange(months.shape[1]), np.maximum(month, 0)]
        return np.asarray(np.where(month >= 0, weights, 0).sum(axis=1) + force.constant[self.budgets], np.float64)


def volume(
    master: RestrictedMaster,
    pricer: Pricer,
    *,
    start: DualPrices,
    ceiling: float,
    deadline: float,
    on_bound: Callable[[float], None],
    should_stop: Callable[[], bool],
    steps: int = 100_000,
) -> tuple[DualPrices, float]:
    """The best prices found and the bound that they prove (ticks). `ceiling` is a known roster's price."""
    dual = _Dual(master, pricer)
    best, bound, average = start, -math.inf, start
    # Full prices of a middling roster overshoot: begin at the share of them that proves most.
    for share in START_SHARES:
        trial = dual.clipped(DualPrices(share * start.row, share * start.budget, start.agent))
        point = dual.at(trial)
        if point is None:
            return trial, -math.inf
        if point[0] > bound:
            best, (bound, average) = trial, point
    on_bound(bound)
    factor, failures = 0.5, 0
    for _ in range(steps):
        if should_stop() or time.monotonic() >= deadline or bound >= ceiling - 1 + 1e-6 * abs(ceiling):
            break
        square = float((average.row**2).sum() + (average.budget**2).sum())
        if square < 1e-9:
            break
        length = factor * max(1.0, 1.02 * ceiling - bound) / square
        trial = dual.clipped(
            DualPrices(best.row + length * average.row, best.budget + length * average.budget, best.agent)
        )
        point = dual.at(trial)
        if point is None:
            break
        value, slope = point
        average = average.towards(slope, FRESH_SHARE)
        if value > bound:
            onward = float((slope.row * average.row).sum() + (slope.budget * average.budget).sum()) > 0
            bound, best, failures = value, trial, 0
            factor = min(2.0, factor * (1.2 if onward else 1.0))
            on_bound(bound)
        else:
            failures += 1
            if failures >= FAILURES:
                factor, failures = factor * 0.66, 0
                if factor < 1e-4:
                    break
    return best, bound
