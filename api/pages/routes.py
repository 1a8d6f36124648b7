"""The pages put together, and the errors of addresses that have none."""

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from api.http.errors import plain
from api.pages import (
    accounts,
    agent,
    asked,
    assets,
    audit,
    board,
    board_cell,
    calendars,
    coverage,
    day,
    fairness,
    grades,
    home,
    imports,
    leave,
    login,
    me,
    people,
    permits,
    publish,
    quality,
    register,
    requests,
    rules,
    solve,
    swaps,
    tasks,
    wishes,
)
from api.pages.shell import page_of, problem_page
from api.problem import METHOD

ROUTERS = (
    login.router,
    me.router,
    home.router,
    agent.router,
    solve.router,
    publish.router,
    coverage.router,
    imports.router,
    board.router,
    board_cell.router,
    swaps.router,
    leave.router,
    requests.router,
    wishes.router,
    calendars.router,
    asked.router,
    day.router,
    permits.router,
    register.router,
    tasks.router,
    quality.router,
    grades.router,
    fairness.router,
    people.router,
    accounts.router,
    rules.router,
    audit.router,
)
MACHINES = ("/api/", "/calendars/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
"""What programs ask for is answered with problem+json."""


def install_pages(app: FastAPI) -> None:
    """Every page, beside the API."""
    for router in (*ROUTERS, assets.router):
        app.router.routes.extend(router.routes)
    app.state.page_paths = frozenset(str(getattr(route, "path", "")) for router in ROUTERS for route in router.routes)

    async def missing(request: Request, error: Exception) -> Response:
        by_reader, path = "text/html" in request.headers.get("accept", ""), request.url.path
        known = isinstance(error, HTTPException) and error.status_code == METHOD.status
        if by_reader and known and request.method in {"GET", "HEAD"} and not path.startswith("/api/"):
            # A form's address, read: the language switched, the page loaded anew or gone back to after a refusal.
            return RedirectResponse(page_of(request, path, request.url.query), 303)
        if not by_reader or path.startswith(MACHINES):
            return plain(request, error)
        return await run_in_threadpool(problem_page, request, error)

    app.add_exception_handler(HTTPException, missing)
