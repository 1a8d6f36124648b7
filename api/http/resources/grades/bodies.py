"""The bodies of the grades' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id, Prose
from roster.model import Grade


class GradeLineOut(BaseModel):
    """A person's test of a month; `state`: untested, missed, below, kept, to decide (by the director) or decided."""

    agent_id: str
    month: str
    held: Grade | None
    date: str | None
    characters: int | None
    exam: bool | None
    reached: Grade | None
    proposed: Grade | None
    state: str
    grade: Grade | None
    since: str | None
    decided_by: str | None
    reason: str


class GradedOut(GradeLineOut):
    """A decided grade; `unfit` are the days of published duties that no longer fit it."""

    unfit: list[str]


class GradedListOut(BaseModel):
    """Every grade that was decided at once."""

    items: list[GradedOut]


class GradeResultIn(Body):
    """What somebody reached: characters a minute, and whether the business exam was passed."""

    agent_id: Id
    date: Day
    characters: Annotated[int, Field(ge=0, le=1000)]
    exam: bool


class GradeResultsBody(Body):
    """Results; all of them, or nothing."""

    centre_id: Id | None = None
    results: Annotated[list[GradeResultIn], Field(max_length=5000)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"results": [{"agent_id": "0005", "date": "2026-10-20", "characters": 52, "exam": True}]}]
        },
    }


class GradeResultsOut(BaseModel):
    """How many results were written."""

    results: int


class GradeDecisionBody(Body):
    """The grade decided on a month's result, from a day on; another one than proposed needs a reason."""

    centre_id: Id | None = None
    grade: Grade | None
    since: Day
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"grade": "intermediate", "since": "2026-11-01"}]},
    }


class GradesTakenBody(Body):
    """What the month's results speak for is decided, from a day on; of everybody, or of these."""

    centre_id: Id | None = None
    since: Day
    agents: Annotated[list[Id], Field(max_length=5000)] | None = None

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"since": "2026-11-01"}]}}
