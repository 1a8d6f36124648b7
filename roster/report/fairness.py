"""Nights, weekends and holidays of each person beside the fair share."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster.rule.evidence import Evidence
from roster.rule.fairness import CATCH_UP, DutyKind, fair_shares, holiday_kind, night_kind, weekend_kind
from roster.rule.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class FairShare:
    """An agent's duties of one kind: this month's, history's, and the month's fair share as the rules measure it.

    `share` is None where the agent cannot take the kind, or the month has none of it.
    """

    month: int
    history: int
    share: float | None

    @property
    def away(self) -> float:
        """How far this month lies from the fair share; 0 without one."""
        return 0.0 if self.share is None else self.month - self.share


@dataclass(frozen=True, slots=True)
class Fairness:
    """夜班、周末、节假日: an agent's shares of the three kinds (rulebook, FAIR and HOLIDAY)."""

    nights: FairShare
    weekends: FairShare
    holidays: FairShare


def fairness(evidence: Evidence, rulebook: Rulebook) -> Mapping[str, Fairness]:
    """Each agent's shares, by id, in the case's order; see `roster.rule.fairness` for what a share is."""
    catch_up = rulebook.values.get("fair_catch_up", CATCH_UP)
    assert isinstance(catch_up, int)
    case = evidence.case
    kinds = (night_kind(case), weekend_kind(case), holiday_kind(case))
    shares = [_shares(evidence, kind, catch_up) for kind in kinds]
    return {agent.agent_id: Fairness(*(share[agent.agent_id] for share in shares)) for agent in case.agents}


def _shares(evidence: Evidence, kind: DutyKind, catch_up: int) -> dict[str, FairShare]:
    known = fair_shares(evidence.case, kind, catch_up)
    shares = {}
    for agent_id, stints in evidence.by_agent.items():
        past = [stint.past for stint in stints if kind.holds(stint.day, stint.shift)]
        share = known.get(agent_id)
        shares[agent_id] = FairShare(len(past) - sum(past), sum(past), None if share is None else float(share))
    return shares
