"""Swaps read: one as it stands, a month's, the register, and what approving one would do."""

from collections.abc import Iterable

from roster.desk.desk import Desk, Work
from roster.desk.refusals import not_now
from roster.desk.swaps.swap_effect import SwapEffect, effect_of
from roster.desk.words import state_words, swap_words
from roster.errors import RefusedError
from roster.model import Month
from roster.model.swap import OPEN_SWAPS, SwapRequest, SwapState
from roster.store import swap_rows
from roster.text import Text


def swap_row(work: Work, swap_id: str) -> SwapRequest:
    """A swap as it stands; NotFoundError without it."""
    return swap_rows.swap_row(work.connection, work.centre_id, swap_id)[0]


_ENDED = {
    SwapState.VOID: Text(
        "已作废:其中有班次后来变动(请假、换班、调班或排班调整)",
        "is void: one of its duties has changed since, by leave, a swap, a move or a re-plan",
    ),
    SwapState.EXPIRED: Text(
        "已过期:其中有班次开始时仍未批准", "has expired: one of its duties began before it was approved"
    ),
    SwapState.DECLINED: Text("已被拒绝", "was declined"),
    SwapState.WITHDRAWN: Text("已由申请人撤回", "was withdrawn by who asked for it"),
    SwapState.EFFECTIVE: Text("已生效,不用再办", "is in effect: there is nothing left to decide"),
}


def settled_already(swap: SwapRequest) -> RefusedError:
    """The refusal of an act on a swap, cover or change that is decided: what became of it."""
    kind, said, state = state_words(swap.kind.value), _ENDED[swap.state], state_words(swap.state.value)
    which = Text(kind.zh, f"the {kind.en}")
    if swap.number is not None:
        number = swap_words(swap)
        which = Text(f"{number.zh}{kind.zh}", f"{kind.en} {number.en}")
    anew = swap.state in {SwapState.VOID, SwapState.EXPIRED}
    return not_now(
        Text(f"{which.zh}{said.zh}", f"{which.en} {said.en}"),
        state,
        Text("未决的申请", "a request that is not decided"),
        Text("按现在的班表重新申请", "ask anew, on the roster as it is now") if anew else None,
    )


def read_swap(desk: Desk, swap_id: str) -> SwapRequest:
    """A swap as it stands; NotFoundError without it."""
    with desk.reading() as work:
        return swap_row(work, swap_id)


def effect(desk: Desk, swap_id: str) -> tuple[SwapRequest, SwapEffect]:
    """What approving an open swap would do to seats, rest, hours and prices (SWAP-7); RefusedError if decided."""
    with desk.reading() as work:
        swap = swap_row(work, swap_id)
        if swap.state not in OPEN_SWAPS:
            raise settled_already(swap)
        return swap, effect_of(work.board(swap.month), swap)


def list_swaps(desk: Desk, month: Month, states: Iterable[SwapState] = ()) -> tuple[SwapRequest, ...]:
    """The swaps that touch a month, in the order of filing; all states unless some are named."""
    chosen = frozenset(states)
    with desk.reading() as work:
        work.month_row(month)
        swaps = swap_rows.swaps_between(work.connection, work.centre_id, month.first, month.last)
        return tuple(swap for swap in swaps if not chosen or swap.state in chosen)


def register(desk: Desk, month: Month | None = None) -> tuple[SwapRequest, ...]:
    """换班登记表: every effective swap, cover and change with its number; those of a month where one is named."""
    with desk.reading() as work:
        rows = swap_rows.register_rows(work.connection, work.centre_id)
        return tuple(
            swap for swap in rows if month is None or any(duty.day in month for duty in (*swap.given, *swap.got))
        )
