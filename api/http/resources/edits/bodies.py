"""The bodies of the edits' resources."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.http.models import NO_CONTROLS, Body, Id, Line
from api.http.resources.centres.bodies import Day
from api.http.resources.rosters.bodies import DutyRow, FindingOut
from api.http.resources.swaps.bodies import SeatOut
from roster.desk.rosters.edit_desk import MOST_CELLS


class CellBody(Body):
    """A cell of the board."""

    agent_id: Id
    date: Day

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"agent_id": "0005", "date": "2026-10-20"}]},
    }


class OptionOut(BaseModel):
    """What a cell could hold (`shift` null: off). `ok`: no hard rule would be broken anew or worse."""

    shift: str | None
    job: str | None
    now: bool
    ok: bool
    breaks: list[FindingOut]
    points: float
    points_by_rule: dict[str, float]
    seats_lost: int


class OptionsOut(BaseModel):
    """Every option of a cell, off first, then the shifts in the case's order."""

    items: list[OptionOut]


class TargetsOut(BaseModel):
    """Where the cell's duty may go without a new hard breach; what is there is exchanged for it."""

    dates: list[str]
    agents: list[str]


class WrittenCell(CellBody):
    """A cell as somebody types it: a shift's code, `CODE/JOB`, or nothing, `休` or `off` for a day off."""

    text: Annotated[str, StringConstraints(max_length=100, pattern=NO_CONTROLS)]


class EditBody(Body):
    """Duties taken out and put in, or cells as they shall read. `accept` names the rules whose breach is meant."""

    removed: Annotated[list[CellBody], Field(max_length=MOST_CELLS)] = []
    added: Annotated[list[DutyRow], Field(max_length=MOST_CELLS)] = []
    cells: Annotated[list[WrittenCell], Field(max_length=MOST_CELLS)] | None = None
    dry_run: bool = False
    accept: Annotated[list[Id], Field(max_length=100)] = []

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"cells": [{"agent_id": "0005", "date": "2026-10-20", "text": "E"}], "dry_run": True}]
        },
    }


class InverseOut(BaseModel):
    """The edit that takes it back."""

    removed: list[CellBody]
    added: list[DutyRow]


class EditOut(BaseModel):
    """What an edit does: cells changed, hard breaches new or worse and gone or better, points more, seats."""

    changed: int
    worse: list[FindingOut]
    better: list[FindingOut]
    points_more: float
    points_by_rule: dict[str, float]
    seats: list[SeatOut]
    seats_lost: int
    inverse: InverseOut
    revision: int


class DraftBody(Body):
    """A draft from another version."""

    label: Line = ""

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"label": "after the storm"}]}}


class PinRow(Body):
    """A fixed cell: a shift (`job` null: whichever) or `off`."""

    agent_id: Id
    date: Day
    shift: Id
    job: Id | None = None


class PinsBody(Body):
    """Cells to fix and cells to free."""

    fixed: Annotated[list[PinRow], Field(max_length=MOST_CELLS)] = []
    freed: Annotated[list[CellBody], Field(max_length=MOST_CELLS)] = []

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"fixed": [{"agent_id": "0005", "date": "2026-10-20", "shift": "off"}]}]},
    }


class PinsOut(BaseModel):
    """The month's pins."""

    items: list[PinRow]


class CellEventOut(BaseModel):
    """Something that made a cell what it is; `before` and `after` are shift and job, null where off."""

    at: str
    version: int
    cause: str
    subject: str | None
    by: str | None
    before: list[str] | None
    after: list[str] | None
    note: str


class HistoryOut(BaseModel):
    """A cell's history, oldest first."""

    items: list[CellEventOut]
