"""The catalogue as one centre has set it, and what all of its rules find in a roster."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from roster.errors import Fault, InputError
from roster.model import Case, Centre
from roster.model.meeting import Meeting
from roster.rule.evidence import Evidence
from roster.rule.finding import Finding
from roster.rule.month_context import MonthContext
from roster.rule.parameter import fault
from roster.rule.pieces import Piece
from roster.rule.rule import Matter, Rule
from roster.rule.tally import Tally
from roster.text import Text


@dataclass(frozen=True)
class Rulebook:
    """The catalogue as one centre has set it: every rule with its parameters."""

    rules: tuple[Rule, ...]
    values: Mapping[str, object]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, catalogue: Sequence[type[Rule]], centre: Centre, file: str = "centre.toml") -> "Rulebook":
        """The centre's rulebook; InputError with every unknown or impossible setting."""
        parameters = {item.name: item for rule in catalogue for item in rule.parameters}
        owners = {item.name: rule.id for rule in catalogue for item in rule.parameters}
        weights = {item.name: item.default for rule in catalogue for item in rule.weights}
        values = {name: item.default for name, item in parameters.items()}
        faults: list[Fault] = []
        for key, value in centre.rules.items():
            owner, dot, name = key.rpartition(".")
            if name not in parameters or (dot and not owners[name].startswith(owner)):
                faults.append(fault(file, f"rules.{key}", Text("没有这个参数", "there is no such parameter")))
                continue
            problem = parameters[name].problem(value)
            if problem:
                faults.append(fault(file, f"rules.{key}", problem))
            else:
                values[name] = parameters[name].cleaned(value)
        for key, weight in centre.weights.items():
            if key not in weights:
                faults.append(fault(file, f"weights.{key}", Text("没有这个权重", "there is no such weight")))
            elif isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1e6:
                bounds = Text("应在 0 与 1000000 之间", "must lie between 0 and 1000000")
                faults.append(fault(file, f"weights.{key}", bounds))
            else:
                weights[key] = float(weight)
        if faults:
            raise InputError(faults)
        return cls(tuple(rule(values, weights) for rule in catalogue), values, weights)

    def __getitem__(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError without one."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def governing(self, matter: Matter) -> Rule:
        """The rule of a matter; KeyError where the catalogue has none."""
        for rule in self.rules:
            if matter in rule.governs:
                return rule
        raise KeyError(matter)

    @cached_property
    def constants(self) -> dict[object, Any]:
        """What has been worked out once from these numbers alone, by who did; no part of the rulebook."""
        return {}

    def encode(self, context: MonthContext) -> list[Piece]:
        """The pieces of every rule, in the catalogue's order."""
        return [piece for rule in self.rules for piece in rule.pieces(context)]

    def breaches(self, evidence: Evidence, only: Collection[str] | None = None) -> list[Finding]:
        """The hard findings of every rule (of those whose ids are in `only`), with clause and sentence."""
        return [
            replace(finding, clause=rule.clause, message=rule.explain(finding))
            for rule in self.rules
            if only is None or rule.id in only
            for finding in rule.check(evidence)
            if finding.hard
        ]

    def check(self, evidence: Evidence) -> list[Finding]:
        """The findings of every rule, with clause and sentence, in the catalogue's order."""
        return [
            replace(finding, clause=rule.clause, message=rule.explain(finding))
            for rule in self.rules
            for finding in rule.check(evidence)
        ]

    def meetings(self, case: Case) -> tuple[Meeting, ...]:
        """The month's meetings, by date and time."""
        meetings = (meeting for rule in self.rules for meeting in rule.meetings(case))
        return tuple(sorted(meetings, key=lambda meeting: (meeting.day, meeting.start_minute)))

    def tallies(self, evidence: Evidence) -> tuple[Tally, ...]:
        """What the rules count of each agent, in the catalogue's order."""
        return tuple(tally for rule in self.rules for tally in rule.tallies(evidence))


def objective_ticks(findings: Iterable[Finding]) -> int:
    """What a roster costs: the price of every soft finding, in ticks."""
    return sum(finding.cost_ticks for finding in findings)
