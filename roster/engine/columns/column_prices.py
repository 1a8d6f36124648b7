"""What-if prices where months need labels: at the root's prices, every month priced exactly.

A budget that is a row of the master is charged at its multiplier and given back what it costs at least there, so an
agent's value is a part of the proven bound, as with the aggregate relaxation.
"""

from copy import copy

import numpy as np

from roster.engine.bounds.what_if_prices import MOST_WISHES, WhatIfPrices, prices_at
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.label_need import LONG_DAYS
from roster.engine.pricing.pricing import BIG, conjugate

LONG_WISHES = 50
"""Wishes priced on a long horizon, where a month takes milliseconds."""


def column_prices(layout: Layout, pricer: Pricer, at: DualPrices) -> WhatIfPrices:
    """All prices at the root's."""
    problem = layout.problem
    rest = rest_of(layout, None, range(problem.agents))

    def month(force: Workforce, agent: int) -> float:
        trial = copy(pricer)
        trial.layout = copy(layout)
        trial.layout.force = force
        least = float(trial.priced(np.array([agent]), at, rest, 1, 0.0).bounds[0])
        if least >= BIG / 2:
            return least
        return least + sum(conjugate(force, int(b), float(at.budget[b])) for b in layout.budgets_of[agent])

    most = LONG_WISHES if problem.days > LONG_DAYS else MOST_WISHES
    return prices_at(problem, layout.force, at.row, month, most)
