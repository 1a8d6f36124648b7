"""The bodies of the rosters' resources."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.http.models import Body, Id, Line, Prose
from api.http.resources.centres.bodies import Day
from api.http.resources.swaps.bodies import SeatOut
from api.problem import input_problem
from roster.text import Text


class RosterBody(Body):
    """A draft to make."""

    centre_id: Id
    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]
    label: Line = ""

    model_config = {
        "json_schema_extra": {"examples": [{"centre_id": "demo", "month": "2026-10", "label": "first try"}]}
    }


class RosterOut(BaseModel):
    """A roster without its duties. `version` counts the month's rosters, `revision` this one's changes."""

    id: str
    centre_id: str
    month: str
    label: str
    state: str
    version: int
    revision: int
    duties: int
    created_by: str
    created_at: str
    published_at: str | None


class DutyRow(Body):
    """A duty, with roster.csv's columns."""

    agent_id: Id
    date: Day
    shift: Id
    job: Id

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"agent_id": "0005", "date": "2026-10-20", "shift": "E", "job": "189"}]},
    }


class DutiesOut(BaseModel):
    """Duties, sorted as in roster.csv."""

    items: list[DutyRow]
    total: int
    next: int | None


class CoverageRow(BaseModel):
    """One job in one interval; a repeated hour comes twice."""

    date: str
    time: str
    job: str
    required: int
    minimum: int
    rostered: int


class FindingOut(BaseModel):
    """What a check measured where the roster departs from a rule."""

    rule: str
    clause: str
    hard: bool
    agent_id: str | None
    date: str | None
    measured: str
    required: str
    points: float
    message: str


class SolveBody(Body):
    """What is asked of a solve."""

    seconds: Annotated[float, Field(ge=1, le=86_400, description="Time limit")] = 60
    seed: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0
    workers: Annotated[int, Field(ge=1, le=64)] | None = None
    gap: Annotated[float, Field(ge=0, le=1, description="(objective − bound) / objective at which to stop")] = 0.0
    machines: Annotated[
        int, Field(ge=1, le=64, description="Living workers that share the solve, at most; 1: it is not shared")
    ] = 1

    model_config = {"json_schema_extra": {"examples": [{"seconds": 10, "seed": 1}]}}


class PublishBody(Body):
    """What the director takes upon oneself in publishing; the log keeps it."""

    accept_breaches: bool = False
    without_consent: bool = False
    reason: Prose = ""

    model_config = {"json_schema_extra": {"examples": [{"accept_breaches": False, "without_consent": False}]}}


MOST_CHANGES = 500


class Removed(Body):
    """The duty of an agent that starts on a day."""

    agent_id: Id
    date: Day


class WhatIfBody(Body):
    """Duties taken out and put in, on paper. A duty moved is one of each."""

    removed: Annotated[list[Removed], Field(max_length=MOST_CHANGES)] = []
    added: Annotated[list[DutyRow], Field(max_length=MOST_CHANGES)] = []

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"removed": [{"agent_id": "0005", "date": "2026-10-20"}]}]},
    }


class WhatIfOut(BaseModel):
    """What the change would do: points more or less, what would be new or worse, intervals whose seats change."""

    points_more: float
    worse: list[FindingOut]
    better: list[FindingOut]
    seats: list[SeatOut]


def day_of(text: str) -> date:
    """The day; InputError for one that the calendar does not have."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise input_problem("date", Text("没有这一天", "there is no such day"), Text("更正", "Correct it")) from error
