"""The bodies of the swaps' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.http.models import Body, Id, MonthText, Prose, RefusalOut

EXAMPLE: dict[str, Any] = {
    "examples": [
        {
            "centre_id": "demo",
            "date": "2026-10-20",
            "partner": "0012",
            "payback_date": "2026-10-23",
            "reason": "family matter",
        }
    ]
}


class SwapBody(Body):
    """A swap asked for: the duty given up, the partner, the day of the pay-back; without a pay-back it is a cover.

    `payback_shift` names the shift where the pay-back lies in a later month that has no published roster yet.
    `agent_id` is the caller where left out; a leader may arrange a cover for one of the own team.
    """

    centre_id: Id | None = None
    agent_id: Id | None = None
    date: Day
    partner: Id
    payback_date: Day | None = None
    payback_shift: Id | None = None
    reason: Prose = ""
    extreme: bool = False

    model_config = {**Body.model_config, "json_schema_extra": EXAMPLE}


class ChangeBody(Body):
    """A duty moved to another day or shift: one's own, or `agent_id`'s by the leader; `extreme`: off a holiday duty."""

    centre_id: Id | None = None
    agent_id: Id | None = None
    date: Day
    to_date: Day
    to_shift: Id
    reason: Prose = ""
    extreme: bool = False

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {"date": "2026-10-20", "to_date": "2026-10-21", "to_shift": "E", "reason": "a doctor's appointment"}
            ]
        },
    }


class SuggestBody(Body):
    """A duty that somebody can't work."""

    centre_id: Id | None = None
    agent_id: Id | None = None
    date: Day
    covers: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 20

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"centre_id": "demo", "date": "2026-10-20", "limit": 5}]},
    }


class WishBody(Body):
    """A duty somebody would give up, against any of `shifts` between `first` and `last` (any where left out)."""

    agent_id: Id
    date: Day
    first: Day | None = None
    last: Day | None = None
    shifts: Annotated[list[Id], Field(max_length=50)] = []


class MatchBody(Body):
    """All open wishes."""

    centre_id: Id | None = None
    month: MonthText | None = None
    wishes: Annotated[list[WishBody], Field(min_length=1, max_length=500)]
    seconds: Annotated[float, Field(ge=1, le=20)] = 10

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [{"centre_id": "demo", "seconds": 1, "wishes": [{"agent_id": "0005", "date": "2026-10-20"}]}]
        },
    }


class DutyOut(BaseModel):
    """A duty."""

    agent_id: str
    date: str
    shift: str
    job: str


class MoveOut(BaseModel):
    """One duty as it is and as it shall be."""

    given: DutyOut
    taken: DutyOut


class LaterOut(BaseModel):
    """What will be paid back in a month that is not rostered yet."""

    date: str
    shift: str


class SwapOut(BaseModel):
    """A swap. The reason is shown to the parties and to who decides."""

    id: str
    swap_id: str
    kind: str
    state: str
    number: int | None
    requester: str
    moves: list[MoveOut]
    later_payback: LaterOut | None
    reason: str | None
    accepted: list[str]
    confirmed: list[str]
    waits_for: list[str]
    filed_at: str


class SeatOut(BaseModel):
    """An interval whose seats change."""

    date: str
    time: str
    job: str
    required: int
    before: int
    after: int


class BreakOut(BaseModel):
    """A hard rule that would be broken, or broken more."""

    rule: str
    message: str


class EffectOut(BaseModel):
    """What approving does: to seats, per party to rest and minutes worked, per rule to points; hard rules broken."""

    seats: list[SeatOut]
    seats_lost: int
    rest_hours: dict[str, float]
    paid_minutes: dict[str, int]
    points: dict[str, float]
    breaks: list[BreakOut]


class MatchOut(BaseModel):
    """Cycles to propose to the people concerned; `granted` wishes by their place, `bound` what is proven possible."""

    cycles: list[list[MoveOut]]
    granted: list[int]
    wishes: int
    bound: int
    optimal: bool
    longest: int | None
    seconds: float


class FlagOut(BaseModel):
    """What an approver must know, or consent to."""

    rule: str
    clause: str
    message: str
    consent: bool


class CheckOut(BaseModel):
    """What the rules say; nothing is written."""

    allowed: bool
    refusals: list[RefusalOut]
    flags: list[FlagOut]


class SuggestionOut(BaseModel):
    """Somebody who could take the duty, and the duty taken back for it; best first. Agents read no points."""

    partner: str
    partner_name: str
    payback: DutyOut | None
    payback_hours: str | None
    seats_lost: int
    fairness_points: float | None
    wish_points: float | None
    other_points: float | None
    rest_hours: float


class SuggestionsOut(BaseModel):
    """The ranked ways out."""

    items: list[SuggestionOut]
    total: int


class PayBackBody(Body):
    """Another day for a missed pay-back: a duty of the one to whom it is due."""

    date: Day
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-27", "reason": "agreed"}]},
    }


class PayBackDaysOut(BaseModel):
    """Duties to choose from."""

    items: list[DutyOut]


class PayBackOut(BaseModel):
    """A pay-back: by whom, to whom, when, and where it stands: owed, worked, agreed (for another day), waived."""

    swap_id: str
    debtor: str
    creditor: str
    date: str
    shift: str
    state: str


class ReasonBody(Body):
    """Why; `consent` is said expressly where an approval needs it."""

    reason: Prose = ""
    consent: bool = False

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"reason": "coverage is fine"}]}}
