"""The bodies of the centres' resources; columns as in a case's files."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.fault_words import real_day
from api.http.models import Body, Id, Line
from roster.model import Grade

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(real_day)]
Wall = Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")]


class CentreOut(BaseModel):
    """A centre and the months that are kept of it."""

    id: str
    name: str
    timezone: str
    months: list[str]


class DifferenceOut(BaseModel):
    """What a case would change of the month's: people and shifts by id, seat-hours required before and after.

    `renamed`: of the changed people those whose id has another name.
    """

    is_new: bool
    joined: list[str]
    left: list[str]
    changed: list[str]
    renamed: list[str]
    shifts_added: list[str]
    shifts_removed: list[str]
    shifts_changed: list[str]
    seat_hours_before: float
    seat_hours_after: float


class ImportOut(BaseModel):
    """What an import took in."""

    centre_id: str
    month: str
    agents: int
    shifts: int
    notices: list[str]
    difference: DifferenceOut | None = None


class GradeBody(Body):
    """A grade, and the day from which it holds."""

    grade: Grade
    since: date

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"grade": "intermediate", "since": "2026-10-15"}]},
    }


class AgentRow(Body):
    """A row of agents.csv. `protected` is private: null to who may not read it."""

    agent_id: Id
    name: Line
    team: Id
    role: Line | None = "agent"
    jobs: Annotated[list[Id], Field(min_length=1, max_length=50)]
    grade: Line | None = None
    contract_hours: Annotated[float, Field(ge=0, le=744)] | None = None
    rotating: bool | None = True
    protected: Line | None = None
    trainee_until: Day | None = None
    start_date: Day | None = None
    end_date: Day | None = None

    model_config = {
        "json_schema_extra": {
            "examples": [{"agent_id": "A900", "name": "林小雨", "team": "T1", "jobs": ["189"], "grade": "junior"}]
        }
    }


class ShiftRow(Body):
    """A row of shifts.csv."""

    code: Id
    name: Line | None = None
    start: Wall
    end: Wall
    break_minutes: Annotated[int, Field(ge=0, le=720)] | None = None
    jobs: list[Id] = []
    night: bool | None = None
    breaks: Line | None = None
    second_start: Wall | None = None
    second_end: Wall | None = None

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"code": "E", "name": "早班", "start": "08:00", "end": "16:00", "break_minutes": 30}]
        },
    }


class LoadRow(Body):
    """A row of load.csv."""

    date: Day
    time: Wall
    job: Id
    calls: Annotated[float, Field(ge=0, le=1e6)]
    aht_seconds: Annotated[float, Field(ge=0, le=1e5)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"date": "2026-10-20", "time": "09:00", "job": "189", "calls": 42.5, "aht_seconds": 240}]
        },
    }


class SeatRow(Body):
    """A row of seats.csv."""

    date: Day
    time: Wall
    job: Id
    seats: Annotated[int, Field(ge=0, le=100_000)]
    min_seats: Annotated[int, Field(ge=0, le=100_000)] | None = None

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"date": "2026-10-20", "time": "09:00", "job": "189", "seats": 3, "min_seats": 1}]
        },
    }


MAX_ROWS = 60_000
