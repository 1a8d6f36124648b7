"""Who is off a duty already: by leave, by sickness, or because they did not come (SWAP-9, COVER-1)."""

from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.policy.leave_hours import part_taken
from roster.model import Duty
from roster.model.leave_request import COUNTING_LEAVE


def is_excused(board: Board, duty: Duty, moment: datetime) -> bool:
    """Whether a duty needs somebody else whatever its holder may: it stands vacant, the holder is sick or not there.

    A duty that leave has freed is asked about as if its holder worked it still; its grounds were the leave's. Who
    did not come is known once the duty began.
    """
    if board.duties.get(duty.agent_id, {}).get(duty.day) != duty:
        return True
    if board.is_missed(duty) or moment >= board.stint(duty).start:
        return True
    return any(
        leave.agent_id == duty.agent_id
        and (leave.state in COUNTING_LEAVE or (leave.is_sick and leave.adds_up))
        and part_taken(leave, duty, board) is not None
        for leave in board.leaves
    )
