"""Breaks, quality samples, marks and their summaries as programs get them."""

from typing import Any

from api.views.duties import duty_view
from roster.desk.quality.break_desk import DayBreaks
from roster.qa import QualityMark, Sample
from roster.qa.summary import Summary


def breaks_view(day_breaks: DayBreaks) -> dict[str, Any]:
    """A day's breaks as they were told; `stale` where they should be placed anew."""
    return {
        "date": day_breaks.day.isoformat(),
        "stale": day_breaks.stale,
        "breaks": [
            {
                **duty_view(item.duty),
                "start": item.start.isoformat(),
                "end": item.end.isoformat(),
                "minutes": item.minutes,
            }
            for item in day_breaks.placed
        ],
        "unplaced": [duty_view(duty) for duty in day_breaks.unplaced],
    }


def sample_view(item: Sample, stands: bool) -> dict[str, Any]:
    """Who listens to whom, from when on; `stands`: whether both duties are still theirs."""
    return {
        "start": item.start.isoformat(),
        "minutes": item.minutes,
        "monitor_id": item.monitor.agent_id,
        "agent_id": item.agent.agent_id,
        "date": item.agent.day.isoformat(),
        "shift": item.agent.shift,
        "stands": stands,
    }


def mark_view(mark: QualityMark) -> dict[str, Any]:
    """A call that was heard."""
    return {
        "date": mark.day.isoformat(),
        "monitor_id": mark.monitor_id,
        "agent_id": mark.agent_id,
        "points": mark.points,
        "faults": list(mark.faults),
    }


def summary_view(item: Summary) -> dict[str, Any]:
    """What marks say of a person, or of everybody (`agent_id` null)."""
    return {
        "from": item.first.isoformat(),
        "to": item.last.isoformat(),
        "agent_id": item.agent_id,
        "samples": item.samples,
        "mean": item.mean,
        "faults": dict(item.faults),
        "training": item.training,
    }
