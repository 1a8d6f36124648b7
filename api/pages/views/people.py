"""Names as the pages write them; who of many is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass

from roster.model import Agent, Case

MOST_OPEN = 30
"""People on a page whose teams all stand open: of more, each is opened by who wants to see it."""


@dataclass(frozen=True)
class Whom:
    """Who is looked for: part of a name or id, a team; nothing: everybody."""

    q: str = ""
    team: str = ""

    def wants(self, agent: Agent) -> bool:
        """Whether it is one of them."""
        part = self.q.strip().casefold()
        of_team = not self.team or agent.team == self.team
        return of_team and (part in agent.name.casefold() or part in agent.agent_id.casefold())


def teams_of(agents: Iterable[Agent]) -> list[str]:
    """Their teams, each once, in the order of the agents."""
    return list(dict.fromkeys(agent.team for agent in agents))


def named(case: Case, person: str) -> str:
    """`刘洋 0005`; an office holder who is not rostered by the account's name."""
    agent = case.agent_by_id.get(person)
    return f"{agent.name} {agent.agent_id}" if agent is not None and agent.name != agent.agent_id else person


def name_of(case: Case, person: str) -> str:
    """The bare name."""
    agent = case.agent_by_id.get(person)
    return agent.name if agent is not None else person.removeprefix("@")
