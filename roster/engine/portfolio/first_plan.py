"""A first plan by best response alone, made beside the children: there soon, however little of the machine they get."""

import threading

from roster.engine.problem.problem import Problem
from roster.engine.process.child import SoundPlan


class FirstPlan:
    """Works in a thread of its own; the plan is there once it is made, if the hard pieces let it be."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self._made: SoundPlan | None = None

        def work() -> None:
            # The compiled code is loaded here: where a child was quicker, none of it is needed.
            from roster.engine.search.prepared import PreparedSearch

            ready = PreparedSearch(problem)
            plan = ready.plan(ready.walker(seed)[0])
            evaluation = problem.evaluate(plan)
            if not evaluation.broken:
                self._made = SoundPlan(plan, evaluation.ticks)

        threading.Thread(target=work, daemon=True).start()

    def taken(self) -> SoundPlan | None:
        """The plan, once; None before it is made, and after."""
        made, self._made = self._made, None
        return made
