"""Exact pricing: the cheapest legal month of one agent, with Budgets counted along the path.

A shortest path with resources (Irnich and Desaulniers 2005) through the agent's automaton times up to three counts,
say hours, weekends and late duties: the counts are dense grids per state, cut to what can be reached from the start
and can still end within the hard limits. Budgets that are no label have multipliers, moved as in
`pricing`, or are rows of the master. Part of a month can be priced with the rest as it stands: a window of days is a
month with a start and an end of its own.
"""

from math import gcd
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.automaton import Automaton
from roster.engine.pieces import Budget
from roster.engine.pricing import BIG, conjugate, count_of, price_at, slopes_at, walk
from roster.engine.problem import Problem
from roster.engine.workforce import NONE, Workforce, workforce

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Months = NDArray[np.int16]

COUNTS = 3
"""Counts that a path may carry at most."""

THIRD_CELLS = 200_000
"""Grid cells that a third count, a cap on certain shifts, may make at most; beyond it is left to multipliers."""

MOST_CELLS = 12_000_000
"""Grid cells (eight bytes each) that one pricing may hold: labels that need more are left to multipliers."""


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


def labelled_workforce(problem: Problem, most_cells: int = MOST_CELLS) -> tuple[Workforce, Labels, list[int]]:
    """The workforce with automata that tell apart what the labels count, the labels, and the names of requests."""
    by_identity = {id(b.weights): b.weights for several in problem.budgets for b in several}
    numbers: dict[object, int] = {}
    numbered = {key: numbers.setdefault(table, len(numbers)) for key, table in by_identity.items()}
    chosen = [_counts(problem, agent, numbered) for agent in range(problem.agents)]
    tables = {numbered[id(b.weights)]: b.weights for several in chosen for count in several for b in count[:1]}
    apart = np.zeros((problem.shifts, 0), np.int64)
    if tables:
        flat = [np.array(table, np.int64).reshape(problem.days, problem.shifts).T for table in tables.values()]
        apart = np.hstack([np.unique(table, axis=1) for table in flat])
    force, automata, names = workforce(problem, apart)
    return force, _labels(problem, force, automata, chosen, numbered, most_cells), names


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


def _counts(problem: Problem, agent: int, tables: dict[int, int]) -> list[list[Budget]]:
    """The agent's budgets by what they count: those with a floor first, then with pairs; last the tightest cap.

    `tables` numbers the tables of weights by value.
    """
    groups: dict[object, list[Budget]] = {}
    for budget in problem.budgets[agent]:
        if budget.minimum is None and budget.maximum is None and budget.penalty is None:
            continue
        groups.setdefault((tables[id(budget.weights)], budget.pairs), []).append(budget)

    def rank(several: list[Budget]) -> tuple[bool, bool, bool, int]:
        floor = any(b.minimum is not None and b.minimum > b.constant for b in several)
        limited = any(b.maximum is not None for b in several)
        spread = sum(len({w for w in day if w}) for day in several[0].weights[:7])
        return (not floor, not several[0].pairs, not limited, -spread)

    ranked = sorted(groups.values(), key=rank)
    first = [several for several in ranked if _deserves(several)][:2]
    taken = {id(several) for several in first}
    caps = [several for several in ranked if id(several) not in taken and several[0].maximum is not None]
    caps.sort(key=lambda several: several[0].maximum or 0)
    return first + caps[:1] if len(first) == 2 else first


def _deserves(several: list[Budget]) -> bool:
    """Whether a count is worth a label: floors, pairs, or hard limits on every duty; a cap on one shift is not."""
    if any(b.minimum is not None and b.minimum > b.constant for b in several) or several[0].pairs:
        return True
    everywhere = all(all(day) for day in several[0].weights)
    return everywhere and any(b.maximum is not None or b.penalty is not None for b in several)


def _labels(
    problem: Problem,
    force: Workforce,
    automata: list[Automaton],
    chosen: list[list[list[Budget]]],
    numbered: dict[int, int],
    most_cells: int,
) -> Labels:
    kinds = force.pair_weight.shape[1]
    classes: dict[object, int] = {}
    klass = np.zeros(problem.agents, np.int32)
    used = np.zeros(problem.agents, np.bool_)
    place = np.full(len(force.table), -1, np.int32)
    weight: list[NDArray[np.int32]] = []
    pair: list[NDArray[np.int32]] = []
    unit: list[list[int]] = []
    kept: list[int] = []
    largest = 0
    for agent, counts in enumerate(chosen):
        group = int(force.signature[agent])
        key = (group, tuple((numbered[id(c[0].weights)], c[0].pairs) for c in counts), _limits(counts))
        index = {id(b): force.budget_start[agent] + k for k, b in enumerate(problem.budgets[agent])}
        if key not in classes:
            classes[key] = number = len(weight)
            tables = [_weights(problem, automata[group], force, c[0], int(index[id(c[0])])) for c in counts]
            for dimensions in range(len(tables), -1, -1):
                w = np.zeros((COUNTS, problem.days, force.next.shape[2]), np.int32)
                p = np.zeros((COUNTS, 1 << kinds), np.int32)
                for k, (table, pairs, _) in enumerate(tables[:dimensions]):
                    w[k], p[k] = table, pairs
                weight[number:], pair[number:] = [w], [p]
                unit[number:] = [[*(t[2] for t in tables[:dimensions]), 1, 1, 1][:COUNTS]]
                kept[number:] = [dimensions]
                cells = _cells_of(problem, force, agent, counts[:dimensions], (w, p, unit[number]), index)
                if cells <= (min(THIRD_CELLS, most_cells) if dimensions == COUNTS else most_cells) or dimensions == 0:
                    largest = max(largest, cells if dimensions else 0)
                    break
        klass[agent] = classes[key]
        used[agent] = kept[klass[agent]] > 0
        for k, count in enumerate(counts[: kept[klass[agent]]]):
            for budget in count:
                place[index[id(budget)]] = k
    return Labels(used, klass, np.stack(weight), np.stack(pair), np.array(unit, np.int64), place, largest)


def _limits(counts: list[list[Budget]]) -> tuple[tuple[int | None, int | None, int], ...]:
    return tuple((b.minimum, b.maximum, b.constant) for count in counts for b in count)


def _weights(
    problem: Problem, automaton: Automaton, force: Workforce, budget: Budget, index: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """What each letter adds per day, what each mask of completed pairs adds, and the unit of both."""
    table = np.array(budget.weights, np.int64).reshape(problem.days, problem.shifts)
    pairs = force.pair_weight[index]
    unit = gcd(*(int(v) for v in np.unique(table)), *(int(v) for v in pairs)) or 1
    letters = np.zeros((problem.days, force.next.shape[2]), np.int32)
    for shift in range(problem.shifts):
        letters[:, automaton.atom_of[shift]] = table[:, shift] // unit
    masks = np.zeros(1 << force.pair_weight.shape[1], np.int32)
    for mask in range(len(masks)):
        masks[mask] = sum(int(pairs[k]) for k in range(len(pairs)) if mask >> k & 1) // unit
    return letters, masks, unit


def _cells_of(
    problem: Problem,
    force: Workforce,
    agent: int,
    counts: list[list[Budget]],
    tables: tuple[NDArray[np.int32], NDArray[np.int32], list[int]],
    index: dict[int, int],
) -> int:
    """How many cells the agent's grids have when every duty may be worked."""
    weight, pair, unit = tables
    place = np.full(len(force.table), -1, np.int32)
    for k, count in enumerate(counts):
        for budget in count:
            place[index[id(budget)]] = k
    klass = np.zeros(problem.agents, np.int32)
    labels = Labels(np.ones(1, np.bool_), klass, weight[None], pair[None], np.array([unit], np.int64), place, 0)
    return largest_grid(force, labels, agent, np.zeros(max(1, len(problem.budgets[agent])), np.int64))


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
    force: Workforce, labels: Labels, agent: int, credit: Ints, tail: Floats, first: int, stop: int, lowest: Ints
) -> Floats:
    """What all budgets on each count cost by `[count, value - lowest[count]]`, BIG outside hard limits.

    The table spans every value that a month can have whose days outside `first` … `stop` are as in `tail`; `lowest` is
    written.
    """
    klass = labels.klass[agent]
    letters = labels.weight.shape[3]
    span = np.zeros(COUNTS, np.int64)
    for k in range(COUNTS):
        pair_low, pair_high = labels.pair[klass, k].min(), labels.pair[klass, k].max()
        low = high = 0
        for day in range(first, stop):
            least = most = labels.weight[klass, k, day, 0]
            for atom in range(1, letters):
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
    price = end_prices(force, labels, agent, credit, tail, 0, days, lowest)
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


@njit
def price_labelled(
    force: Workforce,
    labels: Labels,
    agent: int,
    cost: Floats,
    granted: int,
    multipliers: Floats,
    rounds: int,
    ruled: bool,
    first: int,
    stop: int,
    scratch: Floats,
    months: Months,
    prices: Floats,
) -> tuple[int, float]:
    """The cheapest months with these requests granted: (how many were found, a lower bound; BIG: none at all).

    Of a window the bound holds for months with the same days outside.
    `cost[day, shift]` as in `pricing.price_month`. Days outside `first` … `stop` stay as `months[0]` has them. Writes
    months with their `prices`, the cheapest first. Budgets without a label: with `ruled` their `multipliers` are
    prices given from outside (the master's rows), months may break them and prices hold them; else the multipliers
    are moved for up to `rounds`, months keep every limit and prices are true.
    """
    days, shifts = cost.shape
    group = force.signature[agent]
    letters = force.next.shape[2]
    begin, end = force.budget_start[agent], force.budget_start[agent + 1]
    budgets = end - begin
    request0 = force.request_start[agent]
    shut = np.zeros((days, shifts), np.bool_)
    credit = np.zeros(max(1, budgets), np.int64)
    fixed = 0.0
    for number in range(force.request_start[agent + 1] - request0):
        request = request0 + number
        if granted >> number & 1:
            for day in range(force.request_first[request], force.request_last[request] + 1):
                shut[day] = True
            for cell in range(force.blocked_start[request], force.blocked_start[request + 1]):
                shut[force.blocked[cell, 0], force.blocked[cell, 1]] = True
            for budget in range(budgets):
                credit[budget] += force.request_leave[request, budget]
        else:
            fixed += force.request_declined[request]
    most = prices.shape[0]
    kept = months[0].copy()
    masks = np.zeros(days, np.int64)
    start = int(force.start[agent])
    paths = paths_of(force, labels, agent)
    tail = np.zeros((1 + COUNTS, force.next.shape[1]))
    if first > 0 or stop < days:
        start = _frame(paths, force.atom_of[group], cost, force.off_ticks[agent], kept, start, first, stop, tail)
        if start < 0:
            return 0, BIG
    lowest = np.zeros(COUNTS, np.int64)
    end_price = end_prices(force, labels, agent, credit, tail, first, stop, lowest)
    used_kinds = force.pair_weight.shape[1]
    paired = False
    mu = np.zeros(max(1, budgets))
    scale = 0.0
    for budget in range(budgets):
        if labels.place[begin + budget] < 0:
            mu[budget] = multipliers[begin + budget]
            for kind in range(used_kinds):
                paired = paired or force.pair_weight[begin + budget, kind] != 0
    kind_cost = np.zeros(1 << used_kinds if paired else 1)
    atom_cost = np.empty((days, letters))
    atom_shift = np.zeros((days, letters), np.int16)
    atoms = np.empty((most, days), np.int16)
    path_prices = np.empty(most)
    month = np.empty(days, np.int16)
    for day in range(first, stop):
        for shift in range(shifts):
            if cost[day, shift] < BIG:
                scale = max(scale, abs(cost[day, shift]))
    low_mu, high_mu = np.full(max(1, budgets), -BIG), np.full(max(1, budgets), BIG)
    low_count, high_count = np.zeros(max(1, budgets)), np.zeros(max(1, budgets))
    low_rest, high_rest = np.zeros(max(1, budgets)), np.zeros(max(1, budgets))
    counts = np.zeros(max(1, budgets), np.int64)
    best_mu = mu.copy()
    bound = -BIG
    found = 0
    for _ in range(1 if ruled else rounds):
        for day in range(first, stop):
            for atom in range(letters):
                atom_cost[day, atom] = BIG
            if force.off_allowed[agent, day]:
                atom_cost[day, 0] = force.off_ticks[agent, day]
            for shift in range(shifts):
                price = cost[day, shift]
                if price >= BIG or shut[day, shift]:
                    continue
                for budget in range(budgets):
                    if mu[budget] != 0.0:
                        price += mu[budget] * force.weights[force.table[begin + budget], day, shift]
                atom = force.atom_of[group, shift]
                if price < atom_cost[day, atom]:
                    atom_cost[day, atom] = price
                    atom_shift[day, atom] = shift
        if paired:
            for mask in range(1 << used_kinds):
                kind_cost[mask] = 0.0
                for kind in range(used_kinds):
                    if mask >> kind & 1:
                        for budget in range(budgets):
                            kind_cost[mask] += mu[budget] * force.pair_weight[begin + budget, kind]
        reached = label_paths(
            paths, atom_cost, kind_cost, end_price, lowest, first, stop, start, tail, scratch, path_prices, atoms
        )
        if reached == 0:
            return 0, BIG
        dual = 0.0
        for rank in range(reached):
            month[:] = kept
            for day in range(first, stop):
                month[day] = -1 if atoms[rank, day] == 0 else atom_shift[day, atoms[rank, day]]
            true = walk(force, agent, month, masks) + fixed
            for day in range(days):
                true += force.off_ticks[agent, day] if month[day] < 0 else cost[day, month[day]]
            legal = True
            charged = relaxed = true
            for budget in range(budgets):
                index = begin + budget
                count = count_of(force, index, month, masks) + credit[budget]
                counts[budget] = count if rank == 0 else counts[budget]
                price = price_at(force, index, count)
                true += price
                legal = legal and force.least[index] <= count <= force.most[index]
                if labels.place[index] >= 0:
                    charged += price
                    relaxed += price
                else:
                    charged += mu[budget] * count
                    if not ruled:
                        relaxed += mu[budget] * count + conjugate(force, index, mu[budget])
            if rank == 0:
                dual = charged if ruled else relaxed
            if ruled or legal:
                found = _keep(months, prices, found, month, charged if ruled else true)
        if ruled:
            return found, dual
        if dual > bound:
            bound = dual
            best_mu[:] = mu
        if found > 0 and prices[0] - bound <= 1e-6 * (1.0 + abs(prices[0])):
            break
        settled = True
        broken = False
        for budget in range(budgets):
            index = begin + budget
            if labels.place[index] < 0 and not force.least[index] <= counts[budget] <= force.most[index]:
                broken = True
        for budget in range(budgets):
            index = begin + budget
            if labels.place[index] >= 0:
                continue
            count = counts[budget]
            left, right = slopes_at(force, index, count)
            if left - 1e-9 <= mu[budget] <= right + 1e-9:
                continue
            inside = force.least[index] <= count <= force.most[index]
            if found == 0 and broken and inside:
                continue  # first some month within all limits: what holds one of them stays
            settled = False
            up = mu[budget] < left
            rest = path_prices[0] - mu[budget] * (count - credit[budget])
            if up:
                low_mu[budget], low_count[budget], low_rest[budget] = mu[budget], count, rest
                if high_mu[budget] <= mu[budget]:
                    high_mu[budget] = BIG
            else:
                high_mu[budget], high_count[budget], high_rest[budget] = mu[budget], count, rest
                if low_mu[budget] >= mu[budget]:
                    low_mu[budget] = -BIG
            if found == 0 and not inside:
                grow = max(abs(mu[budget]), 0.1 * scale)
                mu[budget] += grow if up else -grow
            elif low_mu[budget] > -BIG and high_mu[budget] < BIG:
                ahead = 0.5 * (low_mu[budget] + high_mu[budget])
                if low_count[budget] > high_count[budget]:
                    secant = (high_rest[budget] - low_rest[budget]) / (low_count[budget] - high_count[budget])
                    width = high_mu[budget] - low_mu[budget]
                    if low_mu[budget] + 1e-3 * width < secant < high_mu[budget] - 1e-3 * width:
                        ahead = secant
                mu[budget] = ahead
            elif up:
                mu[budget] = min(left, mu[budget] + max(abs(mu[budget]), 0.1 * scale))
            else:
                mu[budget] = max(right, mu[budget] - max(0.5 * abs(mu[budget]), 0.02 * scale))
        if settled:
            break
    for budget in range(budgets):
        if labels.place[begin + budget] < 0:
            multipliers[begin + budget] = best_mu[budget]
    return found, bound


@njit
def _keep(months: Months, prices: Floats, found: int, month: Months, price: float) -> int:
    """Takes a month into the list of the cheapest, once; returns the list's length."""
    most = prices.shape[0]
    for rank in range(found):
        if abs(prices[rank] - price) < 1e-9 and (months[rank] == month).all():
            return found
    if found == most and price >= prices[most - 1]:
        return found
    place = found if found < most else most - 1
    while place > 0 and price < prices[place - 1]:
        prices[place] = prices[place - 1]
        months[place] = months[place - 1]
        place -= 1
    prices[place] = price
    months[place] = month
    return min(most, found + 1)


@njit
def _frame(
    paths: Paths,
    atom_of: NDArray[np.int16],
    cost: Floats,
    off_ticks: Ints,
    month: Months,
    start: int,
    first: int,
    stop: int,
    tail: Floats,
) -> int:
    """The state in which a window of days begins (−1: none); fills `tail`.

    `tail[0, state]` is the cost of the days from `stop` on, `tail[1:, state]` the counts of all days outside.
    """
    days = month.shape[0]
    state = start
    before = np.zeros(COUNTS, np.int64)
    for day in range(first):
        atom = 0 if month[day] < 0 else atom_of[month[day]]
        row = paths.layer[day]
        target = paths.next[row, state, atom]
        if target < 0:
            return -1
        mask = paths.kinds[row, state, atom]
        for k in range(COUNTS):
            before[k] += paths.weight[k, day, atom] + paths.pair[k, mask]
        state = target
    # From the day on which two states' ways meet they are one: only the first is followed to the end.
    meets = np.full(days + 1, -1, np.int64)
    suffix = np.zeros((1 + COUNTS, days + 1))
    for last in range(paths.sizes[stop]):
        now, met = last, -1
        here = np.zeros(1 + COUNTS)
        for day in range(stop, days):
            if meets[day] == now:
                met = day
                break
            atom = 0 if month[day] < 0 else atom_of[month[day]]
            row = paths.layer[day]
            target = paths.next[row, now, atom]
            if target < 0:
                here[0] = BIG
                break
            mask = paths.kinds[row, now, atom]
            here[0] += paths.step_ticks[row, now, atom]
            here[0] += off_ticks[day] if month[day] < 0 else cost[day, month[day]]
            for k in range(COUNTS):
                here[1 + k] += paths.weight[k, day, atom] + paths.pair[k, mask]
            now = target
        if met >= 0:
            here += suffix[:, met]
        elif here[0] < BIG and meets[stop] < 0:
            _follow(paths, atom_of, cost, off_ticks, month, last, stop, meets, suffix)
        tail[0, last] = min(here[0], BIG)
        tail[1:, last] = before + here[1:]
    return state


@njit
def _follow(
    paths: Paths,
    atom_of: NDArray[np.int16],
    cost: Floats,
    off_ticks: Ints,
    month: Months,
    state: int,
    stop: int,
    states: Ints,
    suffix: Floats,
) -> None:
    """The `states` before each day from `stop` on, and what the days from there cost and count."""
    days = month.shape[0]
    for day in range(stop, days):
        states[day] = state
        atom = 0 if month[day] < 0 else atom_of[month[day]]
        row = paths.layer[day]
        mask = paths.kinds[row, state, atom]
        suffix[0, day] = paths.step_ticks[row, state, atom]
        suffix[0, day] += off_ticks[day] if month[day] < 0 else cost[day, month[day]]
        for k in range(COUNTS):
            suffix[1 + k, day] = paths.weight[k, day, atom] + paths.pair[k, mask]
        state = paths.next[row, state, atom]
    for day in range(days - 2, stop - 1, -1):
        suffix[:, day] += suffix[:, day + 1]
