"""The Lagrangian bound: rows priced, every agent's cheapest month taken by itself.

For any prices y of the rows, Σ agents min(month's price + y·rows) + Σ rows min over counts (price − y·count) is a
lower bound of every plan (Geoffrion 1974). The escorts' prices are left out, which only lowers it.
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing.agents import HARD_TICKS, Workforce
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.label_pricing import price_labelled
from roster.engine.pricing.pricing import BIG, price_month
from roster.engine.pricing.response import may_grant
from roster.engine.problem.problem import Problem

ROUNDS = 30
"""Steps of the multipliers for each agent, at most."""


@njit
def price_agents(
    force: Workforce,
    labels: Labels,
    agents: NDArray[np.int64],
    charges: Charges,
    multipliers: NDArray[np.float64],
    rounds: int,
    bounds: NDArray[np.float64],
) -> None:
    """Writes the bound of each of `agents`, where rows charge so much, into `bounds[place]`.

    Budgets with labels are counted exactly; the others' `multipliers` move for up to `rounds`.
    """
    days, shifts = force.shift_ticks.shape[1], force.shift_ticks.shape[2]
    jobs = force.allowed.shape[3]
    scratch = np.empty(max(1, labels.cells))
    cost = np.empty((days, shifts))
    month = np.empty(days, np.int16)
    months, prices = np.full((1, days), -1, np.int16), np.empty(1)
    for number in range(agents.shape[0]):
        agent = agents[number]
        klass = charges.class_of[agent]
        for day in range(days):
            for shift in range(shifts):
                best = BIG
                for job in range(jobs):
                    if force.allowed[agent, day, shift, job]:
                        price = charges.duty_price[klass, day, shift, job]
                        if force.has_job_ticks:
                            price += force.job_ticks[agent, day, shift, job]
                        best = min(best, price)
                cost[day, shift] = best + force.shift_ticks[agent, day, shift] if best < BIG else BIG
        first = force.request_start[agent]
        requests = force.request_start[agent + 1] - first
        least = BIG
        for granted in range(1 << requests):
            if not may_grant(force, agent, granted):
                continue
            charge = 0.0
            for place in range(requests):
                if granted >> place & 1:
                    charge += charges.grant_price[first + place]
            if labels.used[agent]:
                months[0, :] = -1
                _, bound = price_labelled(
                    force,
                    labels,
                    agent,
                    cost,
                    granted,
                    multipliers,
                    rounds,
                    False,
                    whole(days),
                    scratch,
                    months,
                    prices,
                )
            else:
                _, bound = price_month(force, agent, cost, granted, multipliers, rounds, month)
            least = min(least, bound + charge)
        bounds[number] = least


Prepared = tuple[Workforce, Labels, list[int]]
"""A problem's workforce, its labels and the case's index of each of its requests, by `labelled_workforce`."""


def lagrangian_bound(
    problem: Problem,
    prepared: Prepared,
    row_price: NDArray[np.float64],
    rounds: int = ROUNDS,
    multipliers: NDArray[np.float64] | None = None,
) -> float:
    """The bound at these row prices, in ticks (−inf where an agent has no legal month).

    `multipliers` of the budgets are where each agent's pricing begins: from the aggregate's, it is at least the
    aggregate's bound from the first round, as far as budgets that have profiles there have labels here.
    """
    force, labels, names = prepared
    rows = problem.rows
    table, low = rows.price_table(HARD_TICKS)
    if len(rows):
        row_price = np.clip(row_price, table[:, 1] - table[:, 0], table[:, -1] - table[:, -2])
    bounds = np.zeros(problem.agents)
    multipliers = np.zeros(max(1, len(force.table))) if multipliers is None else multipliers.copy()
    everyone = np.arange(problem.agents)
    price_agents(force, labels, everyone, Charges.of(problem, names, row_price), multipliers, rounds, bounds)
    if (bounds >= BIG / 2).any():
        return -np.inf
    total = float(bounds.sum())
    if len(rows):
        counts = np.arange(low, low + table.shape[1])
        total += float((table - row_price[:, None] * counts).min(axis=1).sum())
        total += float((row_price * rows.constant).sum())
    return total
