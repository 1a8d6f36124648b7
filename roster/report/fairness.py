from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roster.model import Agent
from roster.report.hours import Hours, hours
from roster.rule.evidence import Evidence, Stint

KINDS = ("nights", "weekends", "holidays")


@dataclass(frozen=True, slots=True)
class FairShare:
    """An agent's duties of one kind: this month's, history's, and the month's even share.

    `share` is what of all duties of the kind (this month's and history's) would fall to the agent by own contract
    hours, less the agent's own in history; None where the agent never takes the kind (protected, not rotating).
    """

    month: int
    history: int
    share: float | None

    @property
    def away(self) -> float:
        """How far this month lies from the even share; 0 without one."""
        return 0.0 if self.share is None else self.month - self.share


@dataclass(frozen=True, slots=True)
class Fairness:
    """夜班、周末、节假日: an agent's shares of the three kinds."""

    nights: FairShare
    weekends: FairShare
    holidays: FairShare


def fairness(evidence: Evidence, worked: Mapping[str, Hours] | None = None) -> Mapping[str, Fairness]:
    """Each agent's shares, by id, in the case's order; `worked` may be given where `hours` is known already.

    Weekends are duties that start on a day of the weekly rest (a make-up workday is none), holidays those that start
    on a public holiday; a holiday on a weekend counts as a holiday only.
    """
    contract = {key: value.contract_minutes for key, value in (worked or hours(evidence)).items()}
    shares = {kind: _shares(evidence, contract, *_rule(evidence, kind)) for kind in KINDS}
    return {
        agent.agent_id: Fairness(*(shares[kind][agent.agent_id] for kind in KINDS)) for agent in evidence.case.agents
    }


def _rule(evidence: Evidence, kind: str) -> tuple[Callable[[Stint], bool], Callable[[Agent], bool]]:
    """Which duties are of the kind, and who takes part in them."""
    calendar, month = evidence.case.calendar, evidence.case.month
    if kind == "nights":
        return (lambda stint: stint.shift.is_night), (
            lambda agent: agent.rotating and not all(agent.protected_on(day) for day in month)
        )
    if kind == "holidays":
        return (lambda stint: calendar.is_public_holiday(stint.day)), (lambda agent: agent.rotating)
    return (lambda stint: not calendar.is_working_day(stint.day) and not calendar.is_public_holiday(stint.day)), (
        lambda agent: agent.rotating
    )


def _shares(
    evidence: Evidence,
    contract: Mapping[str, int],
    is_kind: Callable[[Stint], bool],
    takes_part: Callable[[Agent], bool],
) -> dict[str, FairShare]:
    counts = {
        agent_id: (
            sum(is_kind(stint) for stint in stints if not stint.past),
            sum(is_kind(stint) for stint in stints if stint.past),
        )
        for agent_id, stints in evidence.by_agent.items()
    }
    part = [agent.agent_id for agent in evidence.case.agents if takes_part(agent)]
    total = sum(sum(counts[agent_id]) for agent_id in part)
    weight = sum(contract[agent_id] for agent_id in part)
    members = set(part)
    found = {}
    for agent_id, (month, history) in counts.items():
        share = total * contract[agent_id] / weight - history if agent_id in members and weight else None
        found[agent_id] = FairShare(month, history, share)
    return found
