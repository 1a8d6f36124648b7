"""The bodies of the calendars' resources."""

from typing import Literal

from pydantic import BaseModel

from api.calendars.subscriptions import FeedKind
from api.http.models import Body, Id, Line


class CalendarBody(Body):
    """A subscription to make. `subject`: the agent's id or the team; for `leaders` nothing."""

    kind: FeedKind = FeedKind.AGENT
    subject: Id | None = None
    centre_id: Id | None = None
    label: Line = ""
    language: Literal["zh", "en"] = "zh"

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"kind": "leaders", "centre_id": "demo", "label": "值班班长"}]},
    }


class LabelBody(Body):
    """Another label."""

    label: Line

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"label": "My duties"}]}}


class CalendarOut(BaseModel):
    """A subscription; its address is told only when it is made or rotated."""

    id: str
    kind: str
    subject: str
    centre_id: str
    label: str
    language: str
    created_at: str
    url: str | None = None
