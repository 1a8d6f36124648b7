"""The bodies of the rulebook's resource."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from api.http.models import Body, Id, Prose
from api.http.resources.rosters.bodies import FindingOut


class ParameterOut(BaseModel):
    """A parameter: its name, default, unit and bounds, and the value of a centre where one is asked about."""

    name: str
    default: Any
    unit: str
    about: str
    source: str
    value: Any = None
    minimum: float | None = None
    maximum: float | None = None
    choices: list[str] = []


class WeightOut(BaseModel):
    """A weight: points per what, default, and the value of a centre where one is asked about."""

    name: str
    default: float
    per: str
    about: str
    value: float | None = None


class RuleOut(BaseModel):
    """A rule."""

    id: str
    title: str
    clause: str
    strength: str
    summary: str
    parameters: list[ParameterOut]
    weights: list[WeightOut]


class RulesBody(Body):
    """Numbers to set for a month; `dry_run` tells what they would do and writes nothing.

    What a law speaks of is changed only with a `reason`, which the log keeps.
    """

    centre_id: Id | None = None
    month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = None
    rules: Annotated[dict[str, Any], Field(max_length=300)] = {}
    weights: Annotated[dict[str, float], Field(max_length=300)] = {}
    reason: Prose = ""
    dry_run: bool = False

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"centre_id": "demo", "rules": {"max_swaps_per_month": 3}, "dry_run": True}]
        },
    }


class RulesChangedOut(BaseModel):
    """What the numbers do to the month's published roster: findings that come or grow, and those that go."""

    come: list[FindingOut]
    go: list[FindingOut]
