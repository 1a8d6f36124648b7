"""The bodies of the grants' and consents' resources."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id
from api.http.resources.centres.bodies import Day


class GrantOut(BaseModel):
    """A leave that the draft would grant and that the chain has not approved yet; `due`: whose word comes next.

    It is a row of the month's own table (`index`), or was filed at the desk (`leave_id`).
    """

    index: int | None
    leave_id: str | None
    agent_id: str
    kind: str
    start: str
    end: str
    due: str


_Row = Annotated[int, Field(ge=0, le=1_000_000)]


class GrantsBody(Body):
    """The decision on the rung that is due, on all that wait for the caller or on some of them.

    `only` names these, by the index or the leave's id.
    """

    approved: bool = True
    only: Annotated[list[_Row | Id], Field(max_length=5000)] | None = None

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"approved": True}]}}


class DecidedOut(BaseModel):
    """Which grants the decision was about."""

    decided: list[int | str]


class ConsentOut(BaseModel):
    """A published duty that the draft moves (shift and job, before and after), and the person's word on it."""

    agent_id: str
    date: str
    before: list[str] | None
    after: list[str] | None
    state: str


class ConsentBody(Body):
    """One's word on what a draft changes on a day."""

    date: Day
    agrees: bool

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"date": "2026-10-20", "agrees": True}]}}
