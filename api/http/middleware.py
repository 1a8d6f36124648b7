"""What surrounds every request: an id, a time, a log line, a measure, a limit on what is sent, safe headers."""

import json
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from api.language import preferred
from api.operation.logs import logger
from api.operation.measures import Measures
from api.problem import MEDIA_TYPE, TOO_LARGE, Problem, tell

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
MAX_JSON_BYTES = 8 * 1024 * 1024


class Frame:
    """The outermost layer of the application."""

    def __init__(self, app: App, measures: Measures, upload_bytes: int) -> None:
        self.app, self.measures, self.upload_bytes = app, measures, upload_bytes

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        request_id = _sound(headers.get("x-request-id", "")) or uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status, started = time.perf_counter(), 500, False
        method = scope["method"]
        if method == "HEAD":
            # What GET would say, without its body, which the server leaves out (RFC 9110 §9.3.2).
            scope = {**scope, "method": "GET"}

        async def told(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                own = list(message.get("headers", ()))
                said = {name.lower() for name, _ in own}
                usual = [header for header in HEADERS if header[0] not in said]
                message["headers"] = [*own, *usual, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._within_limits(scope, headers, receive, told)
        except Exception as error:
            if not isinstance(error, Problem):
                logger().exception("failed", path=scope["path"])
            if started:
                raise
            await _tell(told, error, scope, headers)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "unknown")
            self.measures.seen(method, route, status, seconds)
            logger().info("request", method=method, path=scope["path"], status=status, ms=round(seconds * 1000, 2))

    async def _within_limits(
        self, scope: MutableMapping[str, Any], headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        most = self.upload_bytes if _is_upload(headers) else MAX_JSON_BYTES
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > most:
            raise Problem(TOO_LARGE)
        taken, answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise Problem(TOO_LARGE)
            return message

        async def bounded(message: Message) -> None:
            nonlocal answered
            if taken <= most or answered:
                await send(message)
            elif message["type"] == "http.response.start":
                # The framework takes what stopped the reading for a torn body; it is told as what it was.
                answered = True
                await _tell(send, Problem(TOO_LARGE), scope, headers)

        await self.app(scope, counted, bounded)


def _is_upload(headers: dict[str, str]) -> bool:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    return kind in {
        "application/zip",
        "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "multipart/form-data",
    }


def _sound(given: str) -> str:
    return given if 1 <= len(given) <= 64 and all(c.isascii() and (c.isalnum() or c in "-_.") for c in given) else ""


async def _tell(send: Send, error: Exception, scope: MutableMapping[str, Any], headers: dict[str, str]) -> None:
    told = tell(error, preferred(headers.get("accept-language")), scope["path"], scope["state"]["request_id"])
    data = json.dumps(told.body, ensure_ascii=False).encode()
    named = {**told.headers, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(data))}
    start = {
        "type": "http.response.start",
        "status": told.status,
        "headers": [(key.lower().encode(), value.encode()) for key, value in named.items()],
    }
    await send(start)
    await send({"type": "http.response.body", "body": data})
