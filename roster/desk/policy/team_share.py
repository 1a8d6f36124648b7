"""How many of a team are on leave on a day, and how many may be (`max_leave_share`)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest


@dataclass(frozen=True, slots=True)
class TeamShare:
    """One day of one team: who is away counts the leave in question and all that counts already."""

    day: date
    team: str
    away: int
    allowed: int


def team_shares(leave: LeaveRequest, board: Board) -> tuple[TeamShare, ...]:
    """The team's share on each day of a leave that is rostered; of other days the planner keeps the quota."""
    team = board.case.agent_by_id[leave.agent_id].team
    members = [agent.agent_id for agent in board.case.agents if agent.team == team]
    share = Fraction(Policy.of(board.rulebook).max_leave_share).limit_denominator(10**6)
    allowed = max(1, floor(share * len(members)))
    others = [
        item
        for item in board.leaves
        if item.agent_id in members and item.state in COUNTING_LEAVE and item.leave_id != leave.leave_id
    ]
    shares = []
    for day in filter(board.is_rostered, leave.days):
        away = {leave.agent_id} | {item.agent_id for item in others if item.touches(day)}
        away |= {member for member in members if board.on_leave(member, day) is not None}
        shares.append(TeamShare(day, team, len(away), allowed))
    return tuple(shares)
