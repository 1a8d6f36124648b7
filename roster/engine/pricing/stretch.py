"""Pricing of stretches: parts of an agent's horizon, each begun in whatever state the days before may have left."""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.pricing import BIG, price_letters, price_pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Months = NDArray[np.int16]


@inner
def _open_states(force: Workforce, agent: int, first: int, value: Floats) -> None:
    """What it costs to begin a stretch in each state: nothing, the first one in the agent's own only."""
    for state in range(value.shape[0]):
        value[state] = BIG
    if first == 0:
        value[force.start[agent]] = 0.0
        return
    for state in range(force.layer_sizes[force.signature[agent], first]):
        value[state] = 0.0


@inner
def _stretch(
    force: Workforce,
    agent: int,
    atom_cost: Floats,
    atom_shift: Months,
    kind_cost: Floats,
    first: int,
    stop: int,
    value: Floats,
    after: Floats,
    came: NDArray[np.int32],
    month: Months,
    masks: Ints,
) -> float:
    """The cheapest way through the days first … stop − 1 and its price (BIG: none); writes shifts and pairs' kinds."""
    group, letters = force.signature[agent], atom_cost.shape[1]
    _open_states(force, agent, first, value)
    for day in range(first, stop):
        row = force.layer[group, day]
        for state in range(after.shape[0]):
            after[state] = BIG
        for state in range(force.layer_sizes[group, day]):
            if value[state] >= BIG:
                continue
            for atom in range(letters):
                target = force.next[row, state, atom]
                if target < 0 or atom_cost[day, atom] >= BIG:
                    continue
                total = value[state] + atom_cost[day, atom] + force.step_ticks[row, state, atom]
                total += kind_cost[force.kinds[row, state, atom]]
                if total < after[target]:
                    after[target] = total
                    came[day, target] = state * letters + atom
        value, after = after, value
    state = int(np.argmin(value))
    price = value[state]
    if price >= BIG:
        return BIG
    for day in range(stop - 1, first - 1, -1):
        atom = came[day, state] % letters
        state = came[day, state] // letters
        month[day] = -1 if atom == 0 else atom_shift[day, atom]
        masks[day] = force.kinds[force.layer[group, day], state, atom]
    return price


@njit
def price_stretches(
    force: Workforce, cost: Floats, multipliers: Floats, bounds: Ints, months: Months, prices: Floats, counts: Floats
) -> None:
    """The cheapest stretch of every agent between any two neighbouring days of `bounds`, and what its budgets count.

    `cost[agent, day, shift]` is a duty's price (BIG: not allowed), `multipliers[budget]` what a unit costs. Writes
    `months[agent, day]`, `prices[agent, stretch]` (BIG: none) and `counts[budget, stretch]`, without constants.
    """
    agents, days = months.shape
    letters, states, shifts = force.next.shape[2], force.next.shape[1], cost.shape[2]
    value, after = np.empty(states), np.empty(states)
    came = np.empty((days, states), np.int32)
    atom_cost, atom_shift = np.empty((days, letters)), np.zeros((days, letters), np.int16)
    kind_cost = np.zeros(1 << force.pair_weight.shape[1])
    shut, masks = np.zeros((days, shifts), np.bool_), np.zeros(days, np.int64)
    opened = np.arange(bounds[0], bounds[-1])
    for agent in range(agents):
        begin, end = force.budget_start[agent], force.budget_start[agent + 1]
        mu = multipliers[begin:end]
        price_letters(force, agent, cost[agent], shut, mu, opened, atom_cost, atom_shift)
        price_pairs(force, agent, mu, kind_cost)
        for number in range(bounds.shape[0] - 1):
            first, stop = bounds[number], bounds[number + 1]
            month = months[agent]
            price = _stretch(
                force, agent, atom_cost, atom_shift, kind_cost, first, stop, value, after, came, month, masks
            )
            prices[agent, number] = price
            if price >= BIG:
                continue
            for budget in range(begin, end):
                total = 0
                for day in range(first, stop):
                    if month[day] >= 0:
                        total += force.weights[force.table[budget], day, month[day]]
                    for kind in range(force.pair_weight.shape[1]):
                        if masks[day] >> kind & 1:
                            total += force.pair_weight[budget, kind]
                counts[budget, number] = total
