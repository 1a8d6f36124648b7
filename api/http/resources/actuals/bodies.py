"""The bodies of the actual figures' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.http.models import Body, Id

Calls = Annotated[int, Field(ge=0, le=1_000_000)]
MonthText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


class ActualIn(Body):
    """What happened in the interval of `date` that begins at `time`; `within` the target's seconds."""

    date: Day
    time: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    job: Id
    offered: Calls
    answered: Calls
    within: Calls
    aht_seconds: Annotated[float, Field(ge=0, le=86_400)]


class ActualsBody(Body):
    """A month's figures, or some of its intervals: they take the place of those of the same intervals."""

    centre_id: Id | None = None
    month: MonthText
    rows: Annotated[list[ActualIn], Field(max_length=20_000)]

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"month": "2026-10", "rows": []}]}}


class CorrectBody(Body):
    """The month whose load is multiplied by what the forecast of the month before was off."""

    centre_id: Id | None = None
    month: MonthText

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"month": "2026-11"}]}}


class ImportedOut(BaseModel):
    """How many intervals were read."""

    intervals: int


class FiguresOut(BaseModel):
    """Sums of intervals: shares between 0 and 1, null where nobody called or no load was given."""

    job: str
    forecast: float | None
    offered: int
    answered: int
    within: int
    service_level: float | None
    answer_rate: float | None
    predicted_service_level: float | None
    predicted_answer_rate: float | None


class DayFiguresOut(FiguresOut):
    """The sums of one day and job."""

    date: str


class ComparedOut(BaseModel):
    """An interval beside its forecast."""

    date: str
    time: str
    job: str
    forecast: float | None
    offered: int
    answered: int
    within: int
    aht_seconds: float
    seats_required: int
    seats_rostered: int
    seats_needed: int
    service_level: float | None
    answer_rate: float | None
    occupancy: float | None
    predicted_service_level: float | None
    predicted_answer_rate: float | None
    predicted_occupancy: float | None


class ErrorOut(BaseModel):
    """The forecast's error by job and kind of day; `factor` is what it would have to be multiplied by."""

    job: str
    kind: str
    days: int
    forecast: float
    offered: int
    error: float
    factor: float
    aht_factor: float


class ProposalOut(BaseModel):
    """Seats more (or fewer) than were required, from one time to another."""

    job: str
    start: str = Field(alias="from")
    to: str
    seats: int


class ReportOut(BaseModel):
    """班长责任制 §6: a shift's load and the seats that it proposes otherwise."""

    date: str
    shift: str
    jobs: list[FiguresOut]
    intervals: list[ComparedOut]
    proposals: list[ProposalOut]
