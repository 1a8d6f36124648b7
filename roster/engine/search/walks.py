"""Annealing by several walks on one problem: side by side, going on from each other's plans, or people dealt out."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from roster.engine.pricing.pricing import BIG
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.dealing import Agents, companies, dealt_walks, divided, put_together
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walker import CHUNK_SECONDS, Walker

TELLING_SHARE = 0.05
"""Of the time, at most, for passing plans on: a large month's is megabytes, which others take in and verify."""

MEETINGS = 20
"""How often in an annealing the walk that is behind goes on from where the one ahead is (Aldous and Vazirani 1994)."""

DEALS, MOST_DEAL_SECONDS = 60, 5.0
"""How often in an annealing people are dealt out anew, and how long at most one deal is kept."""

TEAMS_EACH = 4
"""Walks are dealt so many teams each at least: fewer make parts of very different sizes."""


@dataclass(eq=False)
class Walks:
    """Annealing walks side by side on one problem. `budget` are the moves each may make, `done` those it has made.

    With `hands` above 1 there is one walk, whose people are dealt out to so many again and again.
    """

    ready: PreparedSearch
    callbacks: Callbacks
    deadline: float
    pool: ThreadPoolExecutor
    walkers: list[Walker]
    budget: float
    done: float = 0.0
    told_price: float = math.inf
    tell_from: float = 0.0
    hands: int = 1
    company: Agents = field(init=False)
    draw: np.random.Generator = field(init=False)

    def deal_out(self, hands: int, seed: int) -> bool:
        """From now on people are dealt out to so many walks, where that goes further; whether they are.

        It does where company has a price and time is never enough. Where only seats count walks end near the bound, and
        side by side a little nearer, as a part sees every other step of a price only.
        """
        self.company, self.draw = companies(self.ready.problem), np.random.default_rng(seed)
        if hands > 1 and self.ready.problem.escorts and len(np.unique(self.company)) >= hands * TEAMS_EACH:
            self.hands = hands
            self.walkers = [min(self.walkers, key=lambda walker: walker.best_price)]
        return self.hands > 1

    def over(self) -> str | None:
        """Why it is over, if it is."""
        if self.callbacks.should_stop():
            return "cancel"
        if time.monotonic() > self.deadline - 0.05:
            return "clock"
        return "work" if self.done >= self.budget else None

    def anneal(self, hot: float, length: float, until: Callable[[], bool] = lambda: False) -> str | None:
        """From `hot` points to the coldest in `length` seconds, or moves of each walk where work is counted.

        Walks meet on the way: the one behind goes on from where the one ahead is. Returns why it ended early, if so;
        None when it has gone its way, or `until` says that it is no more wanted.
        """
        counted, cold = self.budget < math.inf, self.ready.schedule.cold
        seconds = CHUNK_SECONDS if self.hands == 1 else max(CHUNK_SECONDS, min(MOST_DEAL_SECONDS, length / DEALS))
        moves = max(1, int(self.ready.nominal_moves() * CHUNK_SECONDS))
        spent, turn, began = 0.0, 0, time.monotonic()
        while spent < 1.0 and not until():
            if (why := self.over()) is not None:
                self.tell()
                return why
            step = (moves if counted else seconds) / length
            heat = hot * (cold / hot) ** spent, hot * (cold / hot) ** min(1.0, spent + step)
            if self.hands > 1:
                self._deal(heat, seconds)
            else:
                self._run(heat, moves if counted else None, turn)
            if counted or time.monotonic() >= self.tell_from:
                self.tell()
            self.done, turn = self.done + moves, turn + 1
            before, spent = spent, spent + step if counted else (time.monotonic() - began) / length
            if int(spent * MEETINGS) > int(before * MEETINGS):
                self._meet()
        self.tell()
        return None

    def _meet(self) -> None:
        """The walk that is behind goes on from a better plan of another solver, or else from where the best walk is."""
        ahead, behind = (choose(self.walkers, key=Walker.price) for choose in (min, max))
        offered = self.callbacks.offered()
        if offered is not None and self.ready.value(offered)[0] < ahead.best_price - 0.5:
            behind.adopt(offered.shift, offered.job, self.ready.problem.request_masks(offered.granted))
        elif ahead is not behind:
            behind.join(ahead)

    def _deal(self, heat: tuple[float, float], seconds: float) -> None:
        whole, ready = self.walkers[0], self.ready
        agents = divided(np.arange(ready.problem.agents), self.company, self.hands, self.draw)
        walks = dealt_walks(whole, agents, self.hands, self.draw)
        seconds = max(0.05, min(seconds, self.deadline - 0.1 - time.monotonic()))
        for walk in walks:
            walk.seed = int(self.draw.integers(2**31))
        list(self.pool.map(lambda walk: ready.cool(walk, heat, seconds, self.callbacks.should_stop), walks))
        whole.moves_per_second = walks[0].moves_per_second
        put_together(whole, walks)
        whole.keep()

    def _run(self, heat: tuple[float, float], moves: int | None, turn: int) -> None:
        ways = self.ready.ways
        for number, walker in enumerate(self.walkers):
            walker.labels = ways[(number + turn) % len(ways)]

        def one(walker: Walker) -> None:
            if moves is None:
                walker.timed(self.ready.schedule, self.ready.unit, heat, CHUNK_SECONDS)
            else:
                walker.run(self.ready.schedule, self.ready.unit, heat, moves)

        if len(self.walkers) == 1:
            one(self.walkers[0])
        else:
            list(self.pool.map(one, self.walkers))

    def tell(self) -> None:
        """Passes the best plan on if it improved; none that breaks a hard limit, an agent's (BIG) or a row's."""
        began = time.monotonic()
        for walker in sorted(self.walkers, key=lambda walker: walker.best_price):
            if walker.best_price >= min(self.told_price - 0.5, BIG / 2):
                break
            plan = self.ready.plan(walker)
            rows = self.ready.problem.rows
            if rows.within_limits(rows.counts(plan.shift, plan.job, plan.granted)):
                self.told_price = walker.best_price
                self.callbacks.on_plan(plan, round(walker.best_price))
                break
        now = time.monotonic()
        self.tell_from = now + (now - began) / TELLING_SHARE

    def gather(self) -> None:
        """All go on from the best plan of any, and of what others found."""
        leader = min(self.walkers, key=lambda walker: walker.best_price)
        offered = self.callbacks.offered()
        if offered is not None:
            leader.adopt(offered.shift, offered.job, self.ready.problem.request_masks(offered.granted))
        for walker in self.walkers:
            walker.adopt(leader.best.shift, leader.best.job, leader.best.granted)
