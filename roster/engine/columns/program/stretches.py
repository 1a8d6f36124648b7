"""Prices of the rows on long horizons, by a program over stretches instead of whole horizons.

A horizon of half a year as one column hardly meets another: the program over such columns does not end in any time that
is there. So every agent's days are cut into stretches of four weeks, each of which may begin in any state that the days
before can leave, and hours, weekends and other budgets tie an agent's stretches together. That is a relaxation whose
program ends soon, and its prices of the rows are near the best ones. What is proven at them is proven by pricing whole
horizons (Geoffrion 1974): it is above what the stretches' program says, as no cut is left in it.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Outside, Pricer
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.stretch import price_stretches
from roster.engine.problem.problem import Plan
from roster.linear import FirstOrderProgram, LinearProgram, Variable

Floats = NDArray[np.float64]
Months = NDArray[np.int16]
Days = NDArray[np.int64]

STRETCH_DAYS = 28
"""A stretch's days; the last one of a horizon has up to half as many more."""

WEEK = 7

EXACT, ROUGH = 1e-6, 2e-4
"""What a stretch's reduced cost must be below: in ticks by the simplex method; else in proportion to what the program
costs, shared among all stretches."""

TOLERANCES = (1e-4, 1e-5)
"""How near to its optimum the program over all stretches is solved, one after the other."""

NEAREST = 6
"""Of each agent's stretches of four weeks alone, so many begin the program over all: those nearest to paying."""

SETTLED, SETTLING, NEAR = 1e-3, 3, 0.01
"""A bound that rises by less than so much, in proportion, in so many rounds, and is so near to the program's optimum,
is let be."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """An agent's days from `first` on, before `stop`; what they cost by themselves, and what each budget counts."""

    agent: int
    first: int
    stop: int
    month: Months
    job: Months
    ticks: float
    counts: Floats


@dataclass(frozen=True, eq=False)
class PricedStretches:
    """The cheapest stretch of every agent between any two neighbouring days of some bounds.

    `months[agent, day]` and `jobs` likewise; `prices[agent, number]` (BIG: none) and `counts[budget, number]`.
    """

    months: Months
    jobs: Months
    prices: Floats
    counts: Floats


class StretchMaster(RestrictedMaster):
    """The program over everybody's stretches between neighbouring days of `bounds`; else a legal plan stands.

    It begins with that plan's stretches; leave stays as it grants it. Its prices are of `agent × stretches + number`.
    """

    def __init__(self, layout: Layout, plan: Plan, bounds: Days) -> None:
        problem, rows = layout.problem, layout.rows
        self.bounds, self.stretches = bounds, len(bounds) - 1
        self.met: dict[tuple[int, bytes, bytes], tuple[Stretch, Variable]] = {}
        first, stop = int(bounds[0]), int(bounds[-1])
        outside = plan.shift.copy()
        outside[:, first:stop] = -1
        self.shut, self.beside = _granted(layout, problem.request_masks(plan.granted))
        whole = np.unique([0, *bounds, problem.days])
        stands = self._own(layout, plan.shift, plan.job, whole)
        inside = (whole[:-1] >= first) & (whole[:-1] < stop)
        self.beside = self.beside + stands.counts[:, ~inside].sum(axis=1)
        self.units = _units(layout)
        counts, still = (rows.counts(shift, plan.job, plan.granted) for shift in (outside, plan.shift))
        super().__init__(layout, range(problem.agents), Outside(counts, still, 0.0, plan.shift, first, stop))
        own = replace(stands, prices=stands.prices[:, inside], counts=stands.counts[:, inside])
        for agent, number in np.argwhere(own.prices < BIG).tolist():
            self.enter(self._stretch(agent, number, own))

    def _program(self) -> LinearProgram | FirstOrderProgram:
        """By the simplex method where it is small, as each four weeks alone are."""
        return FirstOrderProgram(TOLERANCES[0]) if self.stretches > 1 else LinearProgram()

    @property
    def tolerance(self) -> float:
        """How near to its optimum the program is solved."""
        return self.program.tolerance if isinstance(self.program, FirstOrderProgram) else 0.0

    def sharpen(self) -> bool:
        """Solves nearer to the optimum from now on; False where it does already."""
        finer = [tolerance for tolerance in TOLERANCES if tolerance < self.tolerance]
        if isinstance(self.program, FirstOrderProgram) and finer:
            self.program.tolerance = finer[0]
        return bool(finer)

    def _months(self) -> None:
        """One stretch of each agent at a time, and all budgets."""
        self.missing = []
        self.convexity = {number: self.program.limit({}, 1, 1) for number in range(len(self.agents) * self.stretches)}
        self.budgets = {}
        for budget in range(int(self.layout.force.budget_start[-1])):
            if self.layout.matters(budget):
                self._budget(budget, float(self.beside[budget]), float(self.units[budget]))

    def prices(self) -> DualPrices:
        """The optimum's prices."""
        prices = super().prices()
        return replace(prices, budget=prices.budget / self.units)

    def enter(self, stretch: Stretch) -> bool:
        """Takes a stretch in; whether it is new."""
        layout, agent = self.layout, stretch.agent
        number = int(np.searchsorted(self.bounds, stretch.first))
        job = stretch.job if layout.explicit_jobs else None
        place = agent * self.stretches + number
        key = place, stretch.month.tobytes(), b"" if job is None else job.tobytes()
        if key in self.met:
            return False
        made = self.program.variable(0.0, self.inf, stretch.ticks, {self.convexity[place]: 1.0})
        self.met[key] = stretch, made
        rows, values = layout.feeds(agent, stretch.month, 0, job)
        self._feed(made, rows, values)
        begin = int(layout.force.budget_start[agent])
        for budget, count in enumerate(
            (stretch.counts / self.units[begin : begin + len(stretch.counts)]).tolist(), begin
        ):
            for limit in (budget, -1 - budget):
                if count and limit in self.budgets:
                    self.budgets[limit].SetCoefficient(made, count)
        return True

    def nearest(self) -> Iterator[Stretch]:
        """Of each agent the stretches in the optimum and others nearest to paying, of a program by the simplex."""
        several: dict[int, list[tuple[float, Stretch]]] = {}
        for stretch, variable in self.met.values():
            several.setdefault(stretch.agent, []).append((variable.reduced_cost(), stretch))
        for known in several.values():
            known.sort(key=lambda pair: pair[0])
            yield from (stretch for _, stretch in known[:NEAREST])

    def later(self) -> Floats:
        """What each budget counts in the optimum in all stretches from one on: [budget, number]."""
        counts = np.zeros((len(self.units), self.stretches))
        for stretch, variable in self.met.values():
            number = int(np.searchsorted(self.bounds, stretch.first))
            begin = int(self.layout.force.budget_start[stretch.agent])
            counts[begin : begin + len(stretch.counts), number] += stretch.counts * variable.solution_value()
        return counts[:, ::-1].cumsum(axis=1)[:, ::-1]

    def widen(self, prices: DualPrices, now: DualPrices, optimum: float) -> int:
        """Takes in the cheapest stretches at some prices that pay at those of the `optimum`, now; how many were new."""
        own = self._cheapest(prices)
        simplex = isinstance(self.program, LinearProgram)
        least = EXACT if simplex else ROUGH * abs(optimum) / len(self.convexity)
        pay = (own.prices < BIG) & (self._reduced(own, now) < -least)
        return sum(self.enter(self._stretch(agent, number, own)) for agent, number in np.argwhere(pay).tolist())

    def _reduced(self, own: PricedStretches, now: DualPrices) -> Floats:
        """The reduced costs of everybody's stretches: `[agent, number]`."""
        layout, bounds = self.layout, self.bounds
        charges = Charges.of(layout.problem, layout.names, now.row)
        agent, day = np.nonzero(own.months >= 0)
        duty = np.zeros(own.months.shape)
        duty[agent, day] = charges.duty_price[
            charges.class_of[agent], day, own.months[agent, day], own.jobs[agent, day]
        ]
        cost = own.prices + np.add.reduceat(duty[:, bounds[0] : bounds[-1]], bounds[:-1] - bounds[0], axis=1)
        owner = np.repeat(np.arange(len(cost)), np.diff(layout.force.budget_start))
        np.add.at(cost, owner, now.budget[:, None] * own.counts)
        return np.asarray(cost - now.agent.reshape(cost.shape))

    def _cheapest(self, prices: DualPrices) -> PricedStretches:
        """Everybody's cheapest stretches at some prices; told with what they cost by themselves."""
        force, layout = self.layout.force, self.layout
        charges = Charges.of(layout.problem, layout.names, prices.row)
        cost = np.broadcast_to(charges.duty_price[charges.class_of], force.allowed.shape)
        if force.has_job_ticks:
            cost = cost + force.job_ticks
        cost = np.where(force.allowed, cost, BIG)
        best = cost.argmin(axis=3).astype(np.int16)
        cost = np.where(self.shut, BIG, np.minimum(cost.min(axis=3) + force.shift_ticks, BIG))
        priced = _run(force, cost, prices.budget, self.bounds)
        of_shift = np.maximum(priced.months, 0).astype(np.intp)[..., None]
        jobs = np.take_along_axis(best, of_shift, axis=2)[..., 0]
        return self._own(layout, priced.months, jobs, self.bounds)

    def _stretch(self, agent: int, number: int, own: PricedStretches) -> Stretch:
        first, stop = int(self.bounds[number]), int(self.bounds[number + 1])
        month, job = np.full_like(own.months[agent], -1), np.zeros_like(own.jobs[agent])
        month[first:stop], job[first:stop] = own.months[agent, first:stop], own.jobs[agent, first:stop]
        budgets = self.layout.force.budget_start
        counts = own.counts[budgets[agent] : budgets[agent + 1], number]
        return Stretch(agent, first, stop, month, job, float(own.prices[agent, number]), counts)

    @staticmethod
    def _own(layout: Layout, months: Months, jobs: Months, bounds: Days) -> PricedStretches:
        """What stretches cost by themselves."""
        force = layout.force
        agent, day = np.nonzero(months >= 0)
        cell = agent, day, months[agent, day]
        cost = np.full(force.shift_ticks.shape, BIG)
        cost[cell] = force.shift_ticks[cell]
        if force.has_job_ticks:
            cost[cell] += force.job_ticks[(*cell, jobs[agent, day])]
        own = _run(force._replace(off_allowed=months < 0), cost, np.zeros(len(force.table)), bounds)
        return replace(own, jobs=jobs)


def _run(force: Workforce, cost: Floats, multipliers: Floats, bounds: Days) -> PricedStretches:
    agents, days, _ = cost.shape
    months, number = np.full((agents, days), -1, np.int16), len(bounds) - 1
    prices, counts = np.full((agents, number), BIG), np.zeros((len(force.table), number))
    price_stretches(force, cost, multipliers, bounds, months, prices, counts)
    return PricedStretches(months, np.zeros_like(months), prices, counts)


def _bounds(layout: Layout) -> Days:
    """The days on which stretches begin, and the horizon's end: whole weeks, where fewest pairs of days are cut."""
    days = layout.problem.days
    cut = np.zeros(WEEK, np.int64)
    for several in layout.problem.budgets:
        for budget in several:
            for pair in budget.pairs:
                cut[pair.day % WEEK] += 1
    first = int(cut.argmin())
    begins = [0, *range(first + STRETCH_DAYS, days - STRETCH_DAYS // 2, STRETCH_DAYS)]
    return np.array([*begins, days], np.int64)


def _granted(layout: Layout, masks: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """The duties that granted requests shut, and what each budget counts beside duties: its constant, and leave."""
    problem, force = layout.problem, layout.force
    shut, beside = np.zeros(force.shift_allowed.shape, np.bool_), force.constant.copy()
    for agent in range(problem.agents):
        budgets = slice(int(force.budget_start[agent]), int(force.budget_start[agent + 1]))
        begin = int(force.request_start[agent])
        for request in range(begin, int(force.request_start[agent + 1])):
            if masks[agent] >> (request - begin) & 1:
                shut[agent, force.request_first[request] : force.request_last[request] + 1] = True
                blocked = force.blocked[force.blocked_start[request] : force.blocked_start[request + 1]]
                shut[agent, blocked[:, 0], blocked[:, 1]] = True
                beside[budgets] += force.request_leave[request, : budgets.stop - budgets.start]
    return shut, beside


def _units(layout: Layout) -> NDArray[np.int64]:
    """What each budget counts by: everything that a duty or a pair of days adds is a multiple of it."""
    force = layout.force
    of_table = np.array([np.gcd.reduce(weights.ravel()) for weights in force.weights])
    return np.asarray(np.maximum(1, np.gcd(of_table[force.table], np.gcd.reduce(force.pair_weight, axis=1))), np.int64)


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a program over stretches says of a horizon: `prices` for whole horizons, and the best `bound` they prove.

    `later[budget, number]` is what its optimum has a budget count in the stretches from `bounds[number]` on, `counts`
    what it has each row count.
    """

    prices: DualPrices
    bound: float
    bounds: Days
    later: Floats
    counts: Floats

    def later_at(self, day: int) -> Floats:
        """What each budget counts from a day on: within a stretch evenly."""
        number = int(np.searchsorted(self.bounds, day, side="right")) - 1
        if number == len(self.bounds) - 1:
            return np.zeros(len(self.later))
        first, stop = self.bounds[number : number + 2].tolist()
        after = self.later[:, number + 1] if number + 1 < self.later.shape[1] else 0.0
        share = (day - first) / (stop - first)
        return np.asarray((1.0 - share) * self.later[:, number] + share * after)


def prices_by_stretches(
    master: RestrictedMaster,
    pricer: Pricer,
    plan: Plan,
    *,
    deadline: float,
    on_bound: Callable[[float], None],
    should_stop: Callable[[], bool],
    enough: float,
) -> Outlook | None:
    """Prices for the whole horizon's `master` and the best bound that they prove (ticks); None in too short a time.

    Ends when no stretch has a negative reduced cost, the bound is `enough` or hardly rises, or the time is up; the
    middle two only at the finest tolerance.
    """
    layout, bounds = master.layout, _bounds(master.layout)
    program = StretchMaster(layout, plan, bounds)

    def over() -> bool:
        return should_stop() or time.monotonic() >= deadline

    centre = DualPrices(np.zeros(len(layout.rows)), np.zeros(len(layout.force.table)), np.zeros(1))
    share = np.diff(bounds) / layout.problem.days
    for number in range(len(share)):
        part, last = StretchMaster(layout, plan, bounds[number : number + 2]), None
        for known, _ in _solved(part, None, deadline):
            if over():
                return None
            last = known
        # What has no optimum has no reduced costs either: its time was up, or the solver gave up.
        if last is None or part.solve(deadline - time.monotonic()) is None:
            continue
        for stretch in part.nearest():
            program.enter(stretch)
        row, budget = centre.row.copy(), centre.budget + share[number] * last.budget
        row[list(part.rows)] = last.row[list(part.rows)]
        centre = DualPrices(row, budget, centre.agent)
    best, bound, proofs = None, -math.inf, [-math.inf] * SETTLING
    for prices, optimum in _solved(program, centre, deadline):
        if over():
            break
        whole = _whole(master, prices)
        _, proven = master.price(whole, pricer, 1)
        if bound < proven < math.inf:
            best, bound = whole, proven
            on_bound(bound)
        settled = bound - proofs[-SETTLING] < SETTLED * abs(bound) and bound > optimum - NEAR * abs(optimum)
        if bound >= enough:
            break
        proofs.append(bound)
        if settled:
            if not program.sharpen():
                break
            proofs = [-math.inf] * SETTLING
    return None if best is None else Outlook(best, bound, bounds, program.later(), program.counts())


def _solved(program: StretchMaster, centre: DualPrices | None, deadline: float) -> Iterator[tuple[DualPrices, float]]:
    """Solves and prices in turn until no stretch has a negative reduced cost.

    Stretches are sought at prices drawn towards the last ones and at those of the optimum. Each time the former (where
    there are no more, the latter), and the program's optimum.
    """
    more = True
    while more and (optimum := program.solve(deadline - time.monotonic())) is not None:
        now, tolerance = program.prices(), program.tolerance
        smoothed = now.smoothed(centre)
        added = sum(program.widen(prices, now, optimum) for prices in smoothed)
        centre = smoothed[0] if added else now
        yield centre, optimum
        more = added > 0 or program.tolerance < tolerance or program.sharpen()


def _whole(master: RestrictedMaster, prices: DualPrices) -> DualPrices:
    """The prices that whole horizons are asked: of budgets only those that no label counts."""
    budget = np.zeros(len(prices.budget))
    for several in master.layout.budgets_of:
        budget[several] = prices.budget[several]
    return DualPrices(prices.row, budget, np.zeros(len(master.layout.budgets_of)))
