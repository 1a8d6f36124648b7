"""A problem prepared for annealing: its arrays, and walks that begin on them."""

import time
from collections.abc import Callable
from functools import cached_property

import numpy as np

from roster.engine.bounds.aggregate import Aggregate
from roster.engine.bounds.lagrange import Prepared
from roster.engine.pricing.agents import workforce
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.pricing.label_grid import no_labels, whole
from roster.engine.pricing.label_need import LONG_DAYS, wants_labels, whole_hours
from roster.engine.pricing.letters import with_fewer_letters
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import construct, own_price, respond, seat
from roster.engine.pricing.row_state import RowState, fresh, place, row_state, rows_price
from roster.engine.pricing.shares import no_shares
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.schedule import COMPANY, Schedule
from roster.engine.search.walker import CHUNK_SECONDS, Walker

CONSTRUCTION_ROUNDS = 8
"""Steps of the multipliers for an agent's first month, at most."""

LONG_TURNS, LONG_ROUNDS = 12, 3
"""The same on a long horizon: so many turns of so many steps, until a month is legal."""

NOMINAL_MOVES = 800
"""Moves of a usual month that count as a second of work with one worker: fewer than an idle machine does."""


class PreparedSearch:
    """Prepared arrays of one problem, and walks on them.

    `like` is the search of a problem with the very same words, pairs, rows and escorts: what it prepared is shared.
    """

    def __init__(self, problem: Problem, like: "PreparedSearch | None" = None) -> None:
        self.problem = problem
        self.by_columns = wants_labels(problem)
        if self.by_columns or whole_hours(problem):
            self.force, labels, self.names = labelled_workforce(problem)
            self.labels = labels._replace(sparing=not self.by_columns)
        else:
            force, _, self.names = workforce(problem, like=None if like is None else like.force)
            self.force, self.labels = with_fewer_letters(force, no_labels(problem, force))
        # Hours as a label find the month that fills a cap, multipliers are several times quicker where none binds.
        self.ways = (self.labels, no_labels(problem, self.force)) if self.labels.used.any() else (self.labels,)
        self.prepared = (self.force, self.labels, self.names)
        self._like = like.row_state if like is not None and like.problem.rows.start is problem.rows.start else None
        self.unit = self._unit()
        self.schedule = COMPANY if problem.escorts else Schedule()
        self.aggregate: Aggregate | None = None

    def _unit(self) -> float:
        """Ticks that a point's worth of temperature means here: a tenth of a usual row's steepest step."""
        steps = [
            max(abs(s) for s in p.slopes) for several in self.problem.rows.penalties for p in several if any(p.slopes)
        ]
        return max(1.0, float(np.median(steps)) / 10.0) if steps else 360.0

    @cached_property
    def row_state(self) -> RowState:
        """The rows and escorts with nobody placed."""
        return row_state(self.problem, self.names, self._like)

    @cached_property
    def exact(self) -> Prepared:
        """The arrays by which months are priced as exactly as labels can, whether or not the search has any."""
        if self.labels.used.any():
            return self.force, self.labels._replace(sparing=False), self.names
        return labelled_workforce(self.problem)

    def nominal_moves(self) -> float:
        """Moves that count as a second of work here: fewer where a month has more days, shifts and jobs."""
        cells = self.problem.days * self.problem.shifts * self.problem.jobs
        return NOMINAL_MOVES * min(1.0, 1500 / (cells + 700))

    def walker(self, seed: int, start: Plan | None = None) -> tuple[Walker, int]:
        """A walk from `start`, or from best response in random order; and how many agents found no legal month.

        Once the aggregate relaxation is known, best response expects of those to come what it has them do.
        """
        n, days = self.problem.agents, self.problem.days
        state = fresh(self.row_state)
        now = Assignment.nobody(n, days)
        multipliers = np.zeros(max(1, len(self.force.table)))
        stuck = 0
        if start is None:
            draw = np.random.default_rng(seed)
            if self.labels.used.any() and days > LONG_DAYS:
                stuck = self._scatter(draw, state, now)
            else:
                order = draw.permutation(n)
                expected = no_shares(self.problem) if self.aggregate is None else self.aggregate.shares
                if self.aggregate is not None:
                    multipliers[: len(self.aggregate.multipliers)] = self.aggregate.multipliers
                stuck = construct(
                    self.force, self.labels, state, now, order, multipliers, CONSTRUCTION_ROUNDS, expected
                )
        else:
            now.shift[:], now.job[:] = start.shift, start.job
            now.granted[:] = self.problem.request_masks(start.granted)
            seat(self.force, state, now)
        return Walker(self.force, self.labels, state, now, multipliers, seed=seed * 1_000_003 % 2**31), stuck

    def _scatter(self, draw: np.random.Generator, state: RowState, now: Assignment) -> int:
        """Gives everybody a legal month without regard to the others; how many have none.

        A whole year is dear to price again and again as colleagues crowd it; windows of days mend it at once. Random
        prices of the rows make the months differ.
        """
        agents, days = now.shift.shape
        scratch, window = np.empty(max(1, self.labels.cells)), whole(days)
        counts = np.arange(state.price.shape[1])
        stuck = 0
        for agent in range(agents):
            slopes = np.rint(draw.normal(0.0, self.unit, len(state.price))).astype(np.int64)
            alone = state._replace(price=slopes[:, None] * counts, counts=np.zeros_like(state.counts), low=0)
            multipliers = np.zeros(max(1, len(self.force.table)))
            for _ in range(LONG_TURNS):
                # The multipliers go on from where they were; the first legal month is good enough.
                mask = respond(
                    self.force,
                    self.labels,
                    alone,
                    agent,
                    multipliers,
                    LONG_ROUNDS,
                    0.0,
                    now.shift[agent],
                    now.job[agent],
                    window,
                    scratch,
                )
                if mask >= 0:
                    break
            if mask < 0:
                stuck += 1
                now.shift[agent], mask = -1, 0
            now.granted[agent] = mask
            now.own[agent] = own_price(self.force, agent, now.shift[agent], now.job[agent], mask)
            place(state, self.force, agent, now.shift[agent], now.job[agent], mask, 1)
        return stuck

    def cool(
        self,
        walk: Walker,
        heat: tuple[float, float],
        seconds: float,
        over: Callable[[], bool] = lambda: False,
    ) -> None:
        """A walk anneals by itself from heat[0] to heat[1] points in so many seconds, or until it is over."""
        (hot, cold), began, spent, turn = heat, time.monotonic(), 0.0, 0
        while spent < 1.0 and len(walk.among) and not over():
            step = min(1.0, spent + CHUNK_SECONDS / seconds)
            walk.labels = self.ways[turn % len(self.ways)]
            falling = hot * (cold / hot) ** spent, hot * (cold / hot) ** step
            walk.timed(self.schedule, self.unit, falling, min(CHUNK_SECONDS, seconds * (1.0 - spent)))
            spent, turn = (time.monotonic() - began) / seconds, turn + 1

    def value(self, plan: Plan) -> tuple[float, bool]:
        """What a plan costs in ticks, and whether it keeps every hard limit; from the arrays, in milliseconds."""
        state = fresh(self.row_state)
        now = Assignment(plan.shift, plan.job, self.problem.request_masks(plan.granted), np.zeros(self.problem.agents))
        seat(self.force, state, now)
        price = float(rows_price(state)) + float(now.own.sum())
        rows = self.problem.rows
        return price, price < BIG / 2 and rows.within_limits(state.counts[: len(rows)])

    def plan(self, walker: Walker) -> Plan:
        """The walk's best plan."""
        best = walker.best
        return Plan(best.shift.copy(), best.job.copy(), self.problem.granted_by(best.granted))
