"""What a monthly test says of somebody's grade (员工级别划分规则 §1–2)."""

from roster.desk.policy.policy import Policy
from roster.model import Grade
from roster.model.grade_test import GradeResult


def reached(result: GradeResult, policy: Policy) -> Grade | None:
    """The highest grade whose test was passed: the exam, and so many characters a minute; None for none."""
    if not result.exam or result.characters < policy.typing_junior:
        return None
    return Grade.INTERMEDIATE if result.characters >= policy.typing_intermediate else Grade.JUNIOR


def proposed(held: Grade | None, result: GradeResult, policy: Policy) -> Grade | None:
    """The grade that a result speaks for, to whoever holds `held`.

    No test makes or unmakes a senior (§3 names none). Nobody who holds a grade falls below junior: there is none below.
    """
    if held is Grade.SENIOR:
        return held
    passed = reached(result, policy)
    return Grade.JUNIOR if passed is None and held is not None else passed
