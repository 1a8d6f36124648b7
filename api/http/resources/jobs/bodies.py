"""The bodies of the jobs' resources."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models import Body
from api.http.resources.consents.bodies import ConsentOut
from api.http.resources.vacancies.bodies import VacancyOut


class ConflictPartOut(BaseModel):
    """One rule's part in a conflict or a way out: whom it binds and when, in a sentence."""

    rule: str
    clause: str
    agent_ids: list[str]
    dates: list[str]
    message: str


class WayOutOut(BaseModel):
    """What would have to give way; `records` are the pins and standing limits that trying it takes away, null: none."""

    parts: list[ConflictPartOut]
    price: float
    cheapest: bool
    records: int | None


class ExplanationOut(BaseModel):
    """Why there is no roster. `irreducible`: without any one part there would be one, proven."""

    verdict: str
    irreducible: bool
    conflict: list[ConflictPartOut]
    records: list[str]
    ways: list[WayOutOut]
    proofs: int


class WordsOut(BaseModel):
    """A sentence in both languages."""

    zh: str
    en: str


class VerdictOut(BaseModel):
    """How the roster stands against what is possible: `level` is good, could_be_better or far.

    Seats are seat-intervals; `least_seats_short` is the fewest that any roster leaves empty, null where not settled.
    """

    level: str
    message: WordsOut
    warnings: list[WordsOut]
    seats_required: int
    seats_short: int
    least_seats_short: int | None


class ReplannedOut(BaseModel):
    """What a re-plan took: changes, at least how many it must (proven), seats lost for good, whose word it needs.

    `left`: hours that leave cut out of duties which otherwise stand; they stay vacant until a leader gives them out.
    """

    changes: int
    fewest_changes: int
    lost_seat_intervals: int
    for_consent: list[ConsentOut]
    left: list[VacancyOut]


class SharedOut(BaseModel):
    """How several machines shared a solve: rounds, the workers whose parts came, parts that came and that were lost."""

    rounds: int
    workers: int
    parts: int
    lost: int


class ResultOut(BaseModel):
    """How a job ended; `outcome` is optimal, feasible, infeasible or timeout, of an explanation its verdict."""

    outcome: str
    stopped_by: str
    roster_id: str | None
    explanation: ExplanationOut | None = None
    verdict: VerdictOut | None = None
    replanned: ReplannedOut | None = None
    shared: SharedOut | None = None


class JobOut(BaseModel):
    """A job. Objective and bound are points; `gap` is (objective − bound) / objective."""

    id: str
    kind: str
    centre_id: str
    roster_id: str
    status: str
    seconds: float
    objective: float | None
    bound: float | None
    gap: float | None
    attempts: int
    created_at: str
    finished_at: str | None
    result: ResultOut | None
    error: str | None
    trail: list[tuple[float, float | None, float | None]] | None = Field(
        default=None, description="Seconds, objective and bound where they changed; of one job alone"
    )


class ApplyBody(Body):
    """Which way out to try: its place in the list."""

    way: Annotated[int, Field(ge=0, le=100)] = 0
    seconds: Annotated[float, Field(ge=1, le=86_400)] = 60

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"way": 0, "seconds": 60}]}}
