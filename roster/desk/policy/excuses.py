"""Who is off a duty already: by leave, by sickness, or because they did not come (SWAP-9, COVER-1)."""

from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.policy.deadlines import part_taken
from roster.model import Duty


def is_excused(board: Board, duty: Duty, moment: datetime) -> bool:
    """Whether a duty needs somebody else whatever its holder may: it stands vacant, or the holder is sick or not there.

    Who did not come is known once the duty began.
    """
    if board.duties.get(duty.agent_id, {}).get(duty.day) != duty:
        return True
    if board.is_missed(duty) or moment >= board.stint(duty).start:
        return True
    return any(
        leave.agent_id == duty.agent_id
        and leave.is_sick
        and leave.adds_up
        and part_taken(leave, duty, board) is not None
        for leave in board.leaves
    )
