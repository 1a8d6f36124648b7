"""Routes that know who asks before they read what is sent, and read no more than they need."""

import asyncio
from collections.abc import Callable, Coroutine, MutableMapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.http.dependencies import caller_of_request, services
from api.problem import SLOW, TOO_LARGE, Problem

BODY_BYTES = 64 * 1024
"""What a request may send, unless its route takes tables or files."""
BODY_SECONDS = 30.0
"""Within how long a body must have come; larger ones get longer in proportion."""

Endpoint = Callable[..., Any]


def takes(most_bytes: int) -> Callable[[Endpoint], Endpoint]:
    """Marks a route that takes tables or files: so many bytes at most (0: what the settings allow for uploads)."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.most_bytes = most_bytes  # type: ignore[attr-defined]
        return endpoint

    return mark


class Resource(APIRoute):
    """A route that asks who calls, then reads the body within its limits, and only then looks into it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route as the framework makes it, with these two steps before it."""
        handler = super().get_route_handler()
        by_name = _asks_who(self.dependant)
        most: int | None = getattr(self.endpoint, "most_bytes", None)

        async def handle(request: Request) -> Response:
            parts = await services(request)
            if by_name:
                await run_in_threadpool(caller_of_request, request, parts)
            limit = BODY_BYTES if most is None else most or parts.settings.upload_megabytes * 2**20
            return await handler(await read_within(request, limit))

        return handle


def _asks_who(dependant: Dependant) -> bool:
    return getattr(dependant.call, "asks_who", False) or any(_asks_who(item) for item in dependant.dependencies)


async def read_within(request: Request, most: int) -> Request:
    """The request with its body read; a problem where it is larger, or too slow in coming."""
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()) or len(declared) > 12 or int(declared) > most:
        raise Problem(TOO_LARGE)
    taken = 0
    receive = request.receive

    async def counted() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise Problem(TOO_LARGE)
        return message

    whole = Request(request.scope, counted, request._send)  # noqa: SLF001 - there is no other way to hand it on
    try:
        async with asyncio.timeout(BODY_SECONDS * max(1.0, most / 2**20)):
            await whole.body()
    except TimeoutError as error:
        raise Problem(SLOW) from error
    return whole


def resource(prefix: str = "", tag: str | None = None) -> APIRouter:
    """The router of a resource."""
    return APIRouter(prefix=prefix, tags=[tag] if tag else None, route_class=Resource)
