"""Dives: fix the months that the linear program is surest of, price again, and so on down to a whole roster.

Re-pricing after each fixing finds the months that the root never needed (Joncour et al. 2010; Sadykov et al. 2019).
Only months within every limit may be fixed: pricing repairs those that break a budget which is a row of the master,
by multipliers that grow until it holds.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from roster.engine.columns.program.column import Column
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer

SURE = 0.999

NEAR = 0.002
"""A program this close to its bound is good enough to dive from."""


@dataclass(frozen=True)
class Manner:
    """How to dive: pricings before each fixing (more when few are free), one in `fewest` fixed, noise on shares.

    `repair_ticks` is the first price of a unit beyond a limit; `each` how many months a pricing may add per agent.
    Before the first fixing up to `opening` pricings, smoothed from `centre` on, bring the program near its optimum.
    A dive that `rounds` fixes more at a time where the time asks for it, and where it ends all the same, everybody not
    yet fixed takes the surest month. Who has none is left out of the end then, with `aside`, else there is no end.
    """

    opening: int = 0
    centre: DualPrices | None = None

    pricings: int = 4
    fewest: int = 30
    noise: float = 0.0
    repair_ticks: float = 10.0
    each: int = 1
    rounds: bool = False
    aside: bool = False


def dive(
    master: RestrictedMaster,
    pricer: Pricer,
    manner: Manner,
    generator: np.random.Generator,
    *,
    ceiling: float,
    deadline: float,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Column] | None:
    """One legal month per agent of the master at less than `ceiling` ticks, None when there is no such end.

    The ends' ticks are the program's: jobs whole or not, escorts left out.
    """

    def rounded() -> list[Column] | None:
        months = _surest(master)
        return months if manner.aside or len(months) == len(master.agents) else None

    if not _open(master, pricer, manner, ceiling=ceiling, deadline=deadline, should_stop=should_stop):
        return None
    while len(master.fixed) < len(master.agents):
        optimum: float | None = None
        began = time.monotonic()
        free = len(master.agents) - len(master.fixed)
        for _ in range(manner.pricings + 60 // max(1, free)):
            optimum = master.solve(deadline - time.monotonic())
            if should_stop():
                return None
            if optimum is None or time.monotonic() >= deadline:
                return rounded() if manner.rounds else None
            prices = master.prices()
            priced, proven = master.price(prices, pricer, manner.each, manner.repair_ticks)
            if proven >= ceiling:
                return None
            new = [c for c in priced if c.legal and master.reduced(c, prices) < -1e-6]
            if not master.add(new):
                break
        else:
            optimum = master.solve(deadline - time.monotonic())
        if optimum is None or optimum >= ceiling or master.lacking():
            return rounded() if manner.aside else None
        now = time.monotonic()
        few = max(1, free // manner.fewest)
        if manner.rounds:
            few = max(few, math.ceil(free * (now - began) / max(1e-3, deadline - now)))
        _fix(master, few, manner.noise, generator)
    return [master.fixed[int(agent)] for agent in master.agents]


def _open(
    master: RestrictedMaster,
    pricer: Pricer,
    manner: Manner,
    *,
    ceiling: float,
    deadline: float,
    should_stop: Callable[[], bool],
) -> bool:
    """Prices at smoothed prices until the program is near its bound; False where no end below the ceiling exists."""
    bound, best = -math.inf, manner.centre
    for _ in range(manner.opening):
        optimum = master.solve(deadline - time.monotonic())
        if optimum is None or should_stop() or time.monotonic() >= deadline:
            return False
        now = master.prices()
        added = 0
        for prices in now.smoothed(best):
            priced, proven = master.price(prices, pricer, manner.each, manner.repair_ticks)
            if proven >= ceiling:
                return False
            if proven > bound:
                bound, best = proven, prices
            added = master.add(c for c in priced if c.legal and master.reduced(c, now) < -1e-6)
            if added:
                break
        if not added or optimum - bound <= NEAR * abs(optimum):
            break
    return True


def _surest(master: RestrictedMaster) -> list[Column]:
    """The surest months in the program's optimum, of everybody who has one."""
    surest = dict(master.fixed)
    if master.solve() is not None:
        for _, column in master.values():
            surest.setdefault(column.agent, column)
    return [surest[int(agent)] for agent in master.agents if int(agent) in surest]


def _fix(master: RestrictedMaster, few: int, noise: float, generator: np.random.Generator) -> None:
    """Fixes all sure months, and of the others the surest few; shares bear so much noise."""
    shares = [(value, column) for value, column in master.values() if column.agent not in master.fixed]
    values = np.array([value for value, _ in shares]) + generator.random(len(shares)) * noise
    order = np.argsort(-values, kind="stable")
    for place in order.tolist():
        value, column = shares[place]
        if column.agent in master.fixed:
            continue
        if value >= SURE:
            master.fix(column)
        elif few > 0:
            master.fix(column)
            few -= 1
