"""What time does to swaps: requests expire undecided."""

from roster.desk.desk import Work
from roster.desk.swaps.swap_held import begun
from roster.desk.swaps.swap_outcome import end_swap
from roster.model import Month
from roster.model.swap import OPEN_SWAPS, SwapState


def expire_swaps(work: Work, month: Month) -> int:
    """Ends every open swap whose duty has begun undecided, whichever month it is in; how many."""
    board, ended = work.board(month), 0
    for swap in board.swaps:
        if swap.state in OPEN_SWAPS and begun(swap, board, work):
            _, board = end_swap(work, board, swap, SwapState.EXPIRED)
            ended += 1
    return ended
