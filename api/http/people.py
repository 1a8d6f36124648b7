"""Whose affairs a caller sees: one's own, the team's, or the centre's."""

from collections.abc import Iterable

from api.auth.caller import Caller, Role
from roster.model import Case


def sees_person(caller: Caller, case: Case, agent_id: str) -> bool:
    """Whether somebody's leave, swaps and ledger are the caller's to see. Planners and admins plan, they don't pry."""
    if agent_id == caller.agent_id:
        return True
    agent = case.agent_by_id.get(agent_id)
    if caller.role in {Role.DIRECTOR, Role.CENTRE_DIRECTOR}:
        return True
    own = case.agent_by_id.get(caller.agent_id or "")
    return caller.role is Role.LEADER and agent is not None and own is not None and own.team == agent.team


def sees_one_of(caller: Caller, case: Case, agents: Iterable[str]) -> bool:
    """Whether one of these people is theirs to see."""
    return any(sees_person(caller, case, agent_id) for agent_id in agents)
