"""What a decided swap touches: duties, register, pay-backs, vacancies, absences and the requests that it voids."""

from collections.abc import Iterable
from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.leave_hours import cut_by_leave
from roster.desk.shift_log.log import enter_swap
from roster.desk.swaps.swap_held import freed_duties, months_of
from roster.errors import StaleError
from roster.model import Duty, Month
from roster.model.swap import OPEN_SWAPS, PayBack, SwapKind, SwapRequest, SwapState
from roster.store import absence_rows, leave_rows, obligation_rows, quota_rows, swap_rows


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


def as_it_was(board: Board, swap: SwapRequest, but: Iterable[Duty] = ()) -> bool:
    """Whether the duties that it gives up stand as they were asked about, those of `but` left out."""
    return all(board.duties.get(duty.agent_id, {}).get(duty.day) == duty for duty in swap.given if duty not in but)


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
        work.change_duties(work.binding(month), gone, come, cause=cause)
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
    outcome = {"state": "effective", "number": number, "duties": duties_plain(swap)}
    if swap.by_leader:
        outcome |= _settle_freed(work, swap, freed) | _note_absent(work, board, swap, removed)
    work.tell(f"swap:{swap.swap_id}", outcome)
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
        if other.swap_id != but and not as_it_was(board, other):
            _, board = end_swap(work, board, other, SwapState.VOID)
    return board
