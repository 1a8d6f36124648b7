"""Linear programs, the one front of OR-Tools' solvers for them: built step by step, given whole, or of whole numbers.

`LinearProgram` grows: variables and rows are added, and solved again it goes on from its last basis (GLOP's primal
simplex). `FirstOrderProgram` grows too and goes on from its last amounts and prices, to a tolerance (PDLP): on one of
6,000 rows and 20,000 variables half a second to three, where HiGHS's interior point method takes 18 and the simplex
longer. `WholeProgram` has variables of whole numbers too (SCIP). `greatest` solves a program that is known whole,
as arrays (GLOP's dual simplex): a match of 1,000 wishes solves its 55 in 1.1 s that way, step by step in 1.8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from roster.later import Later

if TYPE_CHECKING:
    from ortools.linear_solver import pywraplp
    from ortools.linear_solver.python import model_builder_helper
    from ortools.math_opt.python import mathopt
    from ortools.pdlp import solvers_pb2
else:
    mathopt, solvers_pb2 = Later("ortools.math_opt.python.mathopt"), Later("ortools.pdlp.solvers_pb2")
    pywraplp = Later("ortools.linear_solver.pywraplp")
    model_builder_helper = Later("ortools.linear_solver.python.model_builder_helper")

Variable: TypeAlias = Any
"""A variable of a program, as OR-Tools has it: `solution_value`, `SetUb`."""
Constraint: TypeAlias = Any
"""A row of a program, as OR-Tools has it: `dual_value`, `SetCoefficient`, `SetUb`."""

Floats: TypeAlias = NDArray[np.float64]


MOST_SECONDS = 1e6
"""As good as no limit."""

AGAIN = "use_preprocessing: false use_scaling: false use_dual_simplex: false max_number_of_iterations: {}"
AFRESH = "use_preprocessing: true use_dual_simplex: true max_number_of_iterations: -1"
"""Where the primal simplex stalls on a degenerate face, the dual one starts again from nothing."""


class LinearProgram:
    """A program that seeks the least cost. `objective` and `inf` are the solver's own."""

    engine = "GLOP"

    def __init__(self) -> None:
        self.solver = pywraplp.Solver.CreateSolver(self.engine)
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.inf = float(self.solver.infinity())

    def variable(
        self, low: float, high: float, cost: float = 0.0, rows: Mapping[Constraint, float] | None = None
    ) -> Variable:
        """A variable within limits that costs so much a unit, and what it adds to the rows there are."""
        return self._added(self.solver.NumVar(low, high, ""), cost, rows)

    def _added(self, variable: Variable, cost: float, rows: Mapping[Constraint, float] | None) -> Variable:
        if cost:
            self.objective.SetCoefficient(variable, cost)
        if rows:
            for row, coefficient in rows.items():
                row.SetCoefficient(variable, coefficient)
        return variable

    def limit(self, terms: Mapping[Variable, float], low: float, high: float) -> Constraint:
        """A row: low ≤ the sum of the terms ≤ high."""
        row = self.solver.Constraint(low, high)
        for variable, coefficient in terms.items():
            row.SetCoefficient(variable, coefficient)
        return row

    def solve(self, seconds: float | None = None) -> bool:
        """Seeks the optimum, for so long at most; whether it was found."""
        return bool(self._status(seconds) == pywraplp.Solver.OPTIMAL)

    def solve_again(self, seconds: float) -> bool:
        """Seeks it from the last basis on; where that stalls, from nothing and without regard to the time."""
        self.solver.SetSolverSpecificParametersAsString(AGAIN.format(1000 + 5 * self.solver.NumConstraints()))
        if self.solve(min(seconds, MOST_SECONDS)):
            return True
        self.solver.SetSolverSpecificParametersAsString(AFRESH)
        return self.solve()

    def _status(self, seconds: float | None) -> int:
        if seconds is not None:
            self.solver.SetTimeLimit(max(1, int(seconds * 1000)))
        return int(self.solver.Solve())

    @property
    def optimum(self) -> float:
        """The least cost."""
        return float(self.objective.Value())


@dataclass(frozen=True, eq=False, slots=True)
class FirstOrderVariable:
    """A variable of a `FirstOrderProgram`, with the methods that OR-Tools' other ones have."""

    variable: mathopt.Variable
    program: FirstOrderProgram

    def solution_value(self) -> float:
        """How much of it the optimum has."""
        return self.program.amounts.get(self.variable, 0.0)

    def SetUb(self, most: float) -> None:  # noqa: N802
        """Its upper limit."""
        self.variable.upper_bound = most


@dataclass(frozen=True, eq=False, slots=True)
class FirstOrderRow:
    """A row of a `FirstOrderProgram`, likewise."""

    row: mathopt.LinearConstraint
    program: FirstOrderProgram

    def SetCoefficient(self, variable: FirstOrderVariable, coefficient: float) -> None:  # noqa: N802
        """What a unit of a variable adds."""
        self.row.set_coefficient(variable.variable, coefficient)

    def SetBounds(self, low: float, high: float) -> None:  # noqa: N802
        """The limits of the sum."""
        self.row.lower_bound, self.row.upper_bound = low, high

    def dual_value(self) -> float:
        """What one more on the limit costs."""
        return self.program.prices.get(self.row, 0.0)


class FirstOrderProgram:
    """A program that seeks the least cost by the primal-dual hybrid gradient method (Applegate et al. 2021).

    It has no basis: amounts and prices are both near the optimum, within `tolerance` of what limits and costs amount
    to, and each solution begins at the last one. Prices are averages over the optimal ones.
    """

    inf = math.inf

    def __init__(self, tolerance: float = 1e-6) -> None:
        self.tolerance = tolerance
        self.model = mathopt.Model()
        self.optimum = 0.0
        self.amounts: dict[mathopt.Variable, float] = {}
        self.prices: dict[mathopt.LinearConstraint, float] = {}

    def variable(
        self, low: float, high: float, cost: float = 0.0, rows: Mapping[Constraint, float] | None = None
    ) -> Variable:
        """A variable within limits that costs so much a unit, and what it adds to the rows there are."""
        added = FirstOrderVariable(self.model.add_variable(lb=low, ub=high), self)
        self.model.objective.set_linear_coefficient(added.variable, cost)
        for row, coefficient in (rows or {}).items():
            row.SetCoefficient(added, coefficient)
        return added

    def limit(self, terms: Mapping[Variable, float], low: float, high: float) -> Constraint:
        """A row: low ≤ the sum of the terms ≤ high."""
        row = FirstOrderRow(self.model.add_linear_constraint(lb=low, ub=high), self)
        for variable, coefficient in terms.items():
            row.SetCoefficient(variable, coefficient)
        return row

    def solve_again(self, seconds: float) -> bool:
        """Seeks the optimum, for so long at most; whether it was found."""
        if seconds <= 0:
            return False
        method = solvers_pb2.PrimalDualHybridGradientParams(num_threads=1)
        ends = method.termination_criteria.simple_optimality_criteria
        ends.eps_optimal_absolute = ends.eps_optimal_relative = self.tolerance
        given = mathopt.SolveParameters(time_limit=timedelta(seconds=min(MOST_SECONDS, seconds)), pdlp=method)
        known = mathopt.SolutionHint(variable_values=self.amounts, dual_values=self.prices)
        begun = mathopt.ModelSolveParameters(solution_hints=[known] if self.amounts else [])
        found = mathopt.solve(self.model, mathopt.SolverType.PDLP, params=given, model_params=begun)
        if found.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return False
        self.optimum, self.amounts, self.prices = (
            found.objective_value(),
            found.variable_values(),
            found.dual_values(),
        )
        return True


class WholeProgram(LinearProgram):
    """A program some of whose variables are whole; it has no duals. `optimum` is the least cost that was met."""

    engine = "SCIP"

    def choice(self, cost: float = 0.0, rows: Mapping[Constraint, float] | None = None) -> Variable:
        """A variable that is 0 or 1."""
        return self._added(self.solver.BoolVar(""), cost, rows)

    def solve(self, seconds: float | None = None) -> bool:
        """Seeks the optimum, for so long at most; whether any point was met."""
        return self._status(seconds) in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}


class UnfinishedError(Exception):
    """The time was up, or the solver gave up."""


@dataclass(frozen=True, eq=False)
class Entries:
    """Entry k adds `coefficient[k]` a unit of variable `column[k]` to row `row[k]`; several of one place add up."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    coefficient: Floats


@dataclass(frozen=True, eq=False)
class Optimum:
    """The greatest gain, how much of each variable it takes, and what each row's bound is worth a unit."""

    gain: float
    amounts: Floats
    prices: Floats


def greatest(gains: Floats, low: Floats, high: Floats, entries: Entries, seconds: float) -> Optimum | None:
    """The most that variables ≥ 0 gain while each row's sum lies within `low` and `high`; None where none do.

    The rows must bound the gain. UnfinishedError after so many seconds.
    """
    model = model_builder_helper.ModelBuilderHelper()
    model.add_var_array([len(gains)], 0.0, np.inf, False, "")
    for row, (least, most) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        model.add_linear_constraint()
        model.set_constraint_lower_bound(row, least)
        model.set_constraint_upper_bound(row, most)
    for variable, gain in enumerate(gains.tolist()):
        model.set_var_objective_coefficient(variable, gain)
    model.set_maximize(True)
    places, entry = np.unique(entries.row * len(gains) + entries.column, return_inverse=True)
    sums = np.bincount(entry, entries.coefficient, len(places))
    rows, columns = np.divmod(places[sums != 0], len(gains))
    for row, column, coefficient in zip(rows.tolist(), columns.tolist(), sums[sums != 0].tolist(), strict=True):
        model.add_term_to_constraint(row, column, coefficient)
    solver = model_builder_helper.ModelSolverHelper("glop")
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters("use_dual_simplex: true")
    solver.solve(model)
    status, known = solver.status(), model_builder_helper.SolveStatus
    if status in {known.INFEASIBLE, known.MODEL_INVALID}:
        return None
    if status != known.OPTIMAL:
        raise UnfinishedError
    return Optimum(
        float(solver.objective_value()), np.asarray(solver.variable_values()), np.asarray(solver.dual_values())
    )
