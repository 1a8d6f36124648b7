"""Descent from a given plan by best response, one agent at a time, the greatest gain first."""

import heapq
import time
from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import njit
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.label_grid import Labels, whole
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price, respond
from roster.engine.pricing.row_state import RowState, place
from roster.engine.problem.problem import Plan
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.schedule import Schedule

Months = NDArray[np.int16]

CHUNK_MOVES = 25
"""Moves between two looks at the clock: some hundredths of a second, as half a second may be all there is."""

ROUNDS = 8
"""How often a month's price is refined where budgets bind."""


class Proposals(NamedTuple):
    """Best responses by place: `change` of the whole price, `granted` mask (−1: no legal month), price by itself.

    `shift` and `job` hold the month of the last one.
    """

    change: NDArray[np.float64]
    granted: NDArray[np.int64]
    own: NDArray[np.float64]
    shift: Months
    job: Months


@njit
def propose(
    force: Workforce,
    labels: Labels,
    state: RowState,
    now: Assignment,
    agents: NDArray[np.int64],
    multipliers: NDArray[np.float64],
    rounds: int,
    proposals: Proposals,
) -> None:
    """The best response of each of `agents`, all others as they are."""
    shift, job = proposals.shift, proposals.job
    window, scratch = whole(shift.shape[0]), np.empty(max(1, labels.cells))
    for number in range(agents.shape[0]):
        agent = agents[number]
        shift[:] = -1
        job[:] = 0
        was_shift, was_job, was_granted = now.shift[agent], now.job[agent], now.granted[agent]
        change = place(state, force, agent, was_shift, was_job, was_granted, -1) - now.own[agent]
        mask = respond(force, labels, state, agent, multipliers, rounds, 0.0, shift, job, window, scratch)
        own = BIG
        if mask >= 0:
            own = own_price(force, agent, shift, job, mask)
            change += place(state, force, agent, shift, job, mask, 1) + own
            place(state, force, agent, shift, job, mask, -1)
        place(state, force, agent, was_shift, was_job, was_granted, 1)
        proposals.change[number], proposals.granted[number], proposals.own[number] = change, mask, own


class Repair:
    """A plan that gets cheaper agent by agent. `stuck` are agents for whom no legal month exists."""

    def __init__(self, search: PreparedSearch, start: Plan) -> None:
        self.search = search
        self.walker = search.walker(0, start)[0]
        self.stuck: list[int] = []
        for agent in np.flatnonzero(self.walker.now.own >= BIG / 2):
            proposals = self._propose([int(agent)])
            if proposals.granted[0] < 0:
                self.stuck.append(int(agent))
            else:
                self._take(int(agent), proposals)

    def _propose(self, agents: list[int]) -> Proposals:
        """The best response of each."""
        walker, several, days = self.walker, len(agents), self.search.problem.days
        proposals = Proposals(
            np.zeros(several),
            np.zeros(several, np.int64),
            np.zeros(several),
            np.zeros(days, np.int16),
            np.zeros(days, np.int16),
        )
        propose(
            walker.force,
            walker.labels,
            walker.state,
            walker.now,
            np.array(agents, np.int64),
            walker.multipliers,
            ROUNDS,
            proposals,
        )
        return proposals

    def _gains(self, agents: list[int]) -> list[tuple[float, int]]:
        """(Change of the whole price, agent) of those whose best response helps."""
        proposals = self._propose(agents)
        helps = (proposals.granted >= 0) & (proposals.change < -0.5)
        return list(zip(proposals.change[helps].tolist(), np.array(agents)[helps].tolist(), strict=True))

    def _take(self, agent: int, proposals: Proposals) -> None:
        """Gives the only agent proposed to what was proposed."""
        self.walker.take(agent, proposals.shift, proposals.job, int(proposals.granted[0]), float(proposals.own[0]))

    def descend(self, deadline: float, should_stop: Callable[[], bool], spared: Collection[int] = ()) -> None:
        """Take the best single response again and again until nobody's helps, or time is up.

        A response's gain seldom grows by what others do, so only the one at the top is priced anew before it is taken;
        when all seem spent, one full round makes sure. Agents `spared` stay as they are.
        """
        while True:
            queue = self._gains([agent for agent in range(len(self.walker.now.shift)) if agent not in spared])
            heapq.heapify(queue)
            if not queue:
                return
            while queue:
                if time.monotonic() > deadline or should_stop():
                    return
                agent = heapq.heappop(queue)[1]
                proposals = self._propose([agent])
                change = float(proposals.change[0])
                if proposals.granted[0] < 0 or change >= -0.5:
                    continue
                if queue and change > queue[0][0]:
                    heapq.heappush(queue, (change, agent))
                    continue
                self._take(agent, proposals)

    def undo(self, origin: Plan, seed: int, deadline: float, should_stop: Callable[[], bool], patience: int) -> None:
        """The way out of chains of changes that a first greedy step began.

        Sets some changed agents back to `origin`, spares one of them, and descends again, until `patience` tries on
        end gave nothing.
        """
        draw = np.random.default_rng(seed)
        walker = self.walker
        masks = self.search.problem.request_masks(origin.granted)
        legal = [
            own_price(walker.force, agent, origin.shift[agent], origin.job[agent], masks[agent]) < BIG / 2
            for agent in range(len(walker.now.shift))
        ]
        best, price, idle = walker.now.copied(), walker.price(), 0
        while idle < patience and time.monotonic() < deadline and not should_stop():
            differs = (walker.now.shift != origin.shift) | (walker.now.job != origin.job)
            changed = [int(a) for a in np.flatnonzero(differs.any(axis=1)) if legal[a]]
            if not changed:
                return
            chosen = draw.choice(changed, size=draw.integers(1, len(changed) + 1), replace=False)
            for agent in map(int, chosen):
                own = own_price(walker.force, agent, origin.shift[agent], origin.job[agent], masks[agent])
                walker.take(agent, origin.shift[agent], origin.job[agent], int(masks[agent]), own)
            self.descend(deadline, should_stop, spared={int(chosen[0])})
            self.descend(deadline, should_stop)
            if walker.price() < price - 0.5:
                best, price, idle = walker.now.copied(), walker.price(), 0
            else:
                walker.adopt(best.shift, best.job, best.granted)
                idle += 1
        walker.adopt(best.shift, best.job, best.granted)

    def polish(self, deadline: float, should_stop: Callable[[], bool], patience: int) -> None:
        """Take out two agents at a time and put both back, until `patience` moves on end gave nothing."""
        walker = self.walker
        walker.restart()
        schedule = Schedule(ruined=2, noise=0.0)
        idle = 0
        while idle < patience and time.monotonic() < deadline and not should_stop():
            before = walker.best_price
            walker.run(schedule, 1.0, (0.5, 0.5), CHUNK_MOVES)
            idle = idle + CHUNK_MOVES if walker.best_price >= before - 0.5 else 0
        walker.adopt(walker.best.shift, walker.best.job, walker.best.granted)

    def plan(self) -> Plan:
        """The plan as it stands."""
        self.walker.restart()
        return self.search.plan(self.walker)
