"""A column: one agent's whole month, what it costs by itself, and what it adds to the rows of the master."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.months import choose_jobs, own_ticks
from roster.engine.pricing.agents import HARD_TICKS, Workforce
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.pricing.label_grid import Labels
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.pricing.row_state import fresh, row_state
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.rows import spans

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Months = NDArray[np.int16]


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """An agent's month. `ticks` is its own price without rows and without the budgets that are rows of the master.

    `counts` are what those budgets count, in the order of `Layout.budgets_of`; `legal` says whether each of them is
    within its hard limits. `rows` and `values` are the entries in the rows and links of the layout. `job` is given
    where jobs have prices of their own, else the master's links choose them.
    """

    agent: int
    month: Months
    job: Months | None
    granted: int
    ticks: float
    counts: Ints
    legal: bool
    rows: Ints
    values: Floats

    @property
    def key(self) -> tuple[int, int, bytes, bytes]:
        """Equal for equal months."""
        return self.agent, self.granted, self.month.tobytes(), b"" if self.job is None else self.job.tobytes()


class Layout:
    """What every master of one problem shares: arrays, the rows' prices, links to jobs, the pool of columns.

    A duty that an agent may take with several jobs feeds a link (class of the rows, day, shift, set of jobs) instead
    of rows, and the master splits each link over its jobs; so a month need not be repeated for every choice of jobs.
    Links are numbered from `len(rows)` on; `link_cells` holds each one's (class, day, shift, jobs).
    """

    def __init__(self, problem: Problem, prepared: tuple[Workforce, Labels, list[int]] | None = None) -> None:
        self.problem = problem
        self.force, self.labels, self.names = prepared or labelled_workforce(problem)
        self.rows = problem.rows
        self.table, self.low = self.rows.price_table(HARD_TICKS)
        self.fresh_rows = row_state(problem, self.names)
        self.explicit_jobs = problem.job_ticks is not None and problem.jobs > 1
        self.link_cells: list[tuple[int, int, int, tuple[int, ...]]] = []
        self._link_of: dict[tuple[int, int, int, tuple[int, ...]], int] = {}
        self._entries: dict[tuple[int, int, int, bytes], tuple[Ints, Floats]] = {}
        self.budgets_of = [
            np.array(
                [
                    index
                    for index in range(int(self.force.budget_start[agent]), int(self.force.budget_start[agent + 1]))
                    if self.labels.place[index] < 0 and self.matters(index)
                ],
                np.int64,
            )
            for agent in range(problem.agents)
        ]
        self.pool: list[list[Column]] = [[] for _ in range(problem.agents)]
        self._known: dict[tuple[int, int, bytes, bytes], Column] = {}

    def matters(self, budget: int) -> bool:
        """Whether any month could be priced or forbidden by the budget."""
        force = self.force
        bends = int(force.bends[budget])
        return bool(
            force.slopes[budget, : bends + 1].any()
            or force.most[budget] < force.highest[budget]
            or force.least[budget] > force.lowest[budget]
        )

    def column(self, agent: int, month: Months, granted: int, job: Months | None = None) -> Column | None:
        """The column of a month, None when a word, an allowance or a labelled budget forbids it."""
        budgets = self.budgets_of[agent]
        counts = np.zeros(len(budgets), np.int64)
        job_column = job if self.explicit_jobs else None
        ticks = own_ticks(
            self.force, agent, month, job_column if job_column is not None else month, granted, budgets, counts
        )
        if ticks >= BIG / 2:
            return None
        legal = bool(((counts >= self.force.least[budgets]) & (counts <= self.force.most[budgets])).all())
        rows, values = self.feeds(agent, month, granted, job_column)
        job_column = None if job_column is None else job_column.copy()
        return Column(agent, month.copy(), job_column, granted, float(ticks), counts, legal, rows, values)

    def add(self, column: Column) -> Column:
        """The pool's column of this month: a master that has not got it yet takes it, however old it is."""
        known = self._known.get(column.key)
        if known is None:
            known = self._known[column.key] = column
            self.pool[column.agent].append(column)
        return known

    def forget(self, agent: int, retained: list[Column]) -> None:
        """Leaves only `retained` in an agent's pool, whether they were in it before or not."""
        for column in self.pool[agent]:
            del self._known[column.key]
        months = {column.key: column for column in retained}
        self._known.update(months)
        self.pool[agent] = list(months.values())

    def feeds(self, agent: int, month: Months, granted: int, job: Months | None) -> tuple[Ints, Floats]:
        """The rows and links that a month feeds, and with how much."""
        klass = int(self.rows.class_of[agent])
        several_rows, several_values = [], []
        day = np.flatnonzero(month >= 0)
        if job is not None or self.problem.jobs == 1:
            held = klass, day, month[day], 0 if job is None else job[day]
            begin = self.rows.start[held]
            size = self.rows.stop[held] - begin
            entry = spans(begin, size)
            several_rows.append(self.rows.row[entry].astype(np.int64))
            several_values.append(self.rows.coefficient[entry].astype(np.float64))
        else:
            for one, shift in zip(day.tolist(), month[day].tolist(), strict=True):
                rows, values = self._cell(klass, one, shift, self.problem.allowed[agent, one, shift])
                several_rows.append(rows)
                several_values.append(values)
        first = int(self.force.request_start[agent])
        for number in range(int(self.force.request_start[agent + 1]) - first):
            if granted >> number & 1:
                fed = self.rows.of_request.get(self.names[first + number], ())
                several_rows.append(np.array([r for r, _ in fed], np.int64))
                several_values.append(np.array([c for _, c in fed], np.float64))
        if not several_rows:
            return np.zeros(0, np.int64), np.zeros(0)
        rows, place_of = np.unique(np.concatenate(several_rows), return_inverse=True)
        return rows, np.bincount(place_of, np.concatenate(several_values), len(rows)).astype(np.float64)

    def links_price(self, column: Column, row: Floats) -> float:
        """What a column's links cost at prices of the rows, each with its cheapest job."""
        total, rows = 0.0, self.rows
        for number in column.rows[column.rows >= len(rows)]:
            klass, day, shift, jobs = self.link_cells[int(number) - len(rows)]
            total += min(
                sum(
                    float(row[rows.row[entry]]) * float(rows.coefficient[entry])
                    for entry in range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job])
                )
                for job in jobs
            )
        return total

    def _cell(self, klass: int, day: int, shift: int, jobs: NDArray[np.bool_]) -> tuple[Ints, Floats]:
        key = (klass, day, shift, jobs.tobytes())
        entries = self._entries.get(key)
        if entries is not None:
            return entries
        several = tuple(int(j) for j in np.flatnonzero(jobs))
        if len(several) == 1:
            span = slice(self.rows.start[klass, day, shift, several[0]], self.rows.stop[klass, day, shift, several[0]])
            entries = self.rows.row[span].astype(np.int64), self.rows.coefficient[span].astype(np.float64)
        else:
            cell = (klass, day, shift, several)
            number = self._link_of.setdefault(cell, len(self.link_cells))
            if number == len(self.link_cells):
                self.link_cells.append(cell)
            entries = np.array([len(self.rows) + number], np.int64), np.ones(1)
        self._entries[key] = entries
        return entries

    # Plans

    def columns_of(self, plan: Plan) -> list[Column] | None:
        """A plan's months as columns (known ones too), None when one is not legal."""
        columns = []
        masks = self.problem.request_masks(plan.granted)
        for agent in range(self.problem.agents):
            column = self.column(agent, plan.shift[agent], int(masks[agent]), plan.job[agent])
            if column is None or not column.legal:
                return None
            columns.append(self.add(column))
        return columns

    def plan_of(self, columns: list[Column]) -> Plan:
        """The plan of one column per agent, jobs chosen by turns at the rows' marginal prices."""
        n, days = self.problem.agents, self.problem.days
        shift = np.full((n, days), -1, np.int16)
        job = np.zeros((n, days), np.int16)
        masks = np.zeros(n, np.int64)
        for column in columns:
            shift[column.agent], masks[column.agent] = column.month, column.granted
            if column.job is not None:
                job[column.agent] = column.job
        if self.problem.jobs > 1 and not self.explicit_jobs:
            state = fresh(self.fresh_rows)
            choose_jobs(self.force, state, shift, job, masks, 3)
        return Plan(shift, job, self.problem.granted_by(masks))

    def slopes(self, plan: Plan) -> tuple[Ints, Ints]:
        """What one less and one more in each row is priced at where a plan stands."""
        places = self.rows.counts(plan.shift, plan.job) - self.low
        steps = np.diff(self.table, axis=1)
        number, last = np.arange(len(places)), steps.shape[1] - 1
        return steps[number, np.clip(places - 1, 0, last)], steps[number, np.clip(places, 0, last)]

    def own_of(self, agent: int, month: Months, job: Months, granted: int) -> float:
        """What a month costs by itself, every budget included; BIG when it is not legal."""
        return float(own_price(self.force, agent, month, job, granted))
