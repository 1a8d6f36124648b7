"""Work beyond the roster as programs get it."""

from typing import Any

from roster.model.overtime import Overtime


def overtime_view(item: Overtime) -> dict[str, Any]:
    """Who was called in or kept on, or would not come, and why."""
    return {
        "id": item.overtime_id,
        "kind": item.kind.value,
        "agent_id": item.duty.agent_id,
        "date": item.duty.day.isoformat(),
        "shift": item.duty.shift,
        "job": item.duty.job,
        "minutes": item.minutes,
        "reason": item.reason,
        "ordered_by": item.ordered_by,
        "at": item.at.isoformat(),
    }
