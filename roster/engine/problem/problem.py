"""A compiled month: the pieces of all rules as arrays, and what a plan costs by the pieces."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.meaning import (
    AgentSets,
    allowed_choices,
    allows,
    budget_count,
    cost_ticks,
    escort_ticks,
    line_of,
    lines,
    outside,
    request_breaches,
    request_ticks,
    row_count,
)
from roster.engine.problem.rows import RowTable
from roster.engine.problem.sequence_table import SequenceTable
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Piece, Request, Row, Sequence

if TYPE_CHECKING:
    from roster.rule.month_context import MonthContext


PAD = 1
"""Days of the past that a budget's pairs look at."""


@dataclass(frozen=True, eq=False)
class Plan:
    """A month in arrays: `shift[agent, day]` (OFF where none), `job[agent, day]`, and the granted requests."""

    shift: NDArray[np.int16]
    job: NDArray[np.int16]
    granted: frozenset[int] = frozenset()

    def copy(self) -> "Plan":
        """A plan that may be changed without touching this one."""
        return Plan(self.shift.copy(), self.job.copy(), self.granted)


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard piece that a plan breaks; agent or day −1 where the piece has none."""

    rule: str
    agent: int
    day: int


@dataclass(frozen=True)
class Valuation:
    """What a plan costs by the pieces, in ticks per rule, and the hard pieces it breaks."""

    ticks_by_rule: Mapping[str, int]
    broken: tuple[Broken, ...]

    @property
    def ticks(self) -> int:
        """The objective."""
        return sum(self.ticks_by_rule.values())


class Problem:
    """A context's pieces, compiled to arrays that every solver reads. Plain data, so children of a solve get a copy.

    Shapes: `allowed[agent, day, shift, job]`, `off_allowed[agent, day]`, `shift_ticks[agent, day, shift]`,
    `off_ticks[agent, day]`, `job_ticks` likewise with jobs or None. `past[agent]` maps days before the month to
    shifts. `budgets`, `requests` and `sequences` are per agent.
    """

    def __init__(
        self,
        pieces: Iterable[Piece],
        *,
        agents: int,
        days: int,
        shifts: int,
        jobs: int,
        past: tuple[Mapping[int, int], ...] | None = None,
        rows: RowTable | None = None,
    ) -> None:
        """`rows`: the table of the very rows among `pieces`, where it is known already."""
        self.pieces = tuple(pieces)
        self.agents, self.days, self.shifts, self.jobs = agents, days, shifts, jobs
        self.past = past or tuple({} for _ in range(agents))
        self.shift_ticks = np.zeros((agents, days, shifts), np.int64)
        self.off_ticks = np.zeros((agents, days), np.int64)
        self.job_ticks: NDArray[np.int64] | None = None
        self.sequences: list[list[Sequence]] = [[] for _ in range(agents)]
        self.budgets: list[list[Budget]] = [[] for _ in range(agents)]
        self.requests: list[list[Request]] = [[] for _ in range(agents)]
        self.escorts: list[Escort] = []
        counted: list[Row] = []
        allows: list[Allow] = []
        costs: list[Cost] = []
        steps: dict[int, int] = {}
        for piece in self.pieces:
            match piece:
                case Allow():
                    allows.append(piece)
                case Cost():
                    costs.append(piece)
                case Sequence():
                    for agent in piece.agents:
                        self.sequences[agent].append(piece)
                case Budget():
                    self.budgets[piece.agent].append(_tightened(piece, steps))
                case Request():
                    self.requests[piece.agent].append(piece)
                case Row():
                    counted.append(piece)
                case Escort():
                    self.escorts.append(piece)
        self.allowed, self.off_allowed = allowed_choices(allows, (agents, days, shifts, jobs))
        self.charge(costs)
        self.rows = rows if rows is not None else RowTable(counted, agents=agents, days=days, shifts=shifts, jobs=jobs)

    @classmethod
    def of(cls, context: "MonthContext", pieces: Iterable[Piece]) -> "Problem":
        """The problem of a context."""
        return cls(
            pieces,
            agents=len(context.agents),
            days=context.days,
            shifts=len(context.shifts),
            jobs=len(context.jobs),
            past=tuple({day: cell[0] for day, cell in duties.items()} for duties in context.history),
        )

    def like(self, pieces: Iterable[Piece]) -> "Problem":
        """The same month, people and jobs with other pieces."""
        return Problem(pieces, agents=self.agents, days=self.days, shifts=self.shifts, jobs=self.jobs, past=self.past)

    def charge(self, pieces: Iterable[Cost], times: int = 1) -> None:
        """Adds prices of choices, each `times` over; pieces that share one set of choices are added at once."""
        cells: dict[tuple[int, int], tuple[Cost, list[tuple[int, int, int]]]] = {}
        for piece in pieces:
            charges = cells.setdefault((id(piece.choices), id(piece.jobs)), (piece, []))[1]
            charges.append((piece.agent, piece.day, piece.ticks))
        for first, several in cells.values():
            agent, day, ticks = np.array(several, np.int64).T
            ticks = ticks * times
            if OFF in first.choices:
                np.add.at(self.off_ticks, (agent, day), ticks)
            shifts = np.array(sorted(first.choices - {OFF}), np.intp)
            at = (agent[:, None], day[:, None], shifts[None, :])
            if first.jobs is None:
                np.add.at(self.shift_ticks, at, ticks[:, None])
                continue
            if self.job_ticks is None:
                self.job_ticks = np.zeros((self.agents, self.days, self.shifts, self.jobs), np.int64)
            for job in first.jobs:
                np.add.at(self.job_ticks[..., job], at, ticks[:, None])

    @cached_property
    def request_by_index(self) -> Mapping[int, Request]:
        """Requests by their index in the case."""
        return {request.request: request for several in self.requests for request in several}

    def request_masks(self, granted: frozenset[int]) -> NDArray[np.int64]:
        """Granted requests as a bit mask per agent, bit k for the agent's k-th request."""
        masks = np.zeros(self.agents, np.int64)
        for agent, requests in enumerate(self.requests):
            for place, request in enumerate(requests):
                if request.request in granted:
                    masks[agent] |= 1 << place
        return masks

    def granted_by(self, masks: NDArray[np.int64]) -> frozenset[int]:
        """The requests that these masks grant."""
        return frozenset(
            request.request
            for agent, requests in enumerate(self.requests)
            for place, request in enumerate(requests)
            if int(masks[agent]) >> place & 1
        )

    @cached_property
    def shift_allowed(self) -> NDArray[np.bool_]:
        """`[agent, day, shift]`: whether any job is allowed with it."""
        allowed: NDArray[np.bool_] = np.asarray(self.allowed.any(axis=3))
        return allowed

    def empty(self) -> Plan:
        """Nobody works, nothing is granted."""
        shape = (self.agents, self.days)
        return Plan(np.full(shape, OFF, np.int16), np.zeros(shape, np.int16))

    def broken_by(self, plan: Plan, agents: frozenset[int]) -> tuple[Broken, ...]:
        """The hard pieces about one of these agents alone that the plan breaks."""
        own: list[Piece] = []
        for piece in self.pieces:
            match piece:
                case Allow() | Budget() | Request() if piece.agent in agents:
                    own.append(piece)
                case Sequence() if piece.ticks is None:
                    named = tuple(agent for agent in piece.agents if agent in agents)
                    if named:
                        own.append(replace(piece, agents=named))
                case _:
                    pass
        return _Evaluator(self, plan).valuation(own).broken

    def evaluate(self, plan: Plan) -> Valuation:
        """What the plan costs and breaks, straight from the pieces (no solver's tables)."""
        return _Evaluator(self, plan).valuation(self.pieces)


def _tightened(budget: Budget, steps: dict[int, int]) -> Budget:
    """The same budget with limits that its counts can reach: they move in steps of the weights' common divisor.

    24 duties of 480 minutes fit a cap of 11,700, and no month comes closer to it; relaxations do not see that by
    themselves. `steps` remembers the divisor of each weight table.
    """
    if budget.minimum is None and budget.maximum is None:
        return budget
    step = steps.get(id(budget.weights))
    if step is None:
        step = steps[id(budget.weights)] = math.gcd(*(weight for day in budget.weights for weight in day))
    step = math.gcd(step, *budget.leave.values(), *(pair.weight for pair in budget.pairs))
    if step <= 1:
        return budget
    most = None if budget.maximum is None else (budget.maximum - budget.constant) // step * step + budget.constant
    least = None if budget.minimum is None else -((budget.constant - budget.minimum) // step * step) + budget.constant
    return replace(budget, minimum=least, maximum=most)


class _Evaluator:
    """Reads a plan piece by piece."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.ticks: dict[str, int] = {}
        self.broken: list[Broken] = []
        self.sets = AgentSets()
        self._lines: dict[int, list[int]] = {}

    def valuation(self, pieces: Iterable[Piece]) -> Valuation:
        pieces = tuple(pieces)
        words = iter(self._words(piece for piece in pieces if isinstance(piece, Sequence)))
        for piece in pieces:
            match piece:
                case Allow():
                    self._allow(piece)
                case Cost():
                    cell = (piece.agent, piece.day)
                    self._pay(piece.rule, cost_ticks(piece, int(self.plan.shift[cell]), int(self.plan.job[cell])))
                case Sequence():
                    self._sequence(piece, next(words))
                case Budget():
                    self._count(piece, budget_count(piece, self._line(piece.agent), PAD, self.plan.granted))
                case Request():
                    self._request(piece)
                case Row():
                    plan = self.plan
                    self._count(piece, row_count(piece, plan.shift, plan.job, plan.granted, self.sets))
                case Escort():
                    self._pay(piece.rule, escort_ticks(piece, self.plan.shift[:, piece.day], self.sets))
        return Valuation(self.ticks, tuple(self.broken))

    def _pay(self, rule: str, ticks: int) -> None:
        self.ticks[rule] = self.ticks.get(rule, 0) + ticks

    def _break(self, rule: str, agent: int = -1, day: int = -1) -> None:
        self.broken.append(Broken(rule, agent, day))

    def _line(self, agent: int) -> list[int]:
        if agent not in self._lines:
            self._lines[agent] = line_of(self.plan.shift[agent], self.problem.past[agent], PAD)
        return self._lines[agent]

    def _allow(self, piece: Allow) -> None:
        shift, job = self.plan.shift[piece.agent], self.plan.job[piece.agent]
        for day in piece.days:
            if not allows(piece, int(shift[day]), int(job[day])):
                self._break(piece.rule, piece.agent, day)

    def _words(self, pieces: Iterable[Sequence]) -> Iterator[NDArray[np.bool_]]:
        """Per piece, where its word ends in the months of its agents: [place in `agents`, day]."""
        problem = self.problem
        table = SequenceTable(pieces, agents=problem.agents, days=problem.days, shifts=problem.shifts)
        planes = table.planes(lines(self.plan.shift, problem.past, table.pad))
        for word in table.words:
            yield table.hits(word, planes[:, list(word.piece.agents)])

    def _sequence(self, piece: Sequence, hits: NDArray[np.bool_]) -> None:
        if piece.ticks is not None:
            self._pay(piece.rule, piece.ticks * int(hits.sum()))
            return
        for place, day in zip(*np.nonzero(hits), strict=True):
            self._break(piece.rule, piece.agents[place], int(day))

    def _count(self, piece: Budget | Row, value: int) -> None:
        if outside(piece, value):
            if isinstance(piece, Budget):
                self._break(piece.rule, piece.agent)
            else:
                self._break(piece.rule, -1, piece.label[0] if piece.label and isinstance(piece.label[0], int) else -1)
        if piece.penalty is not None:
            self._pay(piece.rule, piece.penalty.at(value))

    def _request(self, piece: Request) -> None:
        granted = piece.request in self.plan.granted
        self._pay(piece.rule, request_ticks(piece, granted))
        for day in request_breaches(piece, self._line(piece.agent), PAD, granted):
            self._break(piece.rule, piece.agent, day)
