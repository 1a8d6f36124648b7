"""Operation: alive, ready, measured."""

import hmac

from fastapi import Request, Response

from api.http.dependencies import Parts
from api.http.replies import answer
from api.http.resources.health.bodies import Alive, Health
from api.http.routing import resource, takes_any_query
from api.operation.demo_clock import DemoClock
from api.problem import UNAUTHENTICATED, Problem
from api.store import job_rows
from api.store.cursor_rows import epoch
from api.store.job_rows import JobStatus

router = resource(tag="operation", root="")


@router.get("/healthz", response_model=Alive)
@takes_any_query
def alive(parts: Parts) -> Response:
    """The process answers."""
    clock = "demo" if isinstance(parts.clock, DemoClock) else "system"
    return answer({"status": "ok", "time": parts.clock.now().isoformat(), "clock": clock})


@router.get("/readyz", response_model=Health)
@takes_any_query
def ready(parts: Parts) -> Response:
    """The store answers."""
    with parts.store.reading() as connection:
        epoch(connection)
    return answer({"status": "ok"})


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
@takes_any_query
def metrics(request: Request, parts: Parts) -> Response:
    """What Prometheus reads."""
    wanted = parts.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
    with parts.store.reading() as connection:
        counts = job_rows.jobs_by_status(connection)
        for status in JobStatus:
            # A status that no job has any more is none, not what it was.
            parts.measures.jobs.labels(status.value).set(counts.get(status.value, 0))
        living = job_rows.living_workers(connection, parts.settings.dead_after_seconds)
        parts.measures.workers.set(len(living))
    return Response(parts.measures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
