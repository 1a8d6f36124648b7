"""An instance as cases of a rostering centre, so that the catalogue's own rules say what is legal.

A contract is a set of limits that some employees share; the limits are parameters of rules, so each contract is a
case with parameters of its own. The shifts stand at 00:00 of their day, because the format knows only their lengths;
what may follow what is said by successions. The horizon begins on a Monday, 1 January 2024.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.bench.shift24.horizon import Horizon
from roster.bench.shift24.instance import Employee, Instance, ShiftRequest
from roster.errors import InternalError
from roster.model import Agent, Availability, Case, Centre, HolidayCalendar, Shift, Wish
from roster.rule import TICKS, MonthContext, Rule, Rulebook
from roster.rule.pieces import Allow, Budget, Cost, Piece
from roster.rule.pieces import Sequence as SequencePiece

JOB = "ward"
#: The rules of the catalogue that an instance speaks of; the others stay out.
RULES = frozenset(
    {
        "AVAILABLE",
        "STREAK",
        "MONTH-HOURS",
        "SHIFT-LIMITS",
        "MINIMUM-RUN",
        "MINIMUM-DAYS-OFF",
        "SUCCESSION",
        "WEEKENDS",
        "WISH",
    }
)


@dataclass(frozen=True, slots=True)
class Contract:
    """Employees, by their place in the instance, with the case whose parameters are their common limits."""

    employees: tuple[int, ...]
    case: Case

    def pieces(self, catalogue: Sequence[type[Rule]]) -> Iterator[Piece]:
        """What these rules say of the case, with the instance's numbers for the agents."""
        bound = RULES if "max_consecutive_days" in self.case.centre.rules else RULES - {"STREAK"}
        rulebook = Rulebook.of([rule for rule in catalogue if rule.id in bound], self.case.centre)
        closed = {(entry.agent_id, entry.shift) for entry in self.case.availability if entry.shift is not None}
        for piece in rulebook.encode(MonthContext(self.case)):
            match piece:
                case Budget() if (self.case.agents[piece.agent].agent_id, piece.label) in closed:
                    continue  # A limit on a shift that the agent may not work says nothing.
                case Allow() | Cost() | Budget():
                    yield replace(piece, agent=self.employees[piece.agent])
                case SequencePiece():
                    yield replace(piece, agents=tuple(self.employees[agent] for agent in piece.agents))
                case _:
                    raise InternalError(f"a {type(piece).__name__} of {piece.rule} has no place in a ward")


def contracts(instance: Instance) -> Iterator[Contract]:
    """The instance's employees by the limits that they share."""
    ward = _Ward(instance)
    for rules, members in ward.groups():
        yield Contract(members, ward.case(dict(rules), members))


#: A group's parameters as sorted items.
_Rules = tuple[tuple[str, object], ...]


class _Ward:
    """What every contract's case has in common."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.month = Horizon(2024, 1, length_days=instance.horizon_days)
        # Codes of our own: an instance may call its shifts "off" or "a>b", which mean something to the rules.
        self.code = {shift.id: f"S{place}" for place, shift in enumerate(instance.shifts)}
        self.shifts = tuple(
            Shift(self.code[shift.id], 0, shift.length_minutes, shift.id, night=False) for shift in instance.shifts
        )
        self.successions = tuple(
            f"{self.code[shift.id]}>{self.code[other]}"
            for shift in instance.shifts
            for other in sorted(shift.no_successors)
        )
        self.wishes: dict[str, list[Wish]] = defaultdict(list)
        for request in instance.on_requests:
            self.wishes[request.employee].append(self._wish(request, request.weight))
        for request in instance.off_requests:
            self.wishes[request.employee].append(self._wish(request, -request.weight))

    def groups(self) -> Iterator[tuple[_Rules, tuple[int, ...]]]:
        """Parameters, and the employees bound by them.

        Limits of a shift are shared as far as they go: who may work none of it (availability says so) carries the
        limit of the others, so that colleagues who differ only in what they can work have one contract.
        """
        alike: dict[_Rules, list[int]] = defaultdict(list)
        for place, person in enumerate(self.instance.employees):
            alike[self._rules(person)].append(place)
        for rules, members in alike.items():
            for limits, several in self._by_limits(members).items():
                entries = tuple(f"{self.code[shift]}={most}" for shift, most in limits)
                yield (*rules, ("max_duties_of_shift", entries)), tuple(several)

    def case(self, rules: Mapping[str, object], members: tuple[int, ...]) -> Case:
        """A case of these employees alone."""
        people = [self.instance.employees[place] for place in members]
        return Case(
            # A weight in points of one tick each: the objective counts the format's units.
            centre=Centre(self.instance.name, "UTC", self.month, rules=rules, weights={"wish": 1 / TICKS}),
            calendar=HolidayCalendar(),
            agents=tuple(Agent(person.id, person.id, JOB, (JOB,)) for person in people),
            shifts=self.shifts,
            seats=(),
            availability=tuple(entry for person in people for entry in self._unavailable(person)),
            wishes=tuple(wish for person in people for wish in self.wishes[person.id]),
        )

    def _date(self, day: int) -> date:
        return self.month.first + timedelta(days=day)

    def _wish(self, request: ShiftRequest, weight: int) -> Wish:
        return Wish(request.employee, self._date(request.day), self.code[request.shift], weight)

    def _by_limits(self, members: list[int]) -> dict[tuple[tuple[str, int], ...], list[int]]:
        """Employees by their limits per shift (those that bind), merged where none contradicts."""
        days = self.instance.horizon_days
        positive = []
        for place in members:
            limits = self.instance.employees[place].max_shifts
            positive.append({shift: min(limits.get(shift, days), days) for shift in self.code})
        shared = {shift: {own[shift] for own in positive if own[shift] > 0} for shift in self.code}
        grouped: dict[tuple[tuple[str, int], ...], list[int]] = defaultdict(list)
        for place, own in zip(members, positive, strict=True):
            whole = {s: min(shared[s]) if not most and len(shared[s]) == 1 else most for s, most in own.items()}
            grouped[tuple((shift, most) for shift, most in whole.items() if 0 < most < days)].append(place)
        return grouped

    def _rules(self, person: Employee) -> _Rules:
        days = self.instance.horizon_days
        rules: dict[str, object] = {
            "min_consecutive_days": max(1, min(person.min_consecutive_shifts, days)),
            "run_before_month": True,
            "min_consecutive_days_off": max(1, min(person.min_consecutive_days_off, days)),
            "max_weekends": person.max_weekends if person.max_weekends < len(self.instance.weekends) else None,
            # The rule rounds them to the minute.
            "min_month_hours": person.min_total_minutes / 60,
            "max_month_hours": person.max_total_minutes / 60,
            "forbidden_successions": self.successions,
        }
        if person.max_consecutive_shifts < days:
            # Who may work no day at all is unavailable on all of them.
            rules["max_consecutive_days"] = max(1, person.max_consecutive_shifts)
        return tuple(rules.items())

    def _unavailable(self, person: Employee) -> Iterator[Availability]:
        for shift, code in self.code.items():
            if person.max_shifts.get(shift, 1) == 0:
                yield Availability(person.id, None, None, code, available=False)
        if person.max_consecutive_shifts == 0:
            yield Availability(person.id, None, None, None, available=False)
        for day in sorted(person.days_off):
            yield Availability(person.id, None, self._date(day), None, available=False)
