"""Linear programs for GLOP, the one front of them: variables that cost, rows that bound sums, the optimum, prices."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from ortools.linear_solver import pywraplp

Variable: TypeAlias = Any
"""A variable of a program, as OR-Tools has it: `solution_value`, `SetUb`."""
Constraint: TypeAlias = Any
"""A row of a program, as OR-Tools has it: `dual_value`, `SetCoefficient`, `SetUb`."""


class LinearProgram:
    """A program that seeks the least cost. `objective` and `inf` are the solver's own."""

    def __init__(self) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.inf = float(self.solver.infinity())

    def variable(
        self, low: float, high: float, cost: float = 0.0, rows: Mapping[Constraint, float] | None = None
    ) -> Variable:
        """A variable within limits that costs so much a unit, and what it adds to the rows there are."""
        made = self.solver.NumVar(low, high, "")
        if cost:
            self.objective.SetCoefficient(made, cost)
        for row, coefficient in (rows or {}).items():
            row.SetCoefficient(made, coefficient)
        return made

    def limit(self, terms: Mapping[Variable, float], low: float, high: float) -> Constraint:
        """A row: low ≤ the sum of the terms ≤ high."""
        row = self.solver.Constraint(low, high)
        for variable, coefficient in terms.items():
            row.SetCoefficient(variable, coefficient)
        return row

    def solve(self, seconds: float | None = None) -> bool:
        """Seeks the optimum, for so long at most; whether it was found."""
        if seconds is not None:
            self.solver.SetTimeLimit(max(1, int(seconds * 1000)))
        return bool(self.solver.Solve() == pywraplp.Solver.OPTIMAL)

    @property
    def optimum(self) -> float:
        """The least cost."""
        return float(self.objective.Value())
