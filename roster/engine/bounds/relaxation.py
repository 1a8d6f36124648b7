"""A linear program in the making, with the sums over budgets that its duals price afterwards."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Problem
from roster.linear import Constraint, LinearProgram
from roster.rule.pieces import Budget


class Builder(LinearProgram):
    """A linear program for GLOP. `offset` is what any point costs.

    `summed` and `profiled` are the constraints that hold sums over budgets: of their counts, or by lengths of duties.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.offset = 0.0
        self.summed: list[tuple[Constraint, list[Budget]]] = []
        self.profiled: list[tuple[list[Constraint], tuple[int, ...], list[Budget]]] = []

    def multipliers(self) -> NDArray[np.float64]:
        """What the solved program's sums charge for a unit of each budget, agent by agent in the problem's order."""
        charge: dict[int, float] = defaultdict(float)
        for row, several in self.summed:
            dual = row.dual_value()
            for budget in several:
                charge[id(budget)] -= dual
        for links, known, several in self.profiled:
            # Every length has a price of its own; a multiplier has one for a minute, so it is no more than a guess.
            dual = max(link.dual_value() / length for link, length in zip(links, known, strict=True))
            for budget in several:
                charge[id(budget)] = -dual
        flat = [charge[id(budget)] for several in self.problem.budgets for budget in several]
        return np.array(flat or [0.0])
