"""The swap match over single arcs: which wish takes whose duty. Plain data, solved in a process of its own.

For what the persons' options do not hold: three and more swaps of one person, or too many pairs to try.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from time import time
from typing import Any

from roster.desk.matching.match_finish import MatchAnswer
from roster.linear import LinearProgram

Cut = tuple[tuple[int, ...], tuple[int, ...], int]
"""Σ x over the first arcs − Σ x over the second ≤ the number."""

RESTRICTED_SHARE = 0.35
"""Of the time left after the linear program: the search among the arcs that it uses."""


@dataclass(frozen=True)
class MatchProblem:
    """Arc a lets wish `taker[a]` take the duty that wish `giver[a]` gives up.

    `limits`: for groups of wishes (an agent's), how many may be granted. `cuts` are linear constraints over arcs, of
    coefficients 1 and −1; `rows` ones with any coefficients and a lower bound. `start` is a set that keeps all of it.
    """

    wishes: int
    taker: tuple[int, ...]
    giver: tuple[int, ...]
    limits: tuple[tuple[tuple[int, ...], int], ...] = ()
    cuts: tuple[Cut, ...] = ()
    rows: tuple[tuple[tuple[tuple[int, int], ...], int], ...] = ()
    start: tuple[int, ...] = ()

    def takes(self) -> list[list[int]]:
        """Per wish, the arcs by which it takes a duty."""
        return self._grouped(self.taker)

    def gives(self) -> list[list[int]]:
        """Per wish, the arcs by which its duty is taken."""
        return self._grouped(self.giver)

    def _grouped(self, ends: tuple[int, ...]) -> list[list[int]]:
        grouped: list[list[int]] = [[] for _ in range(self.wishes)]
        for arc, wish in enumerate(ends):
            grouped[wish].append(arc)
        return grouped

    def capped(self) -> list[tuple[list[int], int]]:
        """The groups that their limit binds, as arcs."""
        takes = self.takes()
        return [
            ([arc for wish in group for arc in takes[wish]], most) for group, most in self.limits if most < len(group)
        ]


def relaxed(problem: MatchProblem) -> tuple[int, list[float]] | None:
    """The linear relaxation by GLOP: a bound, and how much of each arc it uses; None where it fails."""
    program = LinearProgram()
    share = [program.variable(0, 1, -1.0) for _ in problem.taker]

    def bound(terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        summed: dict[int, float] = defaultdict(float)
        for arc, weight in terms:
            summed[arc] += weight
        program.limit({share[arc]: weight for arc, weight in summed.items()}, low, high)

    for taking, giving in zip(problem.takes(), problem.gives(), strict=True):
        bound([*((arc, 1.0) for arc in taking), *((arc, -1.0) for arc in giving)], 0, 0)
        bound([(arc, 1.0) for arc in taking], -program.inf, 1)
    for group, most in problem.capped():
        bound([(arc, 1.0) for arc in group], -program.inf, most)
    for plus, minus, most in problem.cuts:
        bound([*((arc, 1.0) for arc in plus), *((arc, -1.0) for arc in minus)], -program.inf, most)
    for terms, least in problem.rows:
        bound(terms, least, program.inf)
    if not program.solve():
        return None
    return int(-program.optimum + 1e-6), [variable.solution_value() for variable in share]


def _model(problem: MatchProblem) -> tuple[Any, list[Any]]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in problem.taker]
    for taking, giving in zip(problem.takes(), problem.gives(), strict=True):
        # A duty is given up exactly when another is taken for it: so the arcs close into cycles.
        model.add(sum(chosen[arc] for arc in taking) == sum(chosen[arc] for arc in giving))
        model.add_at_most_one(chosen[arc] for arc in taking)
        model.add_at_most_one(chosen[arc] for arc in giving)
    for group, most in problem.capped():
        model.add(sum(chosen[arc] for arc in group) <= most)
    for plus, minus, most in problem.cuts:
        if not minus and most == 1:
            model.add_at_most_one(chosen[arc] for arc in plus)
        else:
            model.add(sum(chosen[arc] for arc in plus) - sum(chosen[arc] for arc in minus) <= most)
    for terms, least in problem.rows:
        model.add(sum(weight * chosen[arc] for arc, weight in terms) >= least)
    model.maximize(sum(chosen))
    return model, chosen


def _search(model: Any, chosen: list[Any], seconds: float, seed: int) -> tuple[tuple[int, ...] | None, float, bool]:
    """The arcs found (None: none), the bound, and whether they are proven best."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.2, seconds)
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    solver.parameters.max_memory_in_mb = 4000
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, solver.best_objective_bound, False
    arcs = tuple(arc for arc, variable in enumerate(chosen) if solver.boolean_value(variable))
    return arcs, solver.best_objective_bound, status == cp_model.OPTIMAL


def solve(problem: MatchProblem, deadline: float, seed: int = 0) -> MatchAnswer:
    """The most wishes granted, until the wall-clock instant `deadline` (seconds since the epoch).

    First the linear program: its bound, and the arcs it uses, among which a good set is found quickly; then CP-SAT on
    the whole, from there.
    """
    bound = problem.wishes
    best = problem.start
    first = relaxed(problem)
    if first is not None:
        bound, shares = first
        model, chosen = _model(problem)
        for variable, share in zip(chosen, shares, strict=True):
            if share <= 1e-6:
                model.add(variable == 0)
        arcs, _, _ = _search(model, chosen, RESTRICTED_SHARE * (deadline - time()), seed)
        if arcs is not None and len(arcs) > len(best):
            best = arcs
    if len(best) == bound:
        return MatchAnswer(best, bound, optimal=True)
    model, chosen = _model(problem)
    hinted = set(best)
    for arc, variable in enumerate(chosen):
        model.add_hint(variable, arc in hinted)
    model.add(sum(chosen) <= bound)
    arcs, proven, optimal = _search(model, chosen, deadline - time(), seed)
    if arcs is not None and len(arcs) >= len(best):
        best = arcs
    bound = min(bound, int(proven + 1e-6)) if proven > 0 else bound
    return MatchAnswer(best, max(bound, len(best)), optimal or len(best) == bound)


def solve_in_child(mailbox: object, problem: MatchProblem, deadline: float, seed: int) -> MatchAnswer:
    """The target of a child process."""
    del mailbox
    return solve(problem, deadline, seed)
