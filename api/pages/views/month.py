"""One person's duties, day by day: what a phone shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from api.pages.times import hours_of, short_day
from api.pages.views.codes import shift_classes
from api.pages.views.swap import mark_of
from roster.desk.board.board import Board
from roster.desk.words import state_words
from roster.model import Duty
from roster.model.swap import OPEN_SWAPS, SwapRequest
from roster.text import Text


@dataclass(frozen=True)
class MyDay:
    """A day: a duty with its hours, leave, or off. `ahead`: it has not begun; `swap`, `leave`: what touches it."""

    day: date
    words: Text
    code: str = ""
    css: str = ""
    name: str = ""
    hours: str = ""
    job: str = ""
    leave: Text | None = None
    leave_id: str = ""
    swap_id: str = ""
    swap_kind: Text | None = None
    mark: Text | None = None
    holiday: Text | None = None
    free: bool = False
    today: bool = False
    ahead: bool = False
    leaders: tuple[str, ...] = ()


def day_of(board: Board, agent_id: str, day: date, now: datetime) -> MyDay:
    """A day of the month as one person has it."""
    calendar = board.case.calendar
    today = board.month_case.local(now).date()
    holiday = calendar.off.get(day) or calendar.work.get(day)
    base = MyDay(day, short_day(day), holiday=holiday, free=not calendar.is_working_day(day), today=day == today)
    own = next(
        (
            item
            for item in board.leaves
            if item.agent_id == agent_id
            and item.start <= day <= item.end
            and item.state.value not in {"declined", "withdrawn"}
        ),
        None,
    )
    duty = board.duties.get(agent_id, {}).get(day) if board.published else None
    given = board.on_leave(agent_id, day)
    leave = state_words(own.kind) if own else state_words(given.kind) if given else None
    if duty is None:
        # What an open request would bring to a day off stands there too.
        base = _with_swap(base, _open_swap(board, agent_id, day), agent_id)
        ahead = own is not None and own.state.value == "pending"
        return replace(base, leave=leave, leave_id=own.leave_id if own else "", ahead=ahead)
    return _with_duty(board, base, duty, now, own.leave_id if own else "", leave)


def _with_duty(board: Board, base: MyDay, duty: Duty, now: datetime, leave_id: str, leave: Text | None) -> MyDay:
    shift = board.case.shift_by_code[duty.shift]
    swap = _open_swap(board, duty.agent_id, duty.day) or next(
        (item for item in reversed(board.effective_swaps) if duty in item.got), None
    )
    base = _with_swap(base, swap, duty.agent_id)
    if leave is not None:
        base = replace(base, mark=Text(f"{leave.zh}待批", f"{leave.en} waits"))
    return replace(
        base,
        code=duty.shift,
        css=shift_classes(board.case)[duty.shift],
        name=shift.name if shift.name != duty.shift else "",
        hours=hours_of(shift),
        job=duty.job,
        leave_id=leave_id,
        ahead=board.stint(duty).start > now,
        leaders=leaders_with(board, duty),
    )


def _open_swap(board: Board, agent_id: str, day: date) -> SwapRequest | None:
    """What is asked and undecided of a day of somebody: a duty given up or taken on it."""
    return next(
        (
            item
            for item in board.swaps
            if item.state in OPEN_SWAPS
            and any((duty.agent_id, duty.day) == (agent_id, day) for duty in (*item.given, *item.taken))
        ),
        None,
    )


def _with_swap(base: MyDay, swap: SwapRequest | None, agent_id: str) -> MyDay:
    if swap is None:
        return base
    kind = state_words(swap.kind.value)
    return replace(base, swap_id=swap.swap_id, swap_kind=kind, mark=mark_of(swap, agent_id, base.day))


def leaders_with(board: Board, duty: Duty) -> tuple[str, ...]:
    """Who leads the shift of a duty, among the people of the duty's own month."""
    held = ((agent, board.duties.get(agent.agent_id, {})) for agent in board.case_of(duty.day).agents if agent.leads)
    return tuple(
        agent.name for agent, days in held if (there := days.get(duty.day)) is not None and there.shift == duty.shift
    )


def weeks(board: Board, agent_id: str, now: datetime) -> list[list[MyDay]]:
    """The month's days by calendar week."""
    days = (day_of(board, agent_id, day, now) for day in board.case.month)
    return [list(group) for _, group in groupby(days, key=lambda item: item.day.isocalendar().week)]


def days_from(boards: Iterable[Board], agent_id: str, first: date, count: int, now: datetime) -> list[MyDay]:
    """`count` days from `first` on, as far as months are known."""
    return list(_days(tuple(boards), agent_id, first, count, now))


def _days(boards: tuple[Board, ...], agent_id: str, first: date, count: int, now: datetime) -> Iterator[MyDay]:
    for offset in range(count):
        day = first + timedelta(days=offset)
        board = next((one for one in boards if day in one.case.month and agent_id in one.case.agent_by_id), None)
        if board is not None and board.published:
            yield day_of(board, agent_id, day, now)


def next_duty(boards: Iterable[Board], agent_id: str, now: datetime) -> MyDay | None:
    """The duty that runs or comes next."""
    for board in boards:
        if not board.published:
            continue
        coming = [duty for duty in board.duties.get(agent_id, {}).values() if board.stint(duty).end > now]
        if coming:
            duty = min(coming, key=lambda item: board.stint(item).start)
            return day_of(board, agent_id, duty.day, now)
    return None
