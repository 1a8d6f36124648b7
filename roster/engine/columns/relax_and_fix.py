"""A roster out of a long horizon's prices, window by window: what comes after a window stands in it at those prices.

Relax and fix (Dillenberger et al. 1994). A window's program is over everybody's months from its first day to the
horizon's end, but holds the rows of its own days only; duties of later days cost what the rows' prices say there
(Geoffrion 1974). So every month in it can be kept to the end, with its hours and weekends, and what a window takes of
them is worth as much as elsewhere. Prices hold at the margin only: each window also keeps to about as many duties of
each shift as the relaxation has by then, or the first ones take what the last ones need. What a dive finds of the
window's days is fixed, and the next window begins there.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.dive import Manner, dive
from roster.engine.columns.program.column import Column, Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.months import PricedMonths, counts_from
from roster.engine.columns.program.pricer import Outside, Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.columns.program.stretches import Outlook
from roster.engine.columns.program.totals import Total
from roster.engine.pricing.ahead import MOST_LETTERS, Ahead, CountPath, look_ahead, price_before
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.label_grid import COUNTS
from roster.engine.problem.problem import Plan

Floats = NDArray[np.float64]
Months = NDArray[np.int16]
Days = NDArray[np.int64]

WINDOW_DAYS = 14
"""A window's days: a dive in a program over twice as many takes several times as long."""

AMISS = 0.01
"""By so much, in proportion, and one more, the duties of a shift may be others than the relaxation has."""

STRAIN = 0.005
"""What an agent's count at a window's end costs for straying from the relaxation's, in points for the square of a duty.
Nothing there prices who has which hours when, and in the last window nobody has more days than there are."""

PROGRAM_SHARE = 0.5
"""Of a window's time, at most, for its program; the dive has the rest."""

REPAIRS, DEARER = 6, 4.0
"""How often a month is sought again that keeps the budgets' limits, and how much dearer a unit beyond is each time."""

FEWEST = 8
"""One in so many not yet fixed is, at least, before a window's dive prices again."""


class WindowLayout(Layout):
    """A layout whose columns are months of which the days from `stop` on cost what the outlook's prices say.

    Budgets that no label counts are counted up to there, within what the outlook leaves them. `foreseen`: what is ahead
    of the window is priced once, as it is where nobody has requests to be granted or declined.
    """

    def __init__(self, whole: Layout, outlook: Outlook, first: int, stop: int, ends: Days) -> None:
        vars(self).update(vars(whole))
        self.pool, self._known = [[] for _ in whole.pool], {}
        self.first, self.stop = first, stop
        self.last = self.stop >= whole.problem.days
        self.foreseen = not self.last and whole.force.request_start[-1] == 0
        self.foreseen &= whole.force.next.shape[2] <= MOST_LETTERS
        self.touched = (ends >= self.first) & (ends < self.stop)
        self.touched[[row for fed in whole.rows.of_request.values() for row, _ in fed]] = True
        self.ahead = np.where((ends >= self.stop) & ~self.touched, outlook.prices.row, 0.0)
        self.multipliers = np.zeros(len(whole.force.table))
        force = whole.force
        if not self.last:
            several = np.concatenate(whole.budgets_of)
            self.multipliers[several] = outlook.prices.budget[several]
            kept = np.floor(outlook.later_at(stop)[several] + 1e-6).astype(np.int64)
            least, most, slopes = force.least.copy(), force.most.copy(), force.slopes.copy()
            limited = force.most[several] < force.highest[several]
            most[several] = np.where(limited, force.most[several] - kept, force.most[several])
            least[several] = np.minimum(force.lowest[several], force.least[several])
            slopes[several] = 0
            self.force = force._replace(least=least, most=most, slopes=slopes)

        self.path = CountPath(np.zeros((len(whole.pool), COUNTS)), np.zeros((len(whole.pool), COUNTS)))
        self.counted = [np.zeros(0, np.int64)] * len(whole.pool)

    def keep_to(self, outlook: Outlook, now: Months, ticks: float) -> None:
        """Has what labels count by the window's end cost `ticks` for the square of a duty that it strays.

        `now` are the months before the window.
        """
        force, labels, planned = self.force, self.labels, outlook.later[:, 0] - outlook.later_at(self.stop)
        for agent, month in enumerate(now):
            begin, klass = int(force.budget_start[agent]), int(labels.klass[agent])
            places, several = np.unique(labels.place[begin : force.budget_start[agent + 1]], return_index=True)
            budgets = begin + several[places >= 0]
            taken, before = np.zeros(len(budgets), np.int64), np.where(np.arange(len(month)) < self.first, month, -1)
            counts_from(force, agent, before.astype(np.int16), 0, budgets, taken)
            for place, budget, count in zip(
                places[places >= 0].tolist(), budgets.tolist(), taken.tolist(), strict=True
            ):
                duty = float(labels.weight[klass, place].max())
                self.path.aim[agent, place] = (planned[budget] - count) / labels.unit[klass, place]
                self.path.strain[agent, place] = ticks / max(1.0, duty) ** 2
            self.counted[agent] = budgets

    def _strays(self, agent: int, month: Months) -> float:
        """What a month costs for straying from the path."""
        budgets, klass = self.counted[agent], int(self.labels.klass[agent])
        if len(budgets) == 0:
            return 0.0
        counts, later = np.zeros(len(budgets), np.int64), np.zeros(len(budgets), np.int64)
        counts_from(self.force, agent, month, self.first, budgets, counts)
        counts_from(self.force, agent, month, self.stop, budgets, later)
        places = self.labels.place[budgets]
        strays = (counts - later) / self.labels.unit[klass, places] - self.path.aim[agent, places]
        return float(self.path.strain[agent, places] @ strays**2)

    def column(self, agent: int, month: Months, granted: int, job: Months | None = None) -> Column | None:
        """The column of a month, which bears the price of what comes after the window."""
        column = super().column(agent, month, granted, job)
        if column is None or self.last:
            return column
        budgets = self.budgets_of[agent]
        ticks = column.ticks + self._later(column) + float(self.multipliers[budgets] @ column.counts)
        ticks += self._strays(agent, month)
        later = np.zeros(len(budgets), np.int64)
        counts_from(self.force, agent, month, self.stop, budgets, later)
        counts = column.counts - later
        return replace(column, ticks=ticks, counts=counts, legal=bool((counts <= self.force.most[budgets]).all()))

    def _later(self, column: Column) -> float:
        """What the duties after the window cost."""
        inside = column.rows < len(self.rows)
        price = float(self.ahead[column.rows[inside]] @ column.values[inside])
        return price + self.links_price(column, self.ahead)


class WindowPricer(Pricer):
    """Prices months to the horizon's end: the window's days at the program's prices, later ones at the outlook's."""

    layout: WindowLayout
    ahead: Ahead | None = None

    def _price(
        self,
        agents: Days,
        charges: Charges,
        prices: DualPrices,
        rest: Outside,
        repair: float,
        scratch: Floats,
        priced: PricedMonths,
    ) -> None:
        """As `Pricer._price`."""
        layout, force = self.layout, self.layout.force
        if self.ahead is None:
            super()._price(agents, charges, prices, rest, repair, scratch, priced)
            return
        price_before(
            force,
            layout.labels,
            charges,
            prices.budget,
            agents,
            rest.now,
            self.ahead,
            scratch,
            priced.months,
            priced.jobs,
            priced.prices,
        )
        priced.bounds[:] = priced.prices[:, 0]

    def look_ahead(self, rest: Outside) -> None:
        """Prices what is ahead of the window, from where the days before it lead everybody."""
        layout, force = self.layout, self.layout.force
        if not layout.foreseen:
            return
        charges = Charges.of(layout.problem, layout.names, layout.ahead)
        self.ahead = look_ahead(
            force,
            layout.labels,
            charges,
            layout.multipliers,
            rest.now,
            layout.path,
            layout.first,
            layout.stop,
        )

    def run(
        self, agents: NDArray[np.int64], prices: DualPrices, rest: Outside, each: int, repair: float
    ) -> tuple[list[Column], Floats]:
        """As `Pricer.run`; with `repair` the months are sought again that break a budget's limit in the window."""
        layout = self.layout
        asked = replace(prices, row=prices.row + layout.ahead, budget=prices.budget + layout.multipliers)
        found, bounds = super().run(agents, asked, rest, each, repair if layout.last else 0.0)
        if layout.last or repair <= 0.0:
            return found, bounds
        broken, price = found, repair
        for _ in range(REPAIRS):
            legal = {column.agent for column in broken if column.legal}
            left = []
            for column in broken:
                if column.agent not in legal:
                    legal.add(column.agent)
                    left.append(column.agent)
                    several = layout.budgets_of[column.agent]
                    asked.budget[several[column.counts > layout.force.most[several]]] += price
            if not left:
                break
            broken, _ = super().run(np.array(left), asked, rest, 1, 0.0)
            found = found + broken
            price *= DEARER
        return found, bounds


class WindowMaster(RestrictedMaster):
    """A program over everybody's months from a window's first day on, with the rows that end in the window."""

    layout: WindowLayout

    def _touched(self) -> NDArray[np.bool_]:
        return self.layout.touched


def last_days(layout: Layout) -> Days:
    """The last day whose duties feed each row; −1 where none do."""
    rows = layout.rows
    last = np.full(len(rows), -1, np.int64)
    for day in range(layout.problem.days):
        cells = np.unique(np.stack([rows.start[:, day].ravel(), rows.stop[:, day].ravel()]), axis=1)
        for begin, end in cells.T.tolist():
            last[rows.row[begin:end]] = day
    return last


@dataclass(eq=False)
class RelaxAndFix:
    """A roster by the prices of an outlook. `unit` is the first price of a unit beyond a budget's limit, in ticks."""

    layout: Layout
    outlook: Outlook
    generator: np.random.Generator
    unit: float
    workers: int = 1
    bounds: Days = field(init=False)
    ends: Days = field(init=False)

    def __post_init__(self) -> None:
        self.bounds = _windows(self.outlook.bounds)
        self.ends = last_days(self.layout)

    def months(
        self, plan: Plan, deadline: float, should_stop: Callable[[], bool] = lambda: False
    ) -> list[Column] | None:
        """One legal month per agent; None where somebody has none or the time is too short.

        Begins with the requests that `plan` grants. Whom a window leaves without a month stands aside from then on, and
        gets the cheapest one beside the others at the end.
        """
        layout, bounds = self.layout, self.bounds
        plan = Plan(np.full_like(plan.shift, -1), np.zeros_like(plan.job), plan.granted)
        agents = list(range(layout.problem.agents))
        months: list[Column] = []
        for number in range(1, len(bounds)):
            began = time.monotonic()
            if should_stop() or began >= deadline:
                return None
            until = began + (deadline - began) * _share(bounds, number)
            found = self._window(number, plan, agents, until, should_stop)
            if not found:
                return None
            months, agents = found, [column.agent for column in found]
            masks = np.zeros(layout.problem.agents, np.int64)
            days = slice(int(bounds[number - 1]), int(bounds[number]))
            shift, job = np.full_like(plan.shift, -1), plan.job
            for column in months:
                shift[column.agent, : days.stop] = column.month[: days.stop]
                if column.job is not None:
                    job[column.agent, days] = column.job[days]
                masks[column.agent] = column.granted
            plan = Plan(shift, job, layout.problem.granted_by(masks))
        return self._with_others([layout.add(column) for column in months])

    def _window(
        self, number: int, plan: Plan, agents: list[int], until: float, should_stop: Callable[[], bool]
    ) -> list[Column] | None:
        """A month with the days before the window as in `plan`, of all of `agents` who have one that is legal."""
        first, stop = self.bounds[number - 1 : number + 1].tolist()
        window, everyone = WindowLayout(self.layout, self.outlook, first, stop, self.ends), range(plan.shift.shape[0])
        if window.foreseen:
            window.keep_to(self.outlook, plan.shift, STRAIN * self.unit)
        rest = rest_of(window, plan, everyone, window.first)
        pricer = WindowPricer(window, self.workers)
        try:
            pricer.look_ahead(rest)
            totals = self._totals(window, plan)
            master = WindowMaster(window, agents, rest)
            self._hold(master, totals)
            inside = np.where(window.touched, self.outlook.prices.row, 0.0)
            centre = replace(DualPrices.nothing(window), row=inside)
            now = time.monotonic()
            program = generate(
                master, pricer, deadline=now + PROGRAM_SHARE * (until - now), centre=centre, should_stop=should_stop
            )
            master.add(master.price(program.prices, pricer, 1, self.unit)[0])
            able = {column.agent for column in master.columns if column.legal}
            if len(able) < len(agents):
                known = [column for column in master.columns if column.agent in able]
                master = WindowMaster(window, sorted(able), rest)
                self._hold(master, totals)
                master.add(known)
            master.keep(lambda several: [column.legal for column in several])
            manner = Manner(pricings=2, fewest=FEWEST, repair_ticks=self.unit, rounds=True, aside=True)
            return dive(
                master, pricer, manner, self.generator, ceiling=math.inf, deadline=until, should_stop=should_stop
            )
        finally:
            pricer.close()

    def _totals(self, window: WindowLayout, plan: Plan) -> list[tuple[Total, float, float]]:
        """What the window's rows of each shift count in all, and the limits it is held within.

        What the windows before took more or less than the relaxation is made up for.
        """
        layout, planned = self.layout, self.outlook.counts
        if window.last:
            return []
        counted, shift = layout.rows.counts(plan.shift, plan.job, plan.granted), layout.fresh_rows.cell_shift
        several, place = [], np.arange(layout.table.shape[1])
        for one in np.unique(shift[shift >= 0]):
            rows = np.flatnonzero(window.touched & (shift[: len(planned)] == one))
            if len(rows):
                before = (self.ends < window.first) & (shift[: len(planned)] == one)
                aim = planned[rows].sum() + (planned[before] - counted[before]).sum()
                amiss = AMISS * planned[rows].sum() + 1.0
                # Totals count from the first place of each row's table.
                least, most = (
                    math.floor(aim - amiss) - layout.low * len(rows),
                    math.ceil(aim + amiss) - layout.low * len(rows),
                )
                several.append((Total(rows, np.tile(place, (len(rows), 1))), max(0.0, least), max(0.0, most)))
        return several

    @staticmethod
    def _hold(master: WindowMaster, totals: list[tuple[Total, float, float]]) -> None:
        for total, least, most in totals:
            master.hold(total, least, most)

    def _with_others(self, months: list[Column]) -> list[Column] | None:
        """With the cheapest month of everybody who has none yet, one after the other; None where one has none."""
        layout, agents = self.layout, range(self.layout.problem.agents)
        pricer = Pricer(layout, self.workers)
        try:
            for agent in sorted(set(agents) - {column.agent for column in months}):
                prices = replace(
                    DualPrices.nothing(layout), row=layout.slopes(layout.plan_of(months))[1].astype(np.float64)
                )
                priced, _ = pricer.run(np.array([agent]), prices, rest_of(layout, None, agents), 1, self.unit)
                legal = [column for column in priced if column.legal]
                if not legal:
                    return None
                months.append(legal[0])
        finally:
            pricer.close()
        return sorted(months, key=lambda column: column.agent)


def _windows(bounds: Days) -> Days:
    """The days on which windows begin, and the horizon's end: parts of the stretches, and the last of these whole.

    That one bears what the others left, and the more days it has the more easily.
    """
    begins = []
    for first, stop in pairwise(bounds[:-1].tolist()):
        begins += [first + WINDOW_DAYS * part for part in range(max(1, (stop - first) // WINDOW_DAYS))]
    return np.array([*begins, *bounds[-2:]], np.int64)


def _share(bounds: Days, number: int) -> float:
    """Of the time left, what is for a window: its program's, and as much as that for pricing a whole horizon ahead."""
    left = bounds[-1] - bounds[number - 1 : -1] + bounds[-1] - bounds[0]
    return float(left[0] / left.sum())
