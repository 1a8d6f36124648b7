"""Jobs: watched by polling or by server-sent events, and cancelled."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller
from api.http.dependencies import Paged, Parts, Planner, Reply, Services, Write, answer
from api.http.models import PageOf
from api.jobs.book import UNFINISHED
from api.store.instant import from_micros
from roster.engine.problem.outcome import gap_of
from roster.rule import TICKS

router = APIRouter(prefix="/jobs", tags=["jobs"])
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 3600


class ResultOut(BaseModel):
    """How the solve ended; `outcome` is optimal, feasible, infeasible or timeout."""

    outcome: str
    stopped_by: str
    roster_id: str | None


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


def job_out(row: Any) -> dict[str, Any]:
    """A job as it is sent."""
    return {
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
        "result": json.loads(row.result) if row.result else None,
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
def get_job(parts: Parts, caller: Planner, job_id: str) -> Response:
    """Where a job stands."""
    with parts.store.reading() as connection:
        return answer(job_out(job_of(parts, caller, connection, job_id)))


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
