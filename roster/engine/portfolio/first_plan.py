"""A first plan by best response alone, made in the parent: there soon, however little the children get done."""

import threading

from roster.engine.problem.problem import Problem
from roster.engine.process.child import SoundPlan

TRIES = 8
"""Random orders in which people are placed, at most, until the plan keeps every hard piece."""


class FirstPlan:
    """Works in a thread of its own; the plan is there once it is made, if the hard pieces let it be."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self._made: SoundPlan | None = None
        self._ended, self._given_up = threading.Event(), threading.Event()

        def work() -> None:
            try:
                self._made = _made(problem, seed, self._given_up)
            finally:
                self._ended.set()

        threading.Thread(target=work, daemon=True).start()

    def awaited(self, seconds: float) -> bool:
        """Waits so long at most; whether it has ended, with a plan or without."""
        return self._ended.wait(max(0.0, seconds))

    def give_up(self) -> None:
        """No try after this one is wanted."""
        self._given_up.set()

    def taken(self) -> SoundPlan | None:
        """The plan, once; None before it is made, and after."""
        made, self._made = self._made, None
        return made


def _made(problem: Problem, seed: int, given_up: threading.Event) -> SoundPlan | None:
    # The compiled code is loaded here: where a child was quicker, none of it is needed.
    from roster.engine.search.prepared import PreparedSearch

    ready = PreparedSearch(problem)
    for number in range(TRIES):
        plan = ready.plan(ready.walker(seed + number)[0])
        evaluation = problem.evaluate(plan)
        if not evaluation.broken:
            return SoundPlan(plan, evaluation.ticks)
        if given_up.is_set():
            break
    return None
