"""The desk's policy: every number and switch of the rulebook that the desk itself reads, in one typed record.

Rules read their own parameters. What carries requests from state to state reads the same numbers here and nowhere
else, so that no two places can hold different defaults: a number that the catalogue does not bring is an error.
"""

from dataclasses import dataclass, fields
from typing import get_args, get_type_hints

from roster.errors import InternalError
from roster.rule import Rulebook


@dataclass(frozen=True, slots=True)
class Policy:
    """One centre's numbers, each under its parameter's name (docs/rules.md tells what it means).

    `of` reads them all, so a field whose parameter no rule brings, or whose type differs, fails at once.
    """

    min_rest_hours: int | float
    swap_min_gap_hours: int | float | None
    leaders_on_duty: int
    max_swaps_per_month: int
    swap_counted_for: str
    pay_back_counts: bool
    consecutive_by: str
    allow_reswap: bool
    swap_same_job: bool
    max_grade_gap: int
    leader_is_a_job: bool
    swap_may_lower_coverage: bool
    cover_counts_as_swap: bool
    change_counts_as_swap: bool
    holiday_by: str
    holiday_days: str
    holiday_includes_weekend: bool
    holiday_notice_days: int
    personal_notice_days: int
    personal_notice_by: str
    special_notice_minutes: int
    absence_clear_days: int
    director_limit_days: int
    leave_days_by: str
    part_day_counts: str
    max_leave_share: int | float
    emergency_certificate: str
    certificate_due_by: str
    late_minutes: int
    away_minutes: int
    away_by: str
    roll_call_minutes: int
    roll_call_is_work: bool
    call_in_minutes: int
    stay_on_most_minutes: int
    sources_differ_minutes: int
    checklist: tuple[str, ...]
    leave_kinds: tuple[str, ...]
    carry_over_days: int
    typing_junior: int
    typing_intermediate: int

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Policy":
        """The centre's numbers as its rulebook has them; InternalError with each that is missing or of another type."""
        known = rulebook.constants.get(cls)
        if isinstance(known, cls):
            return known
        wrong = [
            field.name
            for field in fields(cls)
            if field.name not in rulebook.values or not _is_a(rulebook.values[field.name], _HINTS[field.name])
        ]
        if wrong:
            raise InternalError(f"the catalogue brings no such parameters for the desk: {', '.join(wrong)}")
        policy = cls(**{field.name: rulebook.values[field.name] for field in fields(cls)})  # type: ignore[arg-type]
        rulebook.constants[cls] = policy
        return policy

    @property
    def gap_minutes(self) -> float:
        """The least gap between two duties after a swap (SWAP-3c): its own number, or else the roster's rest."""
        return self.rest_minutes if self.swap_min_gap_hours is None else 60.0 * self.swap_min_gap_hours

    @property
    def rest_minutes(self) -> float:
        """What REST asks for from the end of a duty to the start of the next, a roll call that is work with it."""
        return 60.0 * self.min_rest_hours + self.roll_call_work

    @property
    def roll_call_work(self) -> int:
        """Minutes worked before each duty: those of the roll call where they are work (DUTY-1)."""
        return self.roll_call_minutes if self.roll_call_is_work else 0


_HINTS = get_type_hints(Policy)


def _is_a(value: object, kind: type) -> bool:
    """Whether a value is of a field's type; a switch is no number."""
    several = [getattr(one, "__origin__", one) for one in get_args(kind) or (kind,)]
    if kind == tuple[str, ...]:
        several = [tuple]
    return isinstance(value, tuple(several)) and (bool in several or not isinstance(value, bool))
