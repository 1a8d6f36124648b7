"""What is best from a day on, from every state and count an agent may come there with: priced once, met many times.

Windows of a long horizon are priced again and again while the days after them cost the same. So the grids of
`label_grid` are gone through once from the horizon's end back to the window's, and pricing ends there.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit, wide
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.charges import Charges, duty_costs
from roster.engine.pricing.label_grid import (
    COUNTS,
    Labels,
    Paths,
    cell_of,
    empty_leap,
    end_prices,
    label_ranges,
    paths_of,
    spread,
    stages_of,
    take_end,
    trace,
)
from roster.engine.pricing.label_pricing import bracket, multipliers_of
from roster.engine.pricing.pricing import BIG, price_letters, price_pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Months = NDArray[np.int16]
Letters = NDArray[np.uint8]

MOST_LETTERS = 256
"""So many letters a step may have."""


class Ahead(NamedTuple):
    """Everybody's days from `day` on: their grids (as in `label_ranges`, of counts from day `first` on), and what their
    cells cost at best.

    `start[agent]` is the state before `first` (−1: no legal month), `cells[agent]` how many cells all grids have.
    `value[begin[agent] + cell]` is what is ahead of a cell of `day`, `letter[…]` what to work there and in cells of
    later days; `shift[agent, day, letter]` the shift of a letter.
    """  # noqa: D205

    first: int
    day: int
    start: Ints
    low: Ints
    high: Ints
    base: Ints
    cells: Ints
    begin: Ints
    value: Floats
    letter: Letters
    shift: Months


class CountPath(NamedTuple):
    """What labels count from a window's first day up to its end, as planned, and what straying from it costs.

    Both `[agent, count]`: `aim` in the label's units, `strain` in ticks for the square of one.
    """

    aim: Floats
    strain: Floats


def look_ahead(
    force: Workforce,
    labels: Labels,
    charges: Charges,
    multipliers: Floats,
    now: Months,
    path: CountPath,
    first: int,
    day: int,
) -> Ahead:
    """From `day` on, at prices of rows and of the budgets without a label; the days before `first` are as in `now`.

    What is ahead of a count on `day` costs what it strays from its path, too. Requests are left aside.
    """
    (agents, days, _), (_, states, letters) = force.shift_ticks.shape, force.next.shape
    shape = agents, COUNTS, days + 1, states
    low, high = np.empty(shape, np.int64), np.empty(shape, np.int64)
    base, shift = np.empty((agents, days + 1, states), np.int64), np.zeros((agents, days, letters), np.int16)
    start, cells = np.empty(agents, np.int64), np.zeros(agents, np.int64)
    values, chosen = [], []
    for agent in range(agents):
        start[agent], cells[agent], value, letter = price_ahead(
            force,
            labels,
            charges,
            multipliers,
            agent,
            now[agent],
            path.aim[agent],
            path.strain[agent],
            first,
            day,
            low[agent],
            high[agent],
            base[agent],
            shift[agent],
        )
        values.append(value)
        chosen.append(letter)
    begin = np.cumsum([0, *map(len, values[:-1])])
    return Ahead(
        first, day, start, low, high, base, cells, begin, np.concatenate(values), np.concatenate(chosen), shift
    )


@njit
def price_ahead(
    force: Workforce,
    labels: Labels,
    charges: Charges,
    multipliers: Floats,
    agent: int,
    now: Months,
    aim: Floats,
    strain: Floats,
    first: int,
    day: int,
    low: Ints,
    high: Ints,
    base: Ints,
    shift: Months,
) -> tuple[int, int, Floats, Letters]:
    """One agent's start, cells, values and letters, as in `Ahead`; writes the grids and the letters' shifts."""
    days, shifts = force.shift_ticks.shape[1], force.shift_ticks.shape[2]
    cost, job = np.empty((days, shifts)), np.zeros((days, shifts), np.int16)
    duty_costs(force, charges, agent, cost, job)
    mu, kind_cost = multipliers_of(force, labels, agent, multipliers)
    price_pairs(force, agent, mu, kind_cost)
    letters = np.empty((days, force.next.shape[2]))
    window, paths = np.array([first, days, days, days]), paths_of(force, labels, agent)
    credit = np.zeros(max(1, force.budget_start[agent + 1] - force.budget_start[agent]), np.int64)
    shut = np.zeros((days, shifts), np.bool_)
    price_letters(force, agent, cost, shut, mu, np.arange(first, days), letters, shift)
    pinned, tail = np.zeros(days, np.int16), np.zeros((1 + COUNTS, force.next.shape[1]))
    for one in range(first):
        pinned[one] = 0 if now[one] < 0 else force.atom_of[force.signature[agent], now[one]]
    start = bracket(paths, pinned, wide(force.start[agent]), first, days, tail)
    nothing = np.zeros(0), np.zeros(0, np.uint8)
    if start < 0:
        return -1, 0, nothing[0], nothing[1]
    lowest = np.zeros(COUNTS, np.int64)
    price = end_prices(force, labels, agent, credit, tail, window, pinned, lowest)
    stages = stages_of(window)
    leap = empty_leap(-1, force.next.shape[1])
    total = label_ranges(paths, letters, price, lowest, stages, leap, start, tail, low, high, base)
    if total == 0 or low[0, first, start] > high[0, first, start]:
        return -1, 0, nothing[0], nothing[1]
    ahead = 0
    for state in range(paths.sizes[day]):
        if low[0, day, state] <= high[0, day, state]:
            size = 1
            for k in range(COUNTS):
                size *= high[k, day, state] - low[k, day, state] + 1
            ahead = max(ahead, base[day, state] + size)
    value, letter = np.full(ahead, BIG), np.zeros(ahead, np.uint8)
    for state in range(paths.sizes[days]):
        if low[0, days, state] <= high[0, days, state]:
            place = base[days, state]
            for two in range(low[2, days, state], high[2, days, state] + 1):
                for one in range(low[1, days, state], high[1, days, state] + 1):
                    for zero in range(low[0, days, state], high[0, days, state] + 1):
                        value[place] = (
                            tail[0, state]
                            + price[0, zero + int(tail[1, state]) - lowest[0]]
                            + price[1, one + int(tail[2, state]) - lowest[1]]
                            + price[2, two + int(tail[3, state]) - lowest[2]]
                        )
                        place += 1
    for one in range(days - 1, day - 1, -1):
        _back(paths, letters, kind_cost, one, low, high, base, value, letter)
    for state in range(paths.sizes[day]):
        if low[0, day, state] <= high[0, day, state]:
            place = base[day, state]
            for two in range(low[2, day, state], high[2, day, state] + 1):
                for one in range(low[1, day, state], high[1, day, state] + 1):
                    beside = strain[1] * (one - aim[1]) ** 2 + strain[2] * (two - aim[2]) ** 2
                    for zero in range(low[0, day, state], high[0, day, state] + 1):
                        value[place] += beside + strain[0] * (zero - aim[0]) ** 2
                        place += 1
    return start, total, value, letter


@inner
def _back(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    day: int,
    low: Ints,
    high: Ints,
    base: Ints,
    value: Floats,
    letter: Letters,
) -> None:
    """What a day's cells cost at best to the end, from what the next day's do."""
    then, row = day + 1, paths.layer[day]
    for state in range(paths.sizes[day]):
        low0, high0 = low[0, day, state], high[0, day, state]
        if low0 > high0:
            continue
        low1, high1 = low[1, day, state], high[1, day, state]
        low2, high2 = low[2, day, state], high[2, day, state]
        width, height = high0 - low0 + 1, high1 - low1 + 1
        for atom in range(atom_cost.shape[1]):
            target, cost = int(paths.next[row, state, atom]), atom_cost[day, atom]
            if target < 0 or cost >= BIG or low[0, then, target] > high[0, then, target]:
                continue
            mask = paths.kinds[row, state, atom]
            cost += paths.step_ticks[row, state, atom]
            if kind_cost.shape[0] > 1:
                cost += kind_cost[mask]
            step0 = np.int64(paths.weight[0, day, atom] + paths.pair[0, mask])
            step1 = np.int64(paths.weight[1, day, atom] + paths.pair[1, mask])
            step2 = np.int64(paths.weight[2, day, atom] + paths.pair[2, mask])
            then0, then1, then2 = low[0, then, target], low[1, then, target], low[2, then, target]
            breadth, tall = high[0, then, target] - then0 + 1, high[1, then, target] - then1 + 1
            from0 = max(low0, then0 - step0)
            length = min(high0, high[0, then, target] - step0) - from0 + 1
            for two in range(max(low2, then2 - step2), min(high2, high[2, then, target] - step2) + 1):
                for one in range(max(low1, then1 - step1), min(high1, high[1, then, target] - step1) + 1):
                    here = base[day, state] + ((two - low2) * height + one - low1) * width + from0 - low0
                    there = base[then, target]
                    there += ((two + step2 - then2) * tall + one + step1 - then1) * breadth + from0 + step0 - then0
                    for offset in range(length):
                        reached = value[there + offset] + cost
                        if reached < value[here + offset]:
                            value[here + offset] = reached
                            letter[here + offset] = atom


@njit
def price_before(
    force: Workforce,
    labels: Labels,
    charges: Charges,
    multipliers: Floats,
    agents: Ints,
    now: Months,
    ahead: Ahead,
    scratch: Floats,
    months: Months,
    jobs: Months,
    prices: Floats,
) -> None:
    """The cheapest months of agents at given prices of the window's days, whatever is ahead of it as it was priced.

    `now[agent]` are their months before. Writes `months[place, rank, day]`, `jobs` likewise and `prices[place, rank]`
    (BIG: no more).
    """
    days, shifts = force.shift_ticks.shape[1], force.shift_ticks.shape[2]
    first, day, most = ahead.first, ahead.day, prices.shape[1]
    cost, job = np.empty((days, shifts)), np.zeros((days, shifts), np.int16)
    shut, opened = np.zeros((days, shifts), np.bool_), np.arange(first, day)
    letters, shift = np.empty((days, force.next.shape[2])), np.zeros((days, force.next.shape[2]), np.int16)
    stages, leap = np.arange(first, day + 1), empty_leap(-1, force.next.shape[1])
    ends, atoms = np.empty((most, 1 + COUNTS), np.int64), np.zeros((most, days), np.int16)
    counts = np.empty(COUNTS, np.int64)
    for number, agent in enumerate(agents):
        prices[number, :] = BIG
        start = ahead.start[agent]
        if start < 0:
            continue
        duty_costs(force, charges, agent, cost, job)
        mu, kind_cost = multipliers_of(force, labels, agent, multipliers)
        price_pairs(force, agent, mu, kind_cost)
        price_letters(force, agent, cost, shut, mu, opened, letters, shift)
        paths = paths_of(force, labels, agent)
        fixed = _before(force, paths, agent, now[agent], first, cost, mu, kind_cost)
        low, high, base = ahead.low[agent], ahead.high[agent], ahead.base[agent]
        total, begin, bottom = ahead.cells[agent], ahead.begin[agent], ahead.cells[agent]
        for state in range(paths.sizes[day]):
            if low[0, day, state] <= high[0, day, state]:
                bottom = min(bottom, base[day, state])
        value = scratch if scratch.shape[0] >= total else np.empty(total)
        value[bottom:total] = BIG
        value[base[first, start]] = 0.0
        spread(paths, letters, kind_cost, stages, leap, low, high, base, value)
        held = 0
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            cell = base[day, state]
            for two in range(low[2, day, state], high[2, day, state] + 1):
                for one in range(low[1, day, state], high[1, day, state] + 1):
                    for zero in range(low[0, day, state], high[0, day, state] + 1):
                        price = value[cell] + ahead.value[begin + cell] + fixed
                        cell += 1
                        if price < BIG / 2 and (held < most or price < prices[number, most - 1]):
                            held = take_end(prices[number], ends, held, price, state, zero, one, two)
        for rank in range(held):
            trace(paths, letters, kind_cost, stages, leap, low, high, base, value, ends[rank], atoms[rank])
            state = ends[rank, 0]
            put(counts, ends[rank, 1:])
            for one in range(days):
                worked = now[agent, one]
                if first <= one < day:
                    atom = atoms[rank, one]
                    worked = -1 if atom == 0 else shift[one, atom]
                elif one >= day:
                    letter = int(ahead.letter[begin + cell_of(low, high, base, one, state, counts)])
                    worked = -1 if letter == 0 else ahead.shift[agent, one, letter]
                    row = paths.layer[one]
                    mask = paths.kinds[row, state, letter]
                    for k in range(COUNTS):
                        counts[k] += paths.weight[k, one, letter] + paths.pair[k, mask]
                    state = int(paths.next[row, state, letter])
                months[number, rank, one] = worked
                jobs[number, rank, one] = 0 if worked < 0 else job[one, worked]


@inner
def _before(
    force: Workforce, paths: Paths, agent: int, now: Months, first: int, cost: Floats, mu: Floats, kind_cost: Floats
) -> float:
    """What the days before `first` cost as they stand, and what the budgets count in any case."""
    begin, end = force.budget_start[agent], force.budget_start[agent + 1]
    state, total = wide(force.start[agent]), 0.0
    for budget in range(begin, end):
        total += mu[budget - begin] * force.constant[budget]
    for day in range(first):
        worked, row = now[day], paths.layer[day]
        letter = 0 if worked < 0 else force.atom_of[force.signature[agent], worked]
        total += paths.step_ticks[row, state, letter] + (
            force.off_ticks[agent, day] if worked < 0 else cost[day, worked]
        )
        if kind_cost.shape[0] > 1:
            total += kind_cost[paths.kinds[row, state, letter]]
        if worked >= 0:
            for budget in range(begin, end):
                if mu[budget - begin] != 0.0:
                    total += mu[budget - begin] * force.weights[force.table[budget], day, worked]
        state = int(paths.next[row, state, letter])
    return total
