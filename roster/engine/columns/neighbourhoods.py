"""Neighbourhoods: free some agents, or everybody on some days, price, dive, keep what is better.

Agents are drawn around a badly priced row, among those whose months cost most, or at random, days around such a row;
on long horizons some agents are freed on some days. A neighbourhood whose bound reaches the incumbent is left at once.
Sizes adapt so that one takes about a second.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.dive import Manner, dive
from roster.engine.columns.incumbent import Incumbent, roster_of
from roster.engine.columns.program.column import Column, Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer, rest_of
from roster.engine.columns.program.solving import generate
from roster.engine.pricing.label_need import LONG_DAYS
from roster.engine.problem.problem import Plan

OPENING = 20
"""Pricings before a neighbourhood's dive begins: fixing months of a program far from its optimum leads nowhere."""

PATIENCE = 5.0
"""How many times the seconds aimed at one may take, on horizons where whole months are freed."""

FEWEST_DAYS, FIRST_DAYS, MOST_DAYS = 5.0, 9.0, 21.0
"""On which everybody is freed: at least, at first, at most."""

COLUMNS_PER_AGENT = 40
"""Months from the pool that a neighbourhood starts with, the cheapest at the root's prices."""


@dataclass
class Neighbourhoods:
    """Draws neighbourhoods and searches them. The sizes wanted adapt to the time that they take.

    `agents_wanted` and `days_wanted` are of those of some agents, `span_wanted` the days of those of everybody.
    `value` tells a plan's ticks and whether it is legal.
    """

    layout: Layout
    pricer: Pricer
    prices: DualPrices
    generator: np.random.Generator
    unit: float
    value: Callable[[Plan], tuple[float, bool]]
    aim_seconds: float = 0.8
    counted: bool = False
    agents_wanted: float = field(init=False)
    days_wanted: float = field(init=False)
    span_wanted: float = FIRST_DAYS

    def __post_init__(self) -> None:
        n, days = self.layout.problem.agents, self.layout.problem.days
        self.agents_wanted = max(3.0, 0.35 * n) if days <= LONG_DAYS else max(3.0, min(0.5 * n, 25.0))
        self.days_wanted = float(days if days <= LONG_DAYS else 22)

    @property
    def kinds(self) -> tuple[bool, ...]:
        """For which `everybody` neighbourhoods take turns: on a long horizon those of some agents are of some days."""
        return (False,) if self.layout.problem.days > LONG_DAYS else (False, True)

    def search(
        self,
        incumbent: Incumbent,
        deadline: float,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        everybody: bool = False,
    ) -> Incumbent | None:
        """One neighbourhood of the incumbent, of some agents or of everybody: a better roster, or None."""
        began, calls, windowed = time.monotonic(), self.pricer.calls, self.layout.problem.days > LONG_DAYS
        if not self.counted and not windowed:
            deadline = min(deadline, began + PATIENCE * self.aim_seconds)
        now = incumbent.columns(self.layout)
        free, first, stop = self._window(incumbent.plan, now, everybody=everybody)
        master = RestrictedMaster(self.layout, free, rest_of(self.layout, incumbent.plan, free, first, stop))
        for agent in free:
            master.add(self._start(agent, now[agent], first, stop))
        dived = dive(
            master,
            self.pricer,
            self._manner(),
            self.generator,
            ceiling=incumbent.ticks - 1 + 1e-6 * abs(incumbent.ticks),
            deadline=deadline,
            should_stop=should_stop,
        )
        self._adapt(time.monotonic() - began, self.pricer.calls - calls, everybody=everybody)
        better = None
        if dived is not None:
            columns = list(now)
            for column in dived:
                columns[column.agent] = column
            trial = roster_of(self.layout, columns, self.value)
            if trial is not None and trial.ticks < incumbent.ticks:
                better = trial
        self._tidy(free, (better or incumbent).columns(self.layout), windowed=windowed)
        return better

    def _window(self, plan: Plan, now: list[Column], *, everybody: bool) -> tuple[list[int], int, int]:
        """Agents to free, and the first day that is open to them and the day after the last."""
        n, days = self.layout.problem.agents, self.layout.problem.days
        if everybody:
            size, fewest, wanted = n, FEWEST_DAYS, self.span_wanted
        else:
            size = int(max(2, min(n, round(self.agents_wanted * self.generator.uniform(0.5, 1.5)))))
            fewest, wanted = 7, self.days_wanted
        length = int(max(fewest, min(days, round(wanted * self.generator.uniform(0.6, 1.4)))))
        free, day = self._draw(plan.shift, plan.job, now, size)
        if length >= days:
            return free, 0, days
        first = int(np.clip(day - self.generator.integers(length), 0, days - length))
        return free, first, first + length

    def _manner(self) -> Manner:
        """How a neighbourhood is dived in: each time with another haste, and more or less by chance."""
        return Manner(
            pricings=3,
            fewest=int(self.generator.choice([4, 8, 16])),
            noise=float(self.generator.choice([0.0, 0.1, 0.3])),
            repair_ticks=self.unit,
            each=2,
            opening=OPENING,
            centre=self.prices,
        )

    def whole(self, deadline: float, should_stop: Callable[[], bool] = lambda: False) -> Incumbent | None:
        """A roster by a dive from the root, each time by another way; None where it ends in none."""
        everyone = range(self.layout.problem.agents)
        master = RestrictedMaster(self.layout, everyone, rest_of(self.layout, None, everyone))
        for agent in everyone:
            master.add(self._cheapest(self.layout.pool[agent]))
        now = time.monotonic()
        half = deadline if self.counted else now + (deadline - now) / 2
        generate(master, self.pricer, deadline=half, centre=self.prices, should_stop=should_stop)
        master.keep(lambda several: [column.legal for column in several])
        months = dive(
            master,
            self.pricer,
            Manner(
                fewest=int(self.generator.choice([12, 16, 20])),
                noise=float(self.generator.choice([0.0, 0.02])),
                repair_ticks=self.unit,
                rounds=True,
            ),
            self.generator,
            ceiling=math.inf,
            deadline=deadline,
            should_stop=should_stop,
        )
        return None if months is None else roster_of(self.layout, months, self.value)

    def _start(self, agent: int, now: Column, first: int, stop: int) -> list[Column]:
        """The agent's present month and the cheapest legal ones of the pool that agree with it outside the window."""
        now = self.layout.add(now)
        outside = np.ones(len(now.month), np.bool_)
        outside[first:stop] = False
        fitting = [
            column
            for column in self.layout.pool[agent]
            if column.legal and column is not now and (column.month[outside] == now.month[outside]).all()
        ]
        return [now, *self._cheapest(fitting)]

    def _cheapest(self, columns: list[Column]) -> list[Column]:
        """The cheapest of some months at the root's prices, so many as an agent begins with."""
        return sorted(columns, key=self._charged)[:COLUMNS_PER_AGENT]

    def _charged(self, column: Column) -> float:
        """A month's price at the root's prices."""
        inside = column.rows < len(self.layout.rows)
        value = column.ticks + float(self.prices.row[column.rows[inside]] @ column.values[inside])
        budgets = self.layout.budgets_of[column.agent]
        return value + float(self.prices.budget[budgets] @ column.counts)

    def _draw(
        self, shift: NDArray[np.int16], job: NDArray[np.int16], now: list[Column], size: int
    ) -> tuple[list[int], int]:
        """Agents to free and a day to free them around."""
        n, days = shift.shape
        draw = self.generator
        day = int(draw.integers(days))
        if size >= n:
            around = self._around(shift, job, size) if draw.random() < 0.5 else None
            return list(range(n)), day if around is None else around[1]
        mode = draw.random()
        if mode < 0.3:
            return sorted(draw.choice(n, size, replace=False).tolist()), day
        if mode < 0.75 and len(self.layout.rows):
            around = self._around(shift, job, size)
            if around is not None:
                return around
        weights = np.array([max(0.0, column.ticks) for column in now]) + self.unit / 20.0
        return sorted(draw.choice(n, size, replace=False, p=weights / weights.sum()).tolist()), day

    def _around(self, shift: NDArray[np.int16], job: NDArray[np.int16], size: int) -> tuple[list[int], int] | None:
        """Agents who could work where a row is priced above its least, then those who feed other such rows."""
        layout, draw = self.layout, self.generator
        excess = self._excess(shift, job)
        if excess.sum() <= 0:
            return None
        row = int(draw.choice(len(excess), p=excess / excess.sum()))
        day, code = int(layout.fresh_rows.cell_day[row]), int(layout.fresh_rows.cell_shift[row])
        if day < 0:
            return None
        able = np.flatnonzero(layout.problem.shift_allowed[:, day, code])
        picked = draw.permutation(able)[: max(2, size // 2)].tolist()
        costly = np.flatnonzero(excess > 0)
        others = draw.permutation(np.setdiff1d(np.arange(len(shift)), picked))
        feeding = [
            int(agent)
            for agent in others
            if any(
                shift[agent, layout.fresh_rows.cell_day[r]] == layout.fresh_rows.cell_shift[r]
                for r in costly
                if layout.fresh_rows.cell_day[r] >= 0
            )
        ]
        picked += feeding[: max(0, (size - len(picked)) // 2)]
        chosen = set(picked)
        picked += [int(agent) for agent in others if int(agent) not in chosen][: max(0, size - len(picked))]
        return sorted(picked[:size]), day

    def _excess(self, shift: NDArray[np.int16], job: NDArray[np.int16]) -> NDArray[np.float64]:
        """What each row costs above its least."""
        layout = self.layout
        counts = layout.rows.counts(shift, job)
        places = np.clip(counts - layout.low, 0, layout.table.shape[1] - 1)
        excess = layout.table[np.arange(len(counts)), places] - layout.table.min(axis=1)
        return np.asarray(excess, np.float64)

    def _tidy(self, free: list[int], now: list[Column], *, windowed: bool) -> None:
        """Keeps the pool small: months of windows hardly fit another one, and of whole months the cheapest."""
        for agent in free:
            pool = self.layout.pool[agent]
            if windowed:
                self.layout.forget(agent, [now[agent]])
            elif len(pool) > 12 * COLUMNS_PER_AGENT:
                ranked = sorted(pool, key=self._charged)[: 6 * COLUMNS_PER_AGENT]
                if not any(column is now[agent] for column in ranked):
                    ranked.append(now[agent])
                self.layout.forget(agent, ranked)

    def _adapt(self, seconds: float, priced: int, *, everybody: bool) -> None:
        """Larger while it is quick, smaller when it is slow; with counted work by the months priced."""
        n, days = self.layout.problem.agents, self.layout.problem.days
        took = priced / 2000.0 if self.counted else seconds / self.aim_seconds
        if everybody:
            span = self.span_wanted * float(np.clip(max(took, 1e-3) ** -0.2, 0.8, 1.1))
            self.span_wanted = float(np.clip(span, FEWEST_DAYS, MOST_DAYS))
            return
        slow = took > 1.0
        factor = float(np.clip(took**-0.1, 0.8, 0.96)) if slow else 1.02
        self.agents_wanted = float(np.clip(self.agents_wanted * factor, 3.0, n))
        if days > LONG_DAYS:
            self.days_wanted = float(np.clip(self.days_wanted * (0.97 if slow else 1.015), 14.0, days))
