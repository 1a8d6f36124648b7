"""The bodies of the leave's resources."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, StringConstraints

from api.fault_words import local_moment
from api.http.models import Body, Id, Prose, RefusalOut
from api.http.resources.swaps.bodies import DutyOut, FlagOut, SeatOut, SuggestionOut
from roster.model.requests import Wall, parse_wall, wall_span

Moment = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$", max_length=16),
    BeforeValidator(local_moment),
]


class LeaveBody(Body):
    """A leave applied for. `agent_id` is the caller's own where left out.

    `start` and `end` are days, both inclusive, or moments on the centre's clock: `2026-10-12T11:00`.
    """

    centre_id: Id | None = None
    agent_id: Id | None = None
    kind: Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f\x7f]+$")]
    start: Moment
    end: Moment
    reason: Prose = ""
    special: bool = False
    extreme: bool = False
    replace: bool = False
    """Whether leave of one's own that it overlaps gives way, unless it has begun."""

    @property
    def span(self) -> tuple[Wall, Wall]:
        """From when to when."""
        return wall_span(parse_wall(self.start), parse_wall(self.end))

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {
                    "centre_id": "demo",
                    "kind": "personal",
                    "start": "2026-10-20",
                    "end": "2026-10-20",
                    "reason": "moving",
                }
            ]
        },
    }


class DecisionOut(BaseModel):
    """One rung's decision."""

    office: str
    team: str
    approved: bool
    by: str
    on_behalf_of: str
    away: bool
    at: str
    consent: bool


class LeaveOut(BaseModel):
    """A leave. Kind, reason and the days that still need a certificate are null to who may not read them.

    `origin`: `desk`, filed there, or `table`, a row of the month's own table: that one has no id and nobody filed it.
    `next` is the command that is due while a draft grants it.
    """

    id: str | None
    leave_id: str | None
    agent_id: str
    kind: str | None
    start: str
    end: str
    reason: str | None
    state: str
    special: bool
    extreme: bool
    filed_by: str | None
    filed_at: str | None
    returned_at: str | None
    decisions: list[DecisionOut]
    vacated: list[DutyOut]
    without_certificate: list[str] | None
    origin: str
    next: str | None


class DecideBody(Body):
    """A decision: `consent` expressly to a late filing, a night or a holiday."""

    consent: bool = False
    reason: Prose = ""

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"consent": False, "reason": ""}]}}


class CertificateBody(Body):
    """The days that a medical certificate covers, both inclusive."""

    start: date
    end: date

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"start": "2026-10-20", "end": "2026-10-21"}]},
    }


class CoverOut(BaseModel):
    """A duty, how many minutes of it the leave takes, and who could cover it: the best of `could_cover` people."""

    duty: DutyOut
    minutes: int
    covers: list[SuggestionOut]
    could_cover: int


class CostOut(BaseModel):
    """What approving costs, shown before it is decided."""

    days: float
    steps: list[str]
    seat_intervals_short: int
    seats: list[SeatOut]
    duties: list[CoverOut]
    refusals: list[RefusalOut]
    flags: list[FlagOut]


class BalanceOut(BaseModel):
    """Days of one kind of leave in a year, parts of days too: entitled, taken, asked for and not decided, and left.

    `takes`: what the leave that is thought through would take of them.
    """

    year: int
    kind: str
    entitled: float
    taken: float
    asked: float
    left: float
    takes: float | None = None


class LeaveCheckOut(BaseModel):
    """What filing a leave now would meet; nothing is written.

    `deadline`: the last instant to file it in time; `days` as the ladder adds them up, `steps` who decides, in order;
    `duties` that it touches; `balances` what is left of its kind. The last four are told of oneself and one's own
    people only.
    """

    allowed: bool
    refusals: list[RefusalOut]
    flags: list[FlagOut]
    deadline: str | None
    days: float | None
    steps: list[str]
    duties: list[DutyOut]
    balances: list[BalanceOut]
