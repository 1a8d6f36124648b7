"""Exact pricing: the cheapest legal month of one agent, with budgets counted along the path (`labels`).

Budgets that are no label have multipliers, moved as in `pricing`, or are rows of the master. Part of a month can be
priced with the rest as it stands: a window of days is a month with a start and an end of its own.
"""

import numpy as np

from roster.compiled import inner, wide
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.label_grid import (
    COUNTS,
    Floats,
    Ints,
    Labels,
    Months,
    Paths,
    empty_leap,
    end_prices,
    follow,
    label_paths,
    paths_of,
)
from roster.engine.pricing.pricing import (
    BIG,
    MOST_MULTIPLIER,
    between,
    conjugate,
    count_of,
    days_price,
    price_at,
    price_letters,
    price_pairs,
    shut_by_requests,
    slopes_at,
)


@inner
def multipliers_of(force: Workforce, labels: Labels, agent: int, multipliers: Floats) -> tuple[Floats, Floats]:
    """Those of an agent's budgets, 0 where a label counts; and room for what pairs cost at them, by mask.

    One number where no pair counts for such a budget.
    """
    begin, end = force.budget_start[agent], force.budget_start[agent + 1]
    kinds, paired = force.pair_weight.shape[1], False
    mu = np.zeros(max(1, end - begin))
    for budget in range(begin, end):
        if labels.place[budget] < 0:
            mu[budget - begin] = multipliers[budget]
            for kind in range(kinds):
                paired = paired or force.pair_weight[budget, kind] != 0
    return mu, np.zeros(1 << kinds if paired else 1)


@inner
def price_labelled(
    force: Workforce,
    labels: Labels,
    agent: int,
    cost: Floats,
    granted: int,
    multipliers: Floats,
    rounds: int,
    ruled: bool,
    window: Ints,
    scratch: Floats,
    months: Months,
    prices: Floats,
) -> tuple[int, float]:
    """The cheapest months with these requests granted: (how many were found, a lower bound; BIG: none at all).

    Of a window (`labels.whole`) the bound holds for months with the same days outside.
    `cost[day, shift]` as in `pricing.price_month`. Days outside the window stay as `months[0]` has them. Writes
    months with their `prices`, the cheapest first. Budgets without a label: with `ruled` their `multipliers` are
    prices given from outside (the master's rows), months may break them and prices hold them; else the multipliers
    are moved for up to `rounds`, months keep every limit and prices are true.
    """
    days, shifts = cost.shape
    group = force.signature[agent]
    letters = force.next.shape[2]
    begin, end = force.budget_start[agent], force.budget_start[agent + 1]
    budgets = end - begin
    first, stop = window[0], window[3]
    opened = np.concatenate((np.arange(window[0], window[1]), np.arange(window[2], window[3])))
    shut = np.zeros((days, shifts), np.bool_)
    credit = np.zeros(max(1, budgets), np.int64)
    fixed = shut_by_requests(force, agent, granted, shut, credit)
    most = prices.shape[0]
    job_before = months[0].copy()
    masks = np.zeros(days, np.int64)
    start = wide(force.start[agent])
    paths = paths_of(force, labels, agent)
    tail = np.zeros((1 + COUNTS, force.next.shape[1]))
    pinned = np.zeros(days, np.int16)
    for day in range(days):
        pinned[day] = 0 if job_before[day] < 0 else force.atom_of[group, job_before[day]]
    if first > 0 or stop < days:
        start = bracket(paths, pinned, start, first, stop, tail)
        if start < 0:
            return 0, BIG
    lowest = np.zeros(COUNTS, np.int64)
    end_price = end_prices(force, labels, agent, credit, tail, window, pinned, lowest)
    mu, kind_cost = multipliers_of(force, labels, agent, multipliers)
    scale = 0.0
    atom_cost = np.empty((days, letters))
    atom_shift = np.zeros((days, letters), np.int16)
    atoms = np.empty((most, days), np.int16)
    path_prices = np.empty(most)
    month = np.empty(days, np.int16)
    for day in opened:
        for shift in range(shifts):
            if cost[day, shift] < BIG:
                scale = max(scale, abs(cost[day, shift]))
    low_mu, high_mu = np.full(max(1, budgets), -BIG), np.full(max(1, budgets), BIG)
    low_count, high_count = np.zeros(max(1, budgets)), np.zeros(max(1, budgets))
    low_rest, high_rest = np.zeros(max(1, budgets)), np.zeros(max(1, budgets))
    counts = np.zeros(max(1, budgets), np.int64)
    best_mu = mu.copy()
    bound = -BIG
    months_held = 0
    for _ in range(1 if ruled else rounds):
        price_letters(force, agent, cost, shut, mu, opened, atom_cost, atom_shift)
        price_pairs(force, agent, mu, kind_cost)
        reached = label_paths(
            paths, atom_cost, kind_cost, end_price, lowest, window, pinned, start, tail, scratch, path_prices, atoms
        )
        if reached == 0:
            return 0, BIG
        dual = 0.0
        for rank in range(reached):
            put(month, job_before)
            for day in opened:
                month[day] = -1 if atoms[rank, day] == 0 else atom_shift[day, atoms[rank, day]]
            true = days_price(force, agent, cost, month, masks) + fixed
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
                months_held = _keep(months, prices, months_held, month, charged if ruled else true)
        if ruled:
            return months_held, dual
        if dual > bound:
            bound = dual
            put(best_mu, mu)
        if months_held > 0 and prices[0] - bound <= 1e-6 * (1.0 + abs(prices[0])):
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
            if months_held == 0 and broken and inside:
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
            if months_held == 0 and not inside:
                grow = max(abs(mu[budget]), 0.1 * scale)
                mu[budget] += grow if up else -grow
            elif low_mu[budget] > -BIG and high_mu[budget] < BIG:
                mu[budget] = between(
                    low_mu[budget],
                    high_mu[budget],
                    low_count[budget],
                    high_count[budget],
                    low_rest[budget],
                    high_rest[budget],
                )
            elif up:
                mu[budget] = min(left, mu[budget] + max(abs(mu[budget]), 0.1 * scale))
            else:
                mu[budget] = max(right, mu[budget] - max(0.5 * abs(mu[budget]), 0.02 * scale))
            mu[budget] = min(max(mu[budget], -MOST_MULTIPLIER), MOST_MULTIPLIER)
        if settled:
            break
    for budget in range(budgets):
        if labels.place[begin + budget] < 0:
            multipliers[begin + budget] = best_mu[budget]
    return months_held, bound


@inner
def _keep(months: Months, prices: Floats, held: int, month: Months, price: float) -> int:
    """Takes a month into the list of the cheapest, once; returns the list's length."""
    most = prices.shape[0]
    for rank in range(held):
        if abs(prices[rank] - price) < 1e-9 and (months[rank] == month).all():
            return held
    if held == most and price >= prices[most - 1]:
        return held
    place = held if held < most else most - 1
    while place > 0 and price < prices[place - 1]:
        prices[place] = prices[place - 1]
        put(months[place], months[place - 1])
        place -= 1
    prices[place] = price
    put(months[place], month)
    return min(most, held + 1)


@inner
def bracket(paths: Paths, pinned: Months, start: int, first: int, stop: int, tail: Floats) -> int:
    """The state in which a window of days begins (−1: none); fills `tail`.

    `tail[0, state]` is what the steps of the days from `stop` on cost (BIG: forbidden), `tail[1:, state]` the counts of
    all days outside. What their duties cost is the same whatever the window holds.
    """
    before = np.zeros(COUNTS, np.int64)
    for day in range(first):
        atom, row = pinned[day], paths.layer[day]
        mask = paths.kinds[row, start, atom]
        for k in range(COUNTS):
            before[k] += paths.weight[k, day, atom] + paths.pair[k, mask]
        start = int(paths.next[row, start, atom])
        if start < 0:
            return -1
    after = empty_leap(stop, tail.shape[1])
    follow(paths, pinned, np.zeros(1), stop, pinned.shape[0], after)
    for state in range(paths.sizes[stop]):
        tail[0, state] = after.ticks[state] if after.target[state] >= 0 else BIG
        for k in range(COUNTS):
            tail[1 + k, state] = before[k] + after.counted[state, k]
    return start
