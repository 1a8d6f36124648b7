"""Duties as programs get them."""

from typing import Any

from roster.model import Duty, Shift
from roster.text import clock_span


def duty_view(duty: Duty) -> dict[str, str]:
    """Who works which shift and job on which day."""
    return {"agent_id": duty.agent_id, "date": duty.day.isoformat(), "shift": duty.shift, "job": duty.job}


def change_view(agent_id: str, day: object, before: Any, after: Any) -> dict[str, Any]:
    """A person's day before and after: shift and job, null for a day off."""
    return {"agent_id": agent_id, "date": str(day), "before": _cell(before), "after": _cell(after)}


def _cell(what: Any) -> list[str] | None:
    if not what:
        return None
    return [what.shift, what.job] if isinstance(what, Duty) else list(what)


def hours_of(shift: Shift) -> str:
    """A shift's wall times: `22:00–06:00`."""
    return " ".join(clock_span(start, end) for start, end in shift.spans)
