"""Recurring tasks by day, and the month's meetings with their lists (LEAD-3, LEAD-4, MEET-2, MEET-3, MEET-4, HALL)."""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - a field is called `date`
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.resources.tasks.routes import sees_task
from api.pages.forms import Form
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from roster.desk.board.board import Board
from roster.desk.meetings.meeting_desk import MeetingList, list_meetings, record_meeting, told_later
from roster.desk.tasks.task_desk import DueTask, list_tasks, may_do, set_done
from roster.desk.words import state_words
from roster.model import Agent, Month
from roster.text import Text, clock_time

router = APIRouter(route_class=PageRoute, include_in_schema=False)
AHEAD = timedelta(days=7)
"""How far ahead what is to be done is shown, unless everything is asked for."""
TABS = {"due": ("due", "overdue"), "overdue": ("overdue",), "done": ("done",), "all": ("due", "overdue", "done")}
TAB_WORDS = {
    "due": Text("近期待办", "To do soon"),
    "overdue": Text("已逾期", "Overdue"),
    "done": Text("已完成", "Done"),
    "all": Text("全月", "Whole month"),
}


@router.get("/tasks")
def tasks(here: Here, show: str = "due") -> Response:
    """The month's tasks and meetings."""
    return _page(here, show if show in TABS else "due")


def _page(here: Shell, show: str, problem: Trouble | None = None) -> Response:
    board = here.board
    every = [item for item in list_tasks(here.desk, here.known_month) if sees_task(here.caller, item)]
    soon = board.month_case.local(here.now).date() + AHEAD
    every = [item for item in every if show == "all" or item.done or item.due.day <= soon]
    shown = [item for item in every if item.standing in TABS[show]]
    by_day: dict[Day, list[dict[str, Any]]] = {}
    for item in shown:
        by_day.setdefault(item.due.day, []).append(_row(here, board, item))
    meetings = list_meetings(here.desk, here.known_month) if here.may(Right.LEAD) and board.published else ()
    return here.render(
        "tasks.html",
        problem=problem,
        show=show,
        tabs=[(name, TAB_WORDS[name], sum(item.standing in kinds for item in every)) for name, kinds in TABS.items()],
        days=[(here.say(short_day(day)), rows) for day, rows in by_day.items()],
        listed=bool(board.case.tasks),
        meetings=[_meeting(here, board, item) for item in meetings],
    )


def _name(agents: Mapping[str, Agent], person: str) -> str:
    return agents[person].name if person in agents else person.removeprefix("@")


def _row(here: Shell, board: Board, item: DueTask) -> dict[str, Any]:
    agents = board.case.agent_by_id
    return {
        "id": item.due.task.task_id,
        "name": item.due.task.name,
        "clause": item.due.task.clause,
        "day": item.due.day,
        "team": item.due.team,
        "time": f"{board.month_case.local(item.due.at):%H:%M}",
        "people": [_name(agents, one) for one in item.due.people],
        "state": item.standing,
        "words": state_words(item.standing),
        "by": _name(agents, item.state.done_by or ""),
        "note": item.state.note,
        "may": may_do(board, here.caller.person, item) and item.due.day <= board.month_case.local(here.now).date(),
    }


def _meeting(here: Shell, board: Board, item: MeetingList) -> dict[str, Any]:
    agents, meeting = board.case.agent_by_id, item.meeting
    start = board.evidence(board.roster).utc(meeting.day, meeting.start_minute)
    staff = board.staff
    return {
        "day": meeting.day,
        "words": short_day(meeting.day),
        "kind": meeting.kind,
        "title": meeting.title,
        "time": f"{clock_time(meeting.start_minute)}–{clock_time(meeting.end_minute)}",
        "begun": start <= here.now,
        "written": item.written,
        "asked": len(item.lines),
        "free": sum(line.seat.value == "expected" for line in item.lines),
        "present": sum(line.present is True for line in item.lines),
        "lines": [
            {
                "id": line.agent_id,
                "name": agents[line.agent_id].name,
                "seat": state_words(line.seat.value),
                "expected": line.seat.value == "expected",
                "ticked": line.present if line.present is not None else line.seat.value == "expected",
            }
            for line in item.lines
        ],
        "to_hear": [
            {"id": one, "name": agents[one].name, "mine": staff.judges(here.caller.person, one)} for one in item.to_hear
        ],
    }


@router.post("/tasks/done")
def done(here: Here, form: Form) -> Response:
    """A day's task is done, or is not after all."""

    def act() -> Response:
        day, says = form.day("date"), not form.ticked("reopen")
        person = here.caller.person
        set_done(here.desk, person, form["task"], day, form["team"], done=says, note=form["note"], key=form.key)
        return here.see(f"/tasks?month={Month.of(day)}&show={form.get('show', 'due')}", "saved")

    return here.attempt(act, lambda problem: _page(here, "due", problem))


@router.post("/tasks/meeting")
def meeting(here: Here, form: Form) -> Response:
    """Who was at a meeting."""
    here.need(Right.LEAD)

    def act() -> Response:
        day = form.day("date")
        record_meeting(here.desk, here.caller.person, day, form["kind"], form.all("present"), key=form.key)
        return here.see(f"/tasks?month={Month.of(day)}#m-{day}-{form['kind']}", "saved")

    return here.attempt(act, lambda problem: _page(here, "due", problem))


@router.post("/tasks/heard")
def heard(here: Here, form: Form) -> Response:
    """Somebody who was not there has been told."""
    here.need(Right.LEAD)

    def act() -> Response:
        day = form.day("date")
        told_later(here.desk, here.caller.person, day, form["kind"], form["agent"], key=form.key)
        return here.see(f"/tasks?month={Month.of(day)}#m-{day}-{form['kind']}", "saved")

    return here.attempt(act, lambda problem: _page(here, "due", problem))
