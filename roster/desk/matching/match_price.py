"""The linear relaxation of a match over the persons' options, by column generation, and dives from it.

Each person chooses one option (one arc, or two that go together); a wish gives up its duty exactly when it takes one.
Pairs of swaps that clash are in no option, so the relaxation knows each person's month exactly; what it leaves open is
only how the persons' choices close into cycles. That makes its bound tight, most often the optimum itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING

import numpy as np

from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.matching.match_options import Part
from roster.later import Later

if TYPE_CHECKING:
    from ortools.linear_solver.python import model_builder_helper
else:
    model_builder_helper = Later("ortools.linear_solver.python.model_builder_helper")

EPS = 1e-6
COLUMNS_A_ROUND = 8
"""New options a person and round of pricing."""


class TimeUpError(Exception):
    """The deadline came."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """An optimum of the relaxation: its value, the share of each option used, and each option's reduced gain.

    A set worth `value` − d holds no option whose gain is below −d.
    """

    value: float
    shares: dict[int, float]
    gain: np.ndarray


class Master:
    """One part's relaxation, its columns kept between calls."""

    def __init__(self, part: Part, deadline: float) -> None:
        self.part, self.deadline = part, deadline
        self.size = part.options.size
        self.persons = int(part.options.person.max()) + 1
        # What an arc adds to which balance: +1 where it takes and −1 where it gives; with rings, to its own.
        self.balances = part.wishes if part.rings is None else len(part.taker)
        own = np.arange(len(part.taker))
        self.ends = ((part.taker, 1), (part.giver, -1)) if part.rings is None else ((own, 1),)
        self.known: Bools = part.options.two == NONE
        weights = np.zeros((len(part.rows), len(part.taker) + 1), np.int64)
        for row, (terms, _) in enumerate(part.rows):
            for arc, weight in terms:
                weights[row, arc] += weight
        # NONE is −1: the last column, which stays 0.
        self.weights = weights[:, part.options.one] + weights[:, part.options.two]
        self.least = np.array([least for _, least in part.rows], np.int64)
        self.bound = float(part.wishes)

    def relaxed(self, fixed: Iterable[int] = (), barred: Bools | None = None, enough: float = np.inf) -> Relaxed | None:
        """The optimum with some options chosen and some barred; None where there is none.

        Pricing stops early once the value reaches `enough`: then it is no bound. TimeUpError at the deadline.
        """
        chosen = np.array(sorted(fixed), np.int64)
        person = self.part.options.person
        free = ~np.isin(person, person[chosen])
        if barred is not None:
            free &= ~barred
        while True:
            columns = np.flatnonzero(self.known & free)
            optimum = self._solve(columns, chosen)
            if optimum is None:
                return None
            value, shares, gain = optimum
            best = np.zeros(self.persons)
            np.maximum.at(best, person[free], gain[free])
            if not len(chosen) and barred is None:
                self.bound = min(self.bound, value + best.sum())
            fresh = np.flatnonzero(free & ~self.known & (gain > EPS))
            if not len(fresh) or value >= enough - EPS:
                return Relaxed(value, shares, gain)
            self.known[self._best(fresh, gain)] = True

    def _best(self, fresh: Ints, gain: np.ndarray) -> Ints:
        """Of each person the options that gain most."""
        person = self.part.options.person[fresh]
        ordered = np.lexsort((-gain[fresh], person))
        rows = np.arange(len(ordered))
        first = np.r_[True, person[ordered][1:] != person[ordered][:-1]]
        since = rows - np.maximum.accumulate(np.where(first, rows, 0))
        best: Ints = fresh[ordered[since < COLUMNS_A_ROUND]]
        return best

    def _solve(self, columns: Ints, chosen: Ints) -> tuple[float, dict[int, float], np.ndarray] | None:
        options = self.part.options
        model = self._model(columns, chosen)
        left = self.deadline - time()
        if left <= 0:
            raise TimeUpError
        solver = model_builder_helper.ModelSolverHelper("glop")
        solver.set_time_limit_in_seconds(left)
        solver.set_solver_specific_parameters("use_dual_simplex: true")
        solver.solve(model)
        status = solver.status()
        if status in {model_builder_helper.SolveStatus.INFEASIBLE, model_builder_helper.SolveStatus.MODEL_INVALID}:
            return None
        if status != model_builder_helper.SolveStatus.OPTIMAL:
            raise TimeUpError
        price = np.asarray(solver.dual_values())
        balance_price, rest = price[: self.balances], price[self.balances :]
        person_price, row_price = rest[: self.persons], rest[self.persons :]
        arc_price = np.append(sum(sign * balance_price[ends] for ends, sign in self.ends), 0.0)
        gain = self.size - arc_price[options.one] - arc_price[options.two] - person_price[options.person]
        gain -= row_price @ self.weights
        values = np.asarray(solver.variable_values())[: len(columns)]
        used = np.flatnonzero(values > EPS)
        shares = dict(zip(columns[used].tolist(), values[used].tolist(), strict=True))
        return float(solver.objective_value()) + int(self.size[chosen].sum()), shares, gain

    def _model(self, columns: Ints, chosen: Ints) -> model_builder_helper.ModelBuilderHelper:
        """Constraints in the order balances (given = taken), persons (one option), rows; a variable for each column.

        Rings follow the columns.
        """
        part, options = self.part, self.part.options
        model = model_builder_helper.ModelBuilderHelper()
        many = len(columns)
        model.add_var_array([many + len(part.rings or ())], 0.0, float("inf"), False, "")
        moved = np.zeros(self.balances, np.int64)
        for arcs in (options.one[chosen], options.two[chosen]):
            for ends, sign in self.ends:
                np.add.at(moved, ends[arcs[arcs != NONE]], sign)
        least = self.least - self.weights[:, chosen].sum(axis=1)
        bounds: list[tuple[float, float]] = [(-was, -was) for was in moved.tolist()]
        bounds += [(0.0, 1.0)] * self.persons
        bounds += [(low, float("inf")) for low in least.tolist()]
        for low, high in bounds:
            row = model.add_linear_constraint()
            model.set_constraint_lower_bound(row, low)
            model.set_constraint_upper_bound(row, high)
        for variable, gain in enumerate(self.size[columns].tolist()):
            model.set_var_objective_coefficient(variable, gain)
        model.set_maximize(True)
        places = np.arange(many)
        for arcs in (options.one[columns], options.two[columns]):
            real = arcs != NONE
            for ends, sign in self.ends:
                for row, variable in zip(ends[arcs[real]].tolist(), places[real].tolist(), strict=True):
                    model.safe_add_term_to_constraint(row, variable, sign)
        for number, ring in enumerate(part.rings or ()):
            for arc in ring:
                model.add_term_to_constraint(arc, many + number, -1.0)
        for variable, person in enumerate(options.person[columns].tolist()):
            model.add_term_to_constraint(self.balances + person, variable, 1.0)
        first = self.balances + self.persons
        for row, variable in zip(*np.nonzero(self.weights[:, columns]), strict=True):
            weight = float(self.weights[row, columns[variable]])
            model.add_term_to_constraint(first + int(row), int(variable), weight)
        return model


def dive(master: Master, root: Relaxed) -> tuple[int, ...]:
    """Options chosen one after another from the relaxation's shares, as long as its value holds; a set by the book.

    Several at a time while that costs nothing, singly where it does; an option whose choice costs is barred once,
    and chosen after all where barring it costs no less. Where the time is up, what is closed by then; empty where the
    dive ends nowhere.
    """
    person = master.part.options.person
    barred: Bools = np.zeros(len(person), np.bool_)
    fixed: list[int] = []
    now, target, several = root, np.floor(root.value + EPS), 16
    try:
        while True:
            whole = [option for option, share in now.shares.items() if share > 1 - EPS]
            loose = sorted((-share, option) for option, share in now.shares.items() if share <= 1 - EPS)
            if not loose:
                return (*fixed, *whole)
            step = _firsts(person, [option for _, option in loose], several)
            tried = master.relaxed([*fixed, *step], barred, target)
            if tried is not None and tried.value >= target - EPS:
                fixed, now, several = [*fixed, *step], tried, several * 2
            elif len(step) > 1:
                several = max(1, len(step) // 3)
            else:
                barred[step[0]] = True
                other = master.relaxed(fixed, barred, target)
                if other is not None and other.value >= target - EPS:
                    now = other
                    continue
                target -= 1
                if other is None and tried is None:
                    return ()
                if other is None or (tried is not None and tried.value > other.value + EPS):
                    assert tried is not None
                    fixed, now = [*fixed, *step], tried
                else:
                    now = other
    except TimeUpError:
        return closed(master, [*fixed, *(option for option, share in now.shares.items() if share > 1 - EPS)])


def closed(master: Master, chosen: Iterable[int]) -> tuple[int, ...]:
    """What of these options closes into cycles by itself; empty where that breaks a row, or cycles are bounded."""
    part, options = master.part, master.part.options
    if part.rings is not None:
        return ()
    arcs = {person: set(options.arcs([option])) for option in chosen for person in [int(options.person[option])]}
    known = {(int(options.person[row]), options.arcs([row])): row for row in range(len(options))}
    while True:
        takers = {int(part.taker[arc]) for own in arcs.values() for arc in own}
        givers = {int(part.giver[arc]) for own in arcs.values() for arc in own}
        remaining = {
            person: {arc for arc in own if int(part.taker[arc]) in givers and int(part.giver[arc]) in takers}
            for person, own in arcs.items()
        }
        remaining = {person: own for person, own in remaining.items() if own and (person, tuple(sorted(own))) in known}
        if remaining == arcs:
            break
        arcs = remaining
    rows = [known[person, tuple(sorted(own))] for person, own in sorted(arcs.items())]
    fine = (master.weights[:, rows].sum(axis=1) >= master.least).all()
    return tuple(rows) if fine else ()


def _firsts(person: Ints, ordered: list[int], most: int) -> list[int]:
    """The first of each person, at most so many."""
    firsts: dict[int, int] = {}
    for option in ordered:
        firsts.setdefault(int(person[option]), option)
        if len(firsts) == most:
            break
    return list(firsts.values())
