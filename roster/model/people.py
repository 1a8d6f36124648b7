"""Agents: jobs, team, grade, role, contract, protections."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roster.model.centre import Month


class Role(StrEnum):
    """What an agent is within the team; a manager (值班经理) is on the floor of a hall and leads no team."""

    AGENT = "agent"
    DEPUTY = "deputy"
    LEADER = "leader"
    MANAGER = "manager"


class Grade(StrEnum):
    """员工级别, lowest first."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"

    @property
    def rank(self) -> int:
        """0 junior … 2 senior."""
        return _RANKS[self]


_RANKS = {grade: place for place, grade in enumerate(Grade)}


@dataclass(frozen=True, slots=True)
class Protection:
    """Staff whom the law keeps from night work; the reason is private. `until` is inclusive, None: no end."""

    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class PastContract:
    """An agent's own contract minutes in an earlier month, employment and leave of that month taken off."""

    agent_id: str
    month: Month
    minutes: int


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who is rostered; a team leader is one too.

    `contract_minutes` is the month's contract time (None: 8 h a legal working day). The first job is the main one.
    `grade` holds at the month's beginning, `grades` are those that begin on a later day of it, in order (GRADE).
    `trainee_until`: before that date the agent fills no seat. `start_date`, `end_date` (inclusive) bound employment.
    """

    agent_id: str
    name: str
    team: str
    jobs: tuple[str, ...]
    role: Role = Role.AGENT
    grade: Grade | None = None
    contract_minutes: int | None = None
    rotating: bool = True
    protections: tuple[Protection, ...] = ()
    trainee_until: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    grades: tuple[tuple[date, Grade | None], ...] = ()

    def grade_on(self, day: date) -> Grade | None:
        """The grade in force on a day: the last of `grades` that began, else `grade`."""
        begun = [grade for since, grade in self.grades if since <= day]
        return begun[-1] if begun else self.grade

    @property
    def every_grade(self) -> tuple[Grade | None, ...]:
        """The grades in force on some day of the month, in order."""
        return (self.grade, *(grade for _, grade in self.grades))

    @property
    def leads(self) -> bool:
        """Whether the agent may lead a shift (leader or deputy)."""
        return self.role in {Role.LEADER, Role.DEPUTY}

    def employed_on(self, day: date) -> bool:
        """Whether `day` lies within the employment."""
        return (self.start_date is None or day >= self.start_date) and (self.end_date is None or day <= self.end_date)

    def protected_on(self, day: date) -> bool:
        """Whether a protection holds on `day`."""
        return any(item.until is None or day <= item.until for item in self.protections)

    def trainee_on(self, day: date) -> bool:
        """Whether the agent still learns on `day` and fills no seat."""
        return self.trainee_until is not None and day < self.trainee_until
