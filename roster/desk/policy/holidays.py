"""Which duties and days are public holidays, as the centre reads the clause (SWAP-9, LEAVE-7)."""

from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model import Duty


def is_holiday(board: Board, day: date) -> bool:
    """Whether a day counts as a public holiday."""
    policy, calendar = Policy.of(board.rulebook), board.case_of(day).calendar
    if calendar.is_public_holiday(day, statutory=policy.holiday_days == "statutory"):
        return True
    return policy.holiday_includes_weekend and not calendar.is_working_day(day)


def holidays_of(board: Board, duty: Duty) -> tuple[date, ...]:
    """The public holidays on which the duty starts, or that it touches where the centre reads it so (`holiday_by`)."""
    days = [duty.day]
    if Policy.of(board.rulebook).holiday_by == "overlap":
        last = board.month_case.local(board.stint(duty).end - timedelta(microseconds=1)).date()
        days = [duty.day + timedelta(days=offset) for offset in range((last - duty.day).days + 1)]
    return tuple(day for day in days if is_holiday(board, day))
