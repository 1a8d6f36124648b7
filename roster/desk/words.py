"""How the desk writes duties, instants and people in its sentences."""

from datetime import date, datetime, timedelta

from roster.desk.board import Board
from roster.desk.leave import LeaveRequest
from roster.desk.swap import SwapRequest
from roster.model import Duty
from roster.text import Text


def duty_words(duty: Duty) -> str:
    """Day and shift of a duty: `2026-10-05 N`."""
    return f"{duty.day} {duty.shift}"


def moment_words(board: Board, moment: datetime) -> str:
    """An instant on the centre's clock, to the minute."""
    return board.ground.local(moment).strftime("%Y-%m-%d %H:%M")


def hours_words(minutes: float) -> str:
    """Minutes as hours, without needless zeros: `7.5 h`."""
    return f"{minutes / 60:g} h"


def swap_words(swap: SwapRequest) -> str:
    """The register's number of a swap, or its id while it has none."""
    return f"No. {swap.number}" if swap.number is not None else swap.swap_id


def split_words(leave: LeaveRequest, day: date) -> Text | None:
    """The leave without one of its days, as a proposal; None where nothing is left."""
    parts = []
    if leave.start < day:
        parts.append((leave.start, min(leave.end, day - timedelta(days=1))))
    if leave.end > day:
        parts.append((max(leave.start, day + timedelta(days=1)), leave.end))
    if not parts:
        return None
    told = ", ".join(f"{start} – {end}" if start != end else f"{start}" for start, end in parts)
    return Text(f"拆分为 {told}", f"split it into {told}")
