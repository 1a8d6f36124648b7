"""Names as the pages write them."""

from roster.model import Case


def named(case: Case, person: str) -> str:
    """`刘洋 0005`; an office holder who is not rostered by the account's name."""
    agent = case.agent_by_id.get(person)
    return f"{agent.name} {agent.agent_id}" if agent is not None and agent.name != agent.agent_id else person


def name_of(case: Case, person: str) -> str:
    """The bare name."""
    agent = case.agent_by_id.get(person)
    return agent.name if agent is not None else person.removeprefix("@")
