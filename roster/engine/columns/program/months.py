"""An agent's months at given prices: what one costs by itself, the cheapest ones, everybody's jobs; compiled."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.arrays import put
from roster.engine.pricing.charges import Charges, duty_costs
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.label_pricing import price_labelled
from roster.engine.pricing.pricing import BIG, count_of, price_at, walk
from roster.engine.pricing.response import has_room, may_grant
from roster.engine.pricing.row_state import RowState, marginal, place

Floats = NDArray[np.float64]


Ints = NDArray[np.int64]


Months = NDArray[np.int16]


class Wanted(NamedTuple):
    """Whose months are priced, and which: of each of `agents` up to `each`.

    Days outside the window stay as in `now[place]`. With `repair` above 0 only months within all limits are sought, at
    multipliers that grow from that many ticks a unit.
    """

    agents: Ints
    window: Ints
    now: Months
    each: int
    repair: float


class PricedMonths(NamedTuple):
    """The cheapest months by place among the agents wanted, and by rank.

    `months[place, rank, day]`, `jobs` likewise, `granted[place, rank]` masks, `prices[place, rank]` (BIG: no more);
    `bounds[place]` is the least price of any month (BIG: none legal).
    """

    months: Months
    jobs: Months
    granted: Ints
    prices: Floats
    bounds: Floats

    @classmethod
    def none_yet(cls, agents: int, each: int, days: int) -> Self:
        """Nothing found for anybody."""
        return cls(
            np.zeros((agents, each, days), np.int16),
            np.zeros((agents, each, days), np.int16),
            np.zeros((agents, each), np.int64),
            np.full((agents, each), BIG),
            np.full(agents, BIG),
        )

    def part(self, places: slice) -> "PricedMonths":
        """A view of some places."""
        months, jobs, granted, prices, bounds = self
        return PricedMonths(months[places], jobs[places], granted[places], prices[places], bounds[places])


@njit
def price_columns(
    force: Workforce,
    labels: Labels,
    charges: Charges,
    multipliers: Floats,
    wanted: Wanted,
    scratch: Floats,
    priced: PricedMonths,
) -> None:
    """Writes the cheapest months at given prices of rows, and of the budgets that are rows, into `priced`."""
    each, repair, window = wanted.each, wanted.repair, wanted.window
    months, jobs, granted, prices, bounds = priced
    days, shifts = force.shift_ticks.shape[1], force.shift_ticks.shape[2]
    cost = np.empty((days, shifts))
    best_job = np.zeros((days, shifts), np.int16)
    trial = np.empty((each, days), np.int16)
    trial_prices = np.empty(each)
    masks = np.zeros(days, np.int64)
    for place_, agent in enumerate(wanted.agents):
        duty_costs(force, charges, agent, cost, best_job)
        begin = force.request_start[agent]
        requests = force.request_start[agent + 1] - begin
        prices[place_, :] = BIG
        bounds[place_] = BIG
        retained = 0
        for mask in range(1 << requests):
            if not may_grant(force, agent, mask) or not has_room(force, agent, mask, wanted.now[place_], window):
                continue
            charge = 0.0
            for number in range(requests):
                if mask >> number & 1:
                    charge += charges.grant_price[begin + number]
            mu = multipliers.copy() if repair > 0.0 else multipliers
            for turn in range(6 if repair > 0.0 else 1):
                put(trial[0], wanted.now[place_])
                reached, bound = price_labelled(
                    force, labels, agent, cost, mask, mu, 1, True, window, scratch, trial, trial_prices
                )
                if reached == 0:
                    break
                if turn == 0:
                    bounds[place_] = min(bounds[place_], bound + charge)
                broken = False
                if repair > 0.0:
                    walk(force, agent, trial[0], masks)
                    for budget in range(force.budget_start[agent], force.budget_start[agent + 1]):
                        if labels.place[budget] >= 0:
                            continue
                        count = count_of(force, budget, trial[0], masks)
                        for number in range(requests):
                            if mask >> number & 1:
                                count += force.request_leave[begin + number, budget - force.budget_start[agent]]
                        if count > force.most[budget]:
                            mu[budget] += repair * 4.0**turn
                            broken = True
                        elif count < force.least[budget]:
                            mu[budget] -= repair * 4.0**turn
                            broken = True
                if broken and turn < 5:
                    continue
                for rank in range(reached):
                    price = trial_prices[rank] + charge
                    if retained == each and price >= prices[place_, each - 1]:
                        break
                    spot = retained if retained < each else each - 1
                    while spot > 0 and price < prices[place_, spot - 1]:
                        prices[place_, spot] = prices[place_, spot - 1]
                        put(months[place_, spot], months[place_, spot - 1])
                        put(jobs[place_, spot], jobs[place_, spot - 1])
                        granted[place_, spot] = granted[place_, spot - 1]
                        spot -= 1
                    prices[place_, spot] = price
                    put(months[place_, spot], trial[rank])
                    granted[place_, spot] = mask
                    for day in range(days):
                        jobs[place_, spot, day] = 0 if trial[rank, day] < 0 else best_job[day, trial[rank, day]]
                    retained = min(each, retained + 1)
                break


@njit
def own_ticks(
    force: Workforce,
    agent: int,
    month: Months,
    job: Months,
    granted: int,
    budgets: Ints,
    counts: Ints,
) -> float:
    """A month's own price without the budgets listed, whose counts it writes; BIG when it is not legal otherwise.

    `job` counts only where jobs have prices.
    """
    days = month.shape[0]
    masks = np.zeros(days, np.int64)
    total = walk(force, agent, month, masks)
    if total >= BIG:
        return BIG
    for day in range(days):
        shift = month[day]
        if shift < 0:
            if not force.off_allowed[agent, day]:
                return BIG
            total += force.off_ticks[agent, day]
        else:
            if not force.shift_allowed[agent, day, shift]:
                return BIG
            total += force.shift_ticks[agent, day, shift]
            if force.has_job_ticks and force.allowed.shape[3] > 1:
                total += force.job_ticks[agent, day, shift, job[day]]
            elif force.has_job_ticks:
                total += force.job_ticks[agent, day, shift, 0]
    first = force.request_start[agent]
    for number in range(force.request_start[agent + 1] - first):
        if granted >> number & 1:
            for day in range(force.request_first[first + number], force.request_last[first + number] + 1):
                if month[day] >= 0:
                    return BIG
            for cell in range(force.blocked_start[first + number], force.blocked_start[first + number + 1]):
                if month[force.blocked[cell, 0]] == force.blocked[cell, 1]:
                    return BIG
        else:
            total += force.request_declined[first + number]
    if not may_grant(force, agent, granted):
        return BIG
    listed = 0
    for budget in range(force.budget_start[agent], force.budget_start[agent + 1]):
        count = count_of(force, budget, month, masks)
        for number in range(force.request_start[agent + 1] - first):
            if granted >> number & 1:
                count += force.request_leave[first + number, budget - force.budget_start[agent]]
        if listed < budgets.shape[0] and budgets[listed] == budget:
            counts[listed] = count
            listed += 1
        elif count < force.least[budget] or count > force.most[budget]:
            return BIG
        else:
            total += price_at(force, budget, count)
    return total


@njit
def counts_from(force: Workforce, agent: int, month: Months, first: int, budgets: Ints, counts: Ints) -> None:
    """Writes what the duties and pairs of a legal month from day `first` on add to each of `budgets`."""
    masks = np.zeros(month.shape[0], np.int64)
    walk(force, agent, month, masks)
    later = month.copy()
    for day in range(first):
        later[day] = -1
        masks[day] = 0
    for place_ in range(budgets.shape[0]):
        counts[place_] = count_of(force, budgets[place_], later, masks) - force.constant[budgets[place_]]


@njit
def choose_jobs(force: Workforce, state: RowState, shift: Months, job: Months, granted: Ints, turns: int) -> None:
    """Puts everybody's months into empty rows, each duty with its cheapest job as the others stand; some turns."""
    agents, days = shift.shape
    shifts = force.shift_ticks.shape[2]
    cost = np.empty((days, shifts))
    best_job = np.zeros((days, shifts), np.int16)
    for turn in range(turns):
        for agent in range(agents):
            if turn > 0:
                place(state, force, agent, shift[agent], job[agent], granted[agent], -1)
            marginal(state, force, agent, cost, best_job, whole(days))
            for day in range(days):
                if shift[agent, day] >= 0:
                    job[agent, day] = best_job[day, shift[agent, day]]
            place(state, force, agent, shift[agent], job[agent], granted[agent], 1)
