"""Best response: take one to a few agents out, put each back by the cheapest month at the marginal prices of the rows.

Ruin and recreate (Schrimpf et al. 2000) with an exact single-agent recreate, accepted by annealing. Agents are drawn
where the gap sits: a short row picks somebody who may serve it, else anybody.
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.field import Field, field_price, grant_price, marginal, place
from roster.engine.pricing import BIG, budgets_price, price_month, walk
from roster.engine.workforce import Workforce

Months = NDArray[np.int16]


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
        if not granted >> number & 1:
            total += force.request_declined[first + number]
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


@njit
def may_grant(force: Workforce, agent: int, granted: int) -> bool:
    """Whether a mask of granted requests agrees with those that must or must not be granted."""
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        must = force.request_must[first + number]
        if must >= 0 and (granted >> number & 1) != must:
            return False
    return True


@njit
def respond(
    force: Workforce,
    state: Field,
    agent: int,
    multipliers: NDArray[np.float64],
    rounds: int,
    noise: float,
    month: Months,
    job: Months,
) -> int:
    """The agent's cheapest month as the field stands; writes month and jobs, returns the granted mask (−1: none)."""
    days, shifts = month.shape[0], force.shift_ticks.shape[2]
    cost = np.empty((days, shifts))
    best_job = np.zeros((days, shifts), np.int16)
    marginal(state, force, agent, cost, best_job)
    if noise > 0.0:
        for day in range(days):
            for shift in range(shifts):
                cost[day, shift] += noise * (np.random.random() - 0.5)
    trial = np.empty(days, np.int16)
    requests = force.request_start[agent + 1] - force.request_start[agent]
    best, chosen = BIG, -1
    for granted in range(1 << requests):
        if not may_grant(force, agent, granted):
            continue
        price, _ = price_month(force, agent, cost, granted, multipliers, rounds, trial)
        if price >= BIG:
            continue
        if requests:
            price += grant_price(state, force, agent, granted)
        if price < best:
            best, chosen = price, granted
            month[:] = trial
    if chosen >= 0:
        for day in range(days):
            if month[day] >= 0:
                job[day] = best_job[day, month[day]]
    return chosen


@njit
def construct(
    force: Workforce,
    state: Field,
    order: NDArray[np.int64],
    shift: Months,
    job: Months,
    granted: NDArray[np.int64],
    own: NDArray[np.float64],
    multipliers: NDArray[np.float64],
    rounds: int,
) -> int:
    """Places agents one after another by best response; returns how many have no legal month (left empty)."""
    stuck = 0
    for agent in order:
        mask = respond(force, state, agent, multipliers, rounds, 0.0, shift[agent], job[agent])
        if mask < 0:
            stuck += 1
            shift[agent, :] = -1
            mask = 0
        granted[agent] = mask
        own[agent] = own_price(force, agent, shift[agent], job[agent], mask)
        place(state, force, agent, shift[agent], job[agent], mask, 1)
    return stuck


@njit
def _draw(force: Workforce, state: Field, shift: Months, focus: float) -> int:
    """An agent to take out: with probability `focus` one who may serve a badly priced row, else anybody."""
    agents = shift.shape[0]
    if np.random.random() >= focus:
        return np.random.randint(agents)
    worst, row = -1, -1
    for _ in range(6):
        candidate = np.random.randint(state.counts.shape[0])
        if state.cell_day[candidate] < 0:
            continue
        count = state.counts[candidate] - state.low
        if count < 0:
            excess = state.price[candidate, 0] - state.cheapest[candidate]
        else:
            excess = state.price[candidate, min(count, state.price.shape[1] - 1)] - state.cheapest[candidate]
        if excess > worst:
            worst, row = excess, candidate
    if row < 0:
        return np.random.randint(agents)
    day, code = state.cell_day[row], state.cell_shift[row]
    agent = 0
    for _ in range(12):
        agent = np.random.randint(agents)
        if force.shift_allowed[agent, day, code]:
            break
    return agent


@njit
def anneal(
    force: Workforce,
    state: Field,
    shift: Months,
    job: Months,
    granted: NDArray[np.int64],
    own: NDArray[np.float64],
    multipliers: NDArray[np.float64],
    best_shift: Months,
    best_job: Months,
    best_granted: NDArray[np.int64],
    best_price: float,
    seed: int,
    moves: int,
    most_ruined: int,
    hot: float,
    cold: float,
    noise: float,
    focus: float,
    rounds: int,
) -> tuple[float, float, int]:
    """Some moves of ruin and recreate from a placed plan; keeps the best in `best_…`.

    Temperatures in ticks; `noise` is in units of the temperature. Returns (price now, best price,
    moves that improved the best).
    """
    np.random.seed(seed)
    agents, days = shift.shape
    price = float(field_price(state))
    for agent in range(agents):
        price += own[agent]
    picked = np.empty(most_ruined, np.int64)
    old_shift = np.empty((most_ruined, days), np.int16)
    old_job = np.empty((most_ruined, days), np.int16)
    old_granted = np.empty(most_ruined, np.int64)
    old_own = np.empty(most_ruined)
    better = 0
    for move in range(moves):
        heat = hot * (cold / hot) ** (move / moves)
        ruined = min(agents, np.random.randint(1, most_ruined + 1))
        change = 0.0
        for number in range(ruined):
            fresh = False
            while not fresh:
                agent = _draw(force, state, shift, focus)
                fresh = True
                for other in range(number):
                    if picked[other] == agent:
                        fresh = False
                if not fresh and np.random.random() < 0.5:
                    agent = np.random.randint(agents)
                    fresh = True
                    for other in range(number):
                        if picked[other] == agent:
                            fresh = False
            picked[number] = agent
            old_shift[number] = shift[agent]
            old_job[number] = job[agent]
            old_granted[number] = granted[agent]
            old_own[number] = own[agent]
            change += place(state, force, agent, shift[agent], job[agent], granted[agent], -1) - own[agent]
        failed = False
        done = 0
        for number in range(ruined):
            agent = picked[number]
            mask = respond(force, state, agent, multipliers, rounds, noise * heat, shift[agent], job[agent])
            if mask < 0:
                failed = True
                break
            granted[agent] = mask
            own[agent] = own_price(force, agent, shift[agent], job[agent], mask)
            change += place(state, force, agent, shift[agent], job[agent], mask, 1) + own[agent]
            done += 1
        if not failed and (change <= 0.0 or np.random.random() < np.exp(-change / heat)):
            price += change
            if price < best_price - 0.5:
                best_price = price
                best_shift[:] = shift
                best_job[:] = job
                best_granted[:] = granted
                better += 1
            continue
        for number in range(ruined):
            agent = picked[number]
            if number < done:
                place(state, force, agent, shift[agent], job[agent], granted[agent], -1)
            shift[agent] = old_shift[number]
            job[agent] = old_job[number]
            granted[agent] = old_granted[number]
            own[agent] = old_own[number]
            place(state, force, agent, shift[agent], job[agent], granted[agent], 1)
    return price, best_price, better
