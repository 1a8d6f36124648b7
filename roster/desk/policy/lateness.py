"""What an attendance record amounts to: lateness and time away from the post (LEAVE-8, SWAP-5)."""

from collections.abc import Iterable

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy
from roster.model.attendance import Attendance


def violations_of(seen: Attendance, board: Board) -> Iterable[tuple[str, int]]:
    """The kind and minutes of each violation: so many minutes late, or away in all or at once (`away_by`).

    Lateness that an unclear handover caused is SWAP-5's, and no violation besides.
    """
    policy = Policy.of(board.rulebook)
    if seen.late_minutes >= policy.late_minutes and not seen.handover:
        yield "late", seen.late_minutes
    away = seen.longest_from_post_minutes if policy.away_by == "longest" else seen.from_post_minutes
    if away >= policy.away_minutes:
        yield "away", away
