"""The bodies of hand-overs."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.http.models import Body, Id, Line, Prose
from api.http.resources.shifts.bodies import EntryLineOut
from api.http.resources.swaps.bodies import DutyOut
from roster.model.shift_log import Category, Gravity


def _with(example: dict[str, Any]) -> Any:
    return {**Body.model_config, "json_schema_extra": {"examples": [{"centre_id": "demo", **example}]}}


class EntryBody(Body):
    """An entry by hand. What is grave stays open until a further entry closes it."""

    centre_id: Id | None = None
    category: Category
    words: Prose
    gravity: Gravity = Gravity.ORDINARY
    opens: bool = False
    cause: Prose = ""
    course: Prose = ""

    model_config = _with({"category": "incident", "words": "the 189 line is down", "gravity": "major"})


class FollowBody(Body):
    """A further entry that closes an earlier one, or corrects it: a problem is closed with cause and result."""

    centre_id: Id | None = None
    words: Prose = ""
    cause: Prose = ""
    course: Prose = ""
    result: Prose = ""

    model_config = _with({"words": "up at 10:40", "cause": "a cut cable", "result": "spliced"})


class CheckBody(Body):
    """One thing of the list: in order, or with a fault, which stays open."""

    centre_id: Id | None = None
    item: Line
    fault: Prose = ""

    model_config = _with({"item": "headsets"})


class ReliefBody(Body):
    """Who relieves whom, by person; as proposed for all that are open where none is named."""

    centre_id: Id | None = None
    pairs: Annotated[dict[Id, Id], Field(max_length=1000)] | None = None

    model_config = _with({})


class SignBody(Body):
    """Which open entries the leader lets pass, and the number of the last entry that was read."""

    centre_id: Id | None = None
    accept: Annotated[list[int], Field(max_length=100)] = []
    upto: int | None = None

    model_config = _with({"accept": []})


class NumberOut(BaseModel):
    """The number of the entry written."""

    id: int


class ReliefOut(BaseModel):
    """A seat handed to a relief."""

    agent_id: str
    relief: str
    relieved_at: str
    stayed_minutes: int
    by: str


class ReliefsOut(BaseModel):
    """The seats handed over by this act."""

    items: list[ReliefOut]


class WatchedSeatOut(BaseModel):
    """A seat of the ending shift."""

    duty: DutyOut
    proposed: str | None
    relief: ReliefOut | None


class SignedOut(BaseModel):
    """The signatures of a shift."""

    date: str
    shift: str
    upto: int
    digest: str
    given_by: str
    given_at: str
    taken_by: str | None
    taken_at: str | None


class ShiftKeyOut(BaseModel):
    """A shift of a day."""

    date: str
    shift: str


class StateOut(BaseModel):
    """How the hand-over of a shift stands; `intact`: the entries signed are as they were signed.

    `unmarked`: of whom no roll call, check-in or leader has said anything yet.
    """

    date: str
    shift: str
    to: ShiftKeyOut | None
    upto: int
    open: list[EntryLineOut]
    blocking: list[int]
    checked: list[str]
    unchecked: list[str]
    unmarked: list[str]
    seats: list[WatchedSeatOut]
    signed: SignedOut | None
    intact: bool
