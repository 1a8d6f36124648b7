"""The bodies of a day's shifts."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from api.http.models import Body, Id, Prose
from api.http.resources.swaps.bodies import DutyOut, SuggestionOut
from roster.desk.duty_day.roll_call import Called


class MarkBody(Body):
    """One person's mark. `seen_at`: when it was made, where it is sent later; `key` makes sending it again harmless."""

    agent_id: Id
    called: Called
    minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    seen_at: AwareDatetime | None = None
    key: Id | None = None
    handover: bool = False


class RollCallBody(Body):
    """Marks of a shift; with `rest_present` everybody else of whom nothing is known is there."""

    centre_id: Id | None = None
    marks: Annotated[list[MarkBody], Field(max_length=1000)] = []
    rest_present: bool = False

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {
                    "centre_id": "demo",
                    "marks": [{"agent_id": "0005", "called": "late", "minutes": 12, "key": "tablet-1-17"}],
                    "rest_present": True,
                }
            ]
        },
    }


class CallInBody(Body):
    """Who did not come, and who works the rest of the duty."""

    centre_id: Id | None = None
    agent_id: Id
    partner: Id
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"centre_id": "demo", "agent_id": "0005", "partner": "0012", "reason": "did not come"}]
        },
    }


class EntryPartOut(BaseModel):
    """One entry of a log, or one that follows it."""

    id: int
    date: str
    shift: str
    at: str
    author: str
    category: str
    kind: str
    subject: str
    words: str
    gravity: str
    about: int | None
    follow: str | None
    cause: str
    course: str
    result: str


class EntryLineOut(EntryPartOut):
    """An entry with what follows it."""

    open: bool
    blocks: bool
    follows: list[EntryPartOut]


class LogLineOut(BaseModel):
    """One line of the list; `state` null: not called yet."""

    agent_id: str
    name: str
    job: str
    state: str | None
    late_minutes: int
    replaced_by: str | None
    due_at: str | None


class RollOut(BaseModel):
    """The list of a shift, with what is read out: notices, and the week's commonest faults with how often each."""

    lines: list[LogLineOut]
    notices: list[EntryLineOut]
    faults: dict[str, int]
    called_at: str | None
    called_by: str | None


class LogOut(BaseModel):
    """The log of a shift, and what earlier ones left open."""

    entries: list[EntryLineOut]
    carried: list[EntryLineOut]


class ShiftInShort(BaseModel):
    """A shift of a day in short."""

    date: str
    shift: str
    start: str
    end: str
    leaders: list[str]
    people: int
    marked: int
    absent: int
    empty: int
    called_at: str | None
    open_entries: int
    blocking: list[int]


class ShiftDayOut(ShiftInShort):
    """A shift of a day."""

    roll: RollOut
    log: LogOut


class StandInOut(SuggestionOut):
    """Somebody who could be called in."""

    due_at: str
    agrees: list[str]


class WaysOut(BaseModel):
    """Who could be called in, the soonest there first."""

    items: list[StandInOut]


class CallInOut(BaseModel):
    """Somebody called in."""

    swap_id: str
    state: str
    number: int | None
    duty: DutyOut
    partner: str
    called_at: str
    due_at: str
