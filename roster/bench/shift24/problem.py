"""An instance in the engine's own pieces, and its plans back as assignments.

Employees are agents, the horizon's days are days, shift types are shifts, and there is one job. A tick is one unit
of the format's objective. Words lie inside the horizon, which is the format's convention at its edges: the days
around it complete every minimum run, and nothing before it counts.
"""

from collections.abc import Hashable, Iterable, Iterator

import numpy as np

from roster.bench.shift24.checker import Assignment
from roster.bench.shift24.instance import Employee, Instance
from roster.engine.pieces import OFF, Allow, Budget, Cost, Pair, Penalty, Piece, Row, Sequence, Symbols, Term
from roster.engine.problem import Plan, Problem

JOB = 0


def problem_of(instance: Instance) -> Problem:
    """The instance as a problem of the engine; a plan's ticks are the format's objective."""
    return Problem(
        _Pieces(instance).all(),
        agents=len(instance.employees),
        days=instance.horizon_days,
        shifts=len(instance.shifts),
        jobs=1,
    )


def assignments_of(instance: Instance, plan: Plan) -> tuple[Assignment, ...]:
    """A plan as (employee, day, shift), sorted by employee's place and day."""
    worked = zip(*np.nonzero(plan.shift != OFF), strict=True)
    return tuple(
        (instance.employees[agent].id, int(day), instance.shifts[plan.shift[agent, day]].id) for agent, day in worked
    )


def plan_of(instance: Instance, problem: Problem, assignments: Iterable[Assignment]) -> Plan:
    """Assignments as a plan; KeyError for an unknown employee or shift."""
    agents = {person.id: index for index, person in enumerate(instance.employees)}
    shifts = {shift.id: index for index, shift in enumerate(instance.shifts)}
    plan = problem.empty()
    for employee, day, shift in assignments:
        plan.shift[agents[employee], day] = shifts[shift]
    return plan


class _Pieces:
    """The instance's indices, and its pieces rule by rule."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.index = {shift.id: index for index, shift in enumerate(instance.shifts)}
        self.agent = {person.id: index for index, person in enumerate(instance.employees)}
        self.work: Symbols = frozenset(self.index.values())
        self.off: Symbols = frozenset({OFF})
        self.everyone = tuple(range(len(instance.employees)))

    def all(self) -> Iterator[Piece]:
        yield from self._allowed()
        yield from self._runs()
        yield from self._successions()
        yield from self._totals()
        yield from self._requests()
        yield from self._cover()

    def _allowed(self) -> Iterator[Piece]:
        """Days off, and shift types of which an employee may work none."""
        nothing: frozenset[tuple[int, int]] = frozenset()
        menus: dict[frozenset[tuple[int, int]], frozenset[tuple[int, int]]] = {}
        for agent, person in enumerate(self.instance.employees):
            menu = frozenset((s, JOB) for shift, s in self.index.items() if person.max_shifts.get(shift, 1) > 0)
            menu = menus.setdefault(menu, menu)
            if len(menu) < len(self.index):
                yield Allow("SHIFT-LIMITS", agent, tuple(range(self.instance.horizon_days)), menu)
            if person.days_off:
                yield Allow("AVAILABILITY", agent, tuple(sorted(person.days_off)), nothing)

    def _alike(self, limits: Iterable[tuple[int, Hashable]]) -> Iterator[tuple[Hashable, tuple[int, ...]]]:
        """Agents of one limit together: the engine then builds one automaton for them all."""
        groups: dict[Hashable, list[int]] = {}
        for agent, limit in limits:
            groups.setdefault(limit, []).append(agent)
        return ((limit, tuple(agents)) for limit, agents in groups.items())

    def _runs(self) -> Iterator[Piece]:
        people = tuple(enumerate(self.instance.employees))
        for longest, agents in self._alike((a, p.max_consecutive_shifts) for a, p in people):
            assert isinstance(longest, int)
            if longest < self.instance.horizon_days:
                yield Sequence("STREAK", agents, (self.work,) * (longest + 1), inside=True)
        for shortest, agents in self._alike((a, p.min_consecutive_shifts) for a, p in people):
            assert isinstance(shortest, int)
            for length in range(1, min(shortest, self.instance.horizon_days - 1)):
                word = (self.off, *(self.work,) * length, self.off)
                yield Sequence("MINIMUM-RUN", agents, word, inside=True)
        for fewest, agents in self._alike((a, p.min_consecutive_days_off) for a, p in people):
            assert isinstance(fewest, int)
            for length in range(1, min(fewest, self.instance.horizon_days - 1)):
                word = (self.work, *(self.off,) * length, self.work)
                yield Sequence("MINIMUM-DAYS-OFF", agents, word, inside=True)

    def _successions(self) -> Iterator[Piece]:
        for shift in self.instance.shifts:
            if shift.no_successors:
                then = frozenset(self.index[other] for other in shift.no_successors)
                word = (frozenset({self.index[shift.id]}), then)
                yield Sequence("SUCCESSION", self.everyone, word, inside=True)

    def _totals(self) -> Iterator[Piece]:
        days = self.instance.horizon_days
        minutes = (tuple(shift.length_minutes for shift in self.instance.shifts),) * days
        of_type = {
            shift: (tuple(int(other == index) for other in range(len(self.index))),) * days
            for shift, index in self.index.items()
        }
        weekend_days = frozenset(day for weekend in self.instance.weekends for day in weekend)
        weekends = tuple((int(day in weekend_days),) * len(self.index) for day in range(days))
        both_days = tuple(Pair(w[1], self.work, self.work, -1) for w in self.instance.weekends if len(w) == 2)
        for agent, person in enumerate(self.instance.employees):
            yield Budget("HOURS", agent, minutes, person.min_total_minutes, person.max_total_minutes, label="minutes")
            yield from self._limits(agent, person, of_type)
            if person.max_weekends < len(self.instance.weekends):
                yield Budget(
                    "WEEKENDS", agent, weekends, maximum=person.max_weekends, pairs=both_days, label="weekends"
                )

    def _limits(self, agent: int, person: Employee, of_type: dict[str, tuple[tuple[int, ...], ...]]) -> Iterator[Piece]:
        for shift, limit in person.max_shifts.items():
            if 0 < limit < self.instance.horizon_days:
                yield Budget("SHIFT-LIMITS", agent, of_type[shift], maximum=limit, label=shift)

    def _requests(self) -> Iterator[Piece]:
        every_choice = self.work | self.off
        for wish in self.instance.on_requests:
            others = every_choice - {self.index[wish.shift]}
            yield Cost("WISH", self.agent[wish.employee], wish.day, others, wish.weight)
        for wish in self.instance.off_requests:
            yield Cost("WISH", self.agent[wish.employee], wish.day, frozenset({self.index[wish.shift]}), wish.weight)

    def _cover(self) -> Iterator[Piece]:
        for cover in self.instance.covers:
            term = Term(self.everyone, cover.day, frozenset({self.index[cover.shift]}))
            price = Penalty.around(cover.required_seats, cover.weight_under, cover.weight_over)
            yield Row("COVERAGE", (term,), price, label=(cover.day, cover.shift))
