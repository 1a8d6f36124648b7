"""A linear program over everybody's months around a plan: priced exactly, at prices of the rows that it sets itself.

Everybody keeps the plan's month or takes another (Dantzig and Wolfe 1960); months are priced on the days that may still
change. Few months differ from a plan that is near the best, so the program mostly ends with whole ones.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.bounds.lagrange import price_agents
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.label_grid import Labels
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price, respond
from roster.engine.problem.problem import Plan, Problem
from roster.engine.replan.disruption import CHANGE
from roster.engine.search.walker import Walker
from roster.linear import Constraint, LinearProgram, Variable, WholeProgram
from roster.rule.pieces import OFF

Months = NDArray[np.int16]
Floats = NDArray[np.float64]

UNIT = CHANGE * 360.0
"""Ticks of a change of one point: the program's prices are in these, or its tolerances would hide a change."""

LEAST_GAIN = 1e-6
"""Units by which something must be better: above the noise of floats."""

CLOSE = 5e-4
"""Of the gain: the program may end so far from its bound."""

SMOOTHED = 0.5
"""How far prices stay with the best ones so far (Wentges 1997)."""

DEARER = (1000, 500, 250, 120, 60, 30)
"""Units by which a changed day is dearer at first, by turns; a seat-interval of 10 points is lost at 500."""

ROUNDS_EACH = 3
"""So many pricings of everybody at each of these, at most."""

FEW = 0.1
"""Of the agents: where fewer have a new month, the next is begun."""

ROUNDS = 8
"""How often a month's price is refined where budgets without a label bind."""

MOST_MONTHS = 1000
"""Months among which whole ones are chosen: those nearest to paying."""

LEAST_SECONDS, MOST_SECONDS = 0.2, 1.0
"""How long that choice may take; most take a tenth of it."""

LEAST_SHARE = 1e-6
"""A month is taken as far as its share is above the noise of floats."""


class AgentMonth(NamedTuple):
    """A legal month of an agent with the mask of granted requests, and how it differs from the present one.

    `ticks` is its price by itself less the present one's, `moves` what it adds to the rows' counts.
    """

    agent: int
    shift: Months
    job: Months
    granted: int
    ticks: float
    moves: Mapping[int, int]


class PlanPrices(NamedTuple):
    """What is minimised: people's own prices in `force`; rows at `table[row, count - low]`.

    A program may end `enough` units from its bound. With `lost`, `lost[row, count - low]` adds
    up to `most_lost` at most.
    """

    force: Workforce
    labels: Labels
    names: list[int]
    table: Floats
    low: int
    enough: float
    lost: Floats | None = None
    most_lost: float = 0.0


class MonthProgram(LinearProgram):
    """A linear program over months: everybody keeps the month of a plan (`walker.now`) or takes others, in parts.

    `gain` is what its optimum is below that plan, at most 0, and `bound` what no plan is below it; both in units.
    """

    def __init__(self, problem: Problem, walker: Walker, prices: PlanPrices) -> None:
        super().__init__()
        self.problem, self.walker, self.prices = problem, walker, prices
        self.now = walker.now.copied()
        self.counts = walker.state.counts.copy()
        self.own = _own_prices(prices.force, self.now)
        self.months: list[tuple[Variable, AgentMonth]] = []
        self.gain, self.bound = 0.0, -np.inf
        self._known: set[tuple[int, int, bytes, bytes]] = set()
        self._one_each: dict[int, Constraint] = {}
        self._row: dict[int, Constraint] = {}
        self._steps = np.diff(prices.table, axis=1)
        self._place = self.counts - prices.low
        self._metered = None
        if prices.lost is not None:
            self._lost_steps = np.diff(prices.lost, axis=1)
            held = _at(prices.lost, self._lost_steps, self._place).sum()
            self._room = prices.most_lost - float(held)
            self._metered = self.limit({}, -self.inf, self._room)
        width = self._steps.shape[1]
        every = np.arange(len(self.counts))
        more, less = (self._steps[every, np.clip(self._place - k, 0, width - 1)] for k in (0, 1))
        self._best_prices = np.rint((more + less) / 2)
        self._meter_price = 0.0
        days = problem.days
        self._window = np.array([_first_open(problem), days, days, days], np.int64)
        self._scratch = np.empty(max(1, prices.labels.cells))
        self._multipliers = np.zeros(max(1, len(prices.force.table)))

    def take_over(self, other: "MonthProgram") -> None:
        """Takes in the months of a program with other prices, or around another plan."""
        for _, month in other.months:
            own = own_price(self.prices.force, month.agent, month.shift, month.job, month.granted)
            if own < BIG / 2:
                self.add(self._beside_present(month.agent, month.shift, month.job, month.granted, own))

    def add(self, month: AgentMonth) -> bool:
        """Takes in a month; whether it was new."""
        key = (month.agent, month.granted, month.shift.tobytes(), month.job.tobytes())
        if key in self._known:
            return False
        self._known.add(key)
        if month.agent not in self._one_each:
            self._one_each[month.agent] = self.limit({}, -self.inf, 1)
        feeds = {self._row_of(row): float(count) for row, count in month.moves.items()}
        feeds[self._one_each[month.agent]] = 1.0
        self.months.append((self.variable(0, self.inf, month.ticks / UNIT, feeds), month))
        return True

    def _row_of(self, row: int) -> Constraint:
        """The row's own constraint: what months move its count by is taken up by parts of its convex price."""
        if row not in self._row:
            self._row[row] = made = self.limit({}, 0, 0)
            place, width = int(self._place[row]), self._steps.shape[1]
            # Beyond the table prices go on with the slope at the edge.
            above = np.clip(np.arange(place, max(place, width) + 1), 0, width - 1)
            below = np.clip(np.arange(place - 1, min(place, 0) - 2, -1), 0, width - 1)
            for steps, sign in ((above, 1), (below, -1)):
                slopes = self._steps[row, steps] / UNIT
                lost = np.zeros(len(steps)) if self._metered is None else self._lost_steps[row, steps]
                bent = np.flatnonzero((np.diff(slopes) != 0) | (np.diff(lost) != 0)) + 1
                for begin, end in pairwise([0, *bent.tolist(), len(steps)]):
                    part = self.variable(
                        0,
                        self.inf if end == len(steps) else float(end - begin),
                        sign * float(slopes[begin]),
                        {made: -sign},
                    )
                    if self._metered is not None and lost[begin]:
                        self._metered.SetCoefficient(part, sign * float(lost[begin]))
        return self._row[row]

    def grow(self, deadline: float, should_stop: Callable[[], bool]) -> None:
        """Prices months and solves by turns until the optimum is as good as its bound, or time is up.

        Prices are smoothed towards the best so far; where those bring nothing new, they are the program's own.
        """
        prices, meter = self._solved() if self.months else self._begun(deadline, should_stop)
        own = True
        while time.monotonic() < deadline and not should_stop():
            least, new = self._price_everybody(self.prices.force, prices)
            bound = least + self._rows_gain(prices, meter)
            if bound > self.bound:
                self.bound, self._best_prices, self._meter_price = bound, prices, meter
            if own and not new:
                return
            solved, solved_meter = self._solved()
            if self.closed:
                return
            share = SMOOTHED if new else 0.0
            own = share == 0.0
            prices = np.rint(share * self._best_prices + (1 - share) * solved)
            meter = share * self._meter_price + (1 - share) * solved_meter

    @property
    def closed(self) -> bool:
        """Whether the optimum is as good as its bound."""
        return self.gain - self.bound <= max(self.prices.enough, CLOSE * abs(self.gain))

    def _begun(self, deadline: float, should_stop: Callable[[], bool]) -> tuple[Floats, float]:
        """The first months and prices, changes dearer than they are: else months as far off as the prices come in."""
        prices, meter = self._best_prices, 0.0
        for units in DEARER:
            force = dearer(self.prices.force, self.now, int(units * UNIT))
            for _ in range(ROUNDS_EACH):
                if time.monotonic() > deadline or should_stop():
                    return prices, meter
                _, new = self._price_everybody(force, prices)
                solved, meter = self._solved()
                prices = np.rint(SMOOTHED * prices + (1 - SMOOTHED) * solved)
                if new < FEW * self.problem.agents:
                    break
        return prices, meter

    def _solved(self) -> tuple[Floats, float]:
        """Solves; the prices of the rows, and of a seat lost."""
        if not self.solve():
            return self._best_prices, self._meter_price
        self.gain = self.optimum
        solved = self._best_prices.astype(np.float64)
        for row, constraint in self._row.items():
            solved[row] = -constraint.dual_value() * UNIT
        meter = 0.0 if self._metered is None else max(0.0, -float(self._metered.dual_value()))
        return np.rint(self._within(solved, meter)), meter

    def _priced(self, meter: float) -> tuple[Floats, Floats]:
        """The rows' prices and their steps with what a seat lost comes to."""
        if self.prices.lost is None:
            return self.prices.table, self._steps
        return self.prices.table + meter * UNIT * self.prices.lost, self._steps + meter * UNIT * self._lost_steps

    def _within(self, prices: Floats, meter: float) -> Floats:
        """The prices where none is beyond what a row can be worth."""
        steps = self._priced(meter)[1]
        return np.clip(prices, steps[:, 0], steps[:, -1])

    def _rows_least(self, prices: Floats, meter: float) -> Floats:
        """What each row less its price's share comes to at least."""
        table, low = self._priced(meter)[0], self.prices.low
        return np.asarray((table - prices[:, None] * np.arange(low, low + table.shape[1])).min(axis=1))

    def _rows_gain(self, prices: Floats, meter: float) -> float:
        """What rows come to at least at these prices, less what they come to now."""
        prices = self._within(prices, meter)
        now = _at(*self._priced(meter), self._place) - prices * self.counts
        room = 0.0 if self.prices.lost is None else meter * self._room
        return float((self._rows_least(prices, meter) - now).sum()) / UNIT - room

    def _price_everybody(self, force: Workforce, prices: Floats) -> tuple[float, int]:
        """Takes in everybody's cheapest months by the force's prices: what they gain together, and how many are new."""
        gained, new = 0.0, 0
        for month in self._cheapest(force, prices):
            reduced = month.ticks + sum(float(prices[row]) * count for row, count in month.moves.items())
            if reduced < -LEAST_GAIN * UNIT:
                gained += reduced
                new += self.add(month)
        return gained / UNIT, new

    def _cheapest(self, force: Workforce, prices: Floats) -> Iterator[AgentMonth]:
        """Each agent's cheapest month where rows charge so much for each of their count."""
        labels, state, now = self.prices.labels, self.walker.state, self.now
        slopes = prices.astype(np.int64)
        linear = state._replace(
            price=slopes[:, None] * np.arange(state.price.shape[1]), counts=np.zeros_like(state.counts), low=0
        )
        for agent in range(self.problem.agents):
            shift, job = now.shift[agent].copy(), now.job[agent].copy()
            granted = respond(
                force,
                labels,
                linear,
                agent,
                self._multipliers,
                ROUNDS,
                0.0,
                shift,
                job,
                self._window,
                self._scratch,
            )
            if granted < 0:
                continue
            job[shift == OFF] = now.job[agent][shift == OFF]
            if granted == now.granted[agent] and (shift == now.shift[agent]).all() and (job == now.job[agent]).all():
                continue
            own = own_price(self.prices.force, agent, shift, job, granted)
            if own < BIG / 2:
                yield self._beside_present(agent, shift, job, granted, own)

    def _beside_present(self, agent: int, shift: Months, job: Months, granted: int, own: float) -> AgentMonth:
        moves = self._moves(agent, shift, job, granted)
        return AgentMonth(agent, shift, job, granted, own - float(self.own[agent]), moves)

    def _moves(self, agent: int, shift: Months, job: Months, granted: int) -> Mapping[int, int]:
        """By how much each row's count moves when an agent takes a month instead of the present one."""
        was_shift, was_job, was_granted = self.now.shift[agent], self.now.job[agent], int(self.now.granted[agent])
        moves: dict[int, int] = defaultdict(int)
        for day in np.flatnonzero((shift != was_shift) | ((shift != OFF) & (job != was_job))).tolist():
            for code, work, sign in ((was_shift[day], was_job[day], -1), (shift[day], job[day], 1)):
                for row, coefficient in self.problem.rows.adds(agent, day, int(code), int(work)).items():
                    moves[row] += sign * coefficient
        state = self.walker.state
        for number in range((was_granted ^ granted).bit_length()):
            sign = (granted >> number & 1) - (was_granted >> number & 1)
            request = int(self.walker.force.request_start[agent]) + number
            for entry in range(state.request_start[request], state.request_start[request + 1]) if sign else ():
                moves[int(state.request_row[entry])] += sign * int(state.request_coefficient[entry])
        return {row: count for row, count in moves.items() if count}

    def proven(self) -> float:
        """A proven bound of the price of all plans that lose no more, by months priced exactly; in units."""
        meter = self._meter_price
        prices = self._within(self._best_prices, meter)
        bounds = np.zeros(self.problem.agents)
        charges = Charges.of(self.problem, self.prices.names, prices)
        everyone = np.arange(self.problem.agents)
        price_agents(self.prices.force, self.prices.labels, everyone, charges, self._multipliers, ROUNDS, bounds)
        if (bounds >= BIG / 2).any():
            return -np.inf
        rows = self._rows_least(prices, meter) + prices * self.problem.rows.constant
        return float(bounds.sum() + rows.sum()) / UNIT - meter * self.prices.most_lost

    def chosen(self, seconds: float) -> list[AgentMonth]:
        """At most one month of each agent's, the cheapest together; none where no choice was better than all stay.

        First among the months that the optimum takes in parts, which is soon done; then among those near to paying.
        """
        if self.gain > -LEAST_GAIN:
            return []
        shares = [(variable.solution_value(), month) for variable, month in self.months]
        taken = [month for share, month in shares if share > LEAST_SHARE]
        if all(share > 1 - LEAST_SHARE for share, _ in shares if share > LEAST_SHARE):
            return taken
        nearest = sorted(self.months, key=lambda item: float(item[0].reduced_cost()))
        price, several = self._whole(taken, max(seconds, LEAST_SECONDS))
        if price > self.gain + self.prices.enough and seconds > LEAST_SECONDS:
            better, others = self._whole([month for _, month in nearest[:MOST_MONTHS]], min(seconds, MOST_SECONDS))
            several = others if better < price else several
        return several

    def _whole(self, months: list[AgentMonth], seconds: float) -> tuple[float, list[AgentMonth]]:
        """The same choice of whole months, by branch and bound; the price beside the plan's."""
        program = WholeProgram()
        one_each: dict[int, Constraint] = {}
        feeds: dict[int, list[tuple[Variable, int]]] = defaultdict(list)
        choices = []
        for month in months:
            if month.agent not in one_each:
                one_each[month.agent] = program.limit({}, 0, 1)
            choices.append(program.choice(month.ticks / UNIT, {one_each[month.agent]: 1}))
            for row, count in month.moves.items():
                feeds[row].append((choices[-1], count))
        base = 0.0
        for row, terms in feeds.items():
            base += _price_row(program, np.diff(self.prices.table[row] / UNIT), int(self._place[row]), terms)
        if not program.solve(seconds) or program.optimum >= base - LEAST_GAIN:
            return 0.0, []
        taken = [month for month, choice in zip(months, choices, strict=True) if choice.solution_value() > 0.5]
        return program.optimum - base, taken


def _price_row(program: WholeProgram, steps: Floats, place: int, terms: Sequence[tuple[Variable, int]]) -> float:
    """Charges a row from the least count that its months can bring it to; what it comes to with none of them.

    Prices are convex, so a part for each slope is enough. `steps[k]` is the step from place k of the table to the next;
    beyond the edges prices go on with the slope there.
    """
    least = place + sum(min(0, count) for _, count in terms)
    most = place + sum(max(0, count) for _, count in terms)
    slopes = steps[np.clip(np.arange(least, most), 0, len(steps) - 1)]
    row = program.limit(dict(terms), float(least - place), float(least - place))
    bends = [0, *(np.flatnonzero(np.diff(slopes)) + 1).tolist(), len(slopes)]
    for begin, end in pairwise(bends):
        program.variable(0, float(end - begin), float(slopes[begin]), {row: -1})
    return float(slopes[: place - least].sum())


def _at(table: Floats, steps: Floats, place: NDArray[np.int64]) -> Floats:
    """Each row's price at a place of its table; beyond the edges it goes on with the slope there."""
    inside = np.clip(place, 0, table.shape[1] - 1)
    over, rows = place - inside, np.arange(len(place))
    return np.asarray(table[rows, inside] + over * np.where(over < 0, steps[:, 0], steps[:, -1]))


def _own_prices(force: Workforce, now: Assignment) -> Floats:
    """What everybody's month costs by itself at other prices than the plan's own."""
    months = zip(now.shift, now.job, now.granted.tolist(), strict=True)
    return np.array([own_price(force, agent, *month) for agent, month in enumerate(months)])


def dearer(force: Workforce, plan: Plan | Assignment, ticks: int) -> Workforce:
    """The prices with each day that differs from a plan's so much dearer."""
    works = plan.shift != OFF
    differs = np.full(force.allowed.shape, ticks, np.int64)
    agent, day = np.nonzero(works)
    differs[agent, day, plan.shift[works], plan.job[works]] = 0
    if force.has_job_ticks:
        differs += force.job_ticks
    off = force.off_ticks + np.where(works, ticks, 0)
    return force._replace(off_ticks=off.astype(force.off_ticks.dtype), job_ticks=differs, has_job_ticks=True)


def _first_open(problem: Problem) -> int:
    """The first day on which anybody has a choice: what is past is priced as it stands."""
    choices = problem.shift_allowed.sum(axis=2) + problem.off_allowed
    return int(np.argmax((choices > 1).any(axis=0)))
