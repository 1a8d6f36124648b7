"""What a swap stands on: its months, the duties of a leader's cover that leave has freed, what is asked already."""

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.leave_hours import cut_by_leave
from roster.model import Duty, Month
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest


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


def asked_already(board: Board, swap: SwapRequest) -> SwapRequest | None:
    """The open request that asks the same, None without one.

    The same duty of its asker's to the same person, or the same duties of the same people, whoever asked. What a leader
    orders is no request.
    """
    if swap.by_leader or swap.kind is SwapKind.CYCLE:
        return None
    for other in board.swaps:
        if other.state not in OPEN_SWAPS or other.by_leader or other.kind is SwapKind.CYCLE:
            continue
        if {*other.parties} != {*swap.parties}:
            continue
        again = other.requester == swap.requester and other.given[0] == swap.given[0]
        if again or {*other.given} == {*swap.given}:
            return other
    return None
