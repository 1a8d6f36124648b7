"""A centre in parts that are annealed apart (`dealing`), perhaps elsewhere, and put together.

A part that is lost leaves its people's months as they were.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.dealing import companies, dealt_walks, divided, put_together
from roster.engine.search.prepared import PreparedSearch


@dataclass(frozen=True)
class RoundTask:
    """One round: from `plan`, at `multipliers` of the budgets, while the heat falls from heat[0] to heat[1] points.

    `stamp` names the problem (`Parts.stamp`). How agents and steps are dealt out follows from `seed` and how many parts
    there are, so whoever anneals a part and whoever puts them together need not tell each other.
    """

    stamp: str
    plan: Plan
    multipliers: NDArray[np.float64]
    seed: int
    heat: tuple[float, float]
    seconds: float


@dataclass(frozen=True)
class PartMonths:
    """What a part's agents, in their order, came to: `shift[agent, day]`, `job`, `granted` masks; the multipliers."""

    shift: NDArray[np.int16]
    job: NDArray[np.int16]
    granted: NDArray[np.int64]
    multipliers: NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """What came back of a round: the months of each of its parts, None of those that are lost."""

    months: Sequence[PartMonths | None]


class Parts:
    """A problem prepared for rounds: parts annealed, and put together."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.ready = problem, PreparedSearch(problem)
        self.company = companies(problem)
        self.stamp = stamp(problem)

    def multipliers(self) -> NDArray[np.float64]:
        """Multipliers of the budgets to begin with."""
        return np.zeros(max(1, len(self.ready.force.table)))

    def anneal(self, task: RoundTask, part: int, parts: int, threads: int = 1) -> PartMonths:
        """One part's months after `task.seconds`, by so many threads, which are parts of the part."""
        start, _ = self.ready.walker(task.seed + part, task.plan)
        start.multipliers[:] = task.multipliers
        draw = np.random.default_rng(task.seed)
        mine = divided(np.arange(self.problem.agents), self.company, parts, draw)[part]
        whole = dealt_walks(start, [mine], parts, draw, part)[0]
        draw = np.random.default_rng((task.seed, part))
        walks = dealt_walks(whole, divided(mine, self.company, threads, draw), threads, draw)
        for number, walk in enumerate(walks):
            walk.seed = (task.seed * 64 + part * 8 + number) * 1009 % 2**31
        if task.seconds > 0:
            with ThreadPoolExecutor(len(walks)) as pool:
                list(pool.map(lambda walk: self.ready.cool(walk, task.heat, task.seconds), walks))
        put_together(whole, walks)
        now = whole.now
        return PartMonths(now.shift[mine], now.job[mine], now.granted[mine], whole.multipliers)

    def merged(self, task: RoundTask, answers: Answers) -> RoundTask:
        """The round's task with the months and multipliers that came of it."""
        parts = len(answers.months)
        agents = divided(np.arange(self.problem.agents), self.company, parts, np.random.default_rng(task.seed))
        plan, multipliers = task.plan.copy(), task.multipliers.copy()
        granted = self.problem.request_masks(plan.granted)
        for mine, months in zip(agents, answers.months, strict=True):
            if months is None:
                continue
            plan.shift[mine], plan.job[mine], granted[mine] = months.shift, months.job, months.granted
            moved = months.multipliers != task.multipliers
            multipliers[moved] = months.multipliers[moved]
        plan = Plan(plan.shift, plan.job, self.problem.granted_by(granted))
        return replace(task, plan=plan, multipliers=multipliers)


def stamp(problem: Problem) -> str:
    """A name of all that a search reads: problems of one stamp have one meaning for every plan."""
    content = hashlib.sha256(repr((problem.agents, problem.days, problem.shifts, problem.jobs)).encode())
    for piece in problem.pieces:
        content.update(repr(piece).encode())
    return content.hexdigest()
