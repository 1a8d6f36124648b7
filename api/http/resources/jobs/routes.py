"""Jobs: watched by polling or by server-sent events, and cancelled."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Header, Request, Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Right, Role
from api.http.dependencies import CentreQuery, Parts, Planner, Services, Tongue, identify
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.jobs.bodies import ApplyBody, JobOut
from api.http.routing import resource
from api.jobs.book import submit
from api.problem import CONFLICT, Problem
from api.store import job_rows
from api.store.job_rows import UNFINISHED
from api.views.jobs import job_view
from constraints import CATALOGUE
from roster.desk.rosters.roster_desk import edit_case
from roster.engine.diagnosis.explain import ConflictPart
from roster.engine.diagnosis.lift import lifted
from roster.errors import NotFoundError, RosterError
from roster.model import Case
from roster.rule import Rulebook
from roster.store.case_rows import teams
from roster.store.connect import Connection, Row
from roster.text import Text

router = resource("/jobs", "jobs")
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 3600


def job_of(caller: Caller, connection: Connection, job_id: str) -> Row[Any]:
    """A job of one of the caller's centres."""
    row = job_rows.job(connection, job_id)
    caller.need_centre(row.centre_id)
    return row


@router.get("", response_model=PageOf[JobOut])
def list_jobs(parts: Parts, caller: Planner, page: Paged, centre_id: CentreQuery = None) -> Response:
    """The jobs of the caller's centres, newest first."""
    chosen = centre_id or caller.centre_id
    if chosen is not None:
        caller.need_centre(chosen)
    elif not caller.sees_every_centre:
        return answer(page.of([]))
    with parts.store.reading() as connection:
        rows, total = job_rows.jobs(connection, chosen, page.offset, page.limit)
    return answer(page.out([job_view(row) for row in rows], total))


@router.get("/{job_id}", response_model=JobOut)
def get_job(parts: Parts, caller: Planner, language: Tongue, job_id: str) -> Response:
    """Where a job stands, with objective and bound over time."""
    with parts.store.reading() as connection:
        row = job_of(caller, connection, job_id)
    return answer(job_view(row, language, private=reads_private(caller), trail=True))


def reads_private(caller: Caller) -> bool:
    """Whether private rules' sentences about others are the caller's to read."""
    return caller.role not in {Role.AGENT, Role.LEADER}


@router.post("/{job_id}/apply", status_code=202, response_model=JobOut)
@once
def apply_way(parts: Parts, caller: Planner, language: Tongue, job_id: str, body: ApplyBody) -> Reply:
    """Take a way out: its pins and standing limits leave the month's case, and the draft is solved."""
    with parts.store.writing() as connection:
        row = job_of(caller, connection, job_id)
        stored = parts.office.stored(connection, str(row.roster_id))
        take_way_out(parts, caller, row, body.way)
        agents = len(teams(connection, stored.centre_id, stored.month))
        options = {"seconds": body.seconds, "seed": 0, "workers": None, "gap": 0.0}
        made = submit(connection, parts.settings, caller, stored, "solve", options, agents)
    return Reply(job_view(made, language), 202, {"Location": f"/api/v1/jobs/{made.id}"})


def take_way_out(parts: Services, caller: Caller, row: Any, place: int) -> None:
    """Take the records of a way out from the month's case; a conflict where the way is not one of records."""
    explanation = (json.loads(row.result) if row.result else {}).get("explanation")
    ways = explanation["ways"] if explanation else []
    if place >= len(ways):
        raise NotFoundError(str(place))
    parts_of_conflict = [
        ConflictPart(
            item["rule"], item["clause"], tuple(item["agent_ids"]), tuple(item["dates"]), "", Text(*item["text"])
        )
        for item in ways[place]["parts"]
    ]
    desk = parts.office.desk(row.centre_id)
    with parts.store.reading() as connection:
        month = parts.office.stored(connection, str(row.roster_id)).month

    def change(case: Case) -> Case:
        lifted_case = lifted(case, Rulebook.of(CATALOGUE, case.centre), parts_of_conflict)
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
@once
def cancel_job(parts: Parts, caller: Planner, job_id: str) -> Reply:
    """Stop a job within two seconds; the best roster so far is kept."""
    with parts.store.writing() as connection:
        job_of(caller, connection, job_id)
        job_rows.cancel_job(connection, job_id)
        return Reply(job_view(job_rows.job(connection, job_id)), 202)


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
    first = await run_in_threadpool(_look, parts, caller, job_id)

    async def events() -> AsyncIterator[dict[str, Any]]:
        job, last, left = first, None, LONGEST_SECONDS / LOOK_SECONDS
        while left > 0 and not await request.is_disconnected():
            data = json.dumps(job, ensure_ascii=False)
            over = job["status"] not in UNFINISHED
            if data != last:
                yield {"event": "end" if over else "progress", "data": data}
                last = data
            if over:
                return
            left -= 1
            await asyncio.sleep(LOOK_SECONDS)
            try:
                job = await run_in_threadpool(_look_again, request, parts, job_id)
            except RosterError:
                # Who is no longer let in, or may no longer see it, hears no more.
                return

    return EventSourceResponse(events(), ping=15)


def _look(parts: Services, caller: Caller, job_id: str) -> dict[str, Any]:
    with parts.store.reading() as connection:
        return job_view(job_of(caller, connection, job_id))


def _look_again(request: Request, parts: Services, job_id: str) -> dict[str, Any]:
    caller = identify(request, parts, counted=False)
    caller.need(Right.PLAN)
    return _look(parts, caller, job_id)
