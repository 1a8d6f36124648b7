"""What differs between two rosters of one month, day by day of each agent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from roster.model import Duty, Roster


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One agent's day that differs: what it was and what it is; None: no duty."""

    agent_id: str
    day: date
    before: Duty | None
    after: Duty | None


def difference(before: Roster, after: Roster) -> tuple[DutyChange, ...]:
    """Every agent's day on which the two rosters differ, by day, then agent."""
    return tuple(sorted(_moves(_cells(before), _cells(after)), key=lambda move: (move.day, move.agent_id)))


def _cells(roster: Roster) -> Mapping[tuple[str, date], Duty]:
    return {(duty.agent_id, duty.day): duty for duty in roster.duties}


def _moves(old: Mapping[tuple[str, date], Duty], new: Mapping[tuple[str, date], Duty]) -> Iterator[DutyChange]:
    for agent_id, day in {*old, *new}:
        before, after = old.get((agent_id, day)), new.get((agent_id, day))
        if before != after:
            yield DutyChange(agent_id, day, before, after)
