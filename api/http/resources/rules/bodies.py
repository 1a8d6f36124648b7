"""The bodies of the rulebook's resource."""

from typing import Any

from pydantic import BaseModel


class ParameterOut(BaseModel):
    """A parameter: its name, default and unit, and the value of a centre where one is asked about."""

    name: str
    default: Any
    unit: str
    about: str
    source: str
    value: Any = None


class RuleOut(BaseModel):
    """A rule."""

    id: str
    title: str
    clause: str
    strength: str
    summary: str
    parameters: list[ParameterOut]
