"""Best response: an agent's cheapest legal month at the marginal prices of the rows, all individual costs included."""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.label_pricing import price_labelled
from roster.engine.pricing.pricing import BIG, budgets_price, price_month, walk
from roster.engine.pricing.row_state import RowState, grant_price, marginal, place
from roster.engine.pricing.shares import Shares

Months = NDArray[np.int16]

PROVEN_TICKS = 0.5
"""A month within half a tick of its lower bound is the cheapest: prices of plans are whole ticks."""


@njit
def own_price(force: Workforce, agent: int, month: Months, job: Months, granted: int) -> float:
    """What an agent's month costs by itself: duties, steps, budgets, declined requests; BIG when it is not legal."""
    masks = np.zeros(month.shape[0], np.int64)
    total = walk(force, agent, month, masks)
    if total >= BIG:
        return BIG
    total += budgets_price(force, agent, month, granted, masks)
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        request = first + number
        if not granted >> number & 1:
            total += force.request_declined[request]
            continue
        for day in range(force.request_first[request], force.request_last[request] + 1):
            if month[day] >= 0:
                return BIG
        for cell in range(force.blocked_start[request], force.blocked_start[request + 1]):
            if month[force.blocked[cell, 0]] == force.blocked[cell, 1]:
                return BIG
    for day in range(month.shape[0]):
        shift = month[day]
        if shift < 0:
            if not force.off_allowed[agent, day]:
                return BIG
            total += force.off_ticks[agent, day]
        else:
            if not force.allowed[agent, day, shift, job[day]]:
                return BIG
            total += force.shift_ticks[agent, day, shift]
            if force.has_job_ticks:
                total += force.job_ticks[agent, day, shift, job[day]]
    return total


@inner
def may_grant(force: Workforce, agent: int, granted: int) -> bool:
    """Whether a mask of granted requests agrees with those that must or must not be granted."""
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        must = force.request_must[first + number]
        if must >= 0 and (granted >> number & 1) != must:
            return False
    return True


@inner
def _stands(window: NDArray[np.int64], day: int) -> bool:
    """Whether a day is outside a window, and so stays as it is."""
    return not (window[0] <= day < window[1] or window[2] <= day < window[3])


@inner
def has_room(force: Workforce, agent: int, granted: int, month: Months, window: NDArray[np.int64]) -> bool:
    """Whether the duties of the days outside a window, as they stand, let these requests be granted."""
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        if not granted >> number & 1:
            continue
        request = first + number
        for day in range(force.request_first[request], force.request_last[request] + 1):
            if month[day] >= 0 and _stands(window, day):
                return False
        for cell in range(force.blocked_start[request], force.blocked_start[request + 1]):
            day = force.blocked[cell, 0]
            if month[day] == force.blocked[cell, 1] and _stands(window, day):
                return False
    return True


@njit
def respond(
    force: Workforce,
    labels: Labels,
    state: RowState,
    agent: int,
    multipliers: NDArray[np.float64],
    rounds: int,
    noise: float,
    month: Months,
    job: Months,
    window: NDArray[np.int64],
    scratch: NDArray[np.float64],
) -> int:
    """The agent's cheapest month as the rows stand; writes month and jobs, returns the granted mask (−1: none).

    With labels, only the days of the window (`labels.whole`) are priced anew; the others stay as `month` has them.
    """
    days, shifts = month.shape[0], force.shift_ticks.shape[2]
    labelled = labels.used[agent]
    multiplied = not labelled or labels.sparing
    if multiplied:
        window = whole(days)
    cost = np.empty((days, shifts))
    best_job = np.zeros((days, shifts), np.int16)
    marginal(state, force, agent, cost, best_job, window)
    if noise > 0.0:
        for part in (0, 2):
            for day in range(window[part], window[part + 1]):
                for shift in range(shifts):
                    cost[day, shift] += noise * (np.random.random() - 0.5)
    trial = np.empty((1, days), np.int16)
    prices = np.empty(1)
    now = month.copy()
    requests = force.request_start[agent + 1] - force.request_start[agent]
    best, chosen = BIG, -1
    for granted in range(1 << requests):
        if not may_grant(force, agent, granted) or not has_room(force, agent, granted, now, window):
            continue
        price, bound = BIG, -BIG
        if multiplied:
            price, bound = price_month(force, agent, cost, granted, multipliers, rounds, trial[0])
        if labelled and price - bound > PROVEN_TICKS:
            put(trial[0], now)
            count, _ = price_labelled(
                force, labels, agent, cost, granted, multipliers, rounds, False, window, scratch, trial, prices
            )
            price = prices[0] if count else BIG
        if price >= BIG:
            continue
        if requests:
            price += grant_price(state, force, agent, granted)
        if price < best:
            best, chosen = price, granted
            put(month, trial[0])
    if chosen >= 0:
        for part in (0, 2):
            for day in range(window[part], window[part + 1]):
                if month[day] >= 0:
                    job[day] = best_job[day, month[day]]
    return chosen


@njit
def seat(force: Workforce, state: RowState, now: Assignment) -> None:
    """Puts everybody's month into the counts and writes what each costs by itself."""
    for agent in range(now.shift.shape[0]):
        now.own[agent] = own_price(force, agent, now.shift[agent], now.job[agent], now.granted[agent])
        place(state, force, agent, now.shift[agent], now.job[agent], now.granted[agent], 1)


@njit
def construct(
    force: Workforce,
    labels: Labels,
    state: RowState,
    now: Assignment,
    order: NDArray[np.int64],
    multipliers: NDArray[np.float64],
    rounds: int,
    shares: Shares,
) -> int:
    """Places agents one after another by best response; returns how many have no legal month (left empty).

    Those still to come count in the rows as the relaxation expects them, so the first do not crowd the dearest seats.
    """
    stuck = 0
    shift, job = now.shift, now.job
    window = whole(shift.shape[1])
    scratch = np.empty(max(1, labels.cells))
    expected = np.zeros(state.counts.shape[0])
    for agent in order:
        _expect(shares, agent, expected, 1.0)
    ahead = np.empty(state.counts.shape[0], np.int64)
    for agent in order:
        _expect(shares, agent, expected, -1.0)
        for row in range(ahead.shape[0]):
            ahead[row] = int(np.rint(expected[row]))
            state.counts[row] += ahead[row]
        mask = respond(force, labels, state, agent, multipliers, rounds, 0.0, shift[agent], job[agent], window, scratch)
        for row in range(ahead.shape[0]):
            state.counts[row] -= ahead[row]
        if mask < 0:
            stuck += 1
            shift[agent, :] = -1
            mask = 0
        now.granted[agent] = mask
        now.own[agent] = own_price(force, agent, shift[agent], job[agent], mask)
        place(state, force, agent, shift[agent], job[agent], mask, 1)
    return stuck


@inner
def _expect(shares: Shares, agent: int, expected: NDArray[np.float64], sign: float) -> None:
    """Adds what the relaxation has an agent count in the rows, or takes it out."""
    group = shares.group_of[agent]
    for entry in range(shares.start[group], shares.start[group + 1]):
        expected[shares.row[entry]] += sign * shares.part[entry]
