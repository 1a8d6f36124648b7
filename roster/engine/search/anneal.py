"""Annealing: ruin and recreate by best response (Schrimpf et al. 2000), mixed with exchanges between two agents.

Agents to be ruined are drawn where the gap sits: a badly priced row picks somebody who may serve it, else anybody.
"""

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner, njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.exchange import exchange
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price, respond
from roster.engine.pricing.row_state import RowState, place, rows_price
from roster.engine.search.schedule import Schedule

Months = NDArray[np.int16]
Agents = NDArray[np.int64]


@inner
def _any(among: Agents) -> int:
    return among[np.random.randint(among.shape[0])]


@inner
def _draw(force: Workforce, state: RowState, shift: Months, among: Agents, focus: float) -> tuple[int, int]:
    """An agent to take out and a day: with probability `focus` such as may serve a badly priced row, else any."""
    days = shift.shape[1]
    if np.random.random() >= focus:
        return _any(among), np.random.randint(days)
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
        return _any(among), np.random.randint(days)
    day, code = state.cell_day[row], state.cell_shift[row]
    agent = 0
    for _ in range(12):
        agent = _any(among)
        if force.shift_allowed[agent, day, code]:
            break
    return agent, int(day)


@inner
def _astray(state: RowState, shift: Months, among: Agents) -> tuple[int, int, int]:
    """A duty beside its escorts, somebody whose duty that day is with them, and the day; −1 where none was met.

    Of a hundred pairs of agents one or two would bring somebody back to the own team; here every pair may.
    """
    days = shift.shape[1]
    for _ in range(8):
        one, day = _any(among), np.random.randint(days)
        code = shift[one, day]
        if code < 0:
            continue
        cell = state.member_of[one, day, code]
        if cell < 0 or state.escorts[cell] > 0:
            continue
        for _ in range(24):
            other = _any(among)
            theirs = shift[other, day]
            if theirs < 0 or theirs == code:
                continue
            aim = state.member_of[one, day, theirs]
            if aim >= 0 and state.escorts[aim] > 0:
                return one, other, day
    return -1, -1, -1


@inner
def _total(state: RowState, own: NDArray[np.float64]) -> float:
    total = float(rows_price(state))
    for agent in range(own.shape[0]):
        total += own[agent]
    return total


@inner
def _change(changed: Agents, known: NDArray[np.bool_], count: int, agent: int) -> int:
    """Puts an agent on the list of those whose months may differ from the best plan's; its length then."""
    if known[agent]:
        return count
    known[agent] = True
    changed[count] = agent
    return count + 1


@inner
def _apart(now: Assignment, best: Assignment, agent: int) -> bool:
    """Whether an agent's month differs from the best plan's."""
    for day in range(now.shift.shape[1]):
        if now.shift[agent, day] != best.shift[agent, day] or now.job[agent, day] != best.job[agent, day]:
            return True
    return now.granted[agent] != best.granted[agent]


@inner
def _note(now: Assignment, best: Assignment, changed: Agents, known: NDArray[np.bool_], count: int) -> None:
    """Keeps the present plan as the best: the months of those that changed since."""
    for number in range(count):
        agent = changed[number]
        known[agent] = False
        put(best.shift[agent], now.shift[agent])
        put(best.job[agent], now.job[agent])
        best.granted[agent] = now.granted[agent]
        best.own[agent] = now.own[agent]


@njit
def anneal(
    force: Workforce,
    labels: Labels,
    state: RowState,
    now: Assignment,
    best: Assignment,
    best_price: float,
    multipliers: NDArray[np.float64],
    among: Agents,
    schedule: Schedule,
    seed: int,
    moves: int,
) -> tuple[float, float, int]:
    """Some moves of ruin and recreate, each with some exchanges, of the agents `among`; keeps the best plan in `best`.

    Temperatures of the schedule are ticks here. Returns (price now, best price, moves that improved the best).
    """
    np.random.seed(seed)
    shift, job, granted, own = now.shift, now.job, now.granted, now.own
    hot, cold, longest, window_days = schedule.hot, schedule.cold, schedule.longest, schedule.window_days
    most_ruined, exchanges = schedule.ruined, schedule.exchanges
    days = shift.shape[1]
    price = _total(state, own)
    picked = np.empty(most_ruined, np.int64)
    old_shift = np.empty((most_ruined, days), np.int16)
    old_job = np.empty((most_ruined, days), np.int16)
    old_granted = np.empty(most_ruined, np.int64)
    old_own = np.empty(most_ruined)
    better = 0
    scratch = np.empty(max(1, labels.cells))
    window = whole(days)
    escorted = state.member_of.shape[1] > 1
    agents = shift.shape[0]
    changed, known, count = np.empty(agents, np.int64), np.zeros(agents, np.bool_), 0
    for agent in range(agents):
        if _apart(now, best, agent):
            count = _change(changed, known, count, agent)
    for move in range(moves):
        heat = hot * (cold / hot) ** (move / moves)
        for _ in range(exchanges):
            one, other = _any(among), _any(among)
            begin = np.random.randint(days)
            end = min(days, begin + 1 + np.random.randint(longest))
            if escorted and np.random.random() < schedule.astray:
                astray, partner, day = _astray(state, shift, among)
                if astray >= 0:
                    one, other = astray, partner
                    end = min(days, day + 1 + np.random.randint(longest))
                    begin = max(0, day - np.random.randint(longest))
            allowance = -heat * np.log(1.0 - np.random.random())
            traded = exchange(force, state, now, one, other, begin, end, allowance)
            if traded < BIG:
                price += traded
                count = _change(changed, known, count, one)
                count = _change(changed, known, count, other)
        if exchanges and price < best_price - 0.5:
            best_price = price
            _note(now, best, changed, known, count)
            count = 0
            better += 1
        ruined = min(among.shape[0], np.random.randint(1, most_ruined + 1))
        change = 0.0
        for number in range(ruined):
            fresh = False
            while not fresh:
                agent, day = _draw(force, state, shift, among, schedule.focus)
                if number == 0 and window_days < days:
                    window[0] = max(0, min(days - window_days, day - np.random.randint(window_days)))
                    if np.random.random() < schedule.apart:
                        other = np.random.randint(days - window_days + 1)
                        window[0], window[2] = min(window[0], other), max(window[0], other)
                        window[1], window[3] = min(window[2], window[0] + window_days), window[2] + window_days
                    else:
                        window[1:] = window[0] + window_days
                fresh = True
                for other in range(number):
                    if picked[other] == agent:
                        fresh = False
                if not fresh and np.random.random() < 0.5:
                    agent = _any(among)
                    fresh = True
                    for other in range(number):
                        if picked[other] == agent:
                            fresh = False
            picked[number] = agent
            put(old_shift[number], shift[agent])
            put(old_job[number], job[agent])
            old_granted[number] = granted[agent]
            old_own[number] = own[agent]
            change += place(state, force, agent, shift[agent], job[agent], granted[agent], -1) - own[agent]
        failed = False
        done = 0
        for number in range(ruined):
            agent = picked[number]
            mask = respond(
                force,
                labels,
                state,
                agent,
                multipliers,
                schedule.rounds,
                schedule.noise * heat,
                shift[agent],
                job[agent],
                window,
                scratch,
            )
            if mask < 0:
                failed = True
                break
            granted[agent] = mask
            own[agent] = own_price(force, agent, shift[agent], job[agent], mask)
            change += place(state, force, agent, shift[agent], job[agent], mask, 1) + own[agent]
            done += 1
        if not failed and (change <= 0.0 or np.random.random() < np.exp(-change / heat)):
            price += change
            for number in range(ruined):
                count = _change(changed, known, count, picked[number])
            if price >= BIG / 2 or change <= -BIG / 2:
                # Somebody had no legal month: beside such sums ticks are lost, so add up anew.
                price = _total(state, own)
            if price < best_price - 0.5:
                best_price = price
                _note(now, best, changed, known, count)
                count = 0
                better += 1
            continue
        for number in range(ruined):
            agent = picked[number]
            if number < done:
                place(state, force, agent, shift[agent], job[agent], granted[agent], -1)
            put(shift[agent], old_shift[number])
            put(job[agent], old_job[number])
            granted[agent] = old_granted[number]
            own[agent] = old_own[number]
            place(state, force, agent, shift[agent], job[agent], granted[agent], 1)
    return price, best_price, better
