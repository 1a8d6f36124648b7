from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy


@dataclass(frozen=True)
class SwapLimits:
    """The numbers of the rules about swaps, as suggestions and matches need them at hand."""

    most_swaps: int
    min_gap_hours: float
    gap_beyond_rest: bool
    same_job: bool
    grade_gap: int
    allow_reswap: bool
    by_day: bool
    may_lower: bool
    overlap: bool
    weekends: bool

    @classmethod
    def of(cls, board: Board) -> "SwapLimits":
        """The centre's numbers."""
        policy = Policy.of(board.rulebook)
        return cls(
            policy.max_swaps_per_month,
            policy.gap_minutes / 60,
            policy.gap_minutes > 60 * policy.min_rest_hours,
            policy.swap_same_job,
            policy.max_grade_gap,
            policy.allow_reswap,
            policy.consecutive_by == "day",
            policy.swap_may_lower_coverage,
            policy.holiday_by == "overlap",
            policy.holiday_includes_weekend,
        )
