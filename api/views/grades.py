"""Grade tests as programs get them."""

from typing import Any

from roster.desk.grades.grade_desk import Graded, GradeLine


def grade_line_view(line: GradeLine) -> dict[str, Any]:
    """One person's test of a month: what was reached, what it speaks for, what was decided."""
    result, decision = line.result, line.decision
    return {
        "agent_id": line.agent_id,
        "month": str(line.month),
        "held": line.held,
        "date": result.day.isoformat() if result else None,
        "characters": result.characters if result else None,
        "exam": result.exam if result else None,
        "reached": line.reached,
        "proposed": line.proposed,
        "state": line.state,
        "grade": decision.grade if decision else None,
        "since": decision.since.isoformat() if decision else None,
        "decided_by": decision.by if decision else None,
        "reason": decision.reason if decision else "",
    }


def graded_view(item: Graded) -> dict[str, Any]:
    """A decided grade; `unfit` are the days of published duties that no longer fit it."""
    return {**grade_line_view(item.line), "unfit": [day.isoformat() for day in item.unfit]}
