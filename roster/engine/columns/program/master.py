"""The restricted master: a linear program over months, and the bounds that pricing at any prices proves.

One convexity row per agent, the rows of the problem as convex piecewise-linear counts, the budgets that no label
counts, and links from duties to jobs (Dantzig and Wolfe 1960; set-covering rosters by Jaumard, Semet and Vovor 1998).
GLOP's primal simplex starts from its last basis when only columns are new. Each pricing at prices y also proves the
Lagrangian bound at y.
"""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.column import Column, Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.pricer import Outside, Pricer
from roster.engine.columns.program.totals import HeldTotals, Total
from roster.engine.pricing.pricing import BIG, conjugate, price_at
from roster.linear import Constraint, FirstOrderProgram, LinearProgram, Variable

Floats = NDArray[np.float64]

MISSING_TICKS = 1e7
"""What an agent without a month costs in the program, times the steepest row's step where that is more."""


class RestrictedMaster:
    """A linear program over the months of `agents`, everybody else as in `rest`."""

    def __init__(self, layout: Layout, agents: Sequence[int], rest: Outside) -> None:
        self.layout, self.agents, self.rest = layout, np.array(agents, np.int64), rest
        self.wanted: Callable[[list[Column]], Iterable[bool]] | None = None
        self.held = HeldTotals(layout.table)
        self._begin()

    def _program(self) -> LinearProgram | FirstOrderProgram:
        return LinearProgram()

    def _begin(self) -> None:
        self.program = self._program()
        self.inf = self.program.inf
        self.columns: list[Column] = []
        self.variables: list[Variable] = []
        self.known: set[int] = set()
        self.of_agent: dict[int, list[int]] = {int(agent): [] for agent in self.agents}
        self.fixed: dict[int, Column] = {}
        self.offset = self.rest.ticks
        self._rows()
        self.limits = [self._limit(*held) for held in zip(self.held.totals, self.held.within, strict=True)]
        self.links: dict[int, Constraint] = {}
        self._months()

    def _months(self) -> None:
        """One month of each agent, and the budgets that rows of the program hold."""
        layout = self.layout
        missing = max(MISSING_TICKS, 100.0 * layout.problem.days * float(np.abs(np.diff(layout.table)).max(initial=1)))
        self.convexity: dict[int, Constraint] = {}
        self.missing: list[Variable] = []
        for agent in self.of_agent:
            self.convexity[agent] = self.program.limit({}, 1, 1)
            self.missing.append(self._variable({self.convexity[agent]: 1.0}, missing, 1.0))
        self.budgets: dict[int, Constraint] = {}
        for agent in self.of_agent:
            for budget in layout.budgets_of[agent]:
                self._budget(int(budget))

    # The program

    def _variable(self, terms: dict[Constraint, float], ticks: float, most: float) -> Variable:
        return self.program.variable(0.0, most, ticks, terms)

    def _rows(self) -> None:
        layout, rest = self.layout, self.rest
        touched = self._touched()
        self.rows: dict[int, Constraint] = {}
        self.steps: dict[int, list[tuple[int, float, Variable]]] = {}
        counts = np.arange(layout.low, layout.low + layout.table.shape[1])
        for row in range(len(layout.rows)):
            prices = layout.table[row]
            if not touched[row]:
                self.offset += _extended(prices, int(rest.still[row]) - layout.low)
                continue
            base = int(rest.counts[row])
            constraint = self.rows[row] = self.program.limit({}, float(counts[0] - base), float(counts[0] - base))
            steps = np.diff(prices)
            edges = [0, *(int(k) + 1 for k in np.flatnonzero(np.diff(steps))), len(steps)]
            self.offset += float(prices[0])
            self.steps[row] = parts = []
            for number in range(len(edges) - 1):
                last = number == len(edges) - 2
                width = self.inf if last else float(edges[number + 1] - edges[number])
                part = self._variable({constraint: -1.0}, float(steps[edges[number]]), width)
                parts.append((edges[number], 1.0, part))
            parts.append((0, -1.0, self._variable({constraint: 1.0}, -float(steps[0]), self.inf)))

    def _touched(self) -> NDArray[np.bool_]:
        """Rows that a free agent's choices on the open days may feed."""
        layout, rest = self.layout, self.rest
        rows = layout.rows
        touched = np.zeros(len(rows), np.bool_)
        if len(self.agents) == layout.problem.agents and rest.stop - rest.first == layout.problem.days:
            return ~touched
        for klass in {int(rows.class_of[agent]) for agent in self.agents}:
            start, stop = rows.start[klass, rest.first : rest.stop], rows.stop[klass, rest.first : rest.stop]
            for a, b in zip(start[stop > start], stop[stop > start], strict=True):
                touched[rows.row[a:b]] = True
        for agent in self.agents:
            for request in layout.problem.requests[agent]:
                for row, _ in rows.of_request.get(request.request, ()):
                    touched[row] = True
        return touched

    def _limit(self, total: Total, within: tuple[float, float]) -> Constraint:
        """A row of the program for a total. What lies outside its limits costs as much as a month that is missing."""
        steps = np.diff(total.values, axis=1)
        limit = self.program.limit({}, within[0] - total.constant, within[1] - total.constant)
        for number, row in enumerate(total.rows.tolist()):
            for place_, sign, part in self.steps[row]:
                if steps[number, place_]:
                    limit.SetCoefficient(part, sign * float(steps[number, place_]))
        for sign in (-1.0, 1.0):
            self._variable({limit: sign}, self.outside, self.inf)
        return limit

    @property
    def outside(self) -> float:
        """What a unit of a total outside its limits costs, in ticks: far more than a unit of any row."""
        return 100.0 * float(np.abs(np.diff(self.layout.table)).max(initial=1))

    def hold(self, total: Total, least: float, most: float) -> None:
        """Holds a total within limits from now on, or within others than before; infinite ones let it go."""
        number = self.held.number(total)
        if number == len(self.limits):
            self.limits.append(self._limit(total, (least, most)))
        elif self.held.within[number] != (least, most):
            self.limits[number].SetBounds(least - total.constant, most - total.constant)
        self.held.within[number] = least, most

    def _budget(self, budget: int, beside: float = 0.0, unit: float = 1.0) -> None:
        """A budget of what is counted in units, where `beside` stands in any case.

        No whole number of units reaches a limit between two of them.
        """
        force = self.layout.force
        low, high = float(force.least[budget]), float(force.most[budget])
        bends = int(force.bends[budget])
        self.budgets[budget] = self.program.limit(
            {},
            math.ceil((low - beside) / unit) if low > force.lowest[budget] else -self.inf,
            math.floor((high - beside) / unit) if high < force.highest[budget] else self.inf,
        )
        slopes = force.slopes[budget, : bends + 1] * unit
        if slopes.any():
            breaks = (force.breaks[budget, :bends] - beside) / unit
            priced = self.program.limit({}, float(breaks[0]), float(breaks[0]))
            self.offset += float(force.floor_ticks[budget])
            self._variable({priced: 1.0}, -float(slopes[0]), self.inf)
            for bend in range(bends):
                width = self.inf if bend == bends - 1 else float(breaks[bend + 1] - breaks[bend])
                self._variable({priced: -1.0}, float(slopes[bend + 1]), width)
            self.budgets[-1 - budget] = priced

    def _feed(self, made: Variable, rows: NDArray[np.int64], values: Floats) -> None:
        """What a variable adds to rows and links."""
        for row, value in zip(rows.tolist(), values.tolist(), strict=True):
            if row >= len(self.layout.rows):
                self._link(row).SetCoefficient(made, value)
            elif row in self.rows:
                self.rows[row].SetCoefficient(made, value)

    def _link(self, number: int) -> Constraint:
        if number not in self.links:
            klass, day, shift, jobs = self.layout.link_cells[number - len(self.layout.rows)]
            link = self.links[number] = self.program.limit({}, 0.0, 0.0)
            rows = self.layout.rows
            for job in jobs:
                terms: dict[Constraint, float] = {link: -1.0}
                for entry in range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job]):
                    row = int(rows.row[entry])
                    if row in self.rows:
                        terms[self.rows[row]] = terms.get(self.rows[row], 0.0) + float(rows.coefficient[entry])
                self._variable(terms, 0.0, self.inf)
        return self.links[number]

    def add(self, columns: Iterable[Column]) -> int:
        """Takes columns of free agents in; how many were new."""
        new = list({id(column): column for column in columns if id(column) not in self.known}.values())
        self.known.update(id(column) for column in new)
        several = [True] * len(new) if self.wanted is None else self.wanted(new)
        for column, open_ in zip(new, several, strict=True):
            self._admit(column, self.inf if open_ and column.agent not in self.fixed else 0.0)
        return len(new)

    def _admit(self, column: Column, most: float) -> None:
        """A variable for a column, and what it adds."""
        agent = column.agent
        made = self.program.variable(0.0, most, column.ticks, {self.convexity[agent]: 1.0})
        self._feed(made, column.rows, column.values)
        for budget, count in zip(self.layout.budgets_of[agent].tolist(), column.counts.tolist(), strict=True):
            self.budgets[budget].SetCoefficient(made, float(count))
            if -1 - budget in self.budgets:
                self.budgets[-1 - budget].SetCoefficient(made, float(count))
        self.of_agent[agent].append(len(self.columns))
        self.columns.append(column)
        self.variables.append(made)

    def trim(self, prices: DualPrices, most: int, *, pool: bool = True) -> None:
        """Begins anew with each agent's `most` months of the least reduced cost; with `pool` others leave it too."""
        retained = []
        for agent, numbers in self.of_agent.items():
            ranked = sorted((self.columns[number] for number in numbers), key=lambda one: self.reduced(one, prices))
            if pool:
                self.layout.forget(agent, ranked[:most])
            retained += ranked[:most]
        self._begin()
        self.add(retained)

    def keep(self, wanted: Callable[[list[Column]], Iterable[bool]]) -> None:
        """Shuts every column of an agent not yet fixed that is not wanted, also of those to come."""
        self.wanted = wanted
        for column, variable, open_ in zip(self.columns, self.variables, wanted(self.columns), strict=True):
            if column.agent not in self.fixed:
                variable.SetUb(self.inf if open_ else 0.0)

    def fix(self, column: Column) -> None:
        """Gives an agent this month."""
        self.fixed[column.agent] = column
        for number in self.of_agent[column.agent]:
            self.variables[number].SetUb(self.inf if self.columns[number] is column else 0.0)

    def solve(self, seconds: float = 1e6) -> float | None:
        """The program's optimum in ticks of the whole problem; None when the time ran out."""
        return self.program.optimum + self.offset if self.program.solve_again(seconds) else None

    def lacking(self) -> bool:
        """Whether some agent has no month in the optimum."""
        return any(variable.solution_value() > 1e-6 for variable in self.missing)

    def values(self) -> list[tuple[float, Column]]:
        """The months in the optimum with their shares, largest first, ties in order of entry."""
        columns = []
        for number, variable in enumerate(self.variables):
            value = variable.solution_value()
            if value > 1e-6:
                columns.append((value, number))
        columns.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(value, self.columns[number]) for value, number in columns]

    def counts(self) -> Floats:
        """What the rows count in the optimum (those that nobody here feeds as they stand)."""
        counts = self.rest.still.astype(np.float64)
        for row, parts in self.steps.items():
            counts[row] = self.layout.low + sum(sign * part.solution_value() for _, sign, part in parts)
        return counts

    def prices(self) -> DualPrices:
        """The optimum's prices."""
        layout = self.layout
        row = np.zeros(len(layout.rows))
        for number, constraint in self.rows.items():
            row[number] = -constraint.dual_value()
        budget = np.zeros(len(layout.force.table))
        for number, constraint in self.budgets.items():
            budget[number if number >= 0 else -1 - number] -= constraint.dual_value()
        agent = np.zeros(max(layout.problem.agents, max(self.convexity, default=-1) + 1))
        for number, constraint in self.convexity.items():
            agent[number] = constraint.dual_value()
        return DualPrices(row, budget, agent, np.array([-limit.dual_value() for limit in self.limits]))

    # Pricing

    def price(self, prices: DualPrices, pricer: "Pricer", each: int, repair: float = 0.0) -> tuple[list[Column], float]:
        """Cheap months of the agents not yet fixed (the pool's), and the bound that they prove.

        The bound, in ticks of the whole problem, counts fixed agents as fixed.
        """
        free = np.array([agent for agent in self.agents if int(agent) not in self.fixed], np.int64)
        prices, charged = self._sound(prices)
        row = prices.row
        priced, least = pricer.run(free, prices, self.rest, each, repair)
        if (least >= BIG / 2).any():
            return priced, math.inf
        total = float(least.sum()) + self.offset_of_rows(row, charged) + self.held.allowance(prices.total)
        force = self.layout.force
        for agent in free:
            for budget in self.layout.budgets_of[agent]:
                total += conjugate(force, int(budget), float(prices.budget[budget]))
        for column in self.fixed.values():
            inside = column.rows < len(self.layout.rows)
            total += column.ticks + float(row[column.rows[inside]] @ column.values[inside])
            total += self.layout.links_price(column, row)
            for budget, count in zip(self.layout.budgets_of[column.agent], column.counts, strict=True):
                total += price_at(force, int(budget), int(count))
        return priced, total

    def sound(self, prices: DualPrices) -> DualPrices:
        """The nearest prices that prove anything: rows' within their slopes, totals' as `HeldTotals.sound` has them."""
        return self._sound(prices)[0]

    def _sound(self, prices: DualPrices) -> tuple[DualPrices, NDArray[np.int64] | Floats]:
        """Those, and the rows' prices with what the totals charge at them."""
        total = self.held.sound(prices.total)
        charged = self.held.charged(total)
        return DualPrices(self._clipped(prices.row, charged), prices.budget, prices.agent, total), charged

    def _clipped(self, row: Floats, table: NDArray[np.int64] | Floats) -> Floats:
        if len(self.layout.rows) == 0:
            return row
        inside = np.zeros(len(row), np.bool_)
        inside[list(self.rows)] = True
        return np.where(inside, np.clip(row, table[:, 1] - table[:, 0], table[:, -1] - table[:, -2]), 0.0)

    def offset_of_rows(self, row: Floats, charged: NDArray[np.int64] | Floats | None = None) -> float:
        """What the bound takes from rows at these prices: Σ min over counts of price − y·(count − the rest's).

        `charged` are the rows' prices with what totals charge, where there are any.
        """
        layout, rest = self.layout, self.rest
        table = layout.table if charged is None else charged
        total = rest.ticks
        if len(layout.rows) == 0:
            return total
        counts = np.arange(layout.low, layout.low + layout.table.shape[1])
        inside = np.zeros(len(row), np.bool_)
        inside[list(self.rows)] = True
        least = (table - row[:, None] * counts).min(axis=1) + row * rest.counts
        total += float(least[inside].sum())
        for number in np.flatnonzero(~inside):
            total += _extended(layout.table[number], int(rest.still[number]) - layout.low)
        return total

    def reduced(self, column: Column, prices: DualPrices) -> float:
        """A column's reduced cost."""
        rows = len(self.layout.rows)
        inside = column.rows < rows
        value = column.ticks - float(prices.agent[column.agent])
        value += float(prices.row[column.rows[inside]] @ column.values[inside])
        if not inside.all():
            value += self.layout.links_price(column, prices.row)
        budgets = self.layout.budgets_of[column.agent]
        return value + float(prices.budget[budgets] @ column.counts)


def _extended(prices: NDArray[np.int64], place_: int) -> float:
    """A row's price at a place of its table; beyond the edges it goes on with the slope there."""
    if place_ < 0:
        return float(prices[0] + (prices[1] - prices[0]) * place_)
    if place_ >= len(prices):
        return float(prices[-1] + (prices[-1] - prices[-2]) * (place_ - len(prices) + 1))
    return float(prices[place_])
