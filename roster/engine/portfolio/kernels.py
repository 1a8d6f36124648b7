"""What the engine has compiled, in which order: two lanes of functions that two processes compile side by side.

A compiled function holds all that it calls, so what many call comes first; a lane waits for a function of the other
one's before it compiles what calls it, and then finds it on disk. What a usual month needs leads.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numba
import numpy as np

from roster.engine.bounds.lagrange import price_agents
from roster.engine.columns.program.months import (
    PricedMonths,
    Wanted,
    choose_jobs,
    counts_from,
    own_ticks,
    price_columns,
)
from roster.engine.pricing.agents import workforce
from roster.engine.pricing.ahead import Ahead, price_ahead, price_before
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.charges import Charges
from roster.engine.pricing.label_grid import largest_grid, no_labels
from roster.engine.pricing.label_pricing import price_labelled
from roster.engine.pricing.pricing import conjugate, price_at, price_month
from roster.engine.pricing.response import construct, own_price, respond, seat
from roster.engine.pricing.row_state import place, row_state, rows_price
from roster.engine.pricing.shares import no_shares
from roster.engine.pricing.stretch import price_stretches
from roster.engine.problem.problem import Problem
from roster.engine.replan.repair import Proposals, propose
from roster.engine.search.anneal import anneal
from roster.engine.search.schedule import Schedule

type_of: Callable[[Any], Any] = numba.typeof

PATIENCE_SECONDS = 300.0
"""How long a lane waits for the other's function before it compiles it itself: that one may have been killed."""

Kernel = tuple[Callable[..., Any], tuple[Any, ...]]
"""A compiled function and arguments of the types that it is called with."""


@dataclass
class Kernels:
    """The functions with arguments taken from a problem with a piece of every kind."""

    problem: Problem

    def __post_init__(self) -> None:
        problem = self.problem
        self.force, _, self.names = workforce(problem)
        self.labels = no_labels(problem, self.force)
        self.state = row_state(problem, self.names)
        self.now = Assignment.nobody(problem.agents, problem.days)
        self.cost = np.zeros((problem.days, problem.shifts))
        self.numbers = np.zeros(1)
        self.integers = np.zeros(1, np.int64)
        self.month = np.zeros(problem.days, np.int16)
        self.months = np.zeros((1, problem.days), np.int16)
        self.window = np.array([0, problem.days, problem.days, problem.days])

    @cached_property
    def charges(self) -> Charges:
        """What rows charge at no prices."""
        return Charges.of(self.problem, self.names, np.zeros(len(self.problem.rows)))

    @cached_property
    def one_month(self) -> Kernel:
        """The cheapest month by multipliers."""
        return price_month, (self.force, 0, self.cost, 0, self.numbers, 1, self.month)

    @cached_property
    def one_labelled(self) -> Kernel:
        """The cheapest months with counts along the path."""
        numbers = self.numbers
        return price_labelled, (
            *(self.force, self.labels, 0, self.cost, 0, numbers, 1, False),
            *(self.window, numbers, self.months, numbers),
        )

    @cached_property
    def response(self) -> Kernel:
        """One agent's best response."""
        month = self.month
        return respond, (
            *(self.force, self.labels, self.state, 0, self.numbers, 1, 0.0),
            *(month, month, self.window, self.numbers),
        )

    def lane(self, number: int) -> Iterator[tuple[Kernel, bool]]:
        """What a lane compiles, and (True) what it only waits for."""
        problem, force = self.problem, self.force
        labels, state, now, numbers, integers = (*(self.labels, self.state, self.now, self.numbers, self.integers),)
        if number == 0:
            yield self.one_month, False
            yield self.one_labelled, True
            yield self.response, False
            yield (construct, (force, labels, state, now, integers, numbers, 1, no_shares(self.problem))), False
            yield (anneal, (force, labels, state, now, now, 0.0, numbers, integers, Schedule(), 1, 1)), False
            return
        yield self.one_labelled, False
        yield (largest_grid, (force, labels, 0, integers)), False
        yield (rows_price, (state,)), False
        yield (place, (state, force, 0, self.month, self.month, 0, 1)), False
        yield (own_price, (force, 0, self.month, self.month, 0)), False
        yield (seat, (force, state, now)), False
        yield self.one_month, True
        yield (price_agents, (force, labels, integers, self.charges, numbers, 1, numbers)), False
        yield self.response, True
        proposals = Proposals(numbers, integers, numbers, self.month, self.month)
        yield (propose, (force, labels, state, now, integers, numbers, 1, proposals)), False
        wanted = Wanted(integers, self.window, self.months, 1, 0.0)
        months = PricedMonths.none_yet(1, 1, self.problem.days)
        yield (price_columns, (force, labels, self.charges, numbers, wanted, numbers, months)), False
        yield (own_ticks, (force, 0, self.month, self.month, 0, integers, integers)), False
        yield (counts_from, (force, 0, self.month, 0, integers, integers)), False
        shape = problem.agents, problem.days, problem.shifts
        cost, parts = np.zeros(shape), np.zeros((1, 1))
        yield (price_stretches, (force, cost, numbers, integers, self.months, parts, parts)), False
        grids, month, ranks = np.zeros((1, 1, 1, 1), np.int64), self.month, self.months[np.newaxis]
        letters = np.zeros(1, np.uint8)
        ahead = Ahead(0, 1, integers, grids, grids, grids[0], integers, integers, numbers, letters, ranks)
        charged = force, labels, self.charges, numbers, 0, month, numbers, numbers, 0, 1
        yield (price_ahead, (*charged, grids[0], grids[0], grids[0, 0], ranks[0])), False
        asked = force, labels, self.charges, numbers, integers, self.months, ahead
        yield (price_before, (*asked, numbers, ranks, ranks, parts)), False
        yield (choose_jobs, (force, state, self.months, self.months, integers, 1)), False
        yield (conjugate, (force, 0, 0.0)), False
        yield (price_at, (force, 0, 0)), False


def compile_lane(problem: Problem, number: int, other: bool) -> None:
    """Compiles one lane; with `other` another process compiles the other lane meanwhile."""
    for (function, arguments), awaited in Kernels(problem).lane(number):
        kernel: Any = function
        kinds = tuple(type_of(argument) for argument in arguments)
        until = time.monotonic() + (PATIENCE_SECONDS if awaited and other else 0.0)
        while time.monotonic() < until and not is_kept(kernel, kinds):
            time.sleep(0.05)
        kernel.compile(kinds)


def is_kept(kernel: Any, kinds: tuple[Any, ...]) -> bool:
    """Whether the function is on disk for arguments of these types."""
    return kernel._cache.load_overload(kinds, kernel.targetctx) is not None  # noqa: SLF001 (its public door compiles)
