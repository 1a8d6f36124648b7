"""The socket a rule plugs into: one rule, encoded once, read by solver, checks, refusals and docs."""

from roster.model.refusal import Refusal
from roster.rule.evidence import Evidence, Stint
from roster.rule.finding import Finding
from roster.rule.grants import inferred_grants
from roster.rule.month_context import MonthContext
from roster.rule.narrow import Narrow
from roster.rule.parameter import Parameter, Weight
from roster.rule.rule import Concern, Example, Matter, Rule, Strength
from roster.rule.rulebook import Rulebook
from roster.rule.tally import Tally
from roster.rule.ticks import TICKS, ticks, ticks_for
from roster.rule.timetable import Slot

__all__ = [
    "TICKS",
    "Concern",
    "Evidence",
    "Example",
    "Finding",
    "Matter",
    "MonthContext",
    "Narrow",
    "Parameter",
    "Refusal",
    "Rule",
    "Rulebook",
    "Slot",
    "Stint",
    "Strength",
    "Tally",
    "Weight",
    "inferred_grants",
    "ticks",
    "ticks_for",
]
