"""The bodies of the quality's resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.http.models import Body, Id, Line

MonthText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


class SampleOut(BaseModel):
    """Who listens to whom, from when on; `stands` false: one of the duties is somebody else's by now."""

    start: str
    minutes: int
    monitor_id: str
    agent_id: str
    date: str
    shift: str
    stands: bool


class PlanBody(Body):
    """The month whose samples are planned."""

    centre_id: Id | None = None
    month: MonthText

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"month": "2026-10"}]}}


class PlanOut(BaseModel):
    """What was planned of what is wanted; equal cost and bound: proven best. `unheard` get less than the least."""

    samples: int
    wanted: int
    cost: int
    bound: int
    unheard: list[str]


class MarkIn(Body):
    """A call that was heard: of whom, by whom, 0 to 100 points, the faults."""

    date: Day
    monitor_id: Id
    agent_id: Id
    points: Annotated[float, Field(ge=0, le=100)]
    faults: Annotated[list[Line], Field(max_length=50)] = []


class MarksBody(Body):
    """Marks; all of them, or nothing."""

    centre_id: Id | None = None
    marks: Annotated[list[MarkIn], Field(max_length=5000)]

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"marks": []}]}}


class MarkOut(BaseModel):
    """A call that was heard."""

    date: str
    monitor_id: str
    agent_id: str
    points: float
    faults: list[str]


class MarkedOut(BaseModel):
    """How many marks were written."""

    marks: int


class SummaryOut(BaseModel):
    """What the marks say of a person, or of everybody (`agent_id` null); `training`: their mean asks for it."""

    start: str = Field(alias="from")
    to: str
    agent_id: str | None
    samples: int
    mean: float
    faults: dict[str, int]
    training: bool
