"""Descent from a given plan by best response, one agent at a time, the greatest gain first."""

import heapq
import time
from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price, respond
from roster.engine.pricing.row_state import Field, place
from roster.engine.problem.problem import Plan
from roster.engine.search.search import Schedule, Search

Months = NDArray[np.int16]

CHUNK_MOVES = 25
"""Moves between two looks at the clock: some hundredths of a second, as half a second may be all there is."""

ROUNDS = 8
"""How often a month's price is refined where budgets bind."""


@njit
def proposal(  # noqa: PLR0917 - compiled code takes its arrays one by one
    force: Workforce,
    state: Field,
    agent: int,
    multipliers: NDArray[np.float64],
    shift: Months,
    job: Months,
    granted: int,
    own: float,
    new_shift: Months,
    new_job: Months,
    labels: Labels,
) -> tuple[float, int, float]:
    """An agent's best response to all others: (change of the whole price, granted mask or −1, its own price)."""
    change = place(state, force, agent, shift, job, granted, -1) - own
    window, scratch = whole(new_shift.shape[0]), np.empty(max(1, labels.cells))
    mask = respond(force, state, agent, multipliers, ROUNDS, 0.0, new_shift, new_job, labels, window, scratch)
    fresh = BIG
    if mask >= 0:
        fresh = own_price(force, agent, new_shift, new_job, mask)
        change += place(state, force, agent, new_shift, new_job, mask, 1) + fresh
        place(state, force, agent, new_shift, new_job, mask, -1)
    place(state, force, agent, shift, job, granted, 1)
    return change, mask, fresh


@njit
def proposals(  # noqa: PLR0917 - compiled code takes its arrays one by one
    force: Workforce,
    state: Field,
    agents: NDArray[np.int64],
    multipliers: NDArray[np.float64],
    shift: Months,
    job: Months,
    granted: NDArray[np.int64],
    own: NDArray[np.float64],
    labels: Labels,
    change: NDArray[np.float64],
    mask: NDArray[np.int64],
) -> None:
    """The proposal of each of `agents`, all others as they are: `change` of the whole price, `mask` granted."""
    days = shift.shape[1]
    for place_ in range(agents.shape[0]):
        agent = agents[place_]
        new_shift, new_job = np.full(days, -1, np.int16), np.zeros(days, np.int16)
        change[place_], mask[place_], _ = proposal(
            force,
            state,
            agent,
            multipliers,
            shift[agent],
            job[agent],
            granted[agent],
            own[agent],
            new_shift,
            new_job,
            labels,
        )


class Repair:
    """A plan that gets cheaper agent by agent. `stuck` are agents for whom no legal month exists."""

    def __init__(self, search: Search, start: Plan) -> None:
        self.search = search
        self.walker = search.walker(0, start)[0]
        self.stuck: list[int] = []
        for agent in np.flatnonzero(self.walker.own >= BIG / 2):
            _, mask, own, shift, job = self._propose(int(agent))
            if mask < 0:
                self.stuck.append(int(agent))
            else:
                self._take(int(agent), mask, own, shift, job)

    def _propose(self, agent: int) -> tuple[float, int, float, Months, Months]:
        walker = self.walker
        shift, job = np.full_like(walker.shift[agent], -1), np.zeros_like(walker.job[agent])
        change, mask, own = proposal(
            walker.force,
            walker.state,
            agent,
            walker.multipliers,
            walker.shift[agent],
            walker.job[agent],
            walker.granted[agent],
            walker.own[agent],
            shift,
            job,
            walker.labels,
        )
        return change, mask, own, shift, job

    def _gains(self, agents: list[int]) -> list[tuple[float, int]]:
        """(Change of the whole price, agent) of those whose best response helps."""
        walker, several = self.walker, np.array(agents, np.int64)
        change, mask = np.zeros(len(agents)), np.zeros(len(agents), np.int64)
        proposals(
            walker.force,
            walker.state,
            several,
            walker.multipliers,
            walker.shift,
            walker.job,
            walker.granted,
            walker.own,
            walker.labels,
            change,
            mask,
        )
        helps = (mask >= 0) & (change < -0.5)
        return list(zip(change[helps].tolist(), several[helps].tolist(), strict=True))

    def _take(self, agent: int, mask: int, own: float, shift: Months, job: Months) -> None:
        walker = self.walker
        place(walker.state, walker.force, agent, walker.shift[agent], walker.job[agent], walker.granted[agent], -1)
        walker.shift[agent], walker.job[agent], walker.granted[agent], walker.own[agent] = shift, job, mask, own
        place(walker.state, walker.force, agent, shift, job, mask, 1)

    def descend(self, deadline: float, should_stop: Callable[[], bool], spared: Collection[int] = ()) -> None:
        """Take the best single response again and again until nobody's helps, or time is up.

        A response's gain seldom grows by what others do, so only the one at the top is priced anew before it is taken;
        when all seem spent, one full round makes sure. Agents `spared` stay as they are.
        """
        while True:
            queue = self._gains([agent for agent in range(len(self.walker.shift)) if agent not in spared])
            heapq.heapify(queue)
            if not queue:
                return
            while queue:
                if time.monotonic() > deadline or should_stop():
                    return
                agent = heapq.heappop(queue)[1]
                change, mask, own, shift, job = self._propose(agent)
                if mask < 0 or change >= -0.5:
                    continue
                if queue and change > queue[0][0]:
                    heapq.heappush(queue, (change, agent))
                    continue
                self._take(agent, mask, own, shift, job)

    def undo(self, origin: Plan, seed: int, deadline: float, should_stop: Callable[[], bool], patience: int) -> None:
        """The way out of chains of changes that a first greedy step began.

        Sets some changed agents back to `origin`, spares one of them, and descends again, until `patience` tries on
        end gave nothing.
        """
        draw = np.random.default_rng(seed)
        walker = self.walker
        masks = self.search.masks(origin.granted)
        legal = [
            own_price(walker.force, agent, origin.shift[agent], origin.job[agent], masks[agent]) < BIG / 2
            for agent in range(len(walker.shift))
        ]
        best, price, idle = self._copy(), walker.price(), 0
        while idle < patience and time.monotonic() < deadline and not should_stop():
            differs = (walker.shift != origin.shift) | (walker.job != origin.job)
            changed = [int(a) for a in np.flatnonzero(differs.any(axis=1)) if legal[a]]
            if not changed:
                return
            chosen = draw.choice(changed, size=draw.integers(1, len(changed) + 1), replace=False)
            for agent in map(int, chosen):
                own = own_price(walker.force, agent, origin.shift[agent], origin.job[agent], masks[agent])
                self._take(agent, int(masks[agent]), own, origin.shift[agent], origin.job[agent])
            self.descend(deadline, should_stop, spared={int(chosen[0])})
            self.descend(deadline, should_stop)
            if walker.price() < price - 0.5:
                best, price, idle = self._copy(), walker.price(), 0
            else:
                walker.adopt(*best)
                idle += 1
        walker.adopt(*best)

    def _copy(self) -> tuple[Months, Months, NDArray[np.int64]]:
        return self.walker.shift.copy(), self.walker.job.copy(), self.walker.granted.copy()

    def polish(self, deadline: float, should_stop: Callable[[], bool], patience: int) -> None:
        """Take out two agents at a time and put both back, until `patience` moves on end gave nothing."""
        walker = self.walker
        walker.best_shift[:], walker.best_job[:], walker.best_granted[:] = self._copy()
        walker.best_price = walker.price()
        schedule = Schedule(ruined=2, noise=0.0)
        idle = 0
        while idle < patience and time.monotonic() < deadline and not should_stop():
            before = walker.best_price
            walker.run(schedule, 1.0, (0.5, 0.5), CHUNK_MOVES)
            idle = idle + CHUNK_MOVES if walker.best_price >= before - 0.5 else 0
        walker.adopt(walker.best_shift, walker.best_job, walker.best_granted)

    def plan(self) -> Plan:
        """The plan as it stands."""
        walker = self.walker
        walker.best_shift[:], walker.best_job[:], walker.best_granted[:] = self._copy()
        return self.search.plan(walker)
