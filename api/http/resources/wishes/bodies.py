"""The bodies of the wishes' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body, Id, MonthText, Prose, RefusalOut
from api.http.resources.swaps.bodies import MoveOut, SwapOut

MonthBody = MonthText | None


class FileBody(Body):
    """One's duty on `date`, against any of `shifts` from `first` to `last` (any where left out)."""

    centre_id: Id | None = None
    date: Day
    first: Day | None = None
    last: Day | None = None
    shifts: Annotated[list[Id], Field(max_length=50)] = []
    reason: Prose

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-20", "first": "2026-10-21", "reason": "a wedding"}]},
    }


class WishOut(BaseModel):
    """A wish: open, proposed, granted, lapsed or withdrawn; `swap_id` names the swap that proposes or granted it."""

    id: str
    wish_id: str
    agent_id: str
    date: str
    shift: str
    first: str | None
    last: str | None
    shifts: list[str]
    state: str
    swap_id: str | None
    filed_at: str


class ProposeBody(Body):
    """The month whose open wishes are matched, and for how long at most."""

    centre_id: Id | None = None
    month: MonthBody = None
    seconds: Annotated[float, Field(ge=1, le=20)] = 10

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"seconds": 1}]}}


class DroppedOut(BaseModel):
    """A cycle that could not be filed, and why."""

    moves: list[MoveOut]
    refusals: list[RefusalOut]


class ProposedOut(BaseModel):
    """The swaps filed, each waiting for its parties; cycles that could not be filed; wishes granted, and the bound."""

    proposed: list[SwapOut]
    dropped: list[DroppedOut]
    granted: int
    bound: int
    optimal: bool
