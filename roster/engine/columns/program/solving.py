"""Column generation on one master: the program and pricing by turns, until nothing has a negative reduced cost."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer

MOST_MONTHS, KEPT_MONTHS = 500, 150
"""Months an agent, on average, above which a master lets go of all but so many of each: memory stays bounded."""


@dataclass(frozen=True, eq=False)
class Root:
    """How column generation on a master ended: the program's optimum, the best bound, the prices that prove it."""

    optimum: float
    bound: float
    prices: DualPrices
    converged: bool


def generate(
    master: RestrictedMaster,
    pricer: Pricer,
    *,
    deadline: float,
    centre: DualPrices | None = None,
    each: int = 3,
    on_bound: Callable[[float], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
    enough: float = math.inf,
    rounds: int = 10_000,
) -> Root:
    """Solves and prices in turn until nothing has a negative reduced cost, the bound meets the optimum, or time is up.

    `on_bound` hears of each better bound; a bound of `enough` ends it. The first prices are `centre` where given.
    """
    bound, best = -math.inf, centre
    optimum, now = math.inf, None
    for _ in range(rounds):
        solved = master.solve(deadline - time.monotonic())
        if solved is None or should_stop() or time.monotonic() >= deadline:
            break
        optimum, now = solved, master.prices()
        if len(master.columns) > MOST_MONTHS * len(master.agents):
            master.trim(now, KEPT_MONTHS)
        added = 0
        for prices in now.smoothed(best):
            priced, proven = master.price(prices, pricer, each)
            if proven == math.inf:
                return Root(optimum, proven, best or now, converged=True)
            if bound < proven < math.inf:
                bound, best = proven, prices
                on_bound(bound)
            added = master.add(column for column in priced if master.reduced(column, now) < -1e-6)
            if added:
                break
        tolerance = 1e-6 * (1.0 + abs(optimum))
        if not added or bound >= optimum - tolerance or bound >= enough:
            return Root(optimum, bound, best or now, converged=True)
    return Root(optimum, bound, best or now or DualPrices.nothing(master.layout), converged=False)
