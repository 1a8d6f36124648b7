"""Swaps read: one as it stands, a month's, the register, and what approving one would do."""

from collections.abc import Iterable

from roster.desk.desk import Desk, Work
from roster.desk.refusals import wrong_state
from roster.desk.swaps.swap_effect import SwapEffect, effect_of
from roster.model import Month
from roster.model.swap import OPEN_SWAPS, SwapRequest, SwapState
from roster.store import swap_rows


def swap_row(work: Work, swap_id: str) -> SwapRequest:
    """A swap as it stands; NotFoundError without it."""
    return swap_rows.swap_row(work.connection, work.centre_id, swap_id)[0]


def read_swap(desk: Desk, swap_id: str) -> SwapRequest:
    """A swap as it stands; NotFoundError without it."""
    with desk.reading() as work:
        return swap_row(work, swap_id)


def effect(desk: Desk, swap_id: str) -> tuple[SwapRequest, SwapEffect]:
    """What approving an open swap would do to seats, rest, hours and prices (SWAP-7); RefusedError if decided."""
    with desk.reading() as work:
        swap = swap_row(work, swap_id)
        if swap.state not in OPEN_SWAPS:
            raise wrong_state(swap.state.value, "requested", "accepted")
        return swap, effect_of(work.board(swap.month), swap)


def list_swaps(desk: Desk, month: Month, states: Iterable[SwapState] = ()) -> tuple[SwapRequest, ...]:
    """The swaps that touch a month, in the order of filing; all states unless some are named."""
    chosen = frozenset(states)
    with desk.reading() as work:
        work.month_row(month)
        found = swap_rows.swaps_between(work.connection, work.centre_id, month.first, month.last)
        return tuple(swap for swap in found if not chosen or swap.state in chosen)


def register(desk: Desk, month: Month | None = None) -> tuple[SwapRequest, ...]:
    """换班登记表: every effective swap, cover and change with its number; those of a month where one is named."""
    with desk.reading() as work:
        rows = swap_rows.register_rows(work.connection, work.centre_id)
        return tuple(
            swap for swap in rows if month is None or any(duty.day in month for duty in (*swap.given, *swap.got))
        )
