"""The variables of a month: what each agent does on each day."""

import numpy as np
from numpy.typing import NDArray

from roster.engine.cpsat.linear import Linear, Literal, ModelSheet, Values, negated, value_of
from roster.engine.problem.problem import Plan, Problem
from roster.rule.pieces import OFF, Request, Symbols


def allowed_jobs(problem: Problem) -> list[list[dict[int, frozenset[int]]]]:
    """What every Allow together leaves: per agent and day, shift → jobs."""
    jobs: list[list[dict[int, frozenset[int]]]] = [[{} for _ in range(problem.days)] for _ in range(problem.agents)]
    known: dict[bytes, dict[int, frozenset[int]]] = {}
    for agent in range(problem.agents):
        for day in range(problem.days):
            mask = problem.allowed[agent, day]
            key = mask.tobytes()
            if key not in known:
                known[key] = {
                    int(shift): frozenset(map(int, np.flatnonzero(mask[shift])))
                    for shift in np.flatnonzero(mask.any(axis=1))
                }
            jobs[agent][day] = known[key]
    return jobs


class Choices:
    """One literal per agent, day and shift; a day off is the literal that no shift is worked."""

    def __init__(self, sheet: ModelSheet, problem: Problem) -> None:
        self.sheet = sheet
        self.problem = problem
        self.jobs = allowed_jobs(problem)
        self.works: list[list[dict[int, Literal]]] = []
        self.off: list[list[Literal]] = []
        self.granted: dict[int, Literal] = {}
        self._unions: dict[tuple[int, int, Symbols], Literal] = {}
        self._make_days()
        for several in problem.requests:
            for request in several:
                self._make_request(request)

    def _make_days(self) -> None:
        model = self.sheet.model
        for agent in range(self.problem.agents):
            works: list[dict[int, Literal]] = []
            rests: list[Literal] = []
            for day in range(self.problem.days):
                may_rest = bool(self.problem.off_allowed[agent, day])
                shifts = self.jobs[agent][day]
                known = len(shifts) == 1 and not may_rest
                cell: dict[int, Literal] = {shift: known or self.sheet.choice() for shift in shifts}
                if known:
                    rest: Literal = False
                elif not cell:
                    rest = True
                    if not may_rest:
                        self.sheet.clause([])
                elif not may_rest:
                    rest = False
                    model.add_exactly_one(cell.values())
                elif len(cell) == 1:
                    rest = negated(next(iter(cell.values())))
                else:
                    rest = self.sheet.choice()
                    model.add_exactly_one([rest, *cell.values()])
                works.append(cell)
                rests.append(rest)
            self.works.append(works)
            self.off.append(rests)

    def _make_request(self, piece: Request) -> None:
        literal: Literal = self.sheet.choice() if piece.must is None else piece.must
        self.granted[piece.request] = literal
        for day in range(piece.first, piece.last + 1):
            self.sheet.clause([negated(literal), self.off[piece.agent][day]])
        for day, shift in sorted(piece.blocked):
            if 0 <= day < self.problem.days and shift in self.works[piece.agent][day]:
                self.sheet.clause([negated(literal), negated(self.works[piece.agent][day][shift])])

    def matches(self, agent: int, day: int, symbols: Symbols) -> Literal:
        """Whether the agent's choice on the day is one of `symbols`; days before the month are history's."""
        if day < 0:
            return self.problem.past[agent].get(day, OFF) in symbols
        cell = self.works[agent][day]
        wanted = frozenset(shift for shift in cell if shift in symbols)
        if self.off[agent][day] is not False and OFF in symbols:
            wanted |= {OFF}
        key = (agent, day, wanted)
        if key not in self._unions:
            self._unions[key] = self._union(agent, day, wanted)
        return self._unions[key]

    def _union(self, agent: int, day: int, wanted: Symbols) -> Literal:
        options = dict(self.works[agent][day])
        if self.off[agent][day] is not False:
            options[OFF] = self.off[agent][day]
        unwanted = options.keys() - wanted
        if not wanted:
            return False
        if not unwanted:
            return True
        if len(wanted) == 1:
            return options[next(iter(wanted))]
        if len(unwanted) == 1:
            return negated(options[next(iter(unwanted))])
        members = [options[symbol] for symbol in sorted(wanted)]
        total = Linear.of((1, member) for member in members)
        union = self.sheet.boolean(total.at)
        self.sheet.model.add(total.expression == union)
        return union

    def options(self, agent: int, day: int, symbols: Symbols) -> list[Literal]:
        """The literals of the single choices among `symbols`; at most one of them holds."""
        if day < 0:
            return [True] if self.matches(agent, day, symbols) is True else []
        literals = [literal for shift, literal in self.works[agent][day].items() if shift in symbols]
        if OFF in symbols and self.off[agent][day] is not False:
            literals.append(self.off[agent][day])
        return literals

    def write(self, values: Values, plan: Plan) -> None:
        """A plan's shifts and grants as values; choices the model does not have are left at 0."""
        for agent, days in enumerate(self.works):
            for day, cell in enumerate(days):
                worked = int(plan.shift[agent, day])
                for shift, literal in cell.items():
                    _put(values, literal, shift == worked)
                _put(values, self.off[agent][day], worked == OFF)
        for request, literal in self.granted.items():
            _put(values, literal, request in plan.granted)

    def read(self, values: Values) -> tuple[NDArray[np.int16], frozenset[int]]:
        """A solution's shifts and grants."""
        shift_of = np.full((self.problem.agents, self.problem.days), OFF, np.int16)
        for agent, days in enumerate(self.works):
            for day, cell in enumerate(days):
                for shift, literal in cell.items():
                    if value_of(literal, values):
                        shift_of[agent, day] = shift
        granted = frozenset(request for request, literal in self.granted.items() if value_of(literal, values))
        return shift_of, granted


def _put(values: Values, literal: Literal, truth: bool) -> None:
    if not isinstance(literal, bool) and literal.index >= 0:
        values[literal.index] = int(truth)
