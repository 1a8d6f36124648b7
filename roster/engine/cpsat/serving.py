"""Which job a duty serves. Agents whom no piece tells apart are counted together, so jobs cost few variables."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.engine.cpsat.choices import Choices
from roster.engine.cpsat.linear import Linear, Values
from roster.engine.problem.problem import Plan
from roster.rule.pieces import OFF


@dataclass(frozen=True, slots=True)
class Group:
    """Agents who may serve the same jobs on one day and shift, and how many of them serve each."""

    members: tuple[int, ...]
    served: dict[int, Linear]


class Serving:
    """Counts of agents by day, shift and job."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.sheet = choices.sheet
        self.problem = choices.problem
        self._by_id: dict[int, int] = {}
        self._crowds: list[frozenset[int]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._crowds_of_day: dict[int, set[int]] = defaultdict(set)
        self._counts: dict[tuple[int, int, int, frozenset[int] | None], Linear] = {}
        self._groups: dict[tuple[int, int], list[Group]] = {}
        self._individual: set[tuple[int, int]] = set()
        if self.problem.job_ticks is not None:
            for agent, day in zip(*np.nonzero(self.problem.job_ticks.any(axis=(2, 3))), strict=True):
                self._individual.add((int(agent), int(day)))
        for row in self.problem.rows.source:
            for term in row.terms:
                if term.jobs is not None and not term.requests:
                    self._crowds_of_day[term.day].add(self.crowd(term.agents))

    def crowd(self, agents: tuple[int, ...]) -> int:
        """The number of a set of agents; rules share one tuple between many terms, so identity answers first."""
        number = self._by_id.get(id(agents))
        if number is None:
            number = self._numbers.setdefault(agents, len(self._crowds))
            if number == len(self._crowds):
                self._crowds.append(frozenset(agents))
            self._by_id[id(agents)] = number
        return number

    def groups(self, day: int, shift: int) -> list[Group]:
        """The agents of one day and shift who have a job to choose, grouped."""
        key = (day, shift)
        if key not in self._groups:
            self._groups[key] = self._make_groups(day, shift)
        return self._groups[key]

    def _make_groups(self, day: int, shift: int) -> list[Group]:
        members: dict[tuple[object, ...], list[int]] = defaultdict(list)
        crowds = sorted(self._crowds_of_day[day])
        for agent in range(self.problem.agents):
            jobs = self.choices.jobs[agent][day].get(shift, frozenset())
            if len(jobs) > 1:
                alone = agent if (agent, day) in self._individual else None
                inside = tuple(number for number in crowds if agent in self._crowds[number])
                members[tuple(sorted(jobs)), inside, alone].append(agent)
        return [self._make_group(day, shift, agents) for agents in members.values()]

    def _make_group(self, day: int, shift: int, agents: list[int]) -> Group:
        jobs = sorted(self.choices.jobs[agents[0]][day][shift])
        total = Linear.of((1, self.choices.works[agent][day][shift]) for agent in agents)
        served: dict[int, Linear] = {}
        left = Linear.of([])
        for job in jobs[1:]:
            count = Linear.of([])
            most = len(agents)
            number = self.sheet.choice() if most == 1 else self.sheet.number(0, most, None)
            count.add_variable(1, number, 0, most)
            served[job] = count
            left.add_variable(-1, number, 0, most)
        for index, coefficient in total.coefficients.items():
            left.add_variable(coefficient, total.variables[index], 0, 1)
        left.shift(total.constant)
        self.sheet.model.add(left.expression >= 0)
        left.low = 0
        left.high = len(agents)
        served[jobs[0]] = left
        return Group(tuple(agents), served)

    def served(self, agent: int, day: int, shift: int, jobs: frozenset[int]) -> Linear:
        """Whether one agent works the shift for one of `jobs`; for agents that a Cost tells apart."""
        able = self.choices.jobs[agent][day].get(shift, frozenset())
        if not able & jobs:
            return Linear.of([])
        if able <= jobs:
            return Linear.of([(1, self.choices.works[agent][day][shift])])
        group = next(group for group in self.groups(day, shift) if agent in group.members)
        return _sum(group.served[job] for job in sorted(able & jobs))

    def count(self, agents: tuple[int, ...], day: int, shift: int, jobs: frozenset[int] | None) -> Linear:
        """How many of `agents` work the shift for one of `jobs`, as one variable."""
        number = self.crowd(agents)
        key = (number, day, shift, jobs)
        if key not in self._counts:
            self._counts[key] = self._as_variable(self._make_count(number, day, shift, jobs))
        return self._counts[key]

    def _make_count(self, number: int, day: int, shift: int, jobs: frozenset[int] | None) -> Linear:
        crowd = self._crowds[number]
        total = Linear.of([])
        for agent in sorted(crowd):
            able = self.choices.jobs[agent][day].get(shift, frozenset())
            if able and (jobs is None or able <= jobs):
                total.add_literal(1, self.choices.works[agent][day][shift])
        if jobs is None:
            return total
        for group in self.groups(day, shift):
            if group.members[0] in crowd:
                able = frozenset(group.served)
                if able & jobs and not able <= jobs:
                    total = _sum([total, *(group.served[job] for job in sorted(able & jobs))])
        return total

    def _as_variable(self, total: Linear) -> Linear:
        if len(total.coefficients) <= 1:
            return total
        number = self.sheet.number(total.low, total.high, total.at)
        self.sheet.model.add(total.expression == number)
        made = Linear.of([])
        made.add_variable(1, number, total.low, total.high)
        return made

    def write(self, values: Values, plan: Plan) -> None:
        """A plan's jobs as values."""
        for (day, shift), groups in self._groups.items():
            for group in groups:
                served = [int(plan.job[a, day]) for a in group.members if plan.shift[a, day] == shift]
                for job, count in group.served.items():
                    if len(count.coefficients) == 1 and next(iter(count.coefficients.values())) == 1:
                        values[next(iter(count.coefficients))] = served.count(job)

    def read(self, values: Values, shift_of: NDArray[np.int16]) -> NDArray[np.int16]:
        """A job for each duty of a solution; 0 on days off."""
        jobs = np.zeros_like(shift_of)
        for agent, day in zip(*np.nonzero(shift_of != OFF), strict=True):
            jobs[agent, day] = min(self.choices.jobs[agent][day][int(shift_of[agent, day])])
        for (day, shift), groups in self._groups.items():
            for group in groups:
                working = [agent for agent in group.members if shift_of[agent, day] == shift]
                served = [job for job, count in sorted(group.served.items()) for _ in range(count.at(values))]
                for agent, job in zip(working, served, strict=True):
                    jobs[agent, day] = job
        return jobs


def _sum(parts: Iterable[Linear]) -> Linear:
    total = Linear.of([])
    for part in parts:
        scale_into(total, 1, part)
    return total


def scale_into(total: Linear, factor: int, part: Linear) -> None:
    """Add `factor` times `part` to `total`."""
    low, high = total.low, total.high
    total.constant += factor * part.constant
    for index, coefficient in part.coefficients.items():
        merged = total.coefficients.get(index, 0) + factor * coefficient
        if merged:
            total.coefficients[index] = merged
            total.variables[index] = part.variables[index]
        else:
            total.coefficients.pop(index, None)
            total.variables.pop(index, None)
    total.low = low + min(factor * part.low, factor * part.high)
    total.high = high + max(factor * part.low, factor * part.high)
