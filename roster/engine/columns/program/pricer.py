"""Pricing: the cheapest months of agents at given prices, on the days that are open to them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.column import Column, Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.months import PricedMonths, Wanted, price_columns
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.row_state import fresh, place
from roster.engine.problem.problem import Plan

Floats = NDArray[np.float64]


LAYOUT_DAYS = 1_000_000


@dataclass(frozen=True, eq=False)
class Outside:
    """What the agents outside a master do: row counts with their months (constants included) and their own ticks.

    Of the free agents only the days `first` … `stop` − 1 are open; `now[agent]` are their months. `still` counts the
    rows with everybody's months as they are now: what rows come to that the open days cannot change.
    """

    counts: NDArray[np.int64]
    still: NDArray[np.int64]
    ticks: float
    now: NDArray[np.int16]
    first: int
    stop: int


def rest_of(layout: Layout, plan: Plan | None, free: Sequence[int], first: int = 0, stop: int = LAYOUT_DAYS) -> Outside:
    """What everybody but `free` does in a plan; without a plan everybody must be free."""
    problem = layout.problem
    state = fresh(layout.fresh_rows)
    now = np.full((problem.agents, problem.days), -1, np.int16)
    ticks = 0.0
    if plan is not None:
        now = plan.shift
        masks = problem.request_masks(plan.granted)
        open_ = set(free)
        for agent in range(problem.agents):
            if agent not in open_:
                place(state, layout.force, agent, plan.shift[agent], plan.job[agent], int(masks[agent]), 1)
                ticks += layout.own_of(agent, plan.shift[agent], plan.job[agent], int(masks[agent]))
    counts = state.counts[: len(layout.rows)].copy()
    if plan is not None:
        for agent in free:
            place(state, layout.force, agent, plan.shift[agent], plan.job[agent], int(masks[agent]), 1)
    return Outside(counts, state.counts[: len(layout.rows)], ticks, now, first, min(stop, problem.days))


@dataclass
class Pricer:
    """Prices agents in some threads, with grids of its own for each."""

    layout: Layout
    workers: int
    pool: ThreadPoolExecutor = field(init=False)
    scratch: list[Floats] = field(init=False)
    calls: int = 0

    def __post_init__(self) -> None:
        self.pool = ThreadPoolExecutor(max(1, self.workers))
        self.scratch = [np.empty(max(1, self.layout.labels.cells)) for _ in range(max(1, self.workers))]

    def close(self) -> None:
        """Ends the threads."""
        self.pool.shutdown()

    def priced(
        self, agents: NDArray[np.int64], prices: DualPrices, rest: Outside, each: int, repair: float
    ) -> PricedMonths:
        """The cheapest months of these agents at given prices, and each one's least price."""
        layout = self.layout
        charges = Charges.of(layout.problem, layout.names, prices.row)
        priced = PricedMonths.none_yet(len(agents), each, layout.problem.days)
        self.calls += len(agents)
        parts = self.workers if len(agents) >= 4 else 1

        def part(number: int) -> None:
            span = slice(len(agents) * number // parts, len(agents) * (number + 1) // parts)
            self._price(agents[span], charges, prices, rest, repair, self.scratch[number], priced.part(span))

        if parts == 1:
            part(0)
        else:
            list(self.pool.map(part, range(parts)))
        return priced

    def _price(
        self,
        agents: NDArray[np.int64],
        charges: Charges,
        prices: DualPrices,
        rest: Outside,
        repair: float,
        scratch: Floats,
        priced: PricedMonths,
    ) -> None:
        """Writes the cheapest months of some agents."""
        window = np.array([rest.first, rest.stop, rest.stop, rest.stop], np.int64)
        wanted = Wanted(agents, window, rest.now[agents], priced.prices.shape[1], float(repair))
        price_columns(self.layout.force, self.layout.labels, charges, prices.budget, wanted, scratch, priced)

    def run(
        self, agents: NDArray[np.int64], prices: DualPrices, rest: Outside, each: int, repair: float
    ) -> tuple[list[Column], Floats]:
        """Cheap months of these agents (the pool's), and each one's least price."""
        layout = self.layout
        priced = self.priced(agents, prices, rest, each, repair)
        runs = []
        for number, agent in enumerate(agents):
            for rank in range(each):
                if priced.prices[number, rank] >= BIG / 2:
                    break
                month, job = priced.months[number, rank], priced.jobs[number, rank]
                column = layout.column(int(agent), month, int(priced.granted[number, rank]), job)
                if column is not None:
                    runs.append(layout.add(column))
        return runs, priced.bounds
