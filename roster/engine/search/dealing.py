"""People dealt out to walks that anneal apart: whole teams, and for each walk its part of what the rows still ask.

The steps of a row's convex price, up and down from where its count stands, are dealt out among the walks in turn, each
to one of them. Whatever the walks then do, the steps that they took together cost at least what as many of the first
ones do, so the months put together cost no more than the walks' prices say: two of them never fill one seat.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.row_state import RowState
from roster.engine.problem.problem import Problem
from roster.engine.search.walker import Walker

Agents = NDArray[np.int64]


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


def dealt_walks(
    whole: Walker, agents: Sequence[Agents], parts: int, draw: np.random.Generator, first: int = 0
) -> list[Walker]:
    """A walk for each of these agents, which are the parts from the number `first` on of so many."""
    turn = turns(len(whole.state.counts), parts, draw)
    walks = []
    for number, among in enumerate(agents):
        state = dealt(whole.state, turn[:, first + number], parts)
        walk = Walker(whole.force, whole.labels, state, whole.now.copied(), whole.multipliers.copy())
        walk.among, walk.moves_per_second = among, whole.moves_per_second
        walks.append(walk)
    return walks


def put_together(whole: Walker, walks: Iterable[Walker]) -> None:
    """The whole goes on from where the walks dealt out of it are, and at the multipliers that they moved."""
    now, multipliers = whole.now, whole.multipliers.copy()
    for walk in walks:
        months = walk.now
        moved = (months.shift != now.shift).any(axis=1) | (months.job != now.job).any(axis=1)
        moved |= months.granted != now.granted
        for agent in walk.among[moved[walk.among]].tolist():
            whole.take(agent, months.shift[agent], months.job[agent], months.granted[agent], months.own[agent])
        other = walk.multipliers != multipliers
        whole.multipliers[other] = walk.multipliers[other]
