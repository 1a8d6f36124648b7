"""The numbers of the rules about swaps, as suggestions and matches need them at hand."""

from dataclasses import dataclass

from roster.desk.board.board import Board
from roster.desk.policy.policy import Policy


@dataclass(frozen=True)
class SwapLimits:
    """The numbers of the rules about swaps, as suggestions and matches need them at hand."""

    most_swaps: int
    counts_partner: bool
    pay_back_counts: bool
    min_gap_hours: float
    gap_beyond_rest: bool
    same_job: bool
    grade_gap: int
    allow_reswap: bool
    leader_is_a_job: bool
    by_day: bool
    one_open: bool
    may_lower: bool

    @classmethod
    def of(cls, board: Board) -> "SwapLimits":
        """The centre's numbers."""
        policy = Policy.of(board.rulebook)
        return cls(
            policy.max_swaps_per_month,
            policy.swap_counted_for == "both",
            policy.pay_back_counts,
            policy.gap_minutes / 60,
            policy.gap_minutes > 60 * policy.min_rest_hours,
            policy.swap_same_job,
            policy.max_grade_gap,
            policy.allow_reswap,
            policy.leader_is_a_job,
            policy.consecutive_by == "day",
            policy.consecutive_by == "open",
            policy.swap_may_lower_coverage,
        )
