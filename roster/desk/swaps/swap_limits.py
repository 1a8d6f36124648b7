from dataclasses import dataclass

from roster.desk.board.board import Board


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
        """The centre's numbers; where a rule is not in the catalogue, what forbids nothing."""
        values = board.rulebook.values

        def number(name: str, default: float) -> float:
            found = values.get(name, default)
            return float(found) if isinstance(found, int | float) else default

        rest = number("min_rest_hours", 0)
        own = values.get("swap_min_gap_hours")
        gap = float(own) if isinstance(own, int | float) else rest
        return cls(
            int(number("max_swaps_per_month", 10**6)),
            gap,
            gap > rest or not any(rule.id == "REST" for rule in board.rulebook.rules),
            bool(values.get("swap_same_job", False)),
            int(number("max_grade_gap", 10)),
            bool(values.get("allow_reswap", True)),
            values.get("consecutive_by") == "day",
            bool(values.get("swap_may_lower_coverage", True)),
            values.get("holiday_by") == "overlap",
            bool(values.get("holiday_includes_weekend", False)),
        )
