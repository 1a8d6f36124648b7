"""The application: its parts, its routes, its order of layers."""

import gc
import os
import stat
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from api.accounts.oidc import issuer_of
from api.http.dependencies import Services
from api.http.errors import install
from api.http.feed_gate import FeedGate
from api.http.middleware import RequestMiddleware
from api.http.models import ProblemOut
from api.http.resources.accounts import routes as accounts
from api.http.resources.actuals import routes as actuals
from api.http.resources.attendance import routes as attendance
from api.http.resources.breaks import routes as breaks
from api.http.resources.calendars import routes as calendars
from api.http.resources.centres import capacity
from api.http.resources.centres import routes as centres
from api.http.resources.consents import routes as consents
from api.http.resources.delegations import routes as delegations
from api.http.resources.edits import routes as edits
from api.http.resources.grades import routes as grades
from api.http.resources.handovers import routes as handovers
from api.http.resources.health import routes as health
from api.http.resources.jobs import routes as jobs
from api.http.resources.leave import routes as leave
from api.http.resources.me import ahead
from api.http.resources.me import routes as me
from api.http.resources.meetings import routes as meetings
from api.http.resources.oidc import routes as oidc
from api.http.resources.overtime import routes as overtime
from api.http.resources.permits import routes as permits
from api.http.resources.qa import routes as qa
from api.http.resources.records import routes as records
from api.http.resources.robots import routes as robots
from api.http.resources.rosters import compare, reports, sent
from api.http.resources.rosters import routes as rosters
from api.http.resources.rules import routes as rules
from api.http.resources.sessions import routes as sessions
from api.http.resources.shifts import routes as shifts
from api.http.resources.swaps import routes as swaps
from api.http.resources.tasks import routes as tasks
from api.http.resources.vacancies import routes as vacancies
from api.http.resources.webhooks import routes as webhooks
from api.http.resources.wishes import routes as wishes
from api.notices.deliver import Deliveries
from api.notices.tell import tell_news
from api.office.office import Desks
from api.operation.logs import logger
from api.operation.measures import Measures
from api.pages.routes import install_pages
from api.settings import Settings
from api.store.migrate import migrate
from roster.desk.clock import Clock
from roster.desk.tick import tick
from roster.store import case_rows
from roster.store.connect import Store, open_store

VERSION = "1"
OPEN_PATHS = frozenset({"/api/v1/sessions", "/api/v1/sessions/oidc", "/api/v1/sessions/oidc/callback"})
"""What asks for no log-in, because it is one."""
TICK_SECONDS = 60.0
SPARE_CONNECTIONS = 12
"""Beside those of the requests: the worker's turns, its jobs, its deliveries."""
OURS = ("roster.sqlite", "jobs.sqlite", "roster.seat", "worker")
"""What the names of a data folder's files begin with."""
SUMMARY = "Rosters of customer-service centres: generated, checked, published, swapped, subscribed to."


def open_services(settings: Settings, clock: Clock | None = None) -> Services:
    """The parts of an installation, its store brought up to date."""
    issuer = issuer_of(settings)
    _private_folder(settings)
    store = open_store(settings.store_url, connections=settings.threads + SPARE_CONNECTIONS)
    migrate(store)
    office = Desks(store, clock)
    return Services(settings, store, office, office.clock, issuer=issuer)


def _private_folder(settings: Settings) -> None:
    """The data folder, which nobody else on the machine looks into: databases hold everybody's affairs."""
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.umask(os.umask(0o077) | 0o077)
    _close(settings.folder)
    for file in settings.folder.glob("*.sqlite*"):
        with suppress(OSError):
            file.chmod(0o600)


def _close(folder: Path) -> None:
    """A folder that was there before and is open to others is closed where it is ours alone, and told of elsewhere."""
    mode = folder.stat().st_mode
    if not mode & (stat.S_IRWXG | stat.S_IRWXO) or os.name != "posix":
        return
    ours = all(item.name.startswith(OURS) or item.suffix in {".log", ".lock"} for item in folder.iterdir())
    if ours and not mode & stat.S_ISVTX:
        with suppress(OSError):
            folder.chmod(0o700)
            return
    logger().warning("data folder open to others", folder=str(folder), mode=oct(stat.S_IMODE(mode)), remedy="chmod 700")


def chores(settings: Settings, store: Store, office: Desks) -> tuple[Callable[[], None], ...]:
    """What a worker does between its jobs."""

    def tell() -> None:
        tell_news(office, mail=bool(settings.smtp_url))

    deliveries = Deliveries(store, settings)
    ticked = [0.0]

    def pass_time() -> None:
        if time.monotonic() - ticked[0] < TICK_SECONDS:
            return
        ticked[0] = time.monotonic()
        with store.reading() as connection:
            centres = [row.centre_id for row in case_rows.centres(connection)]
        for centre_id in centres:
            tick(office.desk(centre_id))

    return (tell, deliveries.start_due, pass_time)


def keep_what_there_is() -> None:
    """Takes what has been made so far for good, once before serving.

    Else the collector looks through all of it, every module's objects, now and then: 0.2 s in which nobody is served.
    """
    gc.collect()
    gc.freeze()


def create_app(parts: Services, *, work: bool = False) -> FastAPI:
    """The application over its parts; `work` runs a job worker in the same process."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        worker = None
        # As many threads as there is room in the store's pool: nobody who has one waits for a connection.
        anyio.to_thread.current_default_thread_limiter().total_tokens = parts.settings.threads
        if work:
            from api.jobs.worker import Worker

            worker = Worker(
                parts.settings, parts.store, parts.office, chores(parts.settings, parts.store, parts.office)
            )
            await run_in_threadpool(worker.start)
        try:
            yield
        finally:
            if worker is not None:
                await run_in_threadpool(worker.stop)

    app = FastAPI(
        title="Roster",
        version=VERSION,
        summary=SUMMARY,
        docs_url=None,
        redoc_url=None,
        # It would send on to the host that a request names.
        redirect_slashes=False,
        lifespan=life,
        separate_input_output_schemas=False,
    )
    app.state.services = parts
    for router in (
        # Asked for most, and so looked for first.
        me.router,
        sessions.router,
        oidc.router,
        ahead.router,
        accounts.router,
        centres.router,
        capacity.router,
        sent.router,
        rosters.router,
        consents.router,
        edits.router,
        compare.router,
        reports.router,
        jobs.router,
        vacancies.router,
        leave.router,
        wishes.router,
        tasks.router,
        actuals.router,
        permits.router,
        overtime.router,
        breaks.router,
        qa.router,
        grades.router,
        meetings.router,
        swaps.router,
        delegations.router,
        shifts.router,
        handovers.router,
        attendance.router,
        records.router,
        rules.router,
        calendars.router,
        webhooks.router,
        robots.router,
        calendars.feeds,
        health.router,
    ):
        # One list of routes: a router within a router is looked through anew with each request.
        app.router.routes.extend(router.routes)
    install(app)
    install_pages(app)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    feed = next(route for route in calendars.feeds.routes if getattr(route, "name", "") == "feed")
    app.add_middleware(FeedGate, parts=parts, route=feed)
    measures: Measures = parts.measures
    app.add_middleware(RequestMiddleware, measures=measures, over_tls=parts.settings.secure_cookies)
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The document, with the problem's schema and how one is identified."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["ProblemOut"] = problem
        document["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "roster_session"},
        }
        for path, operations in document["paths"].items():
            if path.startswith("/api/v1") and path not in OPEN_PATHS:
                for operation in operations.values():
                    operation["security"] = [{"token": []}, {"session": []}]
        app.openapi_schema = document
    return app.openapi_schema
