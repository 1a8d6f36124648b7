"""Pricing: the cheapest legal month of one agent for given prices of the duties.

A shortest path through the agent's automaton, with the Budgets dualised: each has a multiplier that is added to its
duties' prices, moved until the month it yields agrees with the budget's slope there (Everett 1963), bracketed by
secants for hard limits. The dual value is a valid lower bound at every step (Geoffrion 1974).
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put

BIG = 1e15
MOST_MULTIPLIER = 1e8
"""Ticks per unit of a budget: no multiplier grows beyond it, so that no duty's price comes near `BIG`."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@inner
def shortest_path(
    atom_cost: Floats,
    layer: NDArray[np.int32],
    following: NDArray[np.int16],
    step_ticks: Floats,
    kinds: NDArray[np.int16],
    kind_cost: Floats,
    sizes: NDArray[np.int32],
    start: int,
    value: Floats,
    after: Floats,
    came: NDArray[np.int32],
    atoms: NDArray[np.int16],
) -> float:
    """The cheapest path's price (BIG: none); writes its letters per day into `atoms`.

    `atom_cost[day, atom]` is BIG where the letter is not allowed; `kind_cost[mask]` prices completed pairs. `value`,
    `after` (states) and `came` (days, states) are scratch.
    """
    days, letters = atom_cost.shape
    counted = kind_cost.shape[0] > 1
    for state in range(sizes[0]):
        value[state] = BIG
    value[start] = 0.0
    for day in range(days):
        for state in range(sizes[day + 1]):
            after[state] = BIG
        row = layer[day]
        for state in range(sizes[day]):
            price = value[state]
            if price >= BIG:
                continue
            for atom in range(letters):
                target = following[row, state, atom]
                if target < 0:
                    continue
                total = price + atom_cost[day, atom] + step_ticks[row, state, atom]
                if counted:
                    total += kind_cost[kinds[row, state, atom]]
                if total < after[target]:
                    after[target] = total
                    came[day, target] = state * letters + atom
        value, after = after, value
    best, state = BIG, -1
    for last in range(sizes[days]):
        if value[last] < best:
            best, state = value[last], last
    if state < 0:
        return BIG
    for day in range(days - 1, -1, -1):
        step = came[day, state]
        atoms[day] = step % letters
        state = step // letters
    return best


@njit
def price_at(force: Workforce, budget: int, count: int) -> float:
    """The budget's price at a count, hard limits aside."""
    bends = force.bends[budget]
    total = float(force.floor_ticks[budget])
    if count <= force.breaks[budget, 0]:
        return total + force.slopes[budget, 0] * (count - force.breaks[budget, 0])
    for bend in range(1, bends):
        if count <= force.breaks[budget, bend]:
            return total + force.slopes[budget, bend] * (count - force.breaks[budget, bend - 1])
        total += force.slopes[budget, bend] * (force.breaks[budget, bend] - force.breaks[budget, bend - 1])
    return total + force.slopes[budget, bends] * (count - force.breaks[budget, bends - 1])


@inner
def slopes_at(force: Workforce, budget: int, count: int) -> tuple[float, float]:
    """Left and right slope of the budget's price at a count; ±BIG at and beyond hard limits."""
    bends = force.bends[budget]
    left = right = float(force.slopes[budget, bends])
    for bend in range(bends):
        if count < force.breaks[budget, bend]:
            left = right = float(force.slopes[budget, bend])
            break
        if count == force.breaks[budget, bend]:
            left, right = float(force.slopes[budget, bend]), float(force.slopes[budget, bend + 1])
            break
    if count >= force.most[budget]:
        right = BIG
        if count > force.most[budget]:
            left = BIG
    if count <= force.least[budget]:
        left = -BIG
        if count < force.least[budget]:
            right = -BIG
    return left, right


@njit
def conjugate(force: Workforce, budget: int, multiplier: float) -> float:
    """Min over counts within the limits of price − multiplier × count: the budget's part of the dual value."""
    low = max(force.least[budget], force.lowest[budget])
    high = min(force.most[budget], force.highest[budget])
    high = max(high, low)
    best = min(
        price_at(force, budget, low) - multiplier * low,
        price_at(force, budget, high) - multiplier * high,
    )
    for bend in range(force.bends[budget]):
        point = force.breaks[budget, bend]
        if low < point < high:
            best = min(best, price_at(force, budget, point) - multiplier * point)
    return best


@inner
def count_of(force: Workforce, budget: int, month: NDArray[np.int16], masks: Ints) -> int:
    """What the budget counts in a month (`masks` are its pairs' kinds per day); requests aside."""
    table = force.table[budget]
    total = force.constant[budget]
    for day in range(month.shape[0]):
        if month[day] >= 0:
            total += force.weights[table, day, month[day]]
        if masks[day]:
            for kind in range(force.pair_weight.shape[1]):
                if masks[day] >> kind & 1:
                    total += force.pair_weight[budget, kind]
    return total


@inner
def walk(force: Workforce, agent: int, month: NDArray[np.int16], masks: Ints) -> float:
    """Follows a month through the automaton: its step prices, BIG when a word forbids it; writes pair kinds."""
    group = force.signature[agent]
    state = force.start[agent]
    total = 0.0
    for day in range(month.shape[0]):
        atom = 0 if month[day] < 0 else force.atom_of[group, month[day]]
        row = force.layer[group, day]
        target = force.next[row, state, atom]
        if target < 0:
            return BIG
        total += force.step_ticks[row, state, atom]
        masks[day] = force.kinds[row, state, atom]
        state = target
    return total


@inner
def days_price(force: Workforce, agent: int, cost: Floats, month: NDArray[np.int16], masks: Ints) -> float:
    """What a month's steps, duties and days off cost, budgets and requests aside; writes pair kinds as `walk`."""
    total = walk(force, agent, month, masks)
    for day in range(month.shape[0]):
        total += force.off_ticks[agent, day] if month[day] < 0 else cost[day, month[day]]
    return total


@inner
def budgets_price(force: Workforce, agent: int, month: NDArray[np.int16], granted: int, masks: Ints) -> float:
    """The price of all the agent's budgets in a month; BIG when a hard limit breaks. `granted` is a bit mask."""
    total = 0.0
    first = force.budget_start[agent]
    requests = force.request_start[agent + 1] - force.request_start[agent]
    for budget in range(first, force.budget_start[agent + 1]):
        count = count_of(force, budget, month, masks)
        for place in range(requests):
            if granted >> place & 1:
                count += force.request_leave[force.request_start[agent] + place, budget - first]
        if count > force.most[budget] or count < force.least[budget]:
            return BIG
        total += price_at(force, budget, count)
    return total


@inner
def shut_by_requests(force: Workforce, agent: int, granted: int, shut: NDArray[np.bool_], credit: Ints) -> float:
    """What the requests not granted cost; those granted mark duties `shut[day, shift]` and add to `credit[budget]`."""
    budgets = force.budget_start[agent + 1] - force.budget_start[agent]
    declined = 0.0
    for place in range(force.request_start[agent + 1] - force.request_start[agent]):
        request = force.request_start[agent] + place
        if granted >> place & 1:
            for day in range(force.request_first[request], force.request_last[request] + 1):
                shut[day] = True
            for cell in range(force.blocked_start[request], force.blocked_start[request + 1]):
                shut[force.blocked[cell, 0], force.blocked[cell, 1]] = True
            for budget in range(budgets):
                credit[budget] += force.request_leave[request, budget]
        else:
            declined += force.request_declined[request]
    return declined


@inner
def price_letters(
    force: Workforce,
    agent: int,
    cost: Floats,
    shut: NDArray[np.bool_],
    mu: Floats,
    opened: Ints,
    atom_cost: Floats,
    atom_shift: NDArray[np.int16],
) -> None:
    """The cheapest shift of each letter on the days `opened`, with the budgets' multipliers `mu` on its duties."""
    group = force.signature[agent]
    first, budgets = force.budget_start[agent], force.budget_start[agent + 1] - force.budget_start[agent]
    for day in opened:
        for atom in range(atom_cost.shape[1]):
            atom_cost[day, atom] = BIG
        if force.off_allowed[agent, day]:
            atom_cost[day, 0] = force.off_ticks[agent, day]
        for shift in range(cost.shape[1]):
            price = cost[day, shift]
            if price >= BIG or shut[day, shift]:
                continue
            for budget in range(budgets):
                if mu[budget] != 0.0:
                    price += mu[budget] * force.weights[force.table[first + budget], day, shift]
            atom = force.atom_of[group, shift]
            if price < atom_cost[day, atom]:
                atom_cost[day, atom] = price
                atom_shift[day, atom] = shift


@inner
def price_pairs(force: Workforce, agent: int, mu: Floats, kind_cost: Floats) -> None:
    """`kind_cost[mask]`: what pairs of these kinds, completed on one day, cost at the budgets' multipliers `mu`."""
    first, budgets = force.budget_start[agent], force.budget_start[agent + 1] - force.budget_start[agent]
    for mask in range(1, kind_cost.shape[0]):
        kind_cost[mask] = 0.0
        for kind in range(force.pair_weight.shape[1]):
            if mask >> kind & 1:
                for budget in range(budgets):
                    kind_cost[mask] += mu[budget] * force.pair_weight[first + budget, kind]


@inner
def between(
    low_mu: float, high_mu: float, low_count: float, high_count: float, low_rest: float, high_rest: float
) -> float:
    """The multiplier to try between two: where their months cost the same, else the middle.

    A month of `count` costs `rest + multiplier × count`.
    """
    if low_count > high_count:
        secant = (high_rest - low_rest) / (low_count - high_count)
        margin = 1e-3 * (high_mu - low_mu)
        if low_mu + margin < secant < high_mu - margin:
            return secant
    return 0.5 * (low_mu + high_mu)


@inner
def price_month(
    force: Workforce,
    agent: int,
    cost: Floats,
    granted: int,
    multipliers: Floats,
    rounds: int,
    best: NDArray[np.int16],
) -> tuple[float, float]:
    """The cheapest month with just these requests granted: (its true price, a lower bound); BIG, BIG: none.

    `cost[day, shift]` is the price of each duty (BIG: not allowed), own ticks included. Writes the month into `best`
    and leaves the agent's slice of `multipliers` where the bound was best, to start from next time.
    """
    days, shifts = cost.shape
    group = force.signature[agent]
    letters = force.next.shape[2]
    first, stop = force.budget_start[agent], force.budget_start[agent + 1]
    budgets = stop - first
    states = force.next.shape[1]
    value, after = np.empty(states), np.empty(states)
    came = np.empty((days, states), np.int32)
    atoms = np.empty(days, np.int16)
    atom_cost = np.empty((days, letters))
    atom_shift = np.empty((days, letters), np.int16)
    month = np.empty(days, np.int16)
    masks = np.zeros(days, np.int64)
    shut = np.zeros((days, shifts), np.bool_)
    credit = np.zeros(max(1, budgets), np.int64)
    fixed = shut_by_requests(force, agent, granted, shut, credit)
    opened = np.arange(days)
    used_kinds = force.pair_weight.shape[1]
    paired = False
    for budget in range(first, stop):
        for kind in range(used_kinds):
            if force.pair_weight[budget, kind] != 0:
                paired = True
    kind_cost = np.zeros(1 << used_kinds if paired else 1)

    low_mu = np.full(max(1, budgets), -BIG)
    high_mu = np.full(max(1, budgets), BIG)
    low_count = np.zeros(max(1, budgets))
    high_count = np.zeros(max(1, budgets))
    low_rest = np.zeros(max(1, budgets))
    high_rest = np.zeros(max(1, budgets))
    counts = np.zeros(max(1, budgets), np.int64)
    repaired = np.empty(days, np.int16)
    mu = np.empty(max(1, budgets))
    for budget in range(budgets):
        mu[budget] = multipliers[first + budget]
    best_mu = mu.copy()
    best_price, bound = BIG, -BIG
    for _ in range(rounds):
        price_letters(force, agent, cost, shut, mu, opened, atom_cost, atom_shift)
        if paired:
            price_pairs(force, agent, mu, kind_cost)
        dual = shortest_path(
            atom_cost,
            force.layer[group],
            force.next,
            force.step_ticks,
            force.kinds,
            kind_cost,
            force.layer_sizes[group],
            force.start[agent],
            value,
            after,
            came,
            atoms,
        )
        if dual >= BIG / 2:
            return BIG, BIG
        for day in range(days):
            month[day] = -1 if atoms[day] == 0 else atom_shift[day, atoms[day]]
        true = days_price(force, agent, cost, month, masks) + fixed
        path = dual
        dual += fixed
        settled = True
        over = -1
        for budget in range(budgets):
            index = first + budget
            count = count_of(force, index, month, masks) + credit[budget]
            counts[budget] = count
            true += price_at(force, index, count)
            dual += mu[budget] * (force.constant[index] + credit[budget]) + conjugate(force, index, mu[budget])
            if count > force.most[index] or count < force.least[index]:
                over = index
        if dual > bound:
            bound = dual
            put(best_mu, mu)
        if over < 0 and true < best_price:
            best_price = true
            put(best, month)
        spare = 0.0
        if over >= 0:
            put(repaired, month)
            mended, spare = _drop(force, agent, cost, fixed, credit, repaired, masks)
            if mended < best_price:
                best_price = mended
                put(best, repaired)
        if best_price - bound <= 1e-6 * (1.0 + abs(best_price)):
            break
        for budget in range(budgets):
            index = first + budget
            count = counts[budget]
            left, right = slopes_at(force, index, count)
            if left - 1e-9 <= mu[budget] <= right + 1e-9:
                continue
            settled = False
            up = mu[budget] < left
            if up:
                low_mu[budget], low_count[budget] = mu[budget], count
                low_rest[budget] = path - mu[budget] * (count - credit[budget])
                if high_mu[budget] <= mu[budget]:
                    high_mu[budget] = BIG
            else:
                high_mu[budget], high_count[budget] = mu[budget], count
                high_rest[budget] = path - mu[budget] * (count - credit[budget])
                if low_mu[budget] >= mu[budget]:
                    low_mu[budget] = -BIG
            if low_mu[budget] > -BIG and high_mu[budget] < BIG:
                mu[budget] = between(
                    low_mu[budget],
                    high_mu[budget],
                    low_count[budget],
                    high_count[budget],
                    low_rest[budget],
                    high_rest[budget],
                )
            elif up:
                step = mu[budget] + max(abs(mu[budget]), 4.0)
                mu[budget] = min(left, spare if index == over and spare > mu[budget] else step)
            else:
                mu[budget] = max(right, mu[budget] - max(abs(mu[budget]) * 0.5, 4.0))
            mu[budget] = min(max(mu[budget], -MOST_MULTIPLIER), MOST_MULTIPLIER)
        if settled:
            break
    for budget in range(budgets):
        multipliers[first + budget] = best_mu[budget]
    return best_price, bound


@inner
def _drop(
    force: Workforce,
    agent: int,
    cost: Floats,
    fixed: float,
    credit: Ints,
    month: NDArray[np.int16],
    masks: Ints,
) -> tuple[float, float]:
    """Drops the duties worth least while a budget is over its cap; (the month's price or BIG, the last one's worth).

    Worth is per unit of the budget: a first guess of its multiplier.
    """
    first, stop = force.budget_start[agent], force.budget_start[agent + 1]
    days = month.shape[0]
    tried = np.zeros(days, np.bool_)
    last = 0.0
    for _ in range(2 * days):
        over = -1
        excess = 0
        for index in range(first, stop):
            count = count_of(force, index, month, masks) + credit[index - first]
            if count > force.most[index]:
                over, excess = index, count - force.most[index]
            if count < force.least[index]:
                return BIG, last
        if over < 0:
            break
        pick, least = -1, BIG
        for day in range(days):
            shift = month[day]
            if shift < 0 or tried[day] or not force.off_allowed[agent, day]:
                continue
            weight = min(force.weights[force.table[over], day, shift], excess)
            if weight > 0:
                worth = -cost[day, shift] / weight
                if worth < least:
                    least, pick = worth, day
        if pick < 0:
            return BIG, last
        shift = month[pick]
        month[pick] = -1
        tried[pick] = True
        if walk(force, agent, month, masks) >= BIG:
            month[pick] = shift
            walk(force, agent, month, masks)
        else:
            last = -cost[pick, shift] / force.weights[force.table[over], pick, shift]
    if walk(force, agent, month, masks) >= BIG:
        return BIG, last
    true = days_price(force, agent, cost, month, masks) + fixed
    for index in range(first, stop):
        count = count_of(force, index, month, masks) + credit[index - first]
        if count > force.most[index] or count < force.least[index]:
            return BIG, last
        true += price_at(force, index, count)
    return true, last
