"""Pay-backs of duties that are over: worked, or missed and owed still."""

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.model import Month
from roster.model.swap import PayBack, PayBackState
from roster.store import obligation_rows


def settle_obligations(work: Work, month: Month) -> int:
    """Marks the pay-backs whose duty is over as worked, in every published month; how many were settled.

    Worked is also one that its debtor gave to somebody else in an own swap or cover: it was worked in the debtor's
    place. One that was missed (leave, absence, a leader's cover, a roster
    that does not hold it) stays owed until another day is agreed or it is waived.
    """
    board, settled = work.board(month), 0
    for item in obligation_rows.owed(work.connection, work.centre_id):
        shift = board.case_of(item.day).shift_by_code.get(item.shift)
        if shift is None or not board.is_rostered(item.day):
            continue
        if work.now < board.month_case.wall(item.day, shift.end_minute):
            continue
        held = board.duties.get(item.debtor, {}).get(item.day)
        if held is not None and held.shift == item.shift:
            if (item.debtor, item.day) not in board.absent:
                settled += obligation_rows.settle(work.connection, item, PayBackState.WORKED)
        elif _given_away(board, item):
            settled += obligation_rows.settle(work.connection, item, PayBackState.WORKED)
    return settled


def _given_away(board: Board, item: PayBack) -> bool:
    """Whether the debtor of a pay-back gave it to somebody else by agreement, after it was owed."""
    since = next((swap.number or 0 for swap in board.effective_swaps if swap.swap_id == item.swap_id), 0)
    return any(
        (move.giver, move.given.day, move.given.shift) == (item.debtor, item.day, item.shift)
        for swap in board.effective_swaps
        if swap.is_swap and (swap.number or 0) > since
        for move in swap.moves
    )
