"""What changed from one version of a roster to another."""

from dataclasses import dataclass
from datetime import date

from roster.model import Duty, Roster


@dataclass(frozen=True, slots=True)
class DutyDifference:
    """One agent's day that two rosters tell differently; None where there is no duty."""

    agent_id: str
    day: date
    before: Duty | None
    after: Duty | None


def difference(before: Roster, after: Roster) -> tuple[DutyDifference, ...]:
    """What changed from one version to another, by day and agent."""
    old = {(duty.day, duty.agent_id): duty for duty in before.duties}
    new = {(duty.day, duty.agent_id): duty for duty in after.duties}
    return tuple(
        DutyDifference(agent_id, day, old.get((day, agent_id)), new.get((day, agent_id)))
        for day, agent_id in sorted(old.keys() | new.keys())
        if old.get((day, agent_id)) != new.get((day, agent_id))
    )
