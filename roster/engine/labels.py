"""Budgets counted along a path: the grids of an agent's states and counts, and the cheapest paths through them.

A shortest path with resources (Irnich and Desaulniers 2005) through the agent's automaton times up to three counts,
say hours, weekends and late duties: the counts are dense grids per state, cut to what can be reached from the start
and can still end within the hard limits. Which budgets are counted is chosen in `labelling`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing import BIG, price_at
from roster.engine.problem import Problem
from roster.engine.workforce import NONE, Workforce

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Months = NDArray[np.int16]

COUNTS = 3
"""Counts that a path may carry at most."""


@njit
def whole(days: int) -> Ints:
    """The window that is the whole month: of a window w the days w[0] … w[1] − 1 and w[2] … w[3] − 1 are open."""
    return np.array([0, days, days, days])


class Labels(NamedTuple):
    """Counts along the path, two per class of agents (a count that is not used never moves).

    `used[i]` says whether agent i has any, `klass[i]` the class. In class c count k of a duty is
    `weight[c, k, day, letter]` and of completed pairs `pair[c, k, mask]`, in units of `unit[c, k]`. `place[b]` is the
    count that budget b limits, or −1 where a multiplier must. `cells` is the largest grid.
    """

    used: NDArray[np.bool_]
    klass: NDArray[np.int32]
    weight: NDArray[np.int32]
    pair: NDArray[np.int32]
    unit: NDArray[np.int64]
    place: NDArray[np.int32]
    cells: int


def no_labels(problem: Problem, force: Workforce) -> Labels:
    """Labels that nobody uses."""
    n = problem.agents
    return Labels(
        np.zeros(n, np.bool_),
        np.zeros(n, np.int32),
        np.zeros((1, COUNTS, problem.days, force.next.shape[2]), np.int32),
        np.zeros((1, COUNTS, 1 << force.pair_weight.shape[1]), np.int32),
        np.ones((1, COUNTS), np.int64),
        np.full(len(force.table), -1, np.int32),
        0,
    )


class Paths(NamedTuple):
    """One agent's automaton and labels, what the grids need: `layer[day]` of `next[layer, state, letter]`,
    `step_ticks` and `kinds`, `sizes[day]` states, `weight[count, day, letter]` and `pair[count, mask]`.
    """  # noqa: D205

    layer: NDArray[np.int32]
    next: NDArray[np.int16]
    step_ticks: Floats
    kinds: NDArray[np.int16]
    sizes: NDArray[np.int32]
    weight: NDArray[np.int32]
    pair: NDArray[np.int32]


@njit
def paths_of(force: Workforce, labels: Labels, agent: int) -> Paths:
    """The agent's automaton and labels."""
    group, klass = force.signature[agent], labels.klass[agent]
    return Paths(
        force.layer[group],
        force.next,
        force.step_ticks,
        force.kinds,
        force.layer_sizes[group],
        labels.weight[klass],
        labels.pair[klass],
    )


@njit
def end_prices(
    force: Workforce,
    labels: Labels,
    agent: int,
    credit: Ints,
    tail: Floats,
    window: Ints,
    pinned: Months,
    lowest: Ints,
) -> Floats:
    """What all budgets on each count cost by `[count, value - lowest[count]]`, BIG outside hard limits.

    The table spans every value that a month can have whose days outside the window are as in `tail`, and within it have
    the letters `pinned` between its parts; `lowest` is written.
    """
    klass = labels.klass[agent]
    letters, stop = labels.weight.shape[3], window[3]
    span = np.zeros(COUNTS, np.int64)
    for k in range(COUNTS):
        pair_low, pair_high = labels.pair[klass, k].min(), labels.pair[klass, k].max()
        low = high = 0
        for day in range(window[0], stop):
            between = window[1] <= day < window[2]
            least = most = labels.weight[klass, k, day, pinned[day] if between else 0]
            for atom in range(0 if between else letters):
                least = min(least, labels.weight[klass, k, day, atom])
                most = max(most, labels.weight[klass, k, day, atom])
            low += least + pair_low
            high += most + pair_high
        tail_low, tail_high = NONE, -NONE
        for state in range(force.layer_sizes[force.signature[agent], stop]):
            if tail[0, state] < BIG:
                tail_low, tail_high = min(tail_low, int(tail[1 + k, state])), max(tail_high, int(tail[1 + k, state]))
        if tail_low > tail_high:
            tail_low = tail_high = 0
        lowest[k] = low + tail_low
        span[k] = high + tail_high - lowest[k] + 1
    price = np.zeros((COUNTS, span.max()))
    begin = force.budget_start[agent]
    for budget in range(begin, force.budget_start[agent + 1]):
        k = labels.place[budget]
        if k < 0:
            continue
        unit = labels.unit[klass, k]
        for offset in range(span[k]):
            value = (lowest[k] + offset) * unit + force.constant[budget] + credit[budget - begin]
            if value < force.least[budget] or value > force.most[budget]:
                price[k, offset] = BIG
            elif price[k, offset] < BIG:
                price[k, offset] += price_at(force, budget, value)
    return price


@njit
def largest_grid(force: Workforce, labels: Labels, agent: int, credit: Ints) -> int:
    """How many cells the agent's grids have when every duty may be worked."""
    paths = paths_of(force, labels, agent)
    days, states, letters = paths.layer.shape[0], paths.next.shape[1], paths.next.shape[2]
    low = np.empty((COUNTS, days + 1, states), np.int64)
    high = np.empty((COUNTS, days + 1, states), np.int64)
    base = np.empty((days + 1, states), np.int64)
    tail = np.zeros((1 + COUNTS, states))
    lowest = np.zeros(COUNTS, np.int64)
    price = end_prices(force, labels, agent, credit, tail, whole(days), np.zeros(days, np.int16), lowest)
    cost = np.zeros((days, letters))
    return label_ranges(paths, cost, price, lowest, 0, days, force.start[agent], tail, low, high, base)


@njit
def label_ranges(
    paths: Paths,
    atom_cost: Floats,
    price: Floats,
    lowest: Ints,
    first: int,
    stop: int,
    start: int,
    tail: Floats,
    low: Ints,
    high: Ints,
    base: Ints,
) -> int:
    """Which counts each state can have on the days `first` … `stop`; returns how many grid cells that makes.

    Counts from `low[k, day, state]` to `high` (empty where low > high), the grid's cells from `base[day, state]`.
    `tail[0, state]` is what the days after cost (BIG: forbidden), `tail[1:]` the counts of all days outside;
    `price[k, value - lowest[k]]` is BIG where a count may not end.
    """
    letters = atom_cost.shape[1]
    low[:, first : stop + 1] = NONE
    high[:, first : stop + 1] = -NONE
    low[:, first, start] = 0
    high[:, first, start] = 0
    for day in range(first, stop):
        row = paths.layer[day]
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            for atom in range(letters):
                target = paths.next[row, state, atom]
                if target < 0 or atom_cost[day, atom] >= BIG:
                    continue
                mask = paths.kinds[row, state, atom]
                for k in range(COUNTS):
                    step = paths.weight[k, day, atom] + paths.pair[k, mask]
                    low[k, day + 1, target] = min(low[k, day + 1, target], low[k, day, state] + step)
                    high[k, day + 1, target] = max(high[k, day + 1, target], high[k, day, state] + step)
    total = 0
    for state in range(paths.sizes[stop]):
        size = 1
        if tail[0, state] >= BIG or low[0, stop, state] > high[0, stop, state]:
            size = 0
        else:
            # Prices are convex and limits an interval: only the ends of a range can be out of bounds.
            for k in range(COUNTS):
                shift = int(tail[1 + k, state]) - lowest[k]
                while low[k, stop, state] <= high[k, stop, state] and price[k, low[k, stop, state] + shift] >= BIG:
                    low[k, stop, state] += 1
                while low[k, stop, state] <= high[k, stop, state] and price[k, high[k, stop, state] + shift] >= BIG:
                    high[k, stop, state] -= 1
                size *= max(0, high[k, stop, state] - low[k, stop, state] + 1)
        if size == 0:
            low[0, stop, state], high[0, stop, state] = NONE, -NONE
        base[stop, state] = total
        total += size
    least, most = np.empty(COUNTS, np.int64), np.empty(COUNTS, np.int64)
    for day in range(stop - 1, first - 1, -1):
        row = paths.layer[day]
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            least[:], most[:] = NONE, -NONE
            for atom in range(letters):
                target = paths.next[row, state, atom]
                if target < 0 or atom_cost[day, atom] >= BIG or low[0, day + 1, target] > high[0, day + 1, target]:
                    continue
                mask = paths.kinds[row, state, atom]
                for k in range(COUNTS):
                    step = paths.weight[k, day, atom] + paths.pair[k, mask]
                    least[k] = min(least[k], low[k, day + 1, target] - step)
                    most[k] = max(most[k], high[k, day + 1, target] - step)
            size = 1
            for k in range(COUNTS):
                low[k, day, state] = max(low[k, day, state], least[k])
                high[k, day, state] = min(high[k, day, state], most[k])
                size *= max(0, high[k, day, state] - low[k, day, state] + 1)
            if size == 0:
                low[0, day, state], high[0, day, state] = NONE, -NONE
            base[day, state] = total
            total += size
    return total


@njit
def label_paths(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    price: Floats,
    lowest: Ints,
    first: int,
    stop: int,
    start: int,
    tail: Floats,
    scratch: Floats,
    prices: Floats,
    atoms: Months,
) -> int:
    """The cheapest paths over the days `first` … `stop` − 1 with different counts at their ends; how many there are.

    Writes them into `atoms[rank, day]` with their `prices`, the cheapest first. `tail`, `price` and `lowest` as in
    `label_ranges`. `scratch` holds the grids where it is large enough.
    """
    days, letters = atom_cost.shape
    states = paths.next.shape[1]
    low = np.empty((COUNTS, days + 1, states), np.int64)
    high = np.empty((COUNTS, days + 1, states), np.int64)
    base = np.empty((days + 1, states), np.int64)
    total = label_ranges(paths, atom_cost, price, lowest, first, stop, start, tail, low, high, base)
    if total == 0 or low[0, first, start] > high[0, first, start]:
        return 0
    value = scratch if scratch.shape[0] >= total else np.empty(total)
    value[:total] = BIG
    value[base[first, start]] = 0.0
    priced = kind_cost.shape[0] > 1
    for day in range(first, stop):
        row = paths.layer[day]
        for state in range(paths.sizes[day]):
            low0, high0 = low[0, day, state], high[0, day, state]
            if low0 > high0:
                continue
            low1, high1 = low[1, day, state], high[1, day, state]
            low2, high2 = low[2, day, state], high[2, day, state]
            width = high0 - low0 + 1
            height = high1 - low1 + 1
            for atom in range(letters):
                target = paths.next[row, state, atom]
                cost = atom_cost[day, atom]
                if target < 0 or cost >= BIG or low[0, day + 1, target] > high[0, day + 1, target]:
                    continue
                mask = paths.kinds[row, state, atom]
                cost += paths.step_ticks[row, state, atom]
                if priced:
                    cost += kind_cost[mask]
                step0 = paths.weight[0, day, atom] + paths.pair[0, mask]
                step1 = paths.weight[1, day, atom] + paths.pair[1, mask]
                step2 = paths.weight[2, day, atom] + paths.pair[2, mask]
                then0, then1, then2 = low[0, day + 1, target], low[1, day + 1, target], low[2, day + 1, target]
                wide = high[0, day + 1, target] - then0 + 1
                tall = high[1, day + 1, target] - then1 + 1
                from0 = max(low0, then0 - step0)
                length = min(high0, high[0, day + 1, target] - step0) - from0 + 1
                for two in range(max(low2, then2 - step2), min(high2, high[2, day + 1, target] - step2) + 1):
                    for one in range(max(low1, then1 - step1), min(high1, high[1, day + 1, target] - step1) + 1):
                        here = base[day, state] + ((two - low2) * height + one - low1) * width + from0 - low0
                        there = base[day + 1, target]
                        there += ((two + step2 - then2) * tall + one + step1 - then1) * wide + from0 + step0 - then0
                        for offset in range(length):
                            reached = value[here + offset] + cost
                            kept = value[there + offset]
                            value[there + offset] = reached if reached < kept else kept  # noqa: FURB136 (so it is vectorised)
    most = prices.shape[0]
    ends = np.empty((most, 1 + COUNTS), np.int64)
    found = _ends(paths, price, lowest, stop, tail, low, high, base, value, prices, ends)
    for rank in range(found):
        _trace(paths, atom_cost, kind_cost, first, stop, low, high, base, value, ends[rank], atoms[rank])
    return found


@njit
def _ends(
    paths: Paths,
    price: Floats,
    lowest: Ints,
    stop: int,
    tail: Floats,
    low: Ints,
    high: Ints,
    base: Ints,
    value: Floats,
    prices: Floats,
    ends: Ints,
) -> int:
    """The cheapest ends of a finished grid: `prices`, and states with their counts in `ends`; how many."""
    most = prices.shape[0]
    found = 0
    for state in range(paths.sizes[stop]):
        if low[0, stop, state] > high[0, stop, state]:
            continue
        place = base[stop, state]
        shift0 = int(tail[1, state]) - lowest[0]
        for two in range(low[2, stop, state], high[2, stop, state] + 1):
            price2 = price[2, two + int(tail[3, state]) - lowest[2]]
            for one in range(low[1, stop, state], high[1, stop, state] + 1):
                outer = tail[0, state] + price[1, one + int(tail[2, state]) - lowest[1]] + price2
                for zero in range(low[0, stop, state], high[0, stop, state] + 1):
                    total = value[place]
                    place += 1
                    if total >= BIG / 2:
                        continue
                    total += outer + price[0, zero + shift0]
                    if found == most and total >= prices[found - 1]:
                        continue
                    rank = found if found < most else most - 1
                    while rank > 0 and total < prices[rank - 1]:
                        prices[rank] = prices[rank - 1]
                        ends[rank] = ends[rank - 1]
                        rank -= 1
                    prices[rank] = total
                    ends[rank, 0], ends[rank, 1], ends[rank, 2], ends[rank, 3] = state, zero, one, two
                    found = min(most, found + 1)
    return found


@njit
def _trace(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    first: int,
    stop: int,
    low: Ints,
    high: Ints,
    base: Ints,
    value: Floats,
    end: Ints,
    atoms: Months,
) -> None:
    """The letters of the path that leads to an end, found backwards by equal values."""
    letters = atom_cost.shape[1]
    priced = kind_cost.shape[0] > 1
    then = end[0]
    counts, was = end[1:].copy(), np.empty(COUNTS, np.int64)
    for day in range(stop - 1, first - 1, -1):
        row = paths.layer[day]
        goal = value[_cell(low, high, base, day + 1, then, counts)]
        before = -1
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            for atom in range(letters):
                if paths.next[row, state, atom] != then or atom_cost[day, atom] >= BIG:
                    continue
                mask = paths.kinds[row, state, atom]
                inside = True
                for k in range(COUNTS):
                    was[k] = counts[k] - paths.weight[k, day, atom] - paths.pair[k, mask]
                    inside = inside and low[k, day, state] <= was[k] <= high[k, day, state]
                if not inside:
                    continue
                cost = atom_cost[day, atom] + paths.step_ticks[row, state, atom]
                if priced:
                    cost += kind_cost[mask]
                if value[_cell(low, high, base, day, state, was)] + cost == goal:
                    before = state
                    atoms[day] = atom
                    break
            if before >= 0:
                break
        then = before
        counts[:] = was


@njit
def _cell(low: Ints, high: Ints, base: Ints, day: int, state: int, counts: Ints) -> int:
    """Where a state's counts are in the grids."""
    place = counts[2] - low[2, day, state]
    place = place * (high[1, day, state] - low[1, day, state] + 1) + counts[1] - low[1, day, state]
    return base[day, state] + place * (high[0, day, state] - low[0, day, state] + 1) + counts[0] - low[0, day, state]
