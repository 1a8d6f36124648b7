"""A centre in parts that are annealed apart: whole teams, and for each a part of what the rows still ask.

The steps of a row's convex price, up and down from where its count stands, are dealt out among the parts in turn, each
to one of them. Whatever the parts then do, the steps that they took together cost at least what as many of the first
ones do, so the months put together cost no more than the parts' prices say: two parts never fill one seat. A part that
is lost leaves its people's months as they were.
"""

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.row_state import RowState
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walker import Walker
from roster.engine.search.walks import CHUNK_SECONDS

Agents = NDArray[np.int64]


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
        draw = np.random.default_rng(task.seed)
        everybody = np.arange(self.problem.agents)
        mine = divided(everybody, self.company, parts, draw)[part]
        whole = self._walks(start, [mine], part, parts, draw)[0]
        draw = np.random.default_rng((task.seed, part))
        walks = self._walks(whole, divided(mine, self.company, threads, draw), 0, threads, draw)
        for number, walk in enumerate(walks):
            walk.multipliers, walk.seed = task.multipliers.copy(), (task.seed * 64 + part * 8 + number) * 1009 % 2**31
        if task.seconds > 0:
            with ThreadPoolExecutor(len(walks)) as pool:
                list(pool.map(lambda walk: self._walk(walk, task), walks))
        now, multipliers = start.now, task.multipliers.copy()
        for walk in walks:
            own = walk.among
            now.shift[own], now.job[own], now.granted[own] = (
                walk.now.shift[own],
                walk.now.job[own],
                walk.now.granted[own],
            )
            moved = walk.multipliers != task.multipliers
            multipliers[moved] = walk.multipliers[moved]
        return PartMonths(now.shift[mine], now.job[mine], now.granted[mine], multipliers)

    def _walks(
        self, start: Walker, agents: list[Agents], first: int, parts: int, draw: np.random.Generator
    ) -> list[Walker]:
        """A walk for each of these parts of so many, the first of which has that number."""
        turn = turns(len(start.state.counts), parts, draw)
        walks = []
        for number, among in enumerate(agents):
            state = dealt(start.state, turn[:, first + number], parts)
            walk = Walker(start.force, start.labels, state, start.now.copied(), start.multipliers)
            walk.among = among
            walks.append(walk)
        return walks

    def _walk(self, walk: Walker, task: RoundTask) -> None:
        (hot, cold), began, spent, turn = task.heat, time.monotonic(), 0.0, 0
        schedule, ways = self.ready.schedule, self.ready.ways
        while spent < 1.0 and len(walk.among):
            step = min(1.0, spent + CHUNK_SECONDS / task.seconds)
            walk.labels = ways[turn % len(ways)]
            heat = hot * (cold / hot) ** spent, hot * (cold / hot) ** step
            walk.timed(schedule, self.ready.unit, heat, CHUNK_SECONDS)
            spent, turn = (time.monotonic() - began) / task.seconds, turn + 1

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


def companies(problem: Problem) -> Agents:
    """`company[agent]`: agents of one number are tied together by escorts, which are no rows and can't be dealt out."""
    head = list(range(problem.agents))

    def find(agent: int) -> int:
        while head[agent] != agent:
            head[agent] = head[head[agent]]
            agent = head[agent]
        return agent

    for people in {(*piece.members, *piece.escorts) for piece in problem.escorts}:
        for agent in people[1:]:
            head[find(agent)] = find(people[0])
    return np.array([find(agent) for agent in range(problem.agents)], np.int64)


def divided(agents: Agents, company: Agents, parts: int, draw: np.random.Generator) -> list[Agents]:
    """The agents in so many parts of about one size, companies whole and in random order; some may be empty."""
    names, members = np.unique(company[agents], return_inverse=True)
    size = np.bincount(members)
    load, part_of = np.zeros(parts, np.int64), np.zeros(len(names), np.int64)
    for name in draw.permutation(len(names)):
        part_of[name] = int(load.argmin())
        load[part_of[name]] += size[name]
    return [agents[part_of[members] == part] for part in range(parts)]


def turns(rows: int, parts: int, draw: np.random.Generator) -> NDArray[np.int64]:
    """`turn[row, part]`: whose the first, second … of every `parts` steps is, another order for each row."""
    return draw.permuted(np.tile(np.arange(parts), (rows, 1)), axis=1)


def dealt(state: RowState, turn: NDArray[np.int64], parts: int) -> RowState:
    """The state as one of so many parts sees it, in arrays of its own: of every `parts` steps those at `turn[row]`."""
    low = min(state.low, int(state.counts.min()) - 1)
    high = max(state.low + state.price.shape[1] - 1, int(state.counts.max()) + 1)
    steps = np.diff(state.price, axis=1)
    last, here = steps.shape[1] - 1, (state.counts - low)[:, None]
    step = np.arange(high - low)[None, :]
    of_all = here + parts * (step - here) + turn[:, None] + low - state.low
    own = np.take_along_axis(steps, np.clip(of_all, 0, last), axis=1)
    price = np.concatenate([np.zeros((len(own), 1), np.int64), np.cumsum(own, axis=1)], axis=1)
    place = (state.counts - state.low)[:, None]
    at = np.clip(place, 0, last + 1)
    edge = np.where(place < 0, steps[:, :1], steps[:, last:]) * (place - at)
    price += np.take_along_axis(state.price, at, axis=1) + edge - np.take_along_axis(price, here, axis=1)
    return state._replace(
        price=price,
        low=low,
        cheapest=price.min(axis=1),
        counts=state.counts.copy(),
        members=state.members.copy(),
        escorts=state.escorts.copy(),
    )
