"""The monthly grade test: what somebody reached, and what was decided on it (员工级别划分规则 §1–2)."""

from dataclasses import dataclass
from datetime import date, datetime

from roster.model.centre import Month
from roster.model.people import Grade


@dataclass(frozen=True, slots=True, order=True)
class GradeResult:
    """月度考核成绩: the characters a minute that somebody typed on a day, and whether the business exam was passed."""

    agent_id: str
    day: date
    characters: int
    exam: bool

    @property
    def month(self) -> Month:
        """The month whose test it is."""
        return Month.of(self.day)


@dataclass(frozen=True, slots=True)
class GradeDecision:
    """定级: the grade that holds from a day on, decided on a month's test; by whom, when, and why where it departs."""

    grade: Grade | None
    since: date
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GradeResultAct:
    """A result is about to be written; `decided` where the month's test has been decided on already."""

    actor: str
    result: GradeResult
    decided: bool = False


@dataclass(frozen=True, slots=True)
class GradeDecisionAct:
    """A grade is about to be decided; `proposed` is what the thresholds say of the result."""

    actor: str
    result: GradeResult
    proposed: Grade | None
    grade: Grade | None
    since: date
    reason: str = ""
