"""Budgets counted along a path: the grids of an agent's states and counts, and the cheapest paths through them.

A shortest path with resources (Irnich and Desaulniers 2005) through the agent's automaton times up to three counts,
say hours, weekends and late duties: the counts are dense grids per state, cut to what can be reached from the start
and can still end within the hard limits. Which budgets are counted is chosen in `labelling`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit, wide
from roster.engine.pricing.agents import NONE, Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.pricing import BIG, price_at
from roster.engine.problem.problem import Problem

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
    """Counts along the path, `COUNTS` per class of agents (one that is not used never moves).

    `used[i]` says whether agent i has any, `klass[i]` the class. In class c count k of a duty is
    `weight[c, k, day, letter]` and of completed pairs `pair[c, k, mask]`, in units of `unit[c, k]`. `place[b]` is the
    count that budget b limits, or −1 where a multiplier must. `cells` is the largest grid. `sparing`: a month that
    multipliers prove the cheapest is taken, and labels price the others only.
    """

    used: NDArray[np.bool_]
    klass: NDArray[np.int32]
    weight: NDArray[np.int32]
    pair: NDArray[np.int32]
    unit: NDArray[np.int64]
    place: NDArray[np.int32]
    cells: int
    sparing: bool = False


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


@inner
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


@inner
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
    window = whole(days)
    stages, leap = stages_of(window), leap_of(paths, np.zeros(days, np.int16), np.zeros(1), window)
    return label_ranges(paths, cost, price, lowest, stages, leap, wide(force.start[agent]), tail, low, high, base)


class Leap(NamedTuple):
    """What the days between the two parts of a window do, from the day `begin` on (−1: there are none).

    As they stand they lead from each state before them to `target[state]` (−1: nowhere), with `ticks[state]` and
    `counted[state, k]` on count k.
    """

    begin: int
    target: Ints
    ticks: Floats
    counted: Ints


@inner
def leap_of(paths: Paths, pinned: Months, kind_cost: Floats, window: Ints) -> Leap:
    """What the letters `pinned` of the days between a window's parts do."""
    leap = empty_leap(window[1] if window[1] < window[2] else -1, paths.next.shape[1])
    if leap.begin >= 0:
        follow(paths, pinned, kind_cost, window[1], window[2], leap)
    return leap


@inner
def empty_leap(begin: int, states: int) -> Leap:
    """A leap that leads nowhere, to be written."""
    return Leap(begin, np.full(states, -1, np.int64), np.zeros(states), np.zeros((states, COUNTS), np.int64))


@inner
def stages_of(window: Ints) -> Ints:
    """The days of a window that grids are made for: one for all between its parts, and the one after the last."""
    between = window[1] < window[2]
    stages = np.empty(window[1] - window[0] + between + window[3] - window[2] + 1, np.int64)
    place = 0
    for day in range(window[0], window[1] + between):
        stages[place] = day
        place += 1
    for day in range(window[2], window[3] + 1):
        stages[place] = day
        place += 1
    return stages


@inner
def follow(paths: Paths, pinned: Months, kind_cost: Floats, first: int, stop: int, leap: Leap) -> None:
    """Where the letters `pinned` of the days `first` … `stop` − 1 lead from each state, written into a leap.

    From the day on which two states' ways meet they are one: only the first is followed to the end.
    """
    priced = kind_cost.shape[0] > 1
    # `way[day]` is the state before each day of that first way, `ticks` and `count` what it has gained by then.
    way = np.full(stop + 1, -1, np.int64)
    ticks, count = np.zeros(stop + 1), np.zeros((stop + 1, COUNTS), np.int64)
    gained = np.zeros(COUNTS, np.int64)
    known = False
    for state in range(paths.sizes[first]):
        now, day, spent = state, first, 0.0
        gained[:] = 0
        while now >= 0 and day < stop and not (known and way[day] == now):
            if not known:
                way[day], ticks[day] = now, spent
                for k in range(COUNTS):
                    count[day, k] = gained[k]
            atom, row = pinned[day], paths.layer[day]
            mask = paths.kinds[row, now, atom]
            spent += paths.step_ticks[row, now, atom]
            if priced:
                spent += kind_cost[mask]
            for k in range(COUNTS):
                gained[k] += paths.weight[k, day, atom] + paths.pair[k, mask]
            now = int(paths.next[row, now, atom])
            day += 1
        if now >= 0 and not known:
            known = True
            way[stop], ticks[stop] = now, spent
            for k in range(COUNTS):
                count[stop, k] = gained[k]
        leap.target[state] = -1 if now < 0 else way[stop] if day < stop else now
        leap.ticks[state] = spent + (ticks[stop] - ticks[day])
        for k in range(COUNTS):
            leap.counted[state, k] = gained[k] + count[stop, k] - count[day, k]


@inner
def label_ranges(
    paths: Paths,
    atom_cost: Floats,
    price: Floats,
    lowest: Ints,
    stages: Ints,
    leap: Leap,
    start: int,
    tail: Floats,
    low: Ints,
    high: Ints,
    base: Ints,
) -> int:
    """Which counts each state can have on the days `stages`; returns how many grid cells that makes.

    Counts from `low[k, day, state]` to `high` (empty where low > high), the grid's cells from `base[day, state]`.
    `tail[0, state]` is what the days after cost (BIG: forbidden), `tail[1:]` the counts of all days outside;
    `price[k, value - lowest[k]]` is BIG where a count may not end.
    """
    letters = atom_cost.shape[1]
    for day in stages:
        low[:, day], high[:, day] = NONE, -NONE
    low[:, stages[0], start] = 0
    high[:, stages[0], start] = 0
    for place in range(len(stages) - 1):
        day, then = stages[place], stages[place + 1]
        leaps, row = day == leap.begin, paths.layer[day]
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            for atom in range(1 if leaps else letters):
                target = leap.target[state] if leaps else int(paths.next[row, state, atom])
                if target < 0 or (not leaps and atom_cost[day, atom] >= BIG):
                    continue
                mask = paths.kinds[row, state, atom]
                for k in range(COUNTS):
                    step = leap.counted[state, k] if leaps else paths.weight[k, day, atom] + paths.pair[k, mask]
                    low[k, then, target] = min(low[k, then, target], low[k, day, state] + step)
                    high[k, then, target] = max(high[k, then, target], high[k, day, state] + step)
    stop = stages[-1]
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
    for place in range(len(stages) - 2, -1, -1):
        day, then = stages[place], stages[place + 1]
        leaps, row = day == leap.begin, paths.layer[day]
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            least[:], most[:] = NONE, -NONE
            for atom in range(1 if leaps else letters):
                target = leap.target[state] if leaps else int(paths.next[row, state, atom])
                if target < 0 or (not leaps and atom_cost[day, atom] >= BIG):
                    continue
                if low[0, then, target] > high[0, then, target]:
                    continue
                mask = paths.kinds[row, state, atom]
                for k in range(COUNTS):
                    step = leap.counted[state, k] if leaps else paths.weight[k, day, atom] + paths.pair[k, mask]
                    least[k] = min(least[k], low[k, then, target] - step)
                    most[k] = max(most[k], high[k, then, target] - step)
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


@inner
def spread(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    stages: Ints,
    leap: Leap,
    low: Ints,
    high: Ints,
    base: Ints,
    value: Floats,
) -> None:
    """From what cells of the first of some stages cost, the least that cells of each next one do: `value[cell]`.

    The grids as in `label_ranges`; cells of later stages come as BIG.
    """
    letters = atom_cost.shape[1]
    priced = kind_cost.shape[0] > 1
    for place in range(len(stages) - 1):
        day, then = stages[place], stages[place + 1]
        leaps, row = day == leap.begin, paths.layer[day]
        for state in range(paths.sizes[day]):
            low0, high0 = low[0, day, state], high[0, day, state]
            if low0 > high0:
                continue
            low1, high1 = low[1, day, state], high[1, day, state]
            low2, high2 = low[2, day, state], high[2, day, state]
            width = high0 - low0 + 1
            height = high1 - low1 + 1
            for atom in range(1 if leaps else letters):
                target = leap.target[state] if leaps else int(paths.next[row, state, atom])
                cost = leap.ticks[state] if leaps else atom_cost[day, atom]
                if target < 0 or cost >= BIG or low[0, then, target] > high[0, then, target]:
                    continue
                if leaps:
                    step0, step1, step2 = leap.counted[state, 0], leap.counted[state, 1], leap.counted[state, 2]
                else:
                    mask = paths.kinds[row, state, atom]
                    cost += paths.step_ticks[row, state, atom]
                    if priced:
                        cost += kind_cost[mask]
                    step0 = np.int64(paths.weight[0, day, atom] + paths.pair[0, mask])
                    step1 = np.int64(paths.weight[1, day, atom] + paths.pair[1, mask])
                    step2 = np.int64(paths.weight[2, day, atom] + paths.pair[2, mask])
                then0, then1, then2 = low[0, then, target], low[1, then, target], low[2, then, target]
                wide = high[0, then, target] - then0 + 1
                tall = high[1, then, target] - then1 + 1
                from0 = max(low0, then0 - step0)
                length = min(high0, high[0, then, target] - step0) - from0 + 1
                for two in range(max(low2, then2 - step2), min(high2, high[2, then, target] - step2) + 1):
                    for one in range(max(low1, then1 - step1), min(high1, high[1, then, target] - step1) + 1):
                        here = base[day, state] + ((two - low2) * height + one - low1) * width + from0 - low0
                        there = base[then, target]
                        there += ((two + step2 - then2) * tall + one + step1 - then1) * wide + from0 + step0 - then0
                        for offset in range(length):
                            reached = value[here + offset] + cost
                            remaining = value[there + offset]
                            value[there + offset] = reached if reached < remaining else remaining  # noqa: FURB136 (so it is vectorised)


@inner
def label_paths(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    price: Floats,
    lowest: Ints,
    window: Ints,
    pinned: Months,
    start: int,
    tail: Floats,
    scratch: Floats,
    prices: Floats,
    atoms: Months,
) -> int:
    """The cheapest paths over the days of a window with different counts at their ends; how many there are.

    Writes them into `atoms[rank, day]` with their `prices`, the cheapest first; between the window's parts the letters
    are `pinned`. `tail`, `price` and `lowest` as in `label_ranges`. `scratch` holds the grids where it is large enough.
    """
    days, states = atom_cost.shape[0], paths.next.shape[1]
    low = np.empty((COUNTS, days + 1, states), np.int64)
    high = np.empty((COUNTS, days + 1, states), np.int64)
    base = np.empty((days + 1, states), np.int64)
    stages, leap = stages_of(window), leap_of(paths, pinned, kind_cost, window)
    total = label_ranges(paths, atom_cost, price, lowest, stages, leap, start, tail, low, high, base)
    first, stop = window[0], window[3]
    if total == 0 or low[0, first, start] > high[0, first, start]:
        return 0
    value = scratch if scratch.shape[0] >= total else np.empty(total)
    value[:total] = BIG
    value[base[first, start]] = 0.0
    spread(paths, atom_cost, kind_cost, stages, leap, low, high, base, value)
    most = prices.shape[0]
    ends = np.empty((most, 1 + COUNTS), np.int64)
    count = _ends(paths, price, lowest, stop, tail, low, high, base, value, prices, ends)
    for rank in range(count):
        trace(paths, atom_cost, kind_cost, stages, leap, low, high, base, value, ends[rank], atoms[rank])
    return count


@inner
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
    count = 0
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
                    if count < most or total < prices[most - 1]:
                        count = take_end(prices, ends, count, total, state, zero, one, two)
    return count


@inner
def take_end(prices: Floats, ends: Ints, count: int, price: float, state: int, zero: int, one: int, two: int) -> int:
    """Puts an end among the `count` cheapest so far, the dearest of which makes room; how many there are then."""
    rank = min(count, prices.shape[0] - 1)
    while rank > 0 and price < prices[rank - 1]:
        prices[rank] = prices[rank - 1]
        put(ends[rank], ends[rank - 1])
        rank -= 1
    prices[rank] = price
    ends[rank, 0], ends[rank, 1], ends[rank, 2], ends[rank, 3] = state, zero, one, two
    return min(prices.shape[0], count + 1)


@inner
def trace(
    paths: Paths,
    atom_cost: Floats,
    kind_cost: Floats,
    stages: Ints,
    leap: Leap,
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
    aim = end[0]
    counts, was = end[1:].copy(), np.empty(COUNTS, np.int64)
    for place in range(len(stages) - 2, -1, -1):
        day, then = stages[place], stages[place + 1]
        leaps, row = day == leap.begin, paths.layer[day]
        goal = value[cell_of(low, high, base, then, aim, counts)]
        before = -1
        for state in range(paths.sizes[day]):
            if low[0, day, state] > high[0, day, state]:
                continue
            for atom in range(1 if leaps else letters):
                target = leap.target[state] if leaps else int(paths.next[row, state, atom])
                if target != aim or (not leaps and atom_cost[day, atom] >= BIG):
                    continue
                mask = paths.kinds[row, state, atom]
                inside = True
                for k in range(COUNTS):
                    step = leap.counted[state, k] if leaps else paths.weight[k, day, atom] + paths.pair[k, mask]
                    was[k] = counts[k] - step
                    inside = inside and low[k, day, state] <= was[k] <= high[k, day, state]
                if not inside:
                    continue
                cost = leap.ticks[state] if leaps else atom_cost[day, atom] + paths.step_ticks[row, state, atom]
                if priced and not leaps:
                    cost += kind_cost[mask]
                if value[cell_of(low, high, base, day, state, was)] + cost == goal:
                    before = state
                    if not leaps:
                        atoms[day] = atom
                    break
            if before >= 0:
                break
        aim = before
        put(counts, was)


@inner
def cell_of(low: Ints, high: Ints, base: Ints, day: int, state: int, counts: Ints) -> int:
    """Where a state's counts are in the grids."""
    place = counts[2] - low[2, day, state]
    place = place * (high[1, day, state] - low[1, day, state] + 1) + counts[1] - low[1, day, state]
    return base[day, state] + place * (high[0, day, state] - low[0, day, state] + 1) + counts[0] - low[0, day, state]
