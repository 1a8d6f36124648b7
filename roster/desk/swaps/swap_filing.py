"""Who asks: swaps, covers and changes filed, a leader's order, and a match's proposal, each one transaction."""

from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.ladder import open_swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import counts, places
from roster.desk.refusals import bad_request
from roster.desk.swaps.swap_ask import change_of, check_swap, cover_of, paid_back
from roster.desk.swaps.swap_decision import write_decision
from roster.desk.swaps.swap_held import held_board, months_of
from roster.desk.swaps.swap_outcome import make_effective
from roster.errors import StaleError
from roster.model import Month
from roster.model.swap import SwapRequest, SwapState
from roster.store import quota_rows, swap_rows
from roster.text import Text


@once
def request_swap(
    desk: Desk,
    actor: str,
    day: date,
    partner: str,
    pay_back_day: date,
    *,
    reason: str,
    pay_back_shift: str | None = None,
    key: str | None = None,
) -> SwapRequest:
    """The actor asks to give up the duty on `day` for the partner's on `pay_back_day`, in whatever published month.

    Where that day lies in a later month without a published roster, `pay_back_shift` names the shift to be worked
    then in the partner's place: it is owed, and that month is rostered with it. NotFoundError without these duties,
    RefusedError with every rule broken.
    """
    with desk.writing(actor, "swap.request", key) as work:
        if partner == actor:
            raise bad_request(
                "partner", Text("不能与本人换班", "nobody swaps with oneself"), Text("另选", "name another")
            )
        board = work.board(Month.of(day))
        swap = paid_back(board, actor, day, partner, pay_back_day, pay_back_shift, reason=reason, clock=work.clock)
        return _file(work, board, swap)


@once
def request_cover(
    desk: Desk,
    actor: str,
    agent_id: str,
    day: date,
    partner: str,
    *,
    reason: str,
    extreme: bool = False,
    key: str | None = None,
) -> SwapRequest:
    """`partner` shall work the duty of `agent_id`; a leader's arrangement where the actor is not that agent.

    A leader's cover uses no quota and may begin after the duty did, for the rest of it: who did not come is then
    absent. It is effective at once, or with the word of the partner's own leader or of the director (COVER-1).
    `extreme`: the grounds that take somebody off a holiday duty (SWAP-9).
    """
    with desk.writing(actor, "cover.request", key) as work:
        board = work.board(Month.of(day))
        swap = cover_of(board, actor, agent_id, day, partner, reason=reason, clock=work.clock, extreme=extreme)
        return order(work, board, swap) if swap.by_leader else _file(work, board, swap)


@once
def request_change(
    desk: Desk,
    actor: str,
    day: date,
    to_day: date,
    to_shift: str,
    *,
    reason: str,
    agent_id: str | None = None,
    extreme: bool = False,
    key: str | None = None,
) -> SwapRequest:
    """The actor asks to move the own duty to another day or shift, or moves that of `agent_id` as leader (CHANGE-1)."""
    with desk.writing(actor, "change.request", key) as work:
        board = work.board(Month.of(day))
        swap = change_of(
            board,
            agent_id or actor,
            day,
            to_day,
            to_shift,
            reason=reason,
            clock=work.clock,
            requester=actor,
            extreme=extreme,
        )
        return order(work, board, swap) if swap.by_leader else _file(work, board, replace(swap, state=ACCEPTED))


def order(work: Work, board: Board, swap: SwapRequest) -> SwapRequest:
    """What a leader orders: effective at once, or once the taker's own leader or the director agrees (COVER-1)."""
    filed = _file(work, board, replace(swap, state=ACCEPTED))
    approvals = write_decision(work, board, filed, (), approved=True, reason=swap.reason)
    if open_swap_steps(filed, approvals, board.staff):
        return filed
    return make_effective(work, filed, work.board(board.case.month))


def file_cycle(work: Work, board: Board, swap: SwapRequest) -> SwapRequest:
    """Proposes a swap found by a match to the people concerned; nobody has agreed yet."""
    return _file(work, board, replace(swap, accepted=frozenset()))


def _file(work: Work, board: Board, swap: SwapRequest) -> SwapRequest:
    """Checks a request, takes its places in the quota and writes it."""
    for month in (swap.month, *months_of(swap)):
        work.published(month)
    check_swap(held_board(board, swap), swap, work.clock).enforce()
    swap = replace(swap, swap_id=work.fresh_id())
    policy = Policy.of(board.rulebook)
    held, most = dict(places(swap, policy)) if counts(swap, policy) else {}, policy.max_swaps_per_month
    if held and not quota_rows.take_places(work.connection, work.centre_id, str(swap.month), held, most):
        raise StaleError("the quota was used up meanwhile")
    month_id = work.month_row(board.case.month).month_id
    swap_rows.add_swap(work.connection, work.centre_id, month_id, swap, places=held)
    work.tell(
        f"swap:{swap.swap_id}", {"kind": swap.kind.value, "parties": list(swap.parties), "state": swap.state.value}
    )
    work.changed(board.case.month, board=board.after((), swap))
    return swap


ACCEPTED = SwapState.ACCEPTED
