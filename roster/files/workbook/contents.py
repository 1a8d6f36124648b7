"""What the sheets of one workbook share, each computed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from roster.engine.problem.outcome import RosterVerdict, Unmet
from roster.files.palette import Colour, shift_colours
from roster.model import Agent, Case
from roster.report import (
    Fairness,
    HoursAccount,
    PredictedService,
    SeatCoverage,
    coverage,
    fairness,
    hours,
    predicted_service,
)
from roster.rule.evidence import Evidence
from roster.rule.rulebook import Rulebook
from roster.rule.tally import Tally
from roster.text import Language, Text


@dataclass(frozen=True)
class Contents:
    """What the sheets of one workbook share: the roster, its language, and the tables, each computed once."""

    evidence: Evidence
    rulebook: Rulebook
    language: Language
    unmet: tuple[Unmet, ...]
    verdict: RosterVerdict | None = None

    def say(self, zh: str, en: str) -> str:
        """The wording in the workbook's language."""
        return Text(zh, en).to(self.language)

    @property
    def case(self) -> Case:
        """The case that was rostered."""
        return self.evidence.case

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The month's days."""
        return tuple(self.case.month)

    @cached_property
    def agents(self) -> tuple[Agent, ...]:
        """People as they stand in the grid."""
        return self.case.agents_by_team

    @cached_property
    def colours(self) -> Mapping[str, Colour]:
        """A colour for each shift's code."""
        return shift_colours(self.case.shifts)

    @cached_property
    def coverage(self) -> SeatCoverage:
        """Seats asked for and filled."""
        return coverage(self.evidence)

    @cached_property
    def service(self) -> PredictedService:
        """What callers will meet."""
        return predicted_service(self.evidence, self.coverage)

    @cached_property
    def hours(self) -> Mapping[str, HoursAccount]:
        """Hours per agent."""
        return hours(self.evidence)

    @cached_property
    def fairness(self) -> Mapping[str, Fairness]:
        """Shares per agent."""
        return fairness(self.evidence, self.rulebook)

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """What rules count of each agent."""
        return self.rulebook.tallies(self.evidence)
