"""The bodies of attendance."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id, Prose
from api.http.resources.swaps.bodies import DutyOut

Minutes = Annotated[int, Field(ge=0, le=1440)]


class CheckInBody(Body):
    """Nothing but the centre: everybody checks in for themselves, now."""

    centre_id: Id | None = None

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"centre_id": "demo"}]}}


class SettleBody(Body):
    """What holds of a duty, and why: what the sources said stays on record."""

    centre_id: Id | None = None
    agent_id: Id
    date: date
    absent: bool = False
    late_minutes: Minutes = 0
    early_minutes: Minutes = 0
    away_minutes: Minutes = 0
    handover: bool = False
    reason: Prose

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {
                    "centre_id": "demo",
                    "agent_id": "0005",
                    "date": "2026-10-20",
                    "late_minutes": 5,
                    "reason": "seen at the seat at 08:05",
                }
            ]
        },
    }


class ProxyBody(Body):
    """Who checked in for whom."""

    centre_id: Id | None = None
    agent_id: Id
    by: Id
    date: date
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"centre_id": "demo", "agent_id": "0005", "by": "0006", "date": "2026-10-20"}]
        },
    }


class RecordOut(BaseModel):
    """What holds of one duty."""

    agent_id: str
    date: str
    result: str
    late_minutes: int
    early_minutes: int
    away_minutes: int
    permitted_minutes: int


class ViolationOut(BaseModel):
    """A violation with its clause."""

    agent_id: str
    date: str
    kind: str
    minutes: int
    rule: str
    clause: str


class AbsenceOut(BaseModel):
    """An absence with its clause."""

    agent_id: str
    date: str
    state: str
    share: int
    cause: str
    rule: str
    clause: str


class MonthOut(BaseModel):
    """The attendance of a month."""

    records: list[RecordOut]
    violations: list[ViolationOut]
    absences: list[AbsenceOut]


class StatementOut(BaseModel):
    """What one source says."""

    source: str
    by: str
    seen_at: str
    absent: bool | None
    late_minutes: int | None
    early_minutes: int | None
    away_minutes: int | None


class ContradictionOut(BaseModel):
    """What the sources say differently of one duty, and what holds until it is settled."""

    agent_id: str
    date: str
    words: str
    said: list[StatementOut]
    holds: RecordOut


class ContradictionsOut(BaseModel):
    """What waits for a leader's word."""

    items: list[ContradictionOut]


class CheckedOut(BaseModel):
    """A check-in: the duty it is for, and its record."""

    duty: DutyOut
    record: RecordOut
