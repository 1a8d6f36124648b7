"""Whose affairs a caller sees: one's own, the team's, or the centre's."""

from collections.abc import Iterable
from datetime import datetime

from api.accounts.caller import Caller, Right, Role
from roster.desk.board.board import Board
from roster.desk.policy.ladder import acts_for
from roster.errors import NotFoundError
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


def decides_on(caller: Caller, board: Board, agents: Iterable[str], moment: datetime) -> bool:
    """Whether one of these people is theirs to see, or of somebody for whom the caller stands in at `moment`."""
    people = tuple(agents)
    if sees_one_of(caller, board.case, people):
        return True
    return any(acts_for(board, caller.person, person, moment) for person in people)


def need_lead(caller: Caller, board: Board, moment: datetime) -> None:
    """NotFoundError unless the caller leads people, or acts at `moment` in the place of somebody who does (LEAVE-3)."""
    if (
        not caller.may(Right.LEAD)
        and not board.staff.stands_in(caller.person, moment)
        and not any(acts_for(board, caller.person, agent.agent_id, moment) for agent in board.case.agents)
    ):
        raise NotFoundError(Right.LEAD.value)
