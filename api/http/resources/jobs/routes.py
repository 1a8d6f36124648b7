"""Jobs: watched by polling or by server-sent events, and cancelled."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, Field
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Role
from api.http.dependencies import Paged, Parts, Planner, Reply, Services, Tongue, Write, answer
from api.http.models import Body, PageOf
from api.jobs.book import UNFINISHED
from api.problem import CONFLICT, Problem
from api.store.instant import from_micros
from constraints import CATALOGUE
from roster.desk.rosters.roster_desk import edit_case
from roster.engine.diagnosis.explain import Part
from roster.engine.diagnosis.lift import lifted
from roster.engine.problem.outcome import gap_of
from roster.errors import NotFoundError
from roster.model import Case
from roster.rule import TICKS, Rulebook
from roster.text import Language, Text

router = APIRouter(prefix="/jobs", tags=["jobs"])
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 3600
PRIVATE_RULES = frozenset(rule.id for rule in CATALOGUE if rule.private)


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


class ResultOut(BaseModel):
    """How a job ended; `outcome` is optimal, feasible, infeasible or timeout, of an explanation its verdict."""

    outcome: str
    stopped_by: str
    roster_id: str | None
    explanation: ExplanationOut | None = None
    verdict: VerdictOut | None = None


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


def trail_of(row: Any) -> list[tuple[float, float | None, float | None]]:
    """Objective and bound over time: seconds and points."""
    if not row.trail or row.kind == "explain":
        return []
    return [(seconds, _points(ticks), _points(bound)) for seconds, ticks, bound in json.loads(row.trail)]


def result_of(row: Any, language: Language, *, private: bool) -> dict[str, Any] | None:
    """How a job ended, in the caller's language; parts of private rules without their sentence unless `private`."""
    if not row.result:
        return None
    told: dict[str, Any] = json.loads(row.result)
    found = told.get("explanation")
    if found is None:
        return told
    place = 0 if language == "zh" else 1

    def part(item: dict[str, Any]) -> dict[str, Any]:
        hidden = item["rule"] in PRIVATE_RULES and not private
        who = ", ".join(item["agent_ids"])
        text = Text(f"{who} 不能上该班", f"{who} is not available").to(language) if hidden else item["text"][place]
        return {
            "rule": "ROLE" if hidden else item["rule"],
            "clause": "" if hidden else item["clause"],
            "agent_ids": item["agent_ids"],
            "dates": item["dates"],
            "message": text,
        }

    explained = {
        **found,
        "conflict": [part(item) for item in found["conflict"]],
        "records": [item[place] for item in found["records"]],
        "ways": [{**way, "parts": [part(item) for item in way["parts"]]} for way in found["ways"]],
    }
    return {**told, "explanation": explained}


def job_out(row: Any, language: Language = "en", *, private: bool = False, trail: bool = False) -> dict[str, Any]:
    """A job as it is sent."""
    more = {"trail": trail_of(row)} if trail else {}
    return {
        **more,
        "id": row.id,
        "kind": row.kind,
        "centre_id": row.centre_id,
        "roster_id": str(row.roster_id),
        "status": row.status,
        "seconds": round(row.seconds, 2),
        "objective": _points(row.objective_ticks),
        "bound": _points(row.bound_ticks),
        "gap": gap_of(row.objective_ticks, row.bound_ticks),
        "attempts": row.attempts,
        "created_at": from_micros(row.created_at).isoformat(),
        "finished_at": from_micros(row.finished_at).isoformat() if row.finished_at is not None else None,
        "result": result_of(row, language, private=private),
        "error": row.error,
    }


def _points(ticks: int | None) -> float | None:
    return None if ticks is None else ticks / TICKS


def job_of(parts: Services, caller: Caller, connection: Any, job_id: str) -> Any:
    """A job of one of the caller's centres."""
    row = parts.jobs.job(connection, job_id)
    caller.need_centre(row.centre_id)
    return row


@router.get("", response_model=PageOf[JobOut])
def list_jobs(
    parts: Parts, caller: Planner, page: Paged, centre_id: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """The jobs of the caller's centres, newest first."""
    if centre_id is not None:
        caller.need_centre(centre_id)
    with parts.store.reading() as connection:
        rows, total = parts.jobs.jobs(connection, centre_id or caller.centre_id, page.offset, page.limit)
    return answer(page.out([job_out(row) for row in rows], total))


@router.get("/{job_id}", response_model=JobOut)
def get_job(parts: Parts, caller: Planner, language: Tongue, job_id: str) -> Response:
    """Where a job stands, with objective and bound over time."""
    with parts.store.reading() as connection:
        row = job_of(parts, caller, connection, job_id)
    return answer(job_out(row, language, private=reads_private(caller), trail=True))


def reads_private(caller: Caller) -> bool:
    """Whether private rules' sentences about others are the caller's to read."""
    return caller.role not in {Role.AGENT, Role.LEADER}


class ApplyBody(Body):
    """Which way out to try: its place in the list."""

    way: Annotated[int, Field(ge=0, le=100)] = 0
    seconds: Annotated[float, Field(ge=1, le=86_400)] = 60

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"way": 0, "seconds": 60}]}}


@router.post("/{job_id}/apply", status_code=202, response_model=JobOut)
def apply_way(parts: Parts, caller: Planner, write: Write, language: Tongue, job_id: str, body: ApplyBody) -> Response:
    """Take a way out: its pins and standing limits leave the month's case, and the draft is solved."""
    with parts.store.reading() as connection:
        row = job_of(parts, caller, connection, job_id)
        kept = parts.office.kept(connection, str(row.roster_id))
    take_way_out(parts, caller, row, body.way)
    case = parts.office.desk(kept.centre_id).board(kept.month).case
    options = {"seconds": body.seconds, "seed": 0, "workers": None, "gap": 0.0}

    def work(connection: Any) -> Reply:
        made = parts.jobs.submit(connection, caller, kept, "solve", options, len(case.agents))
        return Reply(job_out(made, language), 202, {"Location": f"/api/v1/jobs/{made.id}"})

    return write.once(work)


def take_way_out(parts: Services, caller: Caller, row: Any, place: int) -> None:
    """Take the records of a way out from the month's case; a conflict where the way is not one of records."""
    found = (json.loads(row.result) if row.result else {}).get("explanation")
    ways = found["ways"] if found else []
    if place >= len(ways):
        raise NotFoundError(str(place))
    told = [
        Part(item["rule"], item["clause"], tuple(item["agent_ids"]), tuple(item["dates"]), "", Text(*item["text"]))
        for item in ways[place]["parts"]
    ]
    desk = parts.office.desk(row.centre_id)
    with parts.store.reading() as connection:
        month = parts.office.kept(connection, str(row.roster_id)).month

    def change(case: Case) -> Case:
        lifted_case = lifted(case, Rulebook.of(CATALOGUE, case.centre), told)
        if lifted_case is None:
            raise Problem(
                CONFLICT,
                Text(
                    "这一出路要改规则或请假,不能自动试",
                    "This way out changes rules or leave: it is not tried by itself",
                ),
            )
        return lifted_case[0]

    edit_case(desk, caller.person, month, change, key=f"job:{row.id}:way:{place}")


@router.post("/{job_id}/cancel", status_code=202, response_model=JobOut)
def cancel_job(parts: Parts, caller: Planner, write: Write, job_id: str) -> Response:
    """Stop a job within two seconds; the best roster so far is kept."""

    def work(connection: Any) -> Reply:
        job_of(parts, caller, connection, job_id)
        parts.jobs.cancel(connection, job_id)
        return Reply(job_out(parts.jobs.job(connection, job_id)), 202)

    return write.once(work)


@router.get(
    "/{job_id}/events",
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events: `progress` while it goes on, `end` at the end, each a job",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def watch(
    request: Request,
    parts: Parts,
    caller: Planner,
    job_id: str,
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> EventSourceResponse:
    """Progress as server-sent events; the last is `end`."""
    del last_event_id  # every event tells the whole state, so there is nothing to catch up on

    def look() -> dict[str, Any]:
        with parts.store.reading() as connection:
            return job_out(job_of(parts, caller, connection, job_id))

    first = await run_in_threadpool(look)

    async def events() -> AsyncIterator[dict[str, Any]]:
        job, told, left = first, None, LONGEST_SECONDS / LOOK_SECONDS
        while left > 0 and not await request.is_disconnected():
            data = json.dumps(job, ensure_ascii=False)
            over = job["status"] not in UNFINISHED
            if data != told:
                yield {"event": "end" if over else "progress", "data": data}
                told = data
            if over:
                return
            left -= 1
            await asyncio.sleep(LOOK_SECONDS)
            job = await run_in_threadpool(look)

    return EventSourceResponse(events(), ping=15)
