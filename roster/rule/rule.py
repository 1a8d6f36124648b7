"""The socket of a rule: what every rule of the catalogue declares, encodes, checks and explains."""

from abc import ABC
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from roster.model import Case
from roster.model.meeting import Meeting
from roster.rule.ahead import bound_ahead
from roster.rule.evidence import Evidence
from roster.rule.finding import Finding
from roster.rule.month_context import MonthContext
from roster.rule.parameter import Parameter, Weight
from roster.rule.pieces import Piece
from roster.rule.tally import Tally
from roster.rule.ticks import ticks, ticks_for
from roster.text import Text


class Strength(StrEnum):
    """Whether a rule forbids, prices, or governs requests."""

    HARD = "hard"
    SOFT = "soft"
    WORKFLOW = "workflow"


@dataclass(frozen=True, slots=True)
class Example:
    """A case in words that the rule forbids or dislikes (`bad`), and its nearest neighbour that is fine (`good`)."""

    bad: Text
    good: Text


class Concern(StrEnum):
    """To whose good a rule's price is: what a suggestion ranks apart."""

    FAIRNESS = "fairness"
    WISHES = "wishes"
    OTHER = "other"


class Matter(StrEnum):
    """What an act of the desk may have to name the rule of: who approves leave, and who must agree to be moved."""

    LEAVE_LADDER = "leave ladder"
    OWN_CONSENT = "own consent"


class Rule(ABC):
    """One rule of the catalogue: what it is, how it binds the solver, how a finished roster is measured by it.

    `encode` and `check` share the raw records and the parameters' numbers and nothing else. `reads_grants` says that
    which requested leaves are granted matters to the hard side of the check. A rule about requests
    overrides `decide` of `roster.desk.policy.desk_rule` instead of the two.
    """

    id: ClassVar[str]
    title: ClassVar[Text]
    clause: ClassVar[str]
    strength: ClassVar[Strength]
    summary: ClassVar[Text]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    weights: ClassVar[tuple[Weight, ...]] = ()
    example: ClassVar[Example]
    reads_grants: ClassVar[bool] = False
    reads: ClassVar[frozenset[str] | None] = None
    """The records of a case (its fields) that `encode` reads besides centre, calendar, shifts, jobs and seats.

    None: perhaps all. A month that is kept in memory asks the rule again only when one of them changed.
    """

    private: ClassVar[bool] = False
    """Whether its findings tell a reason that only the person concerned may read (protection, sickness)."""

    concern: ClassVar[Concern] = Concern.OTHER
    """To whose good its prices are."""

    governs: ClassVar[frozenset[Matter]] = frozenset()
    """The matters of which it is the rule: a refusal about one of them is told in its name."""

    keeps_published: ClassVar[bool] = False
    """Whether its prices are those of departing from a published roster."""

    def __init__(self, values: Mapping[str, object], weights: Mapping[str, float]) -> None:
        """`values` and `weights` are the centre's, complete with every default of the catalogue."""
        self.values = values
        self.weight_points = weights

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """The pieces that bind the solvers. Plain data, integer minutes, no solver."""
        del context
        return ()

    def pieces(self, context: MonthContext) -> Iterable[Piece]:
        """What binds the solvers: `encode`, and what it leaves of itself before the duties fixed after the month."""
        return bound_ahead(context, self.encode(context))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """What a finished roster breaks or pays, measured on UTC instants."""
        del evidence
        return ()

    def tallies(self, evidence: Evidence) -> tuple[Tally, ...]:
        """What report and workbook show of each agent besides hours and shares; most rules count nothing."""
        del evidence
        return ()

    def meetings(self, case: Case) -> tuple[Meeting, ...]:
        """The meetings of the month that the rule knows of, by date; most rules know of none."""
        del case
        return ()

    def explain(self, finding: Finding) -> Text:
        """The finding as a sentence: who, when, measured, allowed."""
        who = finding.agent_id or ""
        when = finding.day.isoformat() if finding.day else ""
        return Text(
            f"{self.title.zh}:{who} {when} 实测 {finding.measured},要求 {finding.required}",
            f"{self.title.en}: {who} {when} measured {finding.measured}, required {finding.required}",
        )

    def cause(self, case: Case, findings: Sequence[Finding]) -> Text | None:
        """What in the case's data makes the price of these findings of a roster, and what to write instead.

        Asked where the rule makes much of a roster's price; None where no data stands out.
        """
        del case, findings
        return None

    def is_personal(self, finding: Finding) -> bool:
        """Whether a colleague could read a person's own affairs out of a finding: reasons, hours, employment."""
        del finding
        return self.private

    def whole(self, name: str) -> int:
        """A whole-number parameter."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def number(self, name: str) -> float:
        """A numeric parameter."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return float(value)

    def flag(self, name: str) -> bool:
        """A yes/no parameter."""
        return bool(self.values[name])

    def word(self, name: str) -> str:
        """A text parameter."""
        return str(self.values[name])

    def words(self, name: str) -> tuple[str, ...]:
        """A list-of-texts parameter."""
        value = self.values[name]
        assert isinstance(value, tuple)
        return value

    def ticks(self, weight: str) -> int:
        """A weight of this centre, in ticks per unit."""
        return ticks(self.weight_points[weight])

    def ticks_for(self, weight: str, minutes: int) -> int:
        """A weight given per 30 minutes, in ticks for so many minutes."""
        return ticks_for(self.weight_points[weight], minutes)
