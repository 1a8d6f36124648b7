"""Recurring tasks and meetings as programs get them."""

from typing import Any

from roster.desk.meetings.meeting_desk import MeetingList
from roster.desk.tasks.task_desk import DueTask
from roster.text import clock_time


def task_view(item: DueTask) -> dict[str, Any]:
    """A task on one day: whose it is, by when, where it stands."""
    due, task = item.due, item.due.task
    return {
        "task_id": task.task_id,
        "name": task.name,
        "date": due.day.isoformat(),
        "team": due.team,
        "role": f"job:{task.job}" if task.job else task.role.value,
        "people": list(due.people),
        "due": due.at.isoformat(),
        "clause": task.clause,
        "state": item.standing,
        "done_by": item.state.done_by,
        "done_at": item.state.done_at.isoformat() if item.state.done_at else None,
        "note": item.state.note,
    }


def meeting_view(item: MeetingList) -> dict[str, Any]:
    """A meeting with its list: whom the roster lets come, who was there, who hears it later."""
    meeting = item.meeting
    return {
        "date": meeting.day.isoformat(),
        "kind": meeting.kind,
        "start": clock_time(meeting.start_minute),
        "end": clock_time(meeting.end_minute),
        "written": item.written,
        "list": [
            {
                "agent_id": line.agent_id,
                "roster": line.seat.value,
                "present": line.present,
                "heard_at": line.heard_at.isoformat() if line.heard_at else None,
                "heard_from": line.heard_from,
            }
            for line in item.lines
        ],
    }
