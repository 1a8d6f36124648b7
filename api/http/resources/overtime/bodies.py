"""The bodies of the overtime's resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id, Prose


class OvertimeOut(BaseModel):
    """A record: `call-in` (a duty beyond the roster), `stay` (so many minutes after it), `refused`."""

    id: str
    kind: str
    agent_id: str
    date: str
    shift: str
    job: str
    minutes: int
    reason: str
    ordered_by: str
    at: str


class CallInWayOut(BaseModel):
    """Somebody who could be called in; `points`: what the roster would cost more."""

    agent_id: str
    name: str
    due_at: str
    paid_hours: float
    points: float


class StayWayOut(BaseModel):
    """Somebody who could be kept on: for at most `minutes`, `until` then; `stayed_minutes` they have this month."""

    agent_id: str
    name: str
    minutes: int
    until: str
    stayed_minutes: int
    paid_hours: float


class ExtraBody(Body):
    """A duty beyond the roster, and why."""

    centre_id: Id | None = None
    agent_id: Id
    date: Day
    shift: Id
    job: Id
    reason: Prose

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {"agent_id": "0005", "date": "2026-10-20", "shift": "E", "job": "189", "reason": "a cable is cut"}
            ]
        },
    }


class StayBody(Body):
    """Whose duty of which day is prolonged, by how much, and why; `consent` beyond an hour."""

    centre_id: Id | None = None
    agent_id: Id
    date: Day
    minutes: Annotated[int, Field(ge=1, le=720)]
    reason: Prose
    consent: bool = False

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"agent_id": "0005", "date": "2026-10-20", "minutes": 30, "reason": "not relieved yet"}]
        },
    }
