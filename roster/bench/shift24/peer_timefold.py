# ruff: noqa: ARG005 - the functions of a stream name all that it carries
"""Timefold's local search on the instance, where its Python package and a Java machine are installed.

Every employee and day is an entity whose shift (or none) the search chooses; each rule of the format is a
constraint stream, in the manner of Timefold's employee scheduling examples. It proves no bound. Its community
edition searches with one thread.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from roster.bench.shift24.instance import Instance
from roster.bench.shift24.peer_report import PeerReport


@dataclass(unsafe_hash=True)
class ShiftFact:
    """A shift type by its place in the instance."""

    number: int
    minutes: int


@dataclass
class EmployeeFact:
    """An employee's limits over the horizon; those per shift type are `LimitFact`s."""

    number: int
    max_minutes: int
    min_minutes: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    max_weekends: int
    last_day: int

    def __hash__(self) -> int:
        return self.number


@dataclass
class LimitFact:
    """At most `most` shifts of a type for one employee."""

    employee: int
    shift: int
    most: int


@dataclass
class BanFact:
    """`then` may not stand on the day after `first`."""

    first: int
    then: int


@dataclass
class CoverFact:
    """A row of the cover."""

    day: int
    shift: int
    required: int
    under: int
    over: int

    def cost(self, present: int) -> int:
        """The price of so many seats filled."""
        if present < self.required:
            return self.under * (self.required - present)
        return self.over * (present - self.required)


@dataclass
class RequestFact:
    """`weight` is paid for the duty, or earned where it is below zero (a wish, prepaid in the constant)."""

    employee: int
    day: int
    shift: int
    weight: int


@planning_entity
@dataclass
class DayLine:
    """One employee's day; None is a day off."""

    id: Annotated[int, PlanningId]
    employee: EmployeeFact
    day: int
    week: int
    is_weekend: bool
    allowed: Annotated[list[ShiftFact], ValueRangeProvider]
    shift: Annotated[ShiftFact | None, PlanningVariable(allows_unassigned=True)] = None


@planning_solution
@dataclass
class TimefoldPlan:
    """The whole problem, and the roster in the making."""

    limits: Annotated[list[LimitFact], ProblemFactCollectionProperty]
    bans: Annotated[list[BanFact], ProblemFactCollectionProperty]
    covers: Annotated[list[CoverFact], ProblemFactCollectionProperty]
    requests: Annotated[list[RequestFact], ProblemFactCollectionProperty]
    lines: Annotated[list[DayLine], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = None


@constraint_provider  # type: ignore[untyped-decorator]
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule of the format, hard ones first."""
    return [
        most_minutes(factory),
        least_minutes(factory),
        shifts_of_a_type(factory),
        longest_run(factory),
        shortest_run(factory),
        shortest_rest(factory),
        succession(factory),
        weekends(factory),
        empty_cover(factory),
        cover(factory),
        requests(factory),
    ]


def _minutes(factory: ConstraintFactory) -> Any:
    return factory.for_each_including_unassigned(DayLine).group_by(
        lambda line: line.employee,
        ConstraintCollectors.sum(lambda line: line.shift.minutes if line.shift is not None else 0),
    )


def most_minutes(factory: ConstraintFactory) -> Constraint:
    """Total minutes at most so many; the penalty counts hours begun."""
    return (
        _minutes(factory)
        .filter(lambda person, minutes: minutes > person.max_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda person, minutes: (minutes - person.max_minutes) // 60 + 1)
        .as_constraint("most minutes")
    )


def least_minutes(factory: ConstraintFactory) -> Constraint:
    """Total minutes at least so many."""
    return (
        _minutes(factory)
        .filter(lambda person, minutes: minutes < person.min_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda person, minutes: (person.min_minutes - minutes) // 60 + 1)
        .as_constraint("least minutes")
    )


def shifts_of_a_type(factory: ConstraintFactory) -> Constraint:
    """At most so many shifts of a type."""
    return (
        factory.for_each(DayLine)
        .group_by(lambda line: line.employee.number, lambda line: line.shift.number, ConstraintCollectors.count())
        .join(
            LimitFact,
            Joiners.equal(lambda who, shift, count: who, lambda limit: limit.employee),
            Joiners.equal(lambda who, shift, count: shift, lambda limit: limit.shift),
        )
        .filter(lambda who, shift, count, limit: count > limit.most)
        .penalize(HardSoftScore.ONE_HARD, lambda who, shift, count, limit: count - limit.most)
        .as_constraint("shifts of a type")
    )


def _runs(stream: Any) -> Any:
    return stream.group_by(
        lambda line: line.employee, ConstraintCollectors.to_consecutive_sequences(lambda line: line.day)
    ).flatten_last(lambda chain: chain.getConsecutiveSequences())


def longest_run(factory: ConstraintFactory) -> Constraint:
    """At most so many shifts in a row."""
    return (
        _runs(factory.for_each(DayLine))
        .filter(lambda person, run: run.getCount() > person.longest_run)
        .penalize(HardSoftScore.ONE_HARD, lambda person, run: run.getCount() - person.longest_run)
        .as_constraint("longest run")
    )


def shortest_run(factory: ConstraintFactory) -> Constraint:
    """At least so many shifts in a row, but at the horizon's edges."""
    return (
        _runs(factory.for_each(DayLine))
        .filter(
            lambda person, run: (
                run.getCount() < person.shortest_run
                and run.getFirstItem().day > 0
                and run.getLastItem().day < person.last_day
            )
        )
        .penalize(HardSoftScore.ONE_HARD, lambda person, run: person.shortest_run - run.getCount())
        .as_constraint("shortest run")
    )


def shortest_rest(factory: ConstraintFactory) -> Constraint:
    """At least so many days off in a row, but at the horizon's edges."""
    return (
        _runs(factory.for_each_including_unassigned(DayLine).filter(lambda line: line.shift is None))
        .filter(
            lambda person, run: (
                run.getCount() < person.shortest_rest
                and run.getFirstItem().day > 0
                and run.getLastItem().day < person.last_day
            )
        )
        .penalize(HardSoftScore.ONE_HARD, lambda person, run: person.shortest_rest - run.getCount())
        .as_constraint("shortest rest")
    )


def succession(factory: ConstraintFactory) -> Constraint:
    """Shifts that may not follow each other."""
    return (
        factory.for_each(DayLine)
        .join(
            DayLine,
            Joiners.equal(lambda line: line.employee.number),
            Joiners.equal(lambda line: line.day + 1, lambda line: line.day),
        )
        .if_exists(
            BanFact,
            Joiners.equal(lambda first, then: first.shift.number, lambda ban: ban.first),
            Joiners.equal(lambda first, then: then.shift.number, lambda ban: ban.then),
        )
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("succession")
    )


def weekends(factory: ConstraintFactory) -> Constraint:
    """At most so many weekends with work."""
    return (
        factory.for_each(DayLine)
        .filter(lambda line: line.is_weekend)
        .group_by(lambda line: line.employee, ConstraintCollectors.count_distinct(lambda line: line.week))
        .filter(lambda person, worked: worked > person.max_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda person, worked: worked - person.max_weekends)
        .as_constraint("weekends")
    )


def empty_cover(factory: ConstraintFactory) -> Constraint:
    """What each row of the cover costs with nobody there; `cover` gives back what people earn."""
    return (
        factory.for_each(CoverFact)
        .penalize(HardSoftScore.ONE_SOFT, lambda cover: cover.cost(0))
        .as_constraint("empty cover")
    )


def cover(factory: ConstraintFactory) -> Constraint:
    """The cover's cost with the people who are there, less its cost with nobody."""
    return (
        factory.for_each(DayLine)
        .group_by(lambda line: line.day, lambda line: line.shift.number, ConstraintCollectors.count())
        .join(
            CoverFact,
            Joiners.equal(lambda day, shift, count: day, lambda cover: cover.day),
            Joiners.equal(lambda day, shift, count: shift, lambda cover: cover.shift),
        )
        .impact(HardSoftScore.ONE_SOFT, lambda day, shift, count, cover: cover.cost(0) - cover.cost(count))
        .as_constraint("cover")
    )


def requests(factory: ConstraintFactory) -> Constraint:
    """Wishes earn their weight, duties that were asked to be spared cost it."""
    return (
        factory.for_each(DayLine)
        .join(
            RequestFact,
            Joiners.equal(lambda line: line.employee.number, lambda request: request.employee),
            Joiners.equal(lambda line: line.day, lambda request: request.day),
            Joiners.equal(lambda line: line.shift.number, lambda request: request.shift),
        )
        .impact(HardSoftScore.ONE_SOFT, lambda line, request: -request.weight)
        .as_constraint("requests")
    )


def solve(instance: Instance, seconds: float, seed: int, report: PeerReport) -> None:
    """Timefold with its default phases: construction, then late acceptance, to the end of the time."""
    _build(seed, 1.0)  # Compiling the constraints is not part of the search.
    report.ready()
    plan = _plan(instance)
    solver = _build(seed, report.remaining(seconds))
    prepaid = sum(wish.weight for wish in instance.on_requests)
    ids = [person.id for person in instance.employees]
    shifts = [shift.id for shift in instance.shifts]

    def better(event: Any) -> None:
        score = event.new_best_score
        if event.is_new_best_solution_initialized and score.hard_score == 0:
            worked = (line for line in event.new_best_solution.lines if line.shift is not None)
            roster = [(ids[line.employee.number], line.day, shifts[line.shift.number]) for line in worked]
            report.incumbent(prepaid - score.soft_score, roster)

    solver.add_event_listener(better)
    solver.solve(plan)


def _build(seed: int, seconds: float) -> Any:
    milliseconds = Duration(milliseconds=max(1, int(seconds * 1000)))
    config = SolverConfig(
        solution_class=TimefoldPlan,
        entity_class_list=[DayLine],
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=milliseconds),
    )
    return SolverFactory.create(config).build_solver()


def _plan(instance: Instance) -> TimefoldPlan:
    shifts = [ShiftFact(number, shift.length_minutes) for number, shift in enumerate(instance.shifts)]
    place = {shift.id: number for number, shift in enumerate(instance.shifts)}
    who = {person.id: number for number, person in enumerate(instance.employees)}
    lines: list[DayLine] = []
    for number, person in enumerate(instance.employees):
        fact = EmployeeFact(
            number,
            person.max_total_minutes,
            person.min_total_minutes,
            person.max_consecutive_shifts,
            person.min_consecutive_shifts,
            person.min_consecutive_days_off,
            person.max_weekends,
            instance.horizon_days - 1,
        )
        for day in range(instance.horizon_days):
            allowed = [shifts[place[s.id]] for s in instance.shifts if instance.may_work(person, day, s.id)]
            lines.append(DayLine(len(lines), fact, day, day // 7, day % 7 >= 5, allowed))
    signed = [(wish, -1) for wish in instance.on_requests] + [(wish, 1) for wish in instance.off_requests]
    return TimefoldPlan(
        limits=[
            LimitFact(number, place[shift], most)
            for number, person in enumerate(instance.employees)
            for shift, most in person.max_shifts.items()
        ],
        bans=[BanFact(place[s.id], place[then]) for s in instance.shifts for then in sorted(s.no_successors)],
        covers=[
            CoverFact(row.day, place[row.shift], row.required_seats, row.weight_under, row.weight_over)
            for row in instance.covers
        ],
        requests=[
            RequestFact(who[wish.employee], wish.day, place[wish.shift], sign * wish.weight) for wish, sign in signed
        ],
        lines=lines,
    )
