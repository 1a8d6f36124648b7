"""Who holds which office at a centre, and who stands in for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from roster.model import Agent, Role
from roster.model.approval import Delegation, Office, Step


@dataclass(frozen=True)
class Staff:
    """Who holds which office. Leaders come from the agents' roles; directors need not be rostered.

    `proxies`: who may report an agent's sickness, as the agent has named them (LEAVE-4).
    """

    agents: Mapping[str, Agent]
    directors: frozenset[str] = frozenset()
    centre_directors: frozenset[str] = frozenset()
    delegations: tuple[Delegation, ...] = ()
    proxies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _leaders: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def among(self, agents: Mapping[str, Agent]) -> "Staff":
        """The same offices with another month's people: one month's leader may be in no team of another."""
        return Staff(agents, self.directors, self.centre_directors, self.delegations)

    def leaders_of(self, team: str) -> frozenset[str]:
        """The team's leaders; its deputies where it has no leader (a deputy may stand in)."""
        if team not in self._leaders:
            members = [agent for agent in self.agents.values() if agent.team == team]
            leaders = frozenset(agent.agent_id for agent in members if agent.role is Role.LEADER)
            deputies = frozenset(agent.agent_id for agent in members if agent.role is Role.DEPUTY)
            self._leaders[team] = leaders or deputies
        return self._leaders[team]

    def leads_own_team(self, agent_id: str) -> bool:
        """Whether the person is the one who would decide for the own team."""
        agent = self.agents.get(agent_id)
        return agent is not None and agent_id in self.leaders_of(agent.team)

    def deputies_of(self, team: str) -> frozenset[str]:
        """The team's deputy leaders (副班长)."""
        return frozenset(
            agent.agent_id for agent in self.agents.values() if agent.team == team and agent.role is Role.DEPUTY
        )

    def may_hold(self, person: str, approver: str, day: date) -> bool:
        """Whether a person of the centre may stand in for `approver` (LEAVE-3).

        Somebody who holds an office; for a director also a deputy leader; for a leader any agent past training.
        """
        if self.holds_office(person):
            return True
        agent = self.agents.get(person)
        if agent is None:
            return False
        if approver in self.directors or approver in self.centre_directors:
            return agent.role is Role.DEPUTY
        return not agent.trainee_on(day)

    def holders(self, step: Step) -> frozenset[str]:
        """Who holds the rung by office, deputies not counted."""
        if step.office is Office.LEADER:
            return self.leaders_of(step.team)
        return self.directors if step.office is Office.DIRECTOR else self.centre_directors

    def stands_in(self, person: str, moment: datetime) -> bool:
        """Whether somebody named the person deputy for `moment`."""
        return any(item.deputy == person and item.holds_at(moment) for item in self.delegations)

    def holds_office(self, person: str) -> bool:
        """Whether the person decides anything by own office."""
        return person in self.directors or person in self.centre_directors or self.leads_own_team(person)

    def is_manager_of(self, person: str, agent_id: str) -> bool:
        """Whether `person` leads the agent's team or holds a director's office."""
        agent = self.agents.get(agent_id)
        leads = agent is not None and person in self.leaders_of(agent.team)
        return leads or person in self.directors or person in self.centre_directors

    def judges(self, person: str, agent_id: str) -> bool:
        """Whether it is for `person` to say what holds of the agent: a manager's word, and nobody's on oneself."""
        return person != agent_id and self.is_manager_of(person, agent_id)
