"""No roster leaves without this: the rulebook's checks, written apart from the encoding, must bear the solver out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import roster_of
from roster.errors import InternalError
from roster.model import Case, Roster
from roster.rule import Evidence, Finding, MonthContext, Rulebook
from roster.rule.rulebook import objective_ticks


@dataclass(frozen=True)
class Verifier:
    """Holds a case's checks beside its pieces. `published` and `now` as given to the context when re-planning."""

    rulebook: Rulebook
    context: MonthContext
    problem: Problem
    _passed: list[tuple[Plan, int, list[Finding]]] = field(default_factory=list, compare=False, repr=False)
    """The last plan that passed with nobody excused: a large month is not measured twice."""

    @property
    def case(self) -> Case:
        """The case."""
        return self.context.case

    @property
    def published(self) -> Roster | None:
        """The roster that is re-planned, if any."""
        return self.context.published

    @property
    def now(self) -> datetime | None:
        """The instant of the re-plan, if any."""
        return self.context.now

    def findings(self, plan: Plan) -> list[Finding]:
        """What the checks measure in a plan."""
        return self.rulebook.check(Evidence(self.case, roster_of(self.context, plan), self.published, self.now))

    def verify(self, plan: Plan, ticks: int, excused: frozenset[str | None] = frozenset()) -> list[Finding]:
        """The findings of a plan that a solver offers at a price; InternalError where solver and checks disagree.

        `excused` are agents whose hard breaches no choice avoids, as where a re-plan finds the past broken (None: those
        of counts over agents).
        """
        for passed, price, found in self._passed if not excused else ():
            if price == ticks and _alike(passed, plan):
                return list(found)
        findings = self.findings(plan)
        valuation = self.problem.evaluate(plan)
        contradictions = []
        contradictions += [f"check: {f.rule} {f.message.en}" for f in findings if f.hard and f.agent_id not in excused]
        contradictions += [
            f"pieces: {broken.rule} broken (agent {broken.agent}, day {broken.day})"
            for broken in valuation.broken
            if (self.context.agents[broken.agent].agent_id if broken.agent >= 0 else None) not in excused
        ]
        if valuation.ticks != ticks:
            contradictions.append(f"price: the solver says {ticks} ticks, the pieces {valuation.ticks}")
        measured = objective_ticks(findings)
        if measured != valuation.ticks:
            contradictions += _differences(findings, valuation.ticks_by_rule)
        if contradictions:
            raise InternalError("solver and checks disagree:\n" + "\n".join(contradictions))
        if not excused:
            self._passed[:] = [(plan.copy(), ticks, list(findings))]
        return findings


def _alike(one: Plan, other: Plan) -> bool:
    return (
        one.granted == other.granted and np.array_equal(one.shift, other.shift) and np.array_equal(one.job, other.job)
    )


def _differences(findings: list[Finding], by_pieces: object) -> list[str]:
    by_checks: Counter[str] = Counter()
    for finding in findings:
        by_checks[finding.rule] += finding.cost_ticks
    assert isinstance(by_pieces, dict)
    return [
        f"price: {rule} costs {by_pieces.get(rule, 0)} ticks by the pieces and {by_checks[rule]} by the check"
        for rule in sorted({*by_checks, *by_pieces})
        if by_pieces.get(rule, 0) != by_checks[rule]
    ]
