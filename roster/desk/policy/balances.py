"""Days of leave of a year: what somebody is entitled to, has taken, has asked for, and has left, kind by kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model import HolidayCalendar, Leave, LeaveStatus
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.model.requests import WORKING_DAY_KINDS
from roster.rule.leave_share import Spans, leave_shares, once_a_day

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


def shares_of(leave: LeaveRequest | Leave, board: Board) -> Mapping[date, Fraction]:
    """How much of each day a leave takes, as the centre counts (`part_day_counts`)."""
    freed = {duty.day: duty for duty in leave.vacated} if isinstance(leave, LeaveRequest) else {}
    own = board.duties.get(leave.agent_id, {})

    def spans(day: date) -> Spans:
        duty = freed.get(day) or own.get(day)
        page = board.calendar.page(day)
        if duty is None or page is None:
            return board.year_spans.get((leave.agent_id, day), ())
        return page.month_case.case.shift_by_code[duty.shift].spans

    return leave_shares(leave, spans, Policy.of(board.rulebook).part_day_counts)


def shares_by_day(
    board: Board,
    agent_id: str,
    span: tuple[date, date],
    *,
    asked: bool = False,
    but: str = "",
    also: LeaveRequest | None = None,
) -> Mapping[date, Mapping[str, Fraction]]:
    """How much of each day is leave of which kind, a whole day at most; `but`: without this request; `also`: with it.

    Given with a case and approved or granted, or at the desk where it counts, or with `asked` may come to. A day counts
    once: as sickness where somebody fell ill during other leave, else as the leave filed first.
    """
    first, last = span
    held: dict[date, list[tuple[str, Fraction]]] = defaultdict(list)
    for leave in (*_held(board, agent_id, asked=asked, but=but), *(() if also is None else (also,))):
        if leave.start - DAY <= last and leave.end >= first:
            for day, share in shares_of(leave, board).items():
                if first <= day <= last:
                    held[day].append((leave.kind, share))
    return {day: once_a_day(kinds) for day, kinds in held.items()}


def _held(board: Board, agent_id: str, *, asked: bool, but: str) -> Iterator[LeaveRequest | Leave]:
    """Somebody's leave: the desk's in the order of filing, then the cases'."""
    requests = {item.leave_id: item for item in (*board.year_requests, *board.leaves)}
    for item in sorted(requests.values(), key=lambda item: (item.filed_at, item.leave_id)):
        counts_now = item.state in COUNTING_LEAVE or (asked and item.adds_up)
        if item.agent_id == agent_id and item.leave_id != but and counts_now:
            yield item
    for page in board.calendar.pages:
        for index, leave in board.calendar.leaves_of(page.month, agent_id):
            counting = leave.status is LeaveStatus.APPROVED or index in page.roster.granted
            if counting and leave not in page.counted:  # the desk's own are told above
                yield leave
    yield from (leave for leave in board.year_leaves if leave.agent_id == agent_id)


def days_by_kind(shares: Mapping[date, Mapping[str, Fraction]], calendar: HolidayCalendar) -> Mapping[str, float]:
    """How many days of each kind."""
    days: dict[str, Fraction] = defaultdict(Fraction)
    for day, kinds in shares.items():
        for kind, share in kinds.items():
            if counts(kind, day, calendar):
                days[kind] += share
    return {kind: float(days) for kind, days in days.items()}


def balances(board: Board, agent_id: str, year: int, but: str = "") -> tuple[Balance, ...]:
    """Somebody's kinds of leave that have an entitlement in the year; empty where the cases tell none.

    The entitlement is that of the latest month of the year with a case on the board. `but`: without this request.
    """
    pages = [page for page in board.calendar.pages if page.month.year == year and page.month_case.case.entitlements]
    if not pages:
        return ()
    case = max(pages, key=lambda page: page.month).month_case.case
    span = date(year, 1, 1), date(year, 12, 31)
    taken = days_by_kind(shares_by_day(board, agent_id, span, but=but), case.calendar)
    whole = days_by_kind(shares_by_day(board, agent_id, span, asked=True, but=but), case.calendar)
    return tuple(
        Balance(
            item.kind,
            item.days + item.carried_over,
            item.used + taken.get(item.kind, 0),
            max(0, whole.get(item.kind, 0) - taken.get(item.kind, 0)),
        )
        for item in case.entitlements
        if item.agent_id == agent_id
    )


def asked_days(board: Board, leave: LeaveRequest, year: int) -> float:
    """What a request takes of a year's days of its kind, that apart which other leave of it takes already."""
    first, last = max(leave.start - DAY, date(year, 1, 1)), min(leave.end, date(year, 12, 31))
    span, but, calendar = (first, last), leave.leave_id or "-", board.case.calendar
    without, together = (
        days_by_kind(shares_by_day(board, leave.agent_id, span, asked=True, but=but, also=also), calendar)
        for also in (None, leave)
    )
    return together.get(leave.kind, 0.0) - without.get(leave.kind, 0.0)
