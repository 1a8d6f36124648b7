"""An independent judge of a roster for an instance, written from the format alone.

It shares nothing with any solver or model: it reads plain lines of shifts and counts. The format's rules: days off;
at most so many shifts of a type; total minutes within two limits; at most so many consecutive shifts; at least so
many consecutive shifts and consecutive days off; shifts that may not follow each other on neighbouring days; at most
so many weekends with work. The cost: the weight of each request not met, and per day and shift the seats too few and
too many at their weights.

At the horizon's edges the published convention holds: the days before the first and after the last complete any
minimum run that touches the edge; maximum runs, successions and weekends count inside the horizon only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from roster.bench.shift24.instance import Employee, Instance, Line

#: (employee's id, day from 0, shift's id)
Assignment = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Breach:
    """One hard rule broken: its name in the format, whose, from which day, and what was measured against what."""

    rule: str
    employee: str
    day: int | None
    measured: int | str
    allowed: int | str

    def __str__(self) -> str:
        place = self.employee if self.day is None else f"{self.employee}, day {self.day}"
        return f"{self.rule} ({place}): {self.measured}, allowed {self.allowed}"


@dataclass(frozen=True, slots=True)
class CheckedRoster:
    """What a roster is worth: `objective` counts whether or not `breaches` is empty; only empty counts as a roster."""

    breaches: tuple[Breach, ...]
    objective: int

    @property
    def feasible(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.breaches


def check(instance: Instance, assignments: Iterable[Assignment]) -> CheckedRoster:
    """The breaches and the objective of a list of (employee, day, shift)."""
    lines, malformed = lay_out(instance, assignments)
    broken = [breach for person in instance.employees for breach in _breaches(instance, person, lines[person.id])]
    return CheckedRoster((*malformed, *broken), objective(instance, lines))


def lay_out(instance: Instance, assignments: Iterable[Assignment]) -> tuple[dict[str, Line], tuple[Breach, ...]]:
    """Each employee's line of days, and what in the list fits on no line (of a repeated day the first counts)."""
    lines: dict[str, list[str | None]] = {person.id: [None] * instance.horizon_days for person in instance.employees}
    malformed = []
    for employee, day, shift in assignments:
        if employee not in lines:
            malformed.append(Breach("Employee", str(employee), day, "unknown", "listed"))
        elif not 0 <= day < instance.horizon_days:
            malformed.append(Breach("Day", employee, day, day, f"0 to {instance.horizon_days - 1}"))
        elif shift not in instance.shift:
            malformed.append(Breach("Shift", employee, day, str(shift), "listed"))
        elif lines[employee][day] is not None:
            malformed.append(Breach("OneShiftADay", employee, day, 2, 1))
        else:
            lines[employee][day] = shift
    return {employee: tuple(days) for employee, days in lines.items()}, tuple(malformed)


def objective(instance: Instance, lines: Mapping[str, Line]) -> int:
    """Weights of requests not met plus weighted seats under and over the cover."""
    cost = sum(wish.weight for wish in instance.on_requests if lines[wish.employee][wish.day] != wish.shift)
    cost += sum(wish.weight for wish in instance.off_requests if lines[wish.employee][wish.day] == wish.shift)
    seated = Counter((day, shift) for line in lines.values() for day, shift in enumerate(line) if shift)
    for cover in instance.covers:
        present = seated[cover.day, cover.shift]
        cost += cover.weight_under * max(0, cover.required_seats - present)
        cost += cover.weight_over * max(0, present - cover.required_seats)
    return cost


def _breaches(instance: Instance, person: Employee, line: Line) -> Iterator[Breach]:
    yield from _days_off(person, line)
    yield from _shifts_of_a_type(person, line)
    yield from _minutes(instance, person, line)
    yield from _runs(person, line)
    yield from _successions(instance, person, line)
    yield from _weekends(person, line)


def _days_off(person: Employee, line: Line) -> Iterator[Breach]:
    for day in sorted(person.days_off):
        if line[day] is not None:
            yield Breach("DaysOff", person.id, day, str(line[day]), "off")


def _shifts_of_a_type(person: Employee, line: Line) -> Iterator[Breach]:
    worked = Counter(line)
    for shift, limit in person.max_shifts.items():
        if worked[shift] > limit:
            yield Breach("MaxShifts", person.id, None, f"{worked[shift]} {shift}", limit)


def _minutes(instance: Instance, person: Employee, line: Line) -> Iterator[Breach]:
    total = sum(instance.shift[shift].length_minutes for shift in line if shift is not None)
    if total > person.max_total_minutes:
        yield Breach("MaxTotalMinutes", person.id, None, total, person.max_total_minutes)
    if total < person.min_total_minutes:
        yield Breach("MinTotalMinutes", person.id, None, total, person.min_total_minutes)


def _runs(person: Employee, line: Line) -> Iterator[Breach]:
    first = 0
    for working, days in groupby(line, key=lambda shift: shift is not None):
        length = len(list(days))
        at_edge = first == 0 or first + length == len(line)
        if working and length > person.max_consecutive_shifts:
            yield Breach("MaxConsecutiveShifts", person.id, first, length, person.max_consecutive_shifts)
        if working and length < person.min_consecutive_shifts and not at_edge:
            yield Breach("MinConsecutiveShifts", person.id, first, length, person.min_consecutive_shifts)
        if not working and length < person.min_consecutive_days_off and not at_edge:
            yield Breach("MinConsecutiveDaysOff", person.id, first, length, person.min_consecutive_days_off)
        first += length


def _successions(instance: Instance, person: Employee, line: Line) -> Iterator[Breach]:
    for day, (today, tomorrow) in enumerate(pairwise(line)):
        if today is not None and tomorrow in instance.shift[today].no_successors:
            yield Breach("Succession", person.id, day, f"{today} then {tomorrow}", f"not after {today}")


def _weekends(person: Employee, line: Line) -> Iterator[Breach]:
    # Day 0 is a Monday, so each week's Saturday and Sunday are its sixth and seventh day.
    worked = sum(any(line[week + 5 : week + 7]) for week in range(0, len(line), 7))
    if worked > person.max_weekends:
        yield Breach("MaxWeekends", person.id, None, worked, person.max_weekends)
