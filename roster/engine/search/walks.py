"""Annealing walks side by side on one problem, which go on from each other's plans."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from roster.engine.pricing.pricing import BIG
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walker import Walker

CHUNK_SECONDS = 0.25
"""How long compiled code may run before it looks up: cancel, deadline and progress wait no longer than this."""

TELLING_SHARE = 0.05
"""Of the time, at most, for passing plans on: a large month's is megabytes, which others take in and verify."""

MEETINGS = 20
"""How often in an annealing the walk that is behind goes on from where the one ahead is (Aldous and Vazirani 1994)."""


@dataclass(eq=False)
class Walks:
    """Annealing walks side by side on one problem. `budget` are the moves each may make, `done` those it has made."""

    ready: PreparedSearch
    callbacks: Callbacks
    deadline: float
    pool: ThreadPoolExecutor
    walkers: list[Walker]
    budget: float
    done: float = 0.0
    told_price: float = math.inf
    tell_from: float = 0.0

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
        counted, cold, ways = self.budget < math.inf, self.ready.schedule.cold, self.ready.ways
        moves = max(1, int(self.ready.nominal_moves() * CHUNK_SECONDS))
        spent, turn, began = 0.0, 0, time.monotonic()
        while spent < 1.0 and not until():
            if (why := self.over()) is not None:
                self.tell()
                return why
            step = (moves if counted else CHUNK_SECONDS) / length
            heat = hot * (cold / hot) ** spent, hot * (cold / hot) ** min(1.0, spent + step)
            for number, walker in enumerate(self.walkers):
                walker.labels = ways[(number + turn) % len(ways)]
            self._run(heat, moves if counted else None)
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

    def _run(self, heat: tuple[float, float], moves: int | None) -> None:
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
