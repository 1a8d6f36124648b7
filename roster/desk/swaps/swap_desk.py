"""Swaps, covers and changes at the desk: request → accepted → approved → effective, each step one transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.deadlines import cut_by_leave
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import acting_on_swap, open_swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import counts, places
from roster.desk.refusals import bad_request, not_now, not_yours, wrong_state
from roster.desk.shift_log.log import enter_swap
from roster.desk.swaps.swap_ask import change_of, check_swap, cover_of, later_swap, swap_between
from roster.desk.swaps.swap_effect import SwapEffect, effect_of
from roster.desk.words import state_words
from roster.errors import NotFoundError, StaleError
from roster.model import Duty, Month
from roster.model.approval import Approval, ConfirmAct, DecisionAct
from roster.model.swap import OPEN_SWAPS, LaterPayBack, PayBack, PayBackState, SwapKind, SwapRequest, SwapState
from roster.store import absence_rows, leave_rows, obligation_rows, quota_rows, roster_rows, swap_rows
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
        if board.is_rostered(pay_back_day) or pay_back_day <= board.case.month.last:
            swap = swap_between(board, actor, day, partner, pay_back_day, reason=reason, clock=work.clock)
            return _file(work, board, swap)
        later = LaterPayBack(pay_back_day, pay_back_shift or "")
        swap = later_swap(board, actor, day, partner, later, reason=reason, clock=work.clock)
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
    approvals = _write_decision(work, board, filed, (), approved=True, reason=swap.reason)
    if open_swap_steps(filed, approvals, board.staff):
        return filed
    return make_effective(work, filed, work.board(board.case.month))


def file_cycle(work: Work, board: Board, swap: SwapRequest) -> SwapRequest:
    """Proposes a swap found by a match to the people concerned; nobody has agreed yet."""
    return _file(work, board, replace(swap, accepted=frozenset()))


def _file(work: Work, board: Board, swap: SwapRequest) -> SwapRequest:
    """Checks a request, takes its places in the quota and writes it."""
    if not board.published:
        raise NotFoundError(Text(f"{swap.month} 的已发布排班", f"a published roster of {swap.month}"))
    for month in months_of(swap):
        if work.binding(month).state is not roster_rows.RosterState.PUBLISHED:
            raise wrong_state("closed", "published")
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


def _just_expired(work: Work, swap: SwapRequest) -> bool:
    """Whether time has ended the request at this very act's instant: that is the act's answer."""
    return swap.state is SwapState.EXPIRED and f"swap:{swap.swap_id}" in work.ended


def _open(work: Work, swap_id: str) -> tuple[SwapRequest, Board]:
    """An undecided swap and its board."""
    swap, month_id = swap_rows.swap_row(work.connection, work.centre_id, swap_id)
    board = work.board(work.month_of(month_id))
    if swap.state not in OPEN_SWAPS:
        raise wrong_state(swap.state.value, "requested", "accepted")
    return swap, board


def months_of(swap: SwapRequest) -> tuple[Month, ...]:
    """The months whose duties it changes, in order."""
    return tuple(sorted({Month.of(duty.day) for duty in (*swap.given, *swap.taken)}))


def begun(swap: SwapRequest, board: Board, work: Work) -> bool:
    """Whether one of its duties has begun undecided; of a leader's cover, whether it is over (COVER-1)."""
    if swap.by_leader and swap.kind is SwapKind.COVER:
        return any(work.now >= board.stint(duty).end for duty in swap.given)
    return any(work.now >= board.stint(duty).start for duty in swap.given)


def end_swap(work: Work, board: Board, swap: SwapRequest, state: SwapState) -> tuple[SwapRequest, Board]:
    """Ends a swap without effect and releases its places; the board afterwards."""
    swap_rows.set_swap_state(work.connection, swap, state, work.now)
    held = swap_rows.party_places(work.connection, swap.swap_id)
    if held:
        quota_rows.give_back(work.connection, work.centre_id, str(swap.month), held)
    ended = replace(swap, state=state)
    work.tell(f"swap:{swap.swap_id}", {"state": state.value})
    after = board.after((), ended)
    work.changed(board.case.month, board=after)
    return ended, after


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
        _write_decision(work, board, swap, made, approved=False, reason=reason)
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
        approvals = _write_decision(work, board, swap, made, approved=True, reason=reason, consent=consent)
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
    return vacant and _as_it_was(board, swap, but=freed)


def _as_it_was(board: Board, swap: SwapRequest, but: Iterable[Duty] = ()) -> bool:
    return all(board.duties.get(duty.agent_id, {}).get(duty.day) == duty for duty in swap.given if duty not in but)


def _write_decision(
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


def make_effective(work: Work, swap: SwapRequest, board: Board) -> SwapRequest:
    """Changes the duties, numbers the register, owes the pay-back, and voids what else waited for these duties."""
    number = quota_rows.next_number(work.connection, f"register:{work.centre_id}")
    swap_rows.set_swap_state(work.connection, swap, SwapState.EFFECTIVE, work.now, number)
    freed = freed_duties(board, swap)
    removed = tuple(duty for duty in swap.given if duty not in freed)
    months = months_of(swap)
    for month in months:
        gone, come = ([duty for duty in duties if duty.day in month] for duties in (removed, swap.taken))
        cause = f"swap:{swap.swap_id}"
        roster_rows.change_duties(work.connection, work.binding(month), gone, come, cause=cause, at=work.now)
    done = replace(swap, state=SwapState.EFFECTIVE, number=number)
    enter_swap(work, board, done)
    for duty in removed:
        cut = cut_by_leave(board, duty)
        if cut is not None:
            leave_rows.give_back(work.connection, cut.leave_id, duty.day)
    _owe(work, swap)
    _owe_elsewhere(work, swap)
    if swap.later is not None and Month.of(swap.later.day) in work.known_months():
        work.changed(Month.of(swap.later.day))
    told = {"state": "effective", "number": number, "duties": duties_plain(swap)}
    if swap.by_leader:
        told |= _settle_freed(work, swap, freed) | _note_absent(work, board, swap, removed)
    work.tell(f"swap:{swap.swap_id}", told)
    if freed or swap.later is not None:
        for month in months:
            work.changed(month)
        after = work.board(board.case.month)
    else:
        after = board.after(swap.moves, done)
        work.changed(*months, board=after)
    void_touching(work, after, (*swap.given, *swap.taken), but=swap.swap_id)
    return done


def _settle_freed(work: Work, swap: SwapRequest, freed: tuple[Duty, ...]) -> dict[str, object]:
    """The vacancies that a leader's cover fills."""
    for move in swap.moves:
        if move.given in freed:
            leave_id = leave_rows.open_vacancy(work.connection, work.centre_id, move.given)
            if leave_id is None:
                raise StaleError("the vacant duty was covered meanwhile")
            leave_rows.cover_vacancy(work.connection, leave_id, move.given.day, move.taker)
            return {"leave": leave_id}
    return {}


def _note_absent(work: Work, board: Board, swap: SwapRequest, removed: tuple[Duty, ...]) -> dict[str, object]:
    """Who is replaced after the duty began did not come, unless attendance says otherwise; leave clears it later."""
    absent = []
    for duty in removed:
        seen = absence_rows.attendance(work.connection, work.centre_id, duty.day, duty.day)
        came = any(item.agent_id == duty.agent_id and not item.absent for item in seen)
        if swap.kind is SwapKind.COVER and work.now >= board.stint(duty).start and not came:
            absence = absence_rows.Absence(duty.agent_id, duty.day, f"cover:{swap.swap_id}", "provisional")
            absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
            absent.append(duty.agent_id)
    return {"absent": absent} if absent else {}


def duties_plain(swap: SwapRequest) -> list[list[list[str]]]:
    """The moves as plain data, for the log."""
    return [
        [[duty.agent_id, duty.day.isoformat(), duty.shift, duty.job] for duty in (move.given, move.taken)]
        for move in swap.moves
    ]


def _owe(work: Work, swap: SwapRequest) -> None:
    """The second half of a swap is the requester's pay-back, owed until it is worked."""
    owed = swap.pay_back
    if owed is not None:
        creditor = swap.moves[0].taker
        pay_back = PayBack(swap.swap_id, owed.agent_id, creditor, owed.day, owed.shift)
        obligation_rows.owe(work.connection, work.centre_id, (pay_back,))


def _owe_elsewhere(work: Work, swap: SwapRequest) -> None:
    """A pay-back that a 调班 moves is owed on its new day."""
    if swap.kind is SwapKind.CHANGE:
        owed = {
            (item.debtor, item.day, item.shift): item for item in obligation_rows.owed(work.connection, work.centre_id)
        }
        for move in swap.moves:
            item = owed.get((move.giver, move.given.day, move.given.shift))
            if item is not None:
                obligation_rows.move(work.connection, work.centre_id, item, move.taken.day, move.taken.shift)


def void_touching(work: Work, board: Board, duties: Iterable[Duty], *, but: str = "") -> Board:
    """Ends as void every open swap that gives up or takes the place of one of these duties' cells."""
    cells = sorted({(duty.agent_id, duty.day) for duty in duties})
    for other in swap_rows.swaps_touching(work.connection, work.centre_id, cells, OPEN_SWAPS):
        if other.swap_id != but and not _as_it_was(board, other):
            _, board = end_swap(work, board, other, SwapState.VOID)
    return board


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


def expire_swaps(work: Work, month: Month) -> int:
    """Ends every open swap whose duty has begun undecided, whichever month it is in; how many."""
    board, ended = work.board(month), 0
    for swap in board.swaps:
        if swap.state in OPEN_SWAPS and begun(swap, board, work):
            _, board = end_swap(work, board, swap, SwapState.EXPIRED)
            ended += 1
    return ended


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


__all__ = [
    "SYSTEM",
    "accept_swap",
    "approve_swap",
    "confirm_handover",
    "decline_swap",
    "expire_swaps",
    "list_swaps",
    "read_swap",
    "register",
    "request_change",
    "request_cover",
    "request_swap",
    "settle_obligations",
    "withdraw_swap",
]
