"""HiGHS on the compact model, through MathOpt: the only way to have it in a process beside CP-SAT."""

import datetime as dt
import math
import re
from collections.abc import Sequence

from ortools.math_opt.python import mathopt

from roster.bench.shift24.compact import CompactModel, compact_model
from roster.bench.shift24.instance import Instance
from roster.bench.shift24.peer_report import PeerReport

THREADS = 2
#: A progress row of HiGHS: "… BestBound BestSol Gap …" after the four node columns.
_PROGRESS = re.compile(r"^\s*[A-Za-z]?\s+\d+\s+\d+\s+\d+\s+[\d.]+%\s+(?P<bound>\S+)\s+(?P<best>\S+)\s")


def solve(instance: Instance, seconds: float, seed: int, report: PeerReport) -> None:
    """HiGHS with its defaults. It hands out one roster, at its end; the times come from its progress rows."""
    report.ready()
    compact = compact_model(instance)
    model, variables = _encode(compact)

    def progress(lines: Sequence[str]) -> None:
        for line in lines:
            if row := _PROGRESS.match(line):
                report.bound(_number(row["bound"]))
                if (best := _number(row["best"])) is not None:
                    report.incumbent(round(best), None)

    parameters = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=report.remaining(seconds)), random_seed=seed)
    parameters.highs.int_options["threads"] = THREADS
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters, msg_cb=progress)
    report.bound(result.termination.objective_bounds.dual_bound)
    if result.has_primal_feasible_solution():
        values = [round(value) for value in result.variable_values(variables)]
        report.incumbent(round(result.objective_value()), compact.assignments(values))


def _encode(compact: CompactModel) -> tuple[mathopt.Model, list[mathopt.Variable]]:
    model = mathopt.Model()
    variables = [
        model.add_variable(lb=0, ub=variable.upper, is_integer=True, name=variable.name)
        for variable in compact.variables
    ]
    for row in compact.rows:
        linear = model.add_linear_constraint(
            lb=-math.inf if row.low is None else row.low, ub=math.inf if row.high is None else row.high
        )
        for coefficient, index in row.terms:
            linear.set_coefficient(variables[index], coefficient)
    for variable, column in zip(compact.variables, variables, strict=True):
        model.objective.set_linear_coefficient(column, variable.cost)
    model.objective.offset = compact.constant
    model.objective.is_maximize = False
    return model, variables


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
