"""Until when a leave may be filed, on the centre's clock (LEAVE-2, LEAVE-6, LEAVE-7)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from roster.desk.board.board import Board
from roster.desk.policy.leave_hours import is_cut, is_touched, leave_span, part_taken, taken_from
from roster.desk.policy.policy import Policy
from roster.desk.words import day_words
from roster.model import Duty
from roster.model.leave_request import LeaveRequest
from roster.text import Text


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant: in time until `at`, that instant itself only where `inclusive`."""

    at: datetime
    inclusive: bool

    def missed_by(self, moment: datetime) -> bool:
        """Whether `moment` is too late."""
        return moment > self.at or (moment == self.at and not self.inclusive)


def duties_touched(request: LeaveRequest, board: Board) -> tuple[Duty, ...]:
    """The duties that a leave would free or has freed, wholly or in part, in time's order.

    One that had begun when the leave was filed is never touched, unless the leave itself begins within it: who falls
    ill on duty leaves at that hour.
    """
    standing = (duty for duty in duties_asked(request, board) if is_touched(request, duty, board))
    return tuple(sorted({*standing, *request.vacated}, key=lambda duty: board.stint(duty).start))


def duties_asked(request: LeaveRequest, board: Board) -> tuple[Duty, ...]:
    """The duties within it that are not over when it is filed, begun or not: they tell whether it comes in time."""
    own = board.duties.get(request.agent_id, {})
    eve = request.start - timedelta(days=1)
    near = (own[day] for day in own if eve <= day <= request.end and board.is_rostered(day))
    left = (duty for duty in near if board.stint(duty).end > request.filed_at and part_taken(request, duty, board))
    return tuple(sorted({*left, *request.vacated}, key=lambda duty: board.stint(duty).start))


def first_start(request: LeaveRequest, board: Board) -> datetime:
    """When the leave begins to matter: the first duty's start, or its own where there is none."""
    duties = duties_asked(request, board)
    return board.stint(duties[0]).start if duties else leave_span(request, board)[0]


def day_before_deadline(request: LeaveRequest, board: Board, notice_days: int) -> Deadline:
    """LEAVE-2a: the end of the day `notice_days` before the first duty touched."""
    duties = duties_asked(request, board)
    day = duties[0].day if duties else request.start
    return Deadline(board.month_case.midnight(day - timedelta(days=notice_days - 1)), inclusive=False)


def before_start_deadline(request: LeaveRequest, board: Board, notice_minutes: int) -> Deadline:
    """LEAVE-2b: so many minutes before the first duty starts."""
    return Deadline(first_start(request, board) - timedelta(minutes=notice_minutes), inclusive=True)


def sickness_deadline(request: LeaveRequest, board: Board) -> Deadline:
    """LEAVE-2d: before the first duty starts; who falls ill on duty, by the hour at which the leave begins."""
    duties = duties_asked(request, board)
    if (
        duties
        and is_cut(request, duties[0], board)
        and taken_from(request, duties[0], board) > first_start(request, board)
    ):
        return Deadline(taken_from(request, duties[0], board), inclusive=True)
    return Deadline(first_start(request, board), inclusive=False)


def ordinary_deadline(request: LeaveRequest, board: Board, policy: Policy) -> Deadline:
    """LEAVE-2a alone: the end of the day so many days before, or with `personal_notice_by` so many times 24 hours."""
    if policy.personal_notice_by == "hours":
        return Deadline(first_start(request, board) - timedelta(hours=24 * policy.personal_notice_days), inclusive=True)
    return day_before_deadline(request, board, policy.personal_notice_days)


def filing_deadline(request: LeaveRequest, board: Board, policy: Policy) -> Deadline:
    """The deadline of the leave's kind: sickness, special, or ordinary (the earlier of the day before and 2b's)."""
    if request.is_sick:
        return sickness_deadline(request, board)
    before_start = before_start_deadline(request, board, policy.special_notice_minutes)
    if request.special:
        return before_start
    ordinary = ordinary_deadline(request, board, policy)
    return ordinary if ordinary.at <= before_start.at else before_start


def missed_deadline(request: LeaveRequest, board: Board) -> Deadline | None:
    """The filing deadline that a leave has missed; None in time.

    What a manager orders for business is never late; sickness is never late either: it frees what has not begun, and of
    a duty that has begun attendance tells.
    """
    if request.is_sick or (request.kind == "business" and is_ordered(request, board)):
        return None
    deadline = filing_deadline(request, board, Policy.of(board.rulebook))
    return deadline if deadline.missed_by(request.filed_at) else None


def is_ordered(request: LeaveRequest, board: Board) -> bool:
    """Whether somebody who leads the agent filed the leave."""
    return request.applicant != request.agent_id and board.staff.is_manager_of(request.applicant, request.agent_id)


def night_deadline(duty: Duty, board: Board, wall: time) -> Deadline:
    """LEAVE-6: the last such wall time (12:00) that precedes the start of a night duty."""
    start = board.stint(duty).start
    day = board.month_case.local(start).date()
    at = board.month_case.at(day, wall)
    return Deadline(at if at < start else board.month_case.at(day - timedelta(days=1), wall), inclusive=False)


def holiday_deadline(duty: Duty, board: Board, notice_days: int) -> Deadline:
    """LEAVE-7: the end of the day `notice_days` before a holiday duty."""
    return Deadline(board.month_case.midnight(duty.day - timedelta(days=notice_days - 1)), inclusive=False)


def deadline_words(board: Board, deadline: Deadline) -> Text:
    """Until when: 最迟 10月4日 24:00 (a day's end), 最迟 10月8日 07:00 (that minute too), 10月8日 12:00 之前."""
    at = board.month_case.local(deadline.at)
    if not deadline.inclusive and (at.hour, at.minute) == (0, 0):
        day = day_words(at.date() - timedelta(days=1))
        return Text(f"最迟 {day.zh} 24:00", f"by 24:00 on {day.en}")
    day = day_words(at.date())
    if deadline.inclusive:
        return Text(f"最迟 {day.zh} {at:%H:%M}", f"by {at:%H:%M} on {day.en}")
    return Text(f"{day.zh} {at:%H:%M} 之前", f"before {at:%H:%M} on {day.en}")


def filing_words(board: Board, deadline: Deadline, act: str = "提出") -> Text:
    """By when something had to be filed: 最迟 10月4日 24:00 提出, 应在 10月8日 12:00 之前提出; by 24:00 on …."""
    due = deadline_words(board, deadline)
    zh = f"{due.zh} {act}" if due.zh.startswith("最迟") else f"应在 {due.zh}{act}"
    return Text(zh, due.en)
