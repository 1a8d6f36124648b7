"""The bodies of the meetings' resources."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id


class MeetingLineOut(BaseModel):
    """Somebody who is asked: what the roster says, whether they were there, who told them later."""

    agent_id: str
    roster: str
    present: bool | None
    heard_at: str | None
    heard_from: str | None


class MeetingOut(BaseModel):
    """A meeting: `weekly` of the leaders or `all-hands`; `written` once somebody said who was there."""

    date: str
    kind: str
    start: str
    end: str
    written: bool
    list: list[MeetingLineOut]


class PresentBody(Body):
    """Who was there; the others on the list hear it later."""

    centre_id: Id | None = None
    present: Annotated[list[Id], Field(max_length=5000)]

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"present": []}]}}


class HeardBody(Body):
    """Who has been told by now."""

    centre_id: Id | None = None
    agent_id: Id

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"agent_id": "0005"}]}}
