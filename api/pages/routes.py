"""The pages put together, and the errors of addresses that have none."""

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

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
from api.pages.shell import problem_page

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
        if request.url.path.startswith(MACHINES) or "text/html" not in request.headers.get("accept", ""):
            return plain(request, error)
        return await run_in_threadpool(problem_page, request, error)

    app.add_exception_handler(HTTPException, missing)
