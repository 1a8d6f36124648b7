"""Days of leave of a year: what somebody is entitled to, has taken, has asked for, and has left, kind by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.model import HolidayCalendar, LeaveStatus
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.model.requests import SICK_KINDS, WORKING_DAY_KINDS

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Balance:
    """One kind of leave in one year: `entitled` with what was carried over, `taken`, and `asked` but not decided."""

    kind: str
    entitled: float
    taken: float
    asked: float

    @property
    def left(self) -> float:
        """What may still be asked for."""
        return self.entitled - self.taken - self.asked


def counts(kind: str, day: date, calendar: HolidayCalendar) -> bool:
    """Whether a calendar day is a day of this kind of leave: annual leave is counted in legal working days."""
    return kind not in WORKING_DAY_KINDS or calendar.is_working_day(day)


def kinds_by_day(
    board: Board, agent_id: str, span: tuple[date, date], *, asked: bool = False, but: str = ""
) -> Mapping[date, str]:
    """The one kind of leave that each day is of; `but`: without this request.

    Given with a case and approved or granted, or at the desk where it counts, or with `asked` may
    come to. A day counts once: as sickness where somebody fell ill during other leave, else as the leave filed first.
    """
    first, last = span
    held: dict[date, list[str]] = defaultdict(list)

    def hold(kind: str, start: date, end: date) -> None:
        day = max(start, first)
        while day <= min(end, last):
            held[day].append(kind)
            day += DAY

    requests = {item.leave_id: item for item in (*board.year_requests, *board.leaves)}
    for item in sorted(requests.values(), key=lambda item: (item.filed_at, item.leave_id)):
        if (
            item.agent_id == agent_id
            and (item.state in COUNTING_LEAVE or (asked and item.adds_up))
            and item.leave_id != but
        ):
            hold(item.kind, item.start, item.end)
    for page in board.calendar.pages:
        for index, leave in board.calendar.leaves_of(page.month, agent_id):
            counting = leave.status is LeaveStatus.APPROVED or index in page.roster.granted
            if counting and leave not in page.counted:  # the desk's own are told above
                hold(leave.kind, leave.start, leave.end)
    for leave in board.year_leaves:
        if leave.agent_id == agent_id:
            hold(leave.kind, leave.start, leave.end)
    return {day: next((kind for kind in kinds if kind in SICK_KINDS), kinds[0]) for day, kinds in held.items()}


def days_by_kind(kinds: Mapping[date, str], calendar: HolidayCalendar) -> Counter[str]:
    """How many days of each kind."""
    return Counter(kind for day, kind in kinds.items() if counts(kind, day, calendar))


def balances(board: Board, agent_id: str, year: int, but: str = "") -> tuple[Balance, ...]:
    """Somebody's kinds of leave that have an entitlement in the year; empty where the cases tell none.

    The entitlement is that of the latest month of the year with a case on the board. `but`: without this request.
    """
    pages = [page for page in board.calendar.pages if page.month.year == year and page.ground.case.entitlements]
    if not pages:
        return ()
    case = max(pages, key=lambda page: page.month).ground.case
    span = date(year, 1, 1), date(year, 12, 31)
    taken = days_by_kind(kinds_by_day(board, agent_id, span, but=but), case.calendar)
    whole = days_by_kind(kinds_by_day(board, agent_id, span, asked=True, but=but), case.calendar)
    return tuple(
        Balance(
            item.kind,
            item.days + item.carried_over,
            item.used + taken[item.kind],
            max(0, whole[item.kind] - taken[item.kind]),
        )
        for item in case.entitlements
        if item.agent_id == agent_id
    )


def asked_days(board: Board, leave: LeaveRequest, year: int) -> int:
    """The days of a request that count in a year, those apart on which other leave of its kind is held already."""
    first, last = max(leave.start, date(year, 1, 1)), min(leave.end, date(year, 12, 31))
    held = kinds_by_day(board, leave.agent_id, (first, last), asked=True, but=leave.leave_id)
    days: Iterable[date] = (day for day in leave.days if first <= day <= last)
    calendar = board.case.calendar
    return sum(counts(leave.kind, day, calendar) and held.get(day) != leave.kind for day in days)
