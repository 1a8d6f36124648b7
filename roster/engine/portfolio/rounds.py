"""One solve by several machines, in rounds: parts of the agents are annealed apart, put together, and divided anew.

Who anneals a part is not known here: a round is handed over whole, and what comes back of it is put together. A part
that does not come back leaves its people as they were; where none comes back, this process does the round itself.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from roster.engine.problem.problem import Plan, Problem
from roster.engine.process.child import SoundPlan
from roster.engine.search.parts import Answers, Parts, RoundTask
from roster.engine.search.search import REHEAT

Share = Callable[[RoundTask, float], Answers]
"""Has the parts of a round annealed elsewhere, and waits for them so many seconds more than the task takes, at most."""

PREPARE_SHARE = 0.3
"""Of the time, at most, until all machines have the month prepared; those that have not are waited for no longer."""

ROUNDS = 20
"""How often at least the parts are put together and divided anew: as often as walks of one process meet."""

LEAST_SECONDS, MOST_SECONDS = 2.0, 10.0
"""How long a round takes: handing it out and back takes up to a second, and who dies in it takes its part along."""

PATIENCE_SECONDS, PATIENCE_SHARE = 4.0, 0.5
"""How much longer than a round takes (and a share of that) its parts are waited for."""


class Rounds:
    """The rounds of one solve, in a thread of their own; what they come to waits in `taken`."""

    def __init__(self, problem: Problem, share: Share, seed: int, until: float) -> None:
        """Machines are told to prepare at once; the rounds go on until that instant of `time.monotonic()`."""
        self.problem, self.share, self.seed = problem, share, seed
        self._until = until
        self._start: queue.Queue[Plan | None] = queue.Queue()
        self._made: queue.Queue[SoundPlan] = queue.Queue()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def go_on(self) -> bool:
        """Whether more may come."""
        return self._thread.is_alive()

    def begin(self, plan: Plan) -> None:
        """Begin from this plan."""
        self._start.put(plan)

    def taken(self) -> SoundPlan | None:
        """The next plan that keeps every hard piece; None where there is none yet."""
        try:
            return self._made.get_nowait()
        except queue.Empty:
            return None

    def end(self) -> None:
        """No further round; one that is under way is not waited for."""
        self._ending.set()
        self._start.put(None)

    def _run(self) -> None:
        parts = Parts(self.problem)
        schedule = parts.ready.schedule
        hot, cold = schedule.hot * REHEAT, schedule.cold
        task = RoundTask(parts.stamp, self.problem.empty(), parts.multipliers(), self.seed, (hot, hot), 0.0)
        self.share(task, PREPARE_SHARE * (self._until - time.monotonic()))
        plan = self._start.get()
        if plan is None:
            return
        began, lost, number = time.monotonic(), 0.5, 0
        length = min(MOST_SECONDS, max(LEAST_SECONDS, (self._until - began) / ROUNDS))
        task = replace(task, plan=plan)
        while not self._ending.is_set() and (left := self._until - (now := time.monotonic())) > lost + 0.5:
            seconds = max(0.3, (left if left < 1.5 * length else length) - lost)
            reached = min(1.0, (now + seconds + lost - began) / (self._until - began))
            seed = int(np.random.default_rng((self.seed, number)).integers(2**31))
            heat = task.heat[1], hot * (cold / hot) ** reached
            task = replace(task, seed=seed, heat=heat, seconds=seconds)
            answers = self.share(task, min(PATIENCE_SECONDS + PATIENCE_SHARE * seconds, left - seconds))
            if all(months is None for months in answers.months) and not self._ending.is_set():
                here = max(0.3, min(seconds, self._until - time.monotonic()))
                answers = Answers([parts.anneal(replace(task, seconds=here), 0, 1)])
            elif all(months is not None for months in answers.months):
                lost = min(length / 2, 0.5 * lost + 0.5 * (time.monotonic() - now - seconds))
            task, number = parts.merged(task, answers), number + 1
            ticks, sound = parts.ready.value(task.plan)
            if sound:
                self._made.put(SoundPlan(task.plan.copy(), round(ticks)))
