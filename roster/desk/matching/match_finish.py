"""A part of a match brought to its end: relaxation, dive, and CP-SAT among the options that a better set could use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, Any

import numpy as np

from roster.desk.board.screen import NONE
from roster.desk.matching.match_options import Part, parts_of
from roster.desk.matching.match_price import EPS, Master, Relaxed, dive
from roster.later import Later
from roster.linear import UnfinishedError

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = Later("ortools.sat.python.cp_model")


@dataclass(frozen=True)
class MatchAnswer:
    """The arcs chosen, and a proven bound on how many there could be."""

    arcs: tuple[int, ...]
    bound: int
    optimal: bool


class PartSearch:
    """One part: the best set of arcs so far and the bound, both only ever better."""

    def __init__(self, part: Part, deadline: float) -> None:
        self.part = part
        self.master = Master(part, deadline)
        self.best: tuple[int, ...] = part.start
        self.root: Relaxed | None = None
        self.bound = part.wishes

    @property
    def closed(self) -> bool:
        """Whether the best set is proven."""
        return len(self.best) >= self.bound

    def relax(self) -> None:
        """The relaxation's bound; where the time runs out, what its prices prove so far."""
        with suppress(UnfinishedError):
            self.root = self.master.relaxed()
        self.bound = min(self.bound, int(np.floor(self.master.bound + EPS)))

    def dive(self) -> None:
        """A set from the relaxation's shares."""
        if self.root is not None and not self.closed:
            self._take(self.part.options.arcs(dive(self.master, self.root)))

    def _take(self, arcs: tuple[int, ...]) -> None:
        if len(arcs) > len(self.best):
            self.best = arcs

    def search(self, deadline: float, seed: int) -> None:
        """CP-SAT among the options whose gain allows a set larger than the best, until the wall-clock `deadline`."""
        if self.root is None or self.closed or deadline <= time():
            return
        missing = self.root.value - (len(self.best) + 1)
        candidates = np.flatnonzero(self.root.gain >= -missing - EPS).tolist()
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.1, deadline - time())
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_memory_in_mb = 4000
        model, chosen = _model(self.part, candidates, self.best, self.bound)
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            self.bound = len(self.best)
        elif status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            options = [option for option, variable in chosen.items() if solver.boolean_value(variable)]
            self._take(self.part.options.arcs(options))
            self.bound = max(len(self.best), min(self.bound, int(solver.best_objective_bound + EPS)))


def _model(
    part: Part, columns: list[int], best: tuple[int, ...], bound: int
) -> tuple[cp_model.CpModel, dict[int, cp_model.IntVar]]:
    """These options, to make a set larger than the best one and within the bound."""
    model = cp_model.CpModel()
    chosen = {option: model.new_bool_var("") for option in columns}
    by_person: dict[int, list[Any]] = {}
    given: dict[int, list[Any]] = {wish: [] for wish in range(part.wishes)}
    taken: dict[int, list[Any]] = {wish: [] for wish in range(part.wishes)}
    by_arc: dict[int, list[Any]] = {}
    for option, variable in chosen.items():
        by_person.setdefault(int(part.options.person[option]), []).append(variable)
        for arc in (int(part.options.one[option]), int(part.options.two[option])):
            if arc != NONE:
                taken[int(part.taker[arc])].append(variable)
                given[int(part.giver[arc])].append(variable)
                by_arc.setdefault(arc, []).append(variable)
    for several in by_person.values():
        model.add_at_most_one(several)
    if part.rings is not None:
        rings: dict[int, list[Any]] = {arc: [] for arc in range(len(part.taker))}
        for ring in part.rings:
            variable = model.new_bool_var("")
            for arc in ring:
                rings[arc].append(variable)
        for arc, around in rings.items():
            model.add(sum(by_arc.get(arc, [])) == sum(around))
    for wish in range(part.wishes):
        # A duty is given up exactly when another is taken for it: so the arcs close into cycles.
        model.add(sum(taken[wish]) == sum(given[wish]))
        model.add_at_most_one(given[wish])
    for terms, least in part.rows:
        model.add(sum(weight * variable for arc, weight in terms for variable in by_arc.get(arc, ())) >= least)
    sizes = part.options.size
    granted = sum(int(sizes[option]) * variable for option, variable in chosen.items())
    model.add(granted >= len(best) + 1)
    model.add(granted <= bound)
    had = set(best)
    for option, variable in chosen.items():
        model.add_hint(variable, set(part.options.arcs([option])) <= had)
    model.maximize(granted)
    return model, chosen


def solve_parts(whole: Part, deadline: float, seed: int = 0) -> MatchAnswer:
    """The most wishes granted, part by part, until the wall-clock instant `deadline` (seconds since the epoch)."""
    searches = [PartSearch(part, deadline) for part in parts_of(whole)]
    for act in (PartSearch.relax, PartSearch.dive):
        for search in searches:
            act(search)
    still = [search for search in searches if not search.closed]
    for number, search in enumerate(still):
        left = deadline - time()
        search.search(time() + left / (len(still) - number), seed)
    arcs = tuple(sorted(search.part.names[arc] for search in searches for arc in search.best))
    bound = sum(search.bound for search in searches)
    return MatchAnswer(arcs, bound, optimal=len(arcs) >= bound)


def solve_parts_in_child(mailbox: object, whole: Part, deadline: float, seed: int) -> MatchAnswer:
    """The target of a child process."""
    del mailbox
    return solve_parts(whole, deadline, seed)
