"""Before any solve: the hours that the seats need against those that are there, per job and week.

Answered by the aggregate relaxation of the hard pieces: whatever it cannot fill, no roster can. People who hold
several jobs are shared between them as it pleases the relaxation, so what is short together may be more than the sum
of what is short job by job.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor

import numpy as np

from roster.engine.bounds.aggregate import aggregate
from roster.engine.diagnosis.conflict.atoms import atoms_of, only
from roster.engine.problem.problem import Problem
from roster.engine.problem.seat_rows import seat_of, seats_wanted
from roster.model import Case
from roster.rule import MonthContext, Rulebook
from roster.rule.pieces import Allow, Penalty, Piece, Row, Term


@dataclass(frozen=True, slots=True)
class Need:
    """One job's week (`job` None: all jobs together; `start` None: the whole month), in seat-hours.

    `holders` are the agents who may ever serve the job. `available` is the most that they could serve at all, whenever
    and on whatever shifts; `there` the most of what is needed, when it is needed; `short` what no roster can fill. With
    several jobs people count once. None: not settled in the time given.
    """

    job: str | None
    start: date | None
    end: date | None
    holders: int
    needed: float
    available: float | None
    there: float | None

    @property
    def short(self) -> float | None:
        """Seat-hours that nobody can fill."""
        return None if self.there is None else max(0.0, self.needed - self.there)


@dataclass(frozen=True)
class Capacity:
    """Per week and job, then all jobs of each week, then the month. `enough`: nothing is proven to be short."""

    needs: tuple[Need, ...]
    seconds_per_solve: float

    @property
    def enough(self) -> bool:
        """Whether no shortage is proven anywhere."""
        return not any(need.short for need in self.needs)


def capacity(case: Case, rulebook: Rulebook, seconds_per_solve: float = 20.0) -> Capacity:
    """Hours needed against hours there."""
    context = MonthContext(case)
    problem = Problem.of(context, rulebook.encode(context))
    return Capacity(tuple(_Relaxation(context, problem, seconds_per_solve).needs()), seconds_per_solve)


def least_short(context: MonthContext, problem: Problem, seconds: float) -> int | None:
    """The fewest seat-intervals of the month that any roster leaves empty; None where not settled in time."""
    relaxation = _Relaxation(context, problem, seconds)
    rows = [row for several in relaxation.rows.values() for row in several]
    return relaxation.least(rows, range(problem.days)) if rows else 0


class _Relaxation:
    def __init__(self, context: MonthContext, problem: Problem, seconds: float) -> None:
        self.context, self.problem, self.seconds = context, problem, seconds
        pieces = problem.pieces
        hard = only(pieces, frozenset(atoms_of(pieces, problem.days)), problem.days)
        self.people: list[Piece] = [piece for piece in hard if not isinstance(piece, Row)]
        self.rows: dict[tuple[int, str], list[Row]] = defaultdict(list)
        for row in problem.rows.source:
            seat = seat_of(row)
            wanted = seats_wanted(row)
            if seat is not None and wanted:
                short_by = Penalty((wanted,), (-1, 0))
                self.rows[seat[0], seat[2]].append(replace(row, penalty=short_by, minimum=None, maximum=None))
        self.jobs = sorted({job for _, job in self.rows})
        ever = np.asarray(problem.allowed.any(axis=(1, 2)))
        self.holds = {job: ever[:, context.job_index[job]] for job in self.jobs}

    def needs(self) -> list[Need]:
        """The table."""
        weeks = list(_weeks(self.context))
        month = range(self.problem.days)
        parts: list[tuple[str | None, range]] = [(job, week) for job in self.jobs for week in weeks]
        if len(self.jobs) > 1:
            parts += [(None, week) for week in weeks]
        parts += [(job, month) for job in (*self.jobs, *([None] if len(self.jobs) > 1 else []))]
        return [self._need(job, days, whole=days == month) for job, days in parts]

    def _need(self, job: str | None, days: range, *, whole: bool) -> Need:
        jobs = self.jobs if job is None else [job]
        rows = [row for day in days for name in jobs for row in self.rows.get((day, name), ())]
        hours = self.context.case.centre.interval_minutes / 60
        needed = sum(row.penalty.breaks[0] for row in rows if row.penalty is not None)
        short = self.least(rows, days) if rows else 0
        served, plenty = self._served(jobs, days)
        spare = self.least([served], days)
        most = None if spare is None else plenty - spare
        return Need(
            job,
            None if whole else self.context.date_of(days[0]),
            None if whole else self.context.date_of(days[-1]),
            int(np.logical_or.reduce([self.holds[name] for name in jobs]).sum()),
            needed * hours,
            None if most is None else most * hours,
            None if short is None else (needed - short) * hours,
        )

    def _served(self, jobs: Collection[str], days: range) -> tuple[Row, int]:
        """Seat-intervals served in those days, as a row short of plenty: everybody's longest shift on every day."""
        context = self.context
        agents = tuple(range(self.problem.agents))
        served = frozenset(context.job_index[job] for job in jobs)
        inside = {index for index, slot in enumerate(context.slots) if slot.day in days}
        terms = []
        for day in range(max(0, days[0] - 1), days[-1] + 1):
            for shift in range(self.problem.shifts):
                intervals = len(inside.intersection(context.covered(day, shift)))
                if intervals:
                    terms.append(Term(agents, day, frozenset({shift}), served, intervals))
        longest = {day: max(t.coefficient for t in terms if t.day == day) for day in {t.day for t in terms}}
        plenty = len(agents) * sum(longest.values())
        return Row("CAPACITY", tuple(terms), Penalty((plenty,), (-1, 0))), plenty

    def least(self, rows: Sequence[Row], days: range) -> int | None:
        """Seat-intervals that nobody can fill, rounded down: what is said to be short is short.

        Nobody works on other days than these and the one before, but where there is no choice: that leaves the most
        for these, and a week's relaxation small.
        """
        rest = [day for day in range(self.problem.days) if day + 1 < days[0] or day > days[-1]]
        idle = []
        for agent in range(self.problem.agents if rest else 0):
            free = tuple(day for day in rest if self.problem.off_allowed[agent, day])
            idle.append(Allow("CAPACITY", agent, free, frozenset()))
        problem = Problem(
            [*self.people, *idle, *rows],
            agents=self.problem.agents,
            days=self.problem.days,
            shifts=self.problem.shifts,
            jobs=self.problem.jobs,
            past=self.problem.past,
        )
        relaxation = aggregate(problem, self.seconds)
        return None if relaxation is None else max(0, floor(relaxation.bound_ticks + 1e-6))


def _weeks(context: MonthContext) -> Collection[range]:
    """The month's days by calendar week, Monday first."""
    weeks: dict[date, list[int]] = defaultdict(list)
    for day in range(context.days):
        when = context.date_of(day)
        weeks[when - timedelta(days=when.weekday())].append(day)
    return [range(days[0], days[-1] + 1) for days in weeks.values()]
