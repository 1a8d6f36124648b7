"""What surrounds every request: an id, a time, a log line, a measure, safe headers."""

import json
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from api.language import preferred
from api.operation.logs import logger
from api.operation.measures import Measures
from api.problem import NOT_FOUND, Problem
from api.views.problems import MEDIA_TYPE, tell

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
"""What an answer says that does not say otherwise itself."""
OVER_TLS = {b"strict-transport-security": b"max-age=31536000; includeSubDomains"}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
"""The label of methods and routes that are none of ours: whoever asks for them makes no new measure."""


class RequestMiddleware:
    """The outermost layer of the application. `over_tls`: people reach it over https only."""

    def __init__(self, app: App, measures: Measures, *, over_tls: bool = False) -> None:
        self.app, self.measures = app, measures
        self.headers = {**HEADERS, **(OVER_TLS if over_tls else {})}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _sound(_header(scope, b"x-request-id")) or uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status, started = time.perf_counter(), 500, False
        method = scope["method"]
        if method == "HEAD":
            # What GET would say, without its body, which the server leaves out (RFC 9110 §9.3.2).
            scope = {**scope, "method": "GET"}

        async def send_with_headers(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                given = list(message.get("headers", ()))
                said = {name for name, _ in given}
                more = [item for item in self.headers.items() if item[0] not in said]
                message["headers"] = [*given, *more, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            _need_nameable(scope)
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            if not isinstance(error, Problem):
                logger().exception("failed", path=scope["path"])
            if started:
                raise
            await _tell(send_with_headers, error, scope)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", OTHER)
            known = method if method in METHODS else OTHER
            self.measures.seen(known, route, status, seconds)
            logger().info("request", method=known, path=scope["path"], status=status, ms=round(seconds * 1000, 2))


def _need_nameable(scope: MutableMapping[str, Any]) -> None:
    """Problem for an address with a NUL, which names nothing: no store's text may hold one."""
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Problem(NOT_FOUND)


def _header(scope: MutableMapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def _sound(given: str) -> str:
    return given if 1 <= len(given) <= 64 and all(c.isascii() and (c.isalnum() or c in "-_.") for c in given) else ""


async def _tell(send: Send, error: Exception, scope: MutableMapping[str, Any]) -> None:
    language = preferred(_header(scope, b"accept-language"))
    fault = tell(error, language, scope["path"], scope["state"]["request_id"])
    data = json.dumps(fault.body, ensure_ascii=False).encode()
    named = {**fault.headers, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(data))}
    start = {
        "type": "http.response.start",
        "status": fault.status,
        "headers": [(key.lower().encode(), value.encode()) for key, value in named.items()],
    }
    await send(start)
    await send({"type": "http.response.body", "body": data})
