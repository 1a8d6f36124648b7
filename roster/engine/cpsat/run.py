"""One CP-SAT search: what it may spend, what it tells on its way, and how it ended."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from ortools.sat.python import cp_model

from roster.engine.cpsat.formulation import Formulation
from roster.engine.problem.problem import Plan

OnPlan = Callable[[Plan, int, int | None], None]
"""Told each better plan, its ticks by the model, and the proven bound so far (None: none yet)."""

OnBound = Callable[[int], None]
"""Told each better proven bound, in ticks."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a search may spend.

    `seconds` by the wall clock; `work` in CP-SAT's deterministic time (None: unlimited), which is the same on every
    run; `gap` is relative: (objective − bound) / objective.
    """

    seconds: float
    work: float | None = None
    workers: int = 1
    seed: int = 0
    gap: float = 0.0
    memory_megabytes: int = 4000


class Ending(StrEnum):
    """How a search ended. `UNKNOWN`: neither a plan nor a proof."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What a search came to: the best plan and its ticks, the proven bound, the work done (deterministic time).

    `clock_struck`: the wall clock, not the counted work, ended a search that was to end by its work.
    """

    ending: Ending
    plan: Plan | None
    ticks: int | None
    bound: int | None
    work: float
    clock_struck: bool = False


ENDINGS = {
    cp_model.OPTIMAL: Ending.OPTIMAL,
    cp_model.FEASIBLE: Ending.FEASIBLE,
    cp_model.INFEASIBLE: Ending.INFEASIBLE,
}


class _Listener(cp_model.CpSolverSolutionCallback):
    """Passes each better solution on."""

    def __init__(self, formulation: Formulation, on_plan: OnPlan) -> None:
        super().__init__()
        self.formulation = formulation
        self.on_plan = on_plan

    def on_solution_callback(self) -> None:
        """Called by the solver, one at a time."""
        values = list(self.response_proto.solution)
        bound = _whole(self.best_objective_bound) if self.formulation.objective is not None else None
        self.on_plan(self.formulation.plan(values), round(self.objective_value), bound)


def _whole(bound: float) -> int | None:
    """A bound on a whole-number objective, rounded up past the noise of floats; None before there is one."""
    return ceil(bound - 1e-4) if abs(bound) < 2**52 else None


def tune(solver: cp_model.CpSolver, effort: Effort) -> None:
    """The parameters that serve this class of problem best; docs/engine-cpsat.md holds what was measured."""
    parameters = solver.parameters
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = max(0.01, effort.seconds)
    if effort.work is not None:
        parameters.max_deterministic_time = effort.work
    parameters.relative_gap_limit = effort.gap
    parameters.max_memory_in_mb = effort.memory_megabytes
    parameters.linearization_level = 2
    # The hint is a whole plan, so it need not be repaired; symmetry detection costs more than it gives here.
    parameters.symmetry_level = 0


def search(
    formulation: Formulation,
    effort: Effort,
    on_plan: OnPlan = lambda _plan, _ticks, _bound: None,
    on_bound: OnBound = lambda _bound: None,
    stop: threading.Event | None = None,
) -> Answer:
    """Search until the proof, the gap or a limit. `stop`, when set, ends it at the next chance."""
    solver = cp_model.CpSolver()
    tune(solver, effort)
    if formulation.objective is not None:
        solver.best_bound_callback = lambda bound: _report_bound(bound, on_bound)
    finished = threading.Event()
    if stop is not None:
        threading.Thread(target=_relay, args=(stop, finished, solver), daemon=True).start()
    try:
        status = solver.solve(formulation.model, _Listener(formulation, on_plan))
    finally:
        finished.set()
    if status == cp_model.MODEL_INVALID:
        raise ValueError(formulation.model.validate())
    ending = ENDINGS.get(status, Ending.UNKNOWN)
    has_plan = ending in {Ending.OPTIMAL, Ending.FEASIBLE}
    priced = formulation.objective is not None
    return Answer(
        ending,
        formulation.plan(list(solver.response_proto.solution)) if has_plan else None,
        round(solver.objective_value) if has_plan else None,
        _whole(solver.best_objective_bound) if priced and ending is not Ending.INFEASIBLE else None,
        solver.deterministic_time,
        clock_struck=effort.work is not None
        and ending in {Ending.FEASIBLE, Ending.UNKNOWN}
        and solver.wall_time >= effort.seconds,
    )


def _report_bound(bound: float, on_bound: OnBound) -> None:
    whole = _whole(bound)
    if whole is not None:
        on_bound(whole)


def _relay(stop: threading.Event, finished: threading.Event, solver: cp_model.CpSolver) -> None:
    # A stop before the search itself has begun is lost on the solver, so it is repeated until the search ends.
    while not finished.is_set():
        if stop.wait(0.05):
            solver.stop_search()
            finished.wait(0.1)
