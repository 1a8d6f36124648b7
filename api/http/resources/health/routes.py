"""Operation: alive, ready, measured."""

import hmac
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import func, select, text

from api.http.dependencies import Parts, answer
from api.jobs.book import JobStatus
from api.operation.demo_clock import DemoClock
from api.problem import UNAUTHENTICATED, Problem
from api.store.instant import SECOND, now_micros
from api.store.tables import JOBS, WORKERS

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """`ok`."""

    status: str


class Alive(Health):
    """`ok`; the service's time, and whether it is the machine's (`demo` has one of its own)."""

    time: str
    clock: Literal["system", "demo"]


@router.get("/healthz", response_model=Alive)
def alive(parts: Parts) -> Response:
    """The process answers."""
    clock = "demo" if isinstance(parts.clock, DemoClock) else "system"
    return answer({"status": "ok", "time": parts.clock.now().isoformat(), "clock": clock})


@router.get("/readyz", response_model=Health)
def ready(parts: Parts) -> Response:
    """The store answers."""
    with parts.store.reading() as connection:
        connection.execute(text("SELECT 1"))
    return answer({"status": "ok"})


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, parts: Parts) -> Response:
    """What Prometheus reads."""
    wanted = parts.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
    with parts.store.reading() as connection:
        counted = select(JOBS.c.status, func.count().label("jobs")).group_by(JOBS.c.status)
        counts = {row.status: row.jobs for row in connection.execute(counted)}
        for status in JobStatus:
            # A status that no job has any more is none, not what it was.
            parts.measures.jobs.labels(status.value).set(counts.get(status.value, 0))
        since = now_micros() - parts.settings.dead_after_seconds * SECOND
        living = select(func.count()).select_from(WORKERS).where(WORKERS.c.heartbeat_at >= since)
        parts.measures.workers.set(connection.execute(living).scalar_one())
    return Response(parts.measures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
