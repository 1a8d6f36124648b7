"""Who decides: a swap accepted, declined, withdrawn, approved and confirmed, each one transaction."""

from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import acting_on_swap, open_swap_steps
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.swaps.swap_ask import check_swap
from roster.desk.swaps.swap_held import freed_duties, held_board
from roster.desk.swaps.swap_outcome import as_it_was, end_swap, make_effective
from roster.desk.swaps.swap_reading import settled_already, swap_row
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.approval import Approval, ConfirmAct, DecisionAct
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest, SwapState
from roster.store import leave_rows, roster_rows, swap_rows
from roster.text import Text


def _just_expired(work: Work, swap: SwapRequest) -> bool:
    """Whether time has ended the request at this very act's instant: that is the act's answer."""
    return swap.state is SwapState.EXPIRED and f"swap:{swap.swap_id}" in work.ended


def _open(work: Work, swap_id: str) -> tuple[SwapRequest, Board]:
    """An undecided swap and its board."""
    swap, month_id = swap_rows.swap_row(work.connection, work.centre_id, swap_id)
    board = work.board(work.month_of(month_id))
    if swap.state not in OPEN_SWAPS:
        raise settled_already(swap)
    return swap, board


@once
def accept_swap(desk: Desk, actor: str, swap_id: str, *, key: str | None = None) -> SwapRequest:
    """A partner agrees. Once all have, the swap waits for the leaders."""
    with desk.writing(actor, "swap.accept", key) as work:
        swap, board = _party(work, swap_id, actor)
        if actor in swap.accepted or _just_expired(work, swap):
            return swap
        swap_rows.mark_party(work.connection, swap_id, actor, "accepted_at", work.now)
        accepted = replace(swap, accepted=swap.accepted | {actor})
        if accepted.accepted >= set(swap.parties):
            swap_rows.set_swap_state(work.connection, swap, SwapState.ACCEPTED, work.now)
            accepted = replace(accepted, state=SwapState.ACCEPTED)
        work.tell(f"swap:{swap_id}", {"state": accepted.state.value, "accepted": actor})
        work.changed(board.case.month, board=board.after((), accepted))
        return accepted


def _party(work: Work, swap_id: str, actor: str) -> tuple[SwapRequest, Board]:
    swap = swap_row(work, swap_id)
    if actor not in swap.parties:
        raise NotFoundError(Text(f"换班 {swap_id}", f"swap {swap_id}"))
    if _just_expired(work, swap):
        return swap, work.board(swap.month)
    return _open(work, swap_id)


@once
def decline_swap(desk: Desk, actor: str, swap_id: str, *, reason: str = "", key: str | None = None) -> SwapRequest:
    """A partner refuses, or a leader does; the requester withdraws instead."""
    with desk.writing(actor, "swap.decline", key) as work:
        swap, board = _open(work, swap_id)
        if actor in swap.parties:
            if actor == swap.requester and swap.kind is not SwapKind.CYCLE:
                raise not_now(
                    Text("本人的申请应撤回,而非拒绝", "an own request is withdrawn, not declined"),
                    state_words("declined"),
                    state_words("withdrawn"),
                )
            return end_swap(work, board, swap, SwapState.DECLINED)[0]
        made = leave_rows.decisions_of(work.connection, f"swap:{swap_id}")
        decide(board.rulebook, DecisionAct(swap, actor, approved=False, made=made), board, work.clock).enforce()
        write_decision(work, board, swap, made, approved=False, reason=reason)
        return end_swap(work, board, swap, SwapState.DECLINED)[0]


@once
def withdraw_swap(desk: Desk, actor: str, swap_id: str, *, key: str | None = None) -> SwapRequest:
    """The requester takes an undecided request back."""
    with desk.writing(actor, "swap.withdraw", key) as work:
        swap = swap_row(work, swap_id)
        if actor not in {*swap.parties, swap.requester}:
            raise NotFoundError(Text(f"换班 {swap_id}", f"swap {swap_id}"))
        if actor != swap.requester:
            raise not_yours(actor, swap.requester)
        swap, board = _open(work, swap_id)
        return end_swap(work, board, swap, SwapState.WITHDRAWN)[0]


@once
def approve_swap(
    desk: Desk, actor: str, swap_id: str, *, reason: str = "", consent: bool = False, key: str | None = None
) -> SwapRequest:
    """A leader agrees. With the last approval the rules are asked once more and the duties change.

    `consent`: expressly to seats left without a duty leader (SWAP-7), or to a holiday duty given up (SWAP-9).

    A swap whose duty has begun undecided has expired and stays so; one of whose duties changed meanwhile is void.
    """
    with desk.writing(actor, "swap.approve", key) as work:
        swap = swap_row(work, swap_id)
        if _just_expired(work, swap):
            return swap
        swap, board = _open(work, swap_id)
        rostered = swap.later is not None and is_rostered(work, Month.of(swap.later.day))
        if rostered or not _stands(work, board, swap):
            return end_swap(work, board, swap, SwapState.VOID)[0]
        made = leave_rows.decisions_of(work.connection, f"swap:{swap_id}")
        held = held_board(board, swap)
        act = DecisionAct(swap, actor, approved=True, made=made, consent=consent, reason=reason)
        decide(board.rulebook, act, held, work.clock).enforce()
        check_swap(held, swap, work.clock).enforce()
        approvals = write_decision(work, board, swap, made, approved=True, reason=reason, consent=consent)
        if open_swap_steps(swap, approvals, board.staff):
            work.tell(f"swap:{swap_id}", {"approved_by": actor})
            work.changed(board.case.month, board=board)
            return swap
        return make_effective(work, swap, board)


def is_rostered(work: Work, month: Month) -> bool:
    """Whether a roster of the month binds already."""
    if month not in work.known_months():
        return False
    return roster_rows.binding_version(work.connection, work.month_row(month).month_id) is not None


def _stands(work: Work, board: Board, swap: SwapRequest) -> bool:
    """Whether its duties are as they were asked about; of a leader's cover also one that a leave freed, still open."""
    freed = freed_duties(board, swap)
    vacant = all(leave_rows.open_vacancy(work.connection, work.centre_id, duty) is not None for duty in freed)
    return vacant and as_it_was(board, swap, but=freed)


def write_decision(
    work: Work,
    board: Board,
    swap: SwapRequest,
    made: tuple[Approval, ...],
    *,
    approved: bool,
    reason: str,
    consent: bool = False,
) -> tuple[Approval, ...]:
    """Writes the actor's decision on every rung that the actor holds."""
    fresh = [
        Approval(step, approved, work.actor, work.now, how.principal, consent, reason, how.away)
        for step in open_swap_steps(swap, made, board.staff)
        if (how := acting_on_swap(board, work.actor, swap, step, work.now)) is not None
    ]
    for approval in fresh:
        leave_rows.add_decision(work.connection, f"swap:{swap.swap_id}", approval)
    return (*made, *fresh)


@once
def confirm_handover(desk: Desk, actor: str, swap_id: str, *, key: str | None = None) -> SwapRequest:
    """A party confirms the duty taken (SWAP-5)."""
    with desk.writing(actor, "swap.confirm", key) as work:
        swap, month_id = swap_rows.swap_row(work.connection, work.centre_id, swap_id)
        if actor not in {move.taker for move in swap.moves}:
            raise NotFoundError(Text(f"换班 {swap_id}", f"swap {swap_id}"))
        if actor in swap.confirmed:
            return swap
        if swap.state is not SwapState.EFFECTIVE:
            raise wrong_state(swap.state.value, "effective")
        board = work.board(work.month_of(month_id))
        decide(board.rulebook, ConfirmAct(swap, actor), board, work.clock).enforce()
        swap_rows.mark_party(work.connection, swap_id, actor, "confirmed_at", work.now)
        confirmed = replace(swap, confirmed=swap.confirmed | {actor})
        work.tell(f"swap:{swap_id}", {"confirmed": actor})
        month = work.month_of(month_id)
        work.changed(month, board=work.board(month).after((), confirmed))
        return confirmed
