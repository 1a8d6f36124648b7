"""What it would take to grant what a plan does not: the cheapest small change that does, priced to the tick.

Small is a change of the person's own day, or a trade of that day with a colleague; for a leave, each of its duties left
vacant or given to somebody who is off. What costs nothing is taken up: no search ends having tried everything.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from roster.engine.problem.delta import DeltaEvaluator
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.seat_rows import seat_of, seats_wanted
from roster.rule.pieces import OFF, Request

COLLEAGUES = 60
"""How many colleagues are asked for a trade of one day; the price is then an upper one."""


@dataclass(frozen=True)
class WantedDay:
    """What an agent wants of a day: one of some choices."""

    agent: int
    day: int
    fitting: frozenset[int]


@dataclass(frozen=True)
class Offer:
    """A plan that grants something, and what it costs more than the present one, by rule and in seats short.

    `partners` are the colleagues who change as well.
    """

    plan: Plan
    ticks_by_rule: Mapping[str, int]
    seats_short: int
    partners: tuple[int, ...] = ()

    @property
    def ticks(self) -> int:
        """What the month would cost more; below 0 it would cost less."""
        return sum(self.ticks_by_rule.values())


@dataclass(frozen=True)
class _Step:
    """The present state of a plan under change."""

    delta: DeltaEvaluator
    ticks: Counter[str]
    partners: tuple[int, ...] = ()

    def then(self, agent: int, day: int, shift: int, job: int, *, partner: bool = False) -> "_Step":
        """With one more cell changed."""
        ticks = self.ticks.copy()
        ticks.update(self.delta.ticks_by_rule(agent, day, shift, job))
        plan = self.delta.plan.copy()
        plan.shift[agent, day], plan.job[agent, day] = shift, job if shift != OFF else 0
        partners = (*self.partners, agent) if partner else self.partners
        return _Step(DeltaEvaluator(self.delta.problem, plan, self.delta), ticks, partners)


class Granting:
    """Offers for what one plan does not grant, until `deadline` (time.monotonic())."""

    def __init__(self, problem: Problem, plan: Plan, deadline: float) -> None:
        self.problem, self.plan, self.deadline = problem, plan, deadline
        self.delta = DeltaEvaluator(problem, plan)

    @cached_property
    def _now(self) -> Mapping[str, int]:
        return self.problem.evaluate(self.plan).ticks_by_rule

    @property
    def in_time(self) -> bool:
        """Whether there is time for another offer."""
        return time.monotonic() < self.deadline

    def wish(self, wanted: WantedDay) -> Offer | None:
        """The cheapest small change that gives the agent one of the choices wanted; None where none is allowed."""
        start = _Step(self.delta, Counter())
        return self._cheapest(self._ways(start, wanted.agent, wanted.day, wanted.fitting))

    def leave(self, request: Request) -> Offer | None:
        """The cheapest way found to grant a leave, duty by duty; None where none is allowed."""
        if request.must is False:
            return None
        step = _Step(self.delta, Counter())
        for day in range(request.first, request.last + 1):
            if step.delta.plan.shift[request.agent, day] != OFF:
                ways = self._ways(step, request.agent, day, frozenset({OFF}))
                cheapest = min(ways, key=lambda way: way.ticks.total(), default=None)
                if cheapest is None:
                    return None
                step = cheapest
        before = step.delta.plan
        granted = Plan(before.shift, before.job, before.granted | {request.request})
        # What a grant does to budgets and rows is read off whole plans: a request is not a cell.
        new = self.problem.evaluate(granted)
        if new.broken:
            return None
        ticks = Counter(new.ticks_by_rule)
        ticks.subtract(self._now)
        return Offer(granted, {rule: more for rule, more in ticks.items() if more}, self._short(granted), step.partners)

    def _ways(self, step: _Step, agent: int, day: int, fitting: frozenset[int]) -> Iterator[_Step]:
        """Every way to one of the choices: alone, or by a trade of the day with a colleague who has it."""
        plan = step.delta.plan
        shift, job = int(plan.shift[agent, day]), int(plan.job[agent, day])
        for symbol in sorted(fitting):
            for other in [0] if symbol == OFF else np.flatnonzero(self.problem.allowed[agent, day, symbol]):
                if step.delta.blockers(agent, day, symbol, int(other), rows=False):
                    continue
                alone = step.then(agent, day, symbol, int(other))
                yield alone
                there = np.flatnonzero((plan.shift[:, day] == symbol) & ((plan.job[:, day] == other) | (symbol == OFF)))
                for colleague in np.roll(there, -int(np.searchsorted(there, agent)))[:COLLEAGUES]:
                    if not alone.delta.blockers(int(colleague), day, shift, job, rows=False):
                        yield alone.then(int(colleague), day, shift, job, partner=True)

    def _cheapest(self, ways: Iterator[_Step]) -> Offer | None:
        best: _Step | None = None
        for way in ways:
            if (best is None or way.ticks.total() < best.ticks.total()) and self._within_limits(way.delta.plan):
                best = way
            if not self.in_time:
                break
        if best is None:
            return None
        ticks = {rule: more for rule, more in best.ticks.items() if more}
        return Offer(best.delta.plan, ticks, self._short(best.delta.plan), best.partners)

    def _within_limits(self, plan: Plan) -> bool:
        rows = self.problem.rows
        return bool(rows.within_limits(rows.counts(plan.shift, plan.job, plan.granted)))

    def _short(self, plan: Plan) -> int:
        """Seat-intervals that are short more than now."""
        return _seats_short(self.problem, DeltaEvaluator(self.problem, plan)) - _seats_short(self.problem, self.delta)


def _seats_short(problem: Problem, delta: DeltaEvaluator) -> int:
    return sum(
        max(0, seats_wanted(row) - int(delta.counts[merged]))
        for merged, several in enumerate(problem.rows.members)
        for row in (problem.rows.source[member] for member in several)
        if seat_of(row) is not None
    )
