"""A linear program in the making, with the sums over budgets that its duals price afterwards."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from roster.engine.problem.problem import Problem
from roster.rule.pieces import Budget


class Builder:
    """A linear program for GLOP. `offset` is what any point costs.

    `summed` and `profiled` are the constraints that hold sums over budgets: of their counts, or by lengths of duties.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.offset = 0.0
        self.inf = self.solver.infinity()
        self.summed: list[tuple[pywraplp.Constraint, list[Budget]]] = []
        self.profiled: list[tuple[list[pywraplp.Constraint], tuple[int, ...], list[Budget]]] = []

    def variable(self, low: float, high: float, ticks: float) -> pywraplp.Variable:
        """A variable within limits that costs so many ticks a unit."""
        made = self.solver.NumVar(low, high, "")
        if ticks:
            self.objective.SetCoefficient(made, ticks)
        return made

    def limit(self, terms: dict[pywraplp.Variable, float], low: float, high: float) -> pywraplp.Constraint:
        """A constraint: low ≤ the sum of the terms ≤ high."""
        row = self.solver.Constraint(low, high)
        for variable, coefficient in terms.items():
            row.SetCoefficient(variable, coefficient)
        return row

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
