"""The bodies of the tasks' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`

from pydantic import BaseModel

from api.http.models import Body, Id, Line, Prose


class TaskOut(BaseModel):
    """A task on one day; `people` whose it is (nobody where the role is held by none), `state` due, overdue or done."""

    task_id: str
    name: str
    date: str
    team: str
    role: str
    people: list[str]
    due: str
    clause: str
    state: str
    done_by: str | None
    done_at: str | None
    note: str


class DoneBody(Body):
    """Which day's task, of which team where each team's leader owes it."""

    centre_id: Id | None = None
    date: Day
    team: Line = ""
    note: Prose = ""

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"date": "2026-10-20"}]}}
