"""CP-SAT on the compact model, as it comes and tuned."""

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from roster.bench.shift24.compact import CompactModel, compact_model
from roster.bench.shift24.instance import Instance
from roster.bench.shift24.peer_report import PeerReport

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Encoded:
    """The compact model as CP-SAT's, with its variables by number."""

    model: cp_model.CpModel
    variables: list[cp_model.IntVar]


def encode(compact: CompactModel) -> Encoded:
    """The compact model, row for row, in CP-SAT's words."""
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, variable.upper, variable.name) for variable in compact.variables]
    for row in compact.rows:
        expression = cp_model.LinearExpr.weighted_sum(
            [variables[index] for _, index in row.terms], [coefficient for coefficient, _ in row.terms]
        )
        low = cp_model.INT32_MIN if row.low is None else row.low
        high = cp_model.INT32_MAX if row.high is None else row.high
        model.add_linear_constraint(expression, low, high)
    costs = [variable.cost for variable in compact.variables]
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, costs) + compact.constant)
    return Encoded(model, variables)


def solve_default(instance: Instance, seconds: float, seed: int, report: PeerReport) -> None:
    """CP-SAT with nothing set but workers, time and seed."""
    _solve(instance, seconds, seed, report, lambda _: None)


def solve_tuned(instance: Instance, seconds: float, seed: int, report: PeerReport) -> None:
    """CP-SAT with its strongest linear relaxation as the only full subsolver, neighbourhoods beside it."""

    def tune(parameters: cp_model.CpSolver) -> None:
        parameters.parameters.subsolvers.extend(["max_lp"])
        parameters.parameters.linearization_level = 2

    _solve(instance, seconds, seed, report, tune)


def _solve(
    instance: Instance, seconds: float, seed: int, report: PeerReport, tune: Callable[[cp_model.CpSolver], None]
) -> None:
    report.ready()
    compact = compact_model(instance)
    encoded = encode(compact)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = report.remaining(seconds)
    tune(solver)
    solver.best_bound_callback = report.bound
    solver.solve(encoded.model, _Incumbents(compact, encoded.variables, report))
    report.bound(solver.best_objective_bound)


class _Incumbents(cp_model.CpSolverSolutionCallback):
    """Hands every better roster on as it is found."""

    def __init__(self, compact: CompactModel, variables: list[cp_model.IntVar], report: PeerReport) -> None:
        super().__init__()
        self._compact = compact
        self._variables = variables
        self._report = report

    def on_solution_callback(self) -> None:
        """Called by CP-SAT on each better solution."""
        duty = self._compact.duty
        roster = [key for key, index in duty.items() if self.value(self._variables[index])]
        self._report.incumbent(round(self.objective_value), roster)
