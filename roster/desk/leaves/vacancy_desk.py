"""Duties that leave has freed: who could take them, and a leader's cover."""

from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.desk import Desk, Work
from roster.desk.leaves.leave_reading import leave_row
from roster.desk.leaves.vacant import covers_of, to_be_taken
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR
from roster.desk.refusals import not_now, not_yours
from roster.desk.swaps.suggest import Suggestion
from roster.desk.swaps.swap_filing import order
from roster.desk.swaps.swap_held import held_board
from roster.desk.words import duty_words
from roster.errors import NotFoundError, RefusedError
from roster.model import Month
from roster.model.leave_request import Vacancy
from roster.model.swap import OPEN_SWAPS, Move, SwapKind, SwapRequest, handed
from roster.rule import Refusal
from roster.store import leave_rows
from roster.text import Text, clock_span


def open_vacancies(desk: Desk, month: Month) -> tuple[Vacancy, ...]:
    """The month's vacancies by day; they can be covered or re-planned."""
    with desk.reading() as work:
        return vacancies_of(work, month)


def vacancies_of(work: Work, month: Month) -> tuple[Vacancy, ...]:
    """The open vacancies of a month, by day."""
    return leave_rows.vacancies_of_month(work.connection, work.month_row(month).month_id)


def filled_vacancies(desk: Desk, leave_id: str) -> tuple[tuple[Vacancy, str], ...]:
    """What a leave freed and somebody works, by day, with who; "" where a new roster has filled it."""
    with desk.reading() as work:
        return leave_rows.filled_of_leave(work.connection, leave_id)


def covers_asked(desk: Desk, leave_id: str) -> tuple[SwapRequest, ...]:
    """The covers of what a leave freed that wait for the word of the taker's leader."""
    with desk.reading() as work:
        open_ones = {item.duty for item in leave_rows.vacancies_of_leave(work.connection, leave_id)}
        boards = [work.board(month) for month in {Month.of(duty.day) for duty in open_ones}]
        swaps = {swap.swap_id: swap for board in boards for swap in board.swaps}
        return tuple(
            swap for swap in swaps.values() if swap.state in OPEN_SWAPS and not open_ones.isdisjoint(swap.given)
        )


def covers_of_vacancy(desk: Desk, leave_id: str, day: date) -> tuple[Suggestion, ...]:
    """Who could take a duty that a leave freed, best first; nobody once it is over. NotFoundError without one."""
    with desk.reading() as work:
        item = _vacant(work, leave_id, day)
        return covers_of(work.board(Month.of(day)), item, work.clock)


def _vacant(work: Work, leave_id: str, day: date) -> Vacancy:
    leave_row(work, leave_id)
    for item in leave_rows.vacancies_of_leave(work.connection, leave_id):
        if item.duty.day == day:
            return item
    raise NotFoundError(Text(f"请假 {leave_id} 在 {day} 的空缺班次", f"a vacant duty of leave {leave_id} on {day}"))


@once
def cover_vacancy(
    desk: Desk, actor: str, leave_id: str, day: date, partner: str, *, reason: str, key: str | None = None
) -> SwapRequest:
    """A leader gives a vacant duty to somebody: in the register, outside the quota (COVER-1).

    Effective at once, or with the word of the partner's own leader or of the director. RefusedError where the
    partner's month would break a rule, does not hold the job, or the duty is over.
    """
    with desk.writing(actor, "vacancy.cover", key) as work:
        item = _vacant(work, leave_id, day)
        board = work.board(Month.of(day))
        acting_manager(board, actor, item.duty.agent_id)
        if partner not in board.case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {partner}", f"agent {partner}"))
        taken = to_be_taken(board, item, work.clock)
        if taken is None:
            raise _no_shift_fits(item)
        move = Move(item.duty, handed(taken, partner).taken)
        swap = SwapRequest(actor, SwapKind.COVER, (move,), reason, work.now, by_leader=True)
        refusals = _no_cover(board, swap, item, work.clock)
        if refusals:
            raise RefusedError(refusals)
        return order(work, board, swap)


def _no_shift_fits(item: Vacancy) -> RefusedError:
    """Nobody can be put in for a part of a duty in which no shift lies."""
    hours = clock_span(*(item.part or (0, 0)))
    return not_now(
        Text(
            f"{duty_words(item.duty)} 空缺 {hours},没有班次在此时段内",
            f"{duty_words(item.duty)} is vacant {hours}: no shift lies within it",
        ),
        f"{hours}",
        Text("该时段内的班次", "a shift within it"),
        Text("由当班人员顶岗,或设一个短班", "let those on duty keep the seat, or set up a short shift"),
    )


def _no_cover(board: Board, cover: SwapRequest, item: Vacancy, clock: Clock) -> tuple[Refusal, ...]:
    """What speaks against it, asked as if the absent person still held the duty, with the best cover there is."""
    held = held_board(board, cover)
    refusals = decide(held.rulebook, cover, held, clock).refusals
    if not refusals:
        return ()
    best = covers_of(board, item, clock)[:1]
    way = Text(f"由 {best[0].partner} 顶班", f"let {best[0].partner} cover it") if best else None
    return tuple(replace(refusal, alternative=refusal.alternative or way) for refusal in refusals)


def acting_manager(board: Board, actor: str, agent_id: str) -> None:
    """Refuses unless the actor leads the agent or holds a director's office."""
    if not board.staff.is_manager_of(actor, agent_id):
        raise not_yours(actor, LEADER_OR_DIRECTOR)
