"""What a search tells while it runs, and what it hears of others."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.engine.bounds.what_if_prices import WhatIfPrices
from roster.engine.problem.problem import Plan

Duals = tuple[NDArray[np.float64], ...]
"""Prices of rows, of budgets and of agents (`master.Prices`) that prove a bound."""


@dataclass
class Callbacks:
    """What the search tells while it runs, and what it hears of others: a plan, prices, the best bound.

    Those are None where nothing is new; prices are of another's root. All must be quick; they may be called from
    several threads.
    """

    on_plan: Callable[[Plan, int], None]
    on_bound: Callable[[float], None]
    should_stop: Callable[[], bool]
    on_prices: Callable[[WhatIfPrices], None] | None = None
    offered: Callable[[], Plan | None] = lambda: None
    on_duals: Callable[[Duals], None] = lambda _: None
    duals: Callable[[], Duals | None] = lambda: None
    proven: Callable[[], int | None] = lambda: None
