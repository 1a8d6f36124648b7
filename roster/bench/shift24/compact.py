"""The compact model of an instance, as plain rows that any integer solver can be given.

One binary x[e, d, s] per employee, day and shift that may be worked; per cover row the seats under and over; per
employee and weekend whether it is worked. It is the model that a user of a solver writes, with the minimum runs in
their stronger form (a run that starts on day d also works on d + 1 … d + n - 1), and no decomposition.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from roster.bench.shift24.checker import Assignment
from roster.bench.shift24.instance import Employee, Instance, ShiftRequest

#: Coefficient and variable number.
Term = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Variable:
    """An integer from 0 to `upper` that costs `cost` apiece."""

    name: str
    upper: int
    cost: int


@dataclass(frozen=True, slots=True)
class LinearRow:
    """low ≤ Σ coefficient · variable ≤ high; None is no limit on that side."""

    terms: tuple[Term, ...]
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class CompactModel:
    """Minimise `constant` + Σ cost · variable subject to the rows; `duty` numbers each (employee, day, shift)."""

    variables: tuple[Variable, ...]
    rows: tuple[LinearRow, ...]
    constant: int
    duty: dict[Assignment, int]

    def assignments(self, values: list[int]) -> tuple[Assignment, ...]:
        """The roster that a solver's values of all variables mean."""
        return tuple(key for key, index in self.duty.items() if values[index])


def compact_model(instance: Instance) -> CompactModel:
    """The compact model of an instance. Its feasible duties are exactly the rosters without a breach."""
    return _Build(instance).model()


class _Build:
    """The variables and rows so far."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.variables: list[Variable] = []
        self.rows: list[LinearRow] = []
        self.duty: dict[Assignment, int] = {}
        self.of_employee: dict[str, list[tuple[int, str, int]]] = {}

    def model(self) -> CompactModel:
        constant = self._duties()
        for person in self.instance.employees:
            self.rows.extend(self._of_one(person))
        self._covers()
        return CompactModel(tuple(self.variables), tuple(self.rows), constant, self.duty)

    def _variable(self, name: str, upper: int, cost: int) -> int:
        self.variables.append(Variable(name, upper, cost))
        return len(self.variables) - 1

    def _duties(self) -> int:
        """Number the duties; a request's weight is a duty's cost, and for a wished duty also paid in advance."""
        cost: dict[Assignment, int] = {}
        for wish in self.instance.off_requests:
            cost[_key(wish)] = cost.get(_key(wish), 0) + wish.weight
        for wish in self.instance.on_requests:
            cost[_key(wish)] = cost.get(_key(wish), 0) - wish.weight
        for person in self.instance.employees:
            mine = self.of_employee[person.id] = []
            for day in range(self.instance.horizon_days):
                for shift in self.instance.shifts:
                    if self.instance.may_work(person, day, shift.id):
                        key = (person.id, day, shift.id)
                        self.duty[key] = self._variable(f"x_{person.id}_{day}_{shift.id}", 1, cost.get(key, 0))
                        mine.append((day, shift.id, self.duty[key]))
        return sum(wish.weight for wish in self.instance.on_requests)

    def _of_one(self, person: Employee) -> Iterator[LinearRow]:
        work = [self._working(person, day) for day in range(self.instance.horizon_days)]
        yield from (LinearRow(day, None, 1) for day in work if len(day) > 1)
        yield from self._successions(person)
        yield from _runs(person, work)
        yield from self._totals(person)
        yield from self._weekends(person, work)

    def _working(self, person: Employee, day: int) -> tuple[Term, ...]:
        """Terms that sum to 1 on a day with a shift, to 0 on a day off."""
        keys = ((person.id, day, shift.id) for shift in self.instance.shifts)
        return tuple((1, self.duty[key]) for key in keys if key in self.duty)

    def _successions(self, person: Employee) -> Iterator[LinearRow]:
        """Per duty one row: it, or any duty the day after that may not follow it."""
        for day, shift, index in self.of_employee[person.id]:
            after = ((person.id, day + 1, other) for other in sorted(self.instance.shift[shift].no_successors))
            banned = [self.duty[key] for key in after if key in self.duty]
            if banned:
                yield LinearRow(((1, index), *((1, other) for other in banned)), None, 1)

    def _totals(self, person: Employee) -> Iterator[LinearRow]:
        mine = self.of_employee[person.id]
        minutes = tuple((self.instance.shift[shift].length_minutes, index) for _, shift, index in mine)
        yield LinearRow(minutes, person.min_total_minutes, person.max_total_minutes)
        for shift, limit in person.max_shifts.items():
            of_type = tuple((1, index) for _, other, index in mine if other == shift)
            if len(of_type) > limit:
                yield LinearRow(of_type, None, limit)

    def _weekends(self, person: Employee, work: list[tuple[Term, ...]]) -> Iterator[LinearRow]:
        weekends = []
        for days in self.instance.weekends:
            worked = self._variable(f"weekend_{person.id}_{days[0]}", 1, 0)
            weekends.append((1, worked))
            yield from (LinearRow((*work[day], (-1, worked)), None, 0) for day in days)
        if len(weekends) > person.max_weekends:
            yield LinearRow(tuple(weekends), None, person.max_weekends)

    def _covers(self) -> None:
        seated: dict[tuple[int, str], list[Term]] = {}
        for (_, day, shift), index in self.duty.items():
            seated.setdefault((day, shift), []).append((1, index))
        for number, cover in enumerate(self.instance.covers):
            present = seated.get((cover.day, cover.shift), [])
            under = self._variable(f"under_{number}", cover.required_seats, cover.weight_under)
            over = self._variable(f"over_{number}", len(present), cover.weight_over)
            need = cover.required_seats
            self.rows.append(LinearRow((*present, (1, under), (-1, over)), need, need))


def _key(wish: ShiftRequest) -> Assignment:
    return (wish.employee, wish.day, wish.shift)


def _runs(person: Employee, work: list[tuple[Term, ...]]) -> Iterator[LinearRow]:
    """Windows of work too long, and runs of work or days off that end too soon inside the horizon."""
    last = len(work) - 1
    longest = person.max_consecutive_shifts
    for day in range(len(work) - longest):
        window = tuple(term for other in work[day : day + longest + 1] for term in other)
        if window:
            yield LinearRow(window, None, longest)
    for day in range(1, last):
        # Work starts on `day`: work[day] - work[day - 1] ≤ work[day + ahead].
        for ahead in range(1, min(person.min_consecutive_shifts, last - day + 1)):
            yield LinearRow((*work[day], *_minus(work[day - 1]), *_minus(work[day + ahead])), None, 0)
        # Days off start on `day`: work[day - 1] - work[day] ≤ 1 - work[day + ahead].
        for ahead in range(1, min(person.min_consecutive_days_off, last - day + 1)):
            yield LinearRow((*work[day - 1], *_minus(work[day]), *work[day + ahead]), None, 1)


def _minus(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple((-coefficient, index) for coefficient, index in terms)
