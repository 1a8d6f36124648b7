"""Whatever goes wrong leaves as problem+json."""

import json
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.fault_words import remedy, sentence
from api.http.dependencies import language_of
from api.operation.logs import logger
from api.problem import (
    FORBIDDEN,
    INPUT,
    INTERNAL,
    METHOD,
    NOT_FOUND,
    UNSUPPORTED,
    Problem,
    ProblemKind,
)
from api.views.problems import MEDIA_TYPE, tell
from api.views.refusals import MOST_FAULTS
from roster.errors import Fault, InputError, RosterError
from roster.text import Text

BY_STATUS: dict[int, ProblemKind] = {404: NOT_FOUND, 405: METHOD, 415: UNSUPPORTED, 403: FORBIDDEN, 400: INPUT}
UNREADABLE = Text("无法读取", "it cannot be read")
SEND_WHOLE = Text(
    "按所声明的类型完整发送,文本用 UTF-8", "Send all of it, as the kind that it is said to be, texts in UTF-8"
)


def install(app: FastAPI) -> None:
    """The handlers of the application."""
    app.add_exception_handler(RosterError, problem)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)


def problem(request: Request, error: Exception) -> Response:
    """An error of the house."""
    problem_told = tell(error, language_of(request), request.url.path, getattr(request.state, "request_id", ""))
    if problem_told.status >= INTERNAL.status:
        logger().error("problem", error=type(error).__name__, detail=str(error), status=problem_told.status)
    body = json.dumps(problem_told.body, ensure_ascii=False)
    return Response(body, problem_told.status, dict(problem_told.headers), media_type=MEDIA_TYPE)


def invalid(request: Request, error: Exception) -> Response:
    """A request that does not fit its description: every fault of it."""
    assert isinstance(error, RequestValidationError)
    if _is_no_json(request, error):
        return problem(request, Problem(UNSUPPORTED, Text("请发送 application/json", "Send application/json")))
    return problem(request, InputError([_fault(item) for item in error.errors()[:MOST_FAULTS]]))


def _is_no_json(request: Request, error: RequestValidationError) -> bool:
    """Whether the body was not read as JSON because it is not said to be any."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    return bool(kind) and not is_json and any(tuple(item["loc"]) == ("body",) for item in error.errors())


def _fault(item: dict[str, Any]) -> Fault:
    place, *rest = [str(part)[:100] for part in item["loc"]] or ["request"]
    kind = str(item["type"])
    why = sentence(kind, str(item["msg"]), item.get("ctx") or {})
    # Where JSON breaks off is no field.
    field = None if kind == "json_invalid" else ".".join(rest) or None
    return Fault(place, None, field, why, remedy(kind))


def plain(request: Request, error: Exception) -> Response:
    """What the framework itself says: no such path, no such method."""
    assert isinstance(error, HTTPException)
    kind = BY_STATUS.get(error.status_code, INPUT)
    if kind is INPUT:
        return problem(request, InputError([Fault("body", None, None, UNREADABLE, SEND_WHOLE)]))
    headers = dict(error.headers or {})
    if kind is METHOD:
        headers["Allow"] = ", ".join(methods_of(request))
    return problem(request, Problem(kind, headers=headers))


def methods_of(request: Request) -> list[str]:
    """What the address of a request can be asked with: of every route to it, not of the first (RFC 9110 §10.2.1)."""
    routes = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    known = {method for route in routes for method in getattr(route, "methods", None) or ()}
    return sorted(known | ({"HEAD"} if "GET" in known else set()))
