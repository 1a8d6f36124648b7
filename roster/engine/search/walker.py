"""One annealing walk: its own months and counts, and the best that it has met."""

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.label_grid import Labels
from roster.engine.pricing.response import own_price
from roster.engine.pricing.row_state import RowState, place, rows_price
from roster.engine.search.anneal import anneal
from roster.engine.search.schedule import Schedule

CHUNK_SECONDS = 0.25
"""How long compiled code may run before it looks up: cancel, deadline and progress wait no longer than this."""

MOST_MOVES = 20_000.0
"""Moves that a second is taken to hold at most."""


@dataclass(eq=False)
class Walker:
    """One annealing walk: `now` is where it is, `best` the best that it has met, at `best_price` ticks.

    Only the agents `among` (by default all) move.
    """

    force: Workforce
    labels: Labels
    state: RowState
    now: Assignment
    multipliers: NDArray[np.float64]
    best: Assignment = field(init=False)
    best_price: float = field(init=False)
    among: NDArray[np.int64] = field(init=False)
    seed: int = 0
    moves_per_second: float = 300.0

    def __post_init__(self) -> None:
        self.best, self.among = self.now.copied(), np.arange(len(self.now.own))
        self.best_price = self.price()

    def price(self) -> float:
        """The price of the walk's present plan, in ticks."""
        return float(rows_price(self.state)) + float(self.now.own.sum())

    def take(self, agent: int, shift: NDArray[np.int16], job: NDArray[np.int16], granted: int, own: float) -> None:
        """Gives one agent another month, whose own price is known."""
        now = self.now
        place(self.state, self.force, agent, now.shift[agent], now.job[agent], now.granted[agent], -1)
        now.shift[agent], now.job[agent], now.granted[agent], now.own[agent] = shift, job, granted, own
        place(self.state, self.force, agent, now.shift[agent], now.job[agent], now.granted[agent], 1)

    def adopt(self, shift: NDArray[np.int16], job: NDArray[np.int16], granted: NDArray[np.int64]) -> None:
        """Goes on from another plan; only agents whose months differ are valued anew."""
        now = self.now
        differs = (now.shift != shift).any(axis=1) | (now.job != job).any(axis=1) | (now.granted != granted)
        for agent in np.flatnonzero(differs).tolist():
            own = own_price(self.force, agent, shift[agent], job[agent], granted[agent])
            self.take(agent, shift[agent], job[agent], granted[agent], own)
        self.keep()

    def keep(self) -> None:
        """Notes the present plan where it is better than the best."""
        price = self.price()
        if price < self.best_price:
            self.best_price = price
            self.best.become(self.now)

    def restart(self) -> None:
        """Takes the present plan for the best, whatever was met before."""
        self.best.become(self.now)
        self.best_price = self.price()

    def join(self, other: "Walker") -> None:
        """Goes on from where another walk on the same problem is now."""
        self.state.become(other.state)
        self.now.become(other.now)

    def timed(self, schedule: Schedule, unit: float, heat: tuple[float, float], seconds: float) -> None:
        """As many moves as so many seconds hold, by what a second held lately."""
        count, began = max(1, int(self.moves_per_second * seconds)), time.monotonic()
        self.run(schedule, unit, heat, count)
        rate = count / max(1e-3, time.monotonic() - began)
        self.moves_per_second = min(MOST_MOVES, 0.5 * self.moves_per_second + 0.5 * rate)

    def run(self, schedule: Schedule, unit: float, heat: tuple[float, float], moves: int) -> None:
        """Some moves while the temperature falls from heat[0] to heat[1], in points times `unit` ticks."""
        self.seed += 1
        days = self.now.shift.shape[1]
        fitting = schedule.cooling(heat[0] * unit, heat[1] * unit)._replace(
            ruined=min(schedule.ruined, len(self.among)), window_days=min(schedule.window_days, days)
        )
        _, self.best_price, _ = anneal(
            self.force,
            self.labels,
            self.state,
            self.now,
            self.best,
            self.best_price,
            self.multipliers,
            self.among,
            fitting,
            self.seed,
            moves,
        )
