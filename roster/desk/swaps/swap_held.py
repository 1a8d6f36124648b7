"""What a swap stands on: the months it changes, and the duties of a leader's cover that leave has freed."""

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.deadlines import cut_by_leave
from roster.model import Duty, Month
from roster.model.swap import SwapKind, SwapRequest


def held_board(board: Board, swap: SwapRequest) -> Board:
    """The board on which a leader's cover is asked: a duty that a leave has freed stands as if its holder worked it."""
    gone = tuple(duty for duty in freed_duties(board, swap) if not _holds(board, duty))
    return board.edited((), gone) if gone else board


def _holds(board: Board, duty: Duty) -> bool:
    return board.duties.get(duty.agent_id, {}).get(duty.day) is not None


def freed_duties(board: Board, swap: SwapRequest) -> tuple[Duty, ...]:
    """The duties of a leader's cover that leave has freed: their holders do not work them any more, or a part of them.

    Of one that leave cuts the rest stands, whoever covers the part.
    """
    if not swap.by_leader or swap.kind is not SwapKind.COVER:
        return ()
    return tuple(duty for duty in swap.given if not _holds(board, duty) or cut_by_leave(board, duty) is not None)


def months_of(swap: SwapRequest) -> tuple[Month, ...]:
    """The months whose duties it changes, in order."""
    return tuple(sorted({Month.of(duty.day) for duty in (*swap.given, *swap.taken)}))


def begun(swap: SwapRequest, board: Board, work: Work) -> bool:
    """Whether one of its duties has begun undecided; of a leader's cover, whether it is over (COVER-1)."""
    if swap.by_leader and swap.kind is SwapKind.COVER:
        return any(work.now >= board.stint(duty).end for duty in swap.given)
    return any(work.now >= board.stint(duty).start for duty in swap.given)
