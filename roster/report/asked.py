"""What people asked of a month that its roster does not give, whoever made the roster."""

from roster.model import LeaveStatus
from roster.model.requests import OFF, WORK, Wish
from roster.rule.evidence import Evidence


def wishes_asked(evidence: Evidence) -> tuple[int, ...]:
    """Places among the case's wishes of those that speak of the month; a weight of 0 asks for nothing."""
    case = evidence.case
    return tuple(index for index, wish in enumerate(case.wishes) if wish.day in case.month and wish.weight)


def wishes_missed(evidence: Evidence) -> tuple[int, ...]:
    """Of these, those that the roster does not follow."""
    held: dict[tuple[str, object], set[str]] = {}
    for duty in evidence.roster.duties:
        held.setdefault((duty.agent_id, duty.day), set()).add(duty.shift)
    wishes = evidence.case.wishes
    return tuple(
        index
        for index in wishes_asked(evidence)
        if _has(wishes[index], held.get((wishes[index].agent_id, wishes[index].day), set()))
        != (wishes[index].weight > 0)
    )


def _has(wish: Wish, codes: set[str]) -> bool:
    return {OFF: not codes, WORK: bool(codes)}.get(wish.shift, wish.shift in codes)


def leave_asked(evidence: Evidence) -> tuple[int, ...]:
    """Places among the case's leaves of the requests with a day in the month."""
    month = evidence.case.month
    return tuple(
        index
        for index, leave in enumerate(evidence.case.leaves)
        if leave.status is LeaveStatus.REQUESTED and leave.start <= month.last and leave.end >= month.first
    )


def leave_declined(evidence: Evidence) -> tuple[int, ...]:
    """Of these, those that the roster does not grant."""
    return tuple(index for index in leave_asked(evidence) if index not in evidence.roster.granted)
