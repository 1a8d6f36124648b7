"""What to expect of everybody: each agent's part of the aggregate relaxation's optimum, row by row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Problem

Cell = tuple[int, int, int, int]
"""A duty of a class of agents: class, day, shift, job."""


class Shares(NamedTuple):
    """What each agent's duties add to the rows, in fractions.

    An agent of group g = `group_of[agent]` adds `part[entry]` to `row[entry]`, entries `start[g]` … `start[g + 1]`.
    """

    group_of: NDArray[np.int32]
    start: NDArray[np.int64]
    row: NDArray[np.int64]
    part: NDArray[np.float64]


def shares(problem: Problem, groups: Sequence[Sequence[int]], duties: Sequence[Iterable[tuple[Cell, float]]]) -> Shares:
    """The shares of groups of agents whose members do so many of each duty together."""
    group_of, start = np.zeros(problem.agents, np.int32), [0]
    row: list[int] = []
    part: list[float] = []
    rows = problem.rows
    for number, (members, several) in enumerate(zip(groups, duties, strict=True)):
        group_of[members] = number
        adds: dict[int, float] = defaultdict(float)
        for cell, together in several:
            for entry in range(rows.start[cell], rows.stop[cell]) if together > 0 else ():
                adds[int(rows.row[entry])] += together / len(members) * float(rows.coefficient[entry])
        row += adds.keys()
        part += adds.values()
        start.append(len(row))
    return Shares(group_of, np.array(start, np.int64), np.array(row, np.int64), np.array(part, np.float64))


def no_shares(problem: Problem) -> Shares:
    """Nothing is expected of anybody."""
    return shares(problem, [range(problem.agents)], [()])
