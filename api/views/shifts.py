"""Shifts of a day, their roll calls and logs, as programs get them."""

from collections.abc import Iterable
from typing import Any

from api.views.duties import duty_view
from api.views.swaps import suggestion_view
from roster.desk.board.board import Board
from roster.desk.duty_day.call_in import CoverWay
from roster.desk.duty_day.roll_call import Line, Roll
from roster.desk.shift_log.log import ShiftLog
from roster.desk.shift_log.occurrence import Occurrence, duty_leaders
from roster.model.attendance import Presence
from roster.model.shift_log import LogEntry, LogLine
from roster.store.duty_rows import CallIn
from roster.text import Language


def occurrence_view(board: Board, here: Occurrence, roll: Roll, log: ShiftLog) -> dict[str, Any]:
    """A shift of a day in short."""
    return {
        "date": here.day.isoformat(),
        "shift": here.shift,
        "start": here.start.isoformat(),
        "end": here.end.isoformat(),
        "leaders": list(duty_leaders(board, here)),
        "people": len(roll.lines),
        "marked": sum(line.state is not None for line in roll.lines),
        "absent": roll.count(Presence.ABSENT),
        "empty": sum(line.stands_empty for line in roll.lines),
        "faults": dict(roll.faults),
        "called_at": None if roll.called is None else roll.called.entry.at.isoformat(),
        "open_entries": len(log.open),
        "blocking": [line.entry.entry_id for line in log.open if line.entry.blocks],
    }


def roll_view(board: Board, roll: Roll, language: Language) -> dict[str, Any]:
    """The list of a shift."""
    return {
        "lines": [line_view(board, line) for line in roll.lines],
        "notices": [entry_view(line, language) for line in roll.notices],
        "faults": dict(roll.faults),
        "called_at": None if roll.called is None else roll.called.entry.at.isoformat(),
        "called_by": None if roll.called is None else roll.called.entry.author,
    }


def line_view(board: Board, line: Line) -> dict[str, Any]:
    """One person's line."""
    agent = board.case_of(line.duty.day).agent_by_id.get(line.duty.agent_id)
    return {
        "agent_id": line.duty.agent_id,
        "name": "" if agent is None else agent.name,
        "job": line.duty.job,
        "state": None if line.state is None else line.state.value,
        "late_minutes": 0 if line.record is None else line.record.late_minutes,
        "replaced_by": line.replaced_by or None,
        "due_at": None if line.due_at is None else line.due_at.isoformat(),
    }


def log_view(log: ShiftLog, language: Language) -> dict[str, Any]:
    """The log of a shift, with what earlier shifts left open."""
    return {
        "entries": [entry_view(line, language) for line in log.lines],
        "carried": [entry_view(line, language) for line in log.carried],
    }


def entry_view(line: LogLine, language: Language) -> dict[str, Any]:
    """An entry and what follows it."""
    return {
        **_entry(line.entry, language),
        "open": line.is_open,
        "blocks": line.is_open and line.entry.blocks,
        "follows": [_entry(item, language) for item in line.follows],
    }


def _entry(entry: LogEntry, language: Language) -> dict[str, Any]:
    return {
        "id": entry.entry_id,
        "date": entry.day.isoformat(),
        "shift": entry.shift,
        "at": entry.at.isoformat(),
        "author": entry.author,
        "category": entry.category.value,
        "kind": entry.kind,
        "subject": entry.subject,
        "words": entry.words.to(language),
        "gravity": entry.gravity.value,
        "about": entry.about,
        "follow": None if entry.follow is None else entry.follow.value,
        "cause": entry.cause,
        "course": entry.course,
        "result": entry.result,
    }


def ways_view(ways: Iterable[CoverWay], board: Board, language: Language) -> list[dict[str, Any]]:
    """Who could be called in, best first."""
    return [
        {
            **suggestion_view(item.way, board),
            "due_at": item.due_at.isoformat(),
            "agrees": [step.to(language) for step in item.agrees],
        }
        for item in ways
    ]


def call_in_view(called: CallIn, state: str, number: int | None, duty: Any) -> dict[str, Any]:
    """Somebody called in: the cover that it is, and when due."""
    return {
        "swap_id": called.swap_id,
        "state": state,
        "number": number,
        "duty": duty_view(duty),
        "partner": called.partner,
        "called_at": called.called_at.isoformat(),
        "due_at": called.due_at.isoformat(),
    }
