"""A compiled month: the pieces of all rules as arrays, and what a plan costs by the pieces."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.rows import RowTable
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Piece, Request, Row, Sequence, Term

if TYPE_CHECKING:
    from roster.rule.month_context import MonthContext


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
        self.allowed = np.ones((agents, days, shifts, jobs), np.bool_)
        self.off_allowed = np.ones((agents, days), np.bool_)
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
        self._allow(allows)
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

    def _allow(self, pieces: Iterable[Allow]) -> None:
        """Shuts what is not allowed; pieces that share one set of duties are written at once."""
        shut: list[tuple[int, int]] = []
        cells: dict[int, tuple[frozenset[tuple[int, int]], list[tuple[int, int]]]] = {}
        for piece in pieces:
            found = cells.setdefault(id(piece.duties), (piece.duties, []))[1]
            own = [(piece.agent, day) for day in piece.days]
            found.extend(own)
            if not piece.off:
                shut.extend(own)
        for duties, several in cells.values():
            mask = np.zeros((self.shifts, self.jobs), np.bool_)
            for shift, job in duties:
                mask[shift, job] = True
            agent, day = np.array(several, np.intp).reshape(-1, 2).T
            self.allowed[agent, day] &= mask
        agent, day = np.array(shut, np.intp).reshape(-1, 2).T
        self.off_allowed[agent, day] = False

    def charge(self, pieces: Iterable[Cost], times: int = 1) -> None:
        """Adds prices of choices, each `times` over; pieces that share one set of choices are added at once."""
        cells: dict[tuple[int, int], tuple[Cost, list[tuple[int, int, int]]]] = {}
        for piece in pieces:
            found = cells.setdefault((id(piece.choices), id(piece.jobs)), (piece, []))[1]
            found.append((piece.agent, piece.day, piece.ticks))
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
        found = np.zeros(self.agents, np.int64)
        for agent, requests in enumerate(self.requests):
            for place, request in enumerate(requests):
                if request.request in granted:
                    found[agent] |= 1 << place
        return found

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
        found: NDArray[np.bool_] = np.asarray(self.allowed.any(axis=3))
        return found

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
        self.working = plan.shift != OFF
        self.leave_on = np.zeros_like(self.working)
        for index in plan.granted:
            request = problem.request_by_index[index]
            self.leave_on[request.agent, request.first : request.last + 1] = True

    def valuation(self, pieces: Iterable[Piece]) -> Valuation:
        for piece in pieces:
            match piece:
                case Allow():
                    self._allow(piece)
                case Cost():
                    self._cost(piece)
                case Sequence():
                    self._sequence(piece)
                case Budget():
                    self._budget(piece)
                case Request():
                    self._request(piece)
                case Row():
                    self._row(piece)
                case Escort():
                    self._escort(piece)
        return Valuation(self.ticks, tuple(self.broken))

    def _pay(self, rule: str, ticks: int) -> None:
        self.ticks[rule] = self.ticks.get(rule, 0) + ticks

    def _break(self, rule: str, agent: int = -1, day: int = -1) -> None:
        self.broken.append(Broken(rule, agent, day))

    def _allow(self, piece: Allow) -> None:
        shift, job = self.plan.shift[piece.agent], self.plan.job[piece.agent]
        for day in piece.days:
            fine = piece.off if shift[day] == OFF else (int(shift[day]), int(job[day])) in piece.duties
            if not fine:
                self._break(piece.rule, piece.agent, day)

    def _cost(self, piece: Cost) -> None:
        shift = int(self.plan.shift[piece.agent, piece.day])
        if shift in piece.choices and (
            shift == OFF or piece.jobs is None or int(self.plan.job[piece.agent, piece.day]) in piece.jobs
        ):
            self._pay(piece.rule, piece.ticks)

    def _sequence(self, piece: Sequence) -> None:
        days, length = self.problem.days, len(piece.word)
        agents = list(piece.agents)
        before = 0 if piece.inside else length - 1
        if length > before + days:
            return
        symbols = np.full((len(agents), before + days), OFF, np.int64)
        symbols[:, before:] = self.plan.shift[agents]
        for row, agent in enumerate(agents if before else ()):
            for day, shift in self.problem.past[agent].items():
                if day >= -before:
                    symbols[row, before + day] = shift
        hits = np.ones((len(agents), before + days - length + 1), np.bool_)
        for offset, letter in enumerate(piece.word):
            within = np.isin(symbols[:, offset : offset + hits.shape[1]], list(letter))
            hits &= within
        counted = set(piece.ends) if piece.ends is not None else None
        for row, column in zip(*np.nonzero(hits), strict=True):
            end = int(column) + length - 1 - before
            if counted is not None and end not in counted:
                continue
            if piece.ticks is None:
                self._break(piece.rule, agents[row], end)
            else:
                self._pay(piece.rule, piece.ticks)

    def _budget(self, piece: Budget) -> None:
        value = self.value(piece)
        if (piece.minimum is not None and value < piece.minimum) or (
            piece.maximum is not None and value > piece.maximum
        ):
            self._break(piece.rule, piece.agent)
        if piece.penalty is not None:
            self._pay(piece.rule, piece.penalty.at(value))

    def value(self, piece: Budget) -> int:
        """What the budget counts in this plan."""
        shift = self.plan.shift[piece.agent]
        total = piece.constant
        for day in np.flatnonzero(shift != OFF):
            total += piece.weights[day][shift[day]]
        total += sum(weight for request, weight in piece.leave.items() if request in self.plan.granted)
        for pair in piece.pairs:
            previous = int(shift[pair.day - 1]) if pair.day > 0 else self.problem.past[piece.agent].get(-1, OFF)
            if previous in pair.before and int(shift[pair.day]) in pair.then:
                total += pair.weight
        return total

    def _request(self, piece: Request) -> None:
        granted = piece.request in self.plan.granted
        if piece.must is not None and granted is not piece.must:
            self._break(piece.rule, piece.agent, piece.first)
        if not granted:
            self._pay(piece.rule, piece.declined_ticks)
            return
        shift = self.plan.shift[piece.agent]
        for day in range(piece.first, piece.last + 1):
            if shift[day] != OFF:
                self._break(piece.rule, piece.agent, day)
        for day, code in piece.blocked:
            if shift[day] == code:
                self._break(piece.rule, piece.agent, day)

    def count(self, term: Term) -> int:
        """What a row's term counts in this plan."""
        if term.requests:
            return term.coefficient * len(term.requests & self.plan.granted)
        agents = np.asarray(term.agents, np.intp)
        hits = np.isin(self.plan.shift[agents, term.day], list(term.shifts))
        if term.jobs is not None:
            hits &= np.isin(self.plan.job[agents, term.day], list(term.jobs))
        return term.coefficient * int(hits.sum())

    def _row(self, piece: Row) -> None:
        value = piece.constant + sum(self.count(term) for term in piece.terms)
        if (piece.minimum is not None and value < piece.minimum) or (
            piece.maximum is not None and value > piece.maximum
        ):
            day = piece.label[0] if piece.label and isinstance(piece.label[0], int) else -1
            self._break(piece.rule, -1, day)
        if piece.penalty is not None:
            self._pay(piece.rule, piece.penalty.at(value))

    def _escort(self, piece: Escort) -> None:
        shift = self.plan.shift[:, piece.day]
        if not any(shift[agent] == piece.shift for agent in piece.escorts):
            self._pay(piece.rule, piece.ticks * sum(int(shift[agent]) == piece.shift for agent in piece.members))
