"""The bodies of the breaks' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`

from pydantic import BaseModel

from api.http.models import Body, Id


class UnplacedOut(BaseModel):
    """A duty that has breaks and was placed none."""

    agent_id: str
    date: str
    shift: str
    job: str


class DutyBreakOut(UnplacedOut):
    """One break of a duty."""

    start: str
    end: str
    minutes: int


class BreaksOut(BaseModel):
    """A day's breaks as they were told; `stale`: somebody fell out or came in since."""

    date: str
    stale: bool
    breaks: list[DutyBreakOut]
    unplaced: list[UnplacedOut]


class PlacedOut(BreaksOut):
    """Breaks just placed: seat-minutes short, what is proven to be least, short without any break, breaks moved."""

    short_minutes: int
    bound_minutes: int
    short_without_minutes: int
    changed: int


class PlaceBody(Body):
    """The day whose breaks are placed."""

    centre_id: Id | None = None
    date: Day

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"date": "2026-10-20"}]}}
