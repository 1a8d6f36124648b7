"""How a solve ended: a value, not an exception. Optimal, feasible, infeasible and timed out are different things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roster.model import Roster
from roster.rule.finding import Finding
from roster.text import Language, Text


class Status(StrEnum):
    """`optimal`: proven to the tick; `feasible`: a roster, not proven best; the others have none."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    TIMEOUT = "timeout"


class Asked(StrEnum):
    """What somebody or something asked of the month."""

    SEAT = "seat"
    WISH = "wish"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something asked for that the roster does not give, and what stood in the way.

    A seat names `day`, `minute` (wall time), `job` and the `seats` short; a wish or a leave request names `agent_id`,
    `day` (its first) and `index`, its place among the case's wishes or leaves. `rule` and `clause` are what stood in
    the way, empty where it was only outweighed; `why` says it in a sentence.
    """

    kind: Asked
    day: date
    why: Text
    rule: str = ""
    clause: str = ""
    agent_id: str | None = None
    index: int | None = None
    minute: int | None = None
    job: str | None = None
    seats: int = 0


def gap_of(objective_ticks: int | None, bound_ticks: int | None) -> float | None:
    """(objective − bound) / objective: 0 when they meet, None where either is unknown.

    A negative objective (gains) counts by its size, an objective of 0 above its bound as a gap of 1.
    """
    if objective_ticks is None or bound_ticks is None:
        return None
    if objective_ticks <= bound_ticks:
        return 0.0
    return (objective_ticks - bound_ticks) / abs(objective_ticks) if objective_ticks else 1.0


class Level(StrEnum):
    """How a roster stands against what is possible."""

    GOOD = "good"
    COULD_BE_BETTER = "could_be_better"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class RosterVerdict:
    """The level, a sentence with its reasons, and what else somebody should know before handing the roster out.

    Seats are seat-intervals; `least_short` is the fewest that any roster leaves empty, None where not settled in time.
    """

    level: Level
    sentence: Text
    warnings: tuple[Text, ...]
    required: int
    short: int
    least_short: int | None

    def record(self, language: Language) -> dict[str, object]:
        """For report.json and the job of the service."""
        return {
            "level": self.level.value,
            "message": self.sentence.to(language),
            "warnings": [item.to(language) for item in self.warnings],
            "seats_required": self.required,
            "seats_short": self.short,
            "least_seats_short": self.least_short,
        }


GIVEN = "given"
"""What a result says it was stopped by where nothing was solved: a roster from elsewhere."""


@dataclass(frozen=True)
class Result:
    """What a solve hands over: the roster (None: there is none), its price, the proven bound, the verifier's findings.

    `objective_ticks` and `bound_ticks` are ticks (`roster.rule.ticks`), None where unknown. `seconds` is wall time from
    the start. `stopped_by` names what ended the search: `proof`, `gap`, `clock`, `work` (counted work of one worker),
    `interrupt`; a roster from elsewhere was `GIVEN`. `extra` are further plain JSON values for the report, by key;
    `verdict` judges the roster.
    """

    status: Status
    roster: Roster | None
    objective_ticks: int | None
    bound_ticks: int | None
    seconds: float
    stopped_by: str
    seed: int
    findings: tuple[Finding, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    verdict: RosterVerdict | None = None
