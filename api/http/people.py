"""Whose affairs a caller sees: one's own, the team's, or the centre's."""

from collections.abc import Iterable
from datetime import datetime

from api.accounts.caller import Caller, Right, Role
from api.problem import FORBIDDEN, Problem
from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.desk.policy.ladder import acts_for, whom_to_ask
from roster.errors import NotFoundError, RosterError
from roster.model import Case
from roster.model.approval import Office, Step
from roster.text import Text


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
    """Refused unless the caller leads people, or acts at `moment` in the place of somebody who does (LEAVE-3)."""
    if (
        not caller.may(Right.LEAD)
        and not board.staff.stands_in(caller.person, moment)
        and not any(acts_for(board, caller.person, agent.agent_id, moment) for agent in board.case.agents)
    ):
        raise not_theirs(caller, board, moment, Right.LEAD.value)


def not_theirs(
    caller: Caller,
    board: Board,
    moment: datetime,
    what: str,
    *,
    agents: Iterable[str] | None = None,
    filed_at: datetime | None = None,
) -> RosterError:
    """What somebody is told of `what` is not theirs to see: that it is not found.

    A deputy whose time is over, and during whose time it was there (`filed_at`, about `agents`), is told that and who
    decides now (DELEGATE).
    """
    ended = [item for item in board.staff.delegations if item.deputy == caller.person and item.end <= moment]
    for item in sorted(ended, key=lambda item: item.end, reverse=True):
        step = _rung(board.staff, item.approver)
        people = None if agents is None else [board.case.agent_by_id.get(one) for one in agents]
        about = people is None or any(
            one is not None and (step.office is not Office.LEADER or one.team == step.team) for one in people
        )
        if about and (filed_at is None or filed_at < item.end):
            until = f"{board.month_case.local(item.end):%Y-%m-%d %H:%M}"
            ask = whom_to_ask(board, step, moment)
            zh = f"您代理 {item.approver} 已于 {until} 到期,{ask.zh}"
            en = f"Your time as deputy of {item.approver} ended on {until}: {ask.en}"
            return Problem(FORBIDDEN, Text(zh, en))
    return NotFoundError(what)


def _rung(staff: Staff, approver: str) -> Step:
    """What somebody who named a deputy decides by office."""
    for office in (Office.CENTRE_DIRECTOR, Office.DIRECTOR):
        if approver in staff.holders(Step(office)):
            return Step(office)
    agent = staff.agents.get(approver)
    return Step(Office.LEADER, agent.team if agent is not None else "")
