"""Routes that know who asks before they read what is sent, and read no more than they need."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, MutableMapping
from enum import Enum
from inspect import iscoroutinefunction, signature
from typing import Any, ClassVar

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Right
from api.http.dependencies import Services, caller_of_request, identified, services
from api.http.models import PROBLEM_RESPONSE
from api.problem import SLOW, TOO_LARGE, Problem
from api.views.refusals import MOST_FAULTS
from roster.errors import Fault, InputError
from roster.text import Text

BODY_BYTES = 64 * 1024
"""What a request may send, unless its route takes tables or files."""
NAME_CHARACTERS = 100
"""So much of a parameter's name is told back."""
BODY_SECONDS = 30.0
"""Within how long a MiB of a body must have come, and all of a smaller one."""

Endpoint = Callable[..., Any]


def takes(most_bytes: int) -> Callable[[Endpoint], Endpoint]:
    """Marks a route that takes tables or files: so many bytes at most (0: what the settings allow for uploads)."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.most_bytes = most_bytes  # type: ignore[attr-defined]
        return endpoint

    return mark


def takes_any_query(endpoint: Endpoint) -> Endpoint:
    """Marks a route whose address others make up: what they add to it is theirs, and is passed over."""
    endpoint.any_query = True  # type: ignore[attr-defined]
    return endpoint


class Resource(APIRoute):
    """A route that asks who calls, then what for, reads the body within its limits, and only then looks into it."""

    declares_query: ClassVar[bool] = True
    """Whether a query parameter that the endpoint does not declare is a fault."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route as the framework makes it, with these steps before it."""
        handler = super().get_route_handler()
        known: tuple[str, ...] | None = None
        if self.declares_query and not getattr(self.endpoint, "any_query", False):
            known = tuple(sorted(set(_queries(self.dependant))))
        by_name = _asks_who(self.dependant)
        most: int | None = getattr(self.endpoint, "most_bytes", None)
        rights = frozenset(_rights(self.dependant))
        given = _who_and_parts(self.dependant) if by_name and self.methods == {"GET"} else None

        async def handle(request: Request) -> Response:
            parts = await services(request)
            if given is not None and not request.query_params:
                # Nothing is left to be read or looked into: one step off the loop does it all.
                return await run_in_threadpool(_answer, request, parts, self.endpoint, given)
            if by_name:
                caller = await run_in_threadpool(caller_of_request, request, parts)
                for right in rights:
                    caller.need(right)
            if known is not None:
                need_known_query(request, known)
            limit = BODY_BYTES if most is None else most or parts.settings.upload_megabytes * 2**20
            return await handler(await read_within(request, limit))

        return handle


def need_known_query(request: Request, known: tuple[str, ...]) -> None:
    """InputError with every query parameter that the route does not know, or that is given more than once.

    Passed over, a misspelt filter would answer with everything, as if that were what was asked for.
    """
    faults = []
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        shown = name[:NAME_CHARACTERS]
        if name not in known:
            here = "、".join(known), ", ".join(known)
            what = Text(f"没有查询参数 {shown}", f"there is no query parameter {shown} here")
            ways = Text(f"可用:{here[0]}", f"Use {here[1]}") if known else Text("此处不用参数", "None is taken here")
            faults.append(Fault("query", None, shown, what, ways))
        elif times > 1:
            what = Text(f"{shown} 写了 {times} 次", f"{shown} is given {times} times")
            faults.append(Fault("query", None, shown, what, Text("只写一次", "Give it once")))
    if faults:
        raise InputError(faults[:MOST_FAULTS])


def _queries(dependant: Dependant) -> Iterator[str]:
    """The names of the query parameters of a route; each is a single value."""
    yield from (field.alias for field in dependant.query_params)
    for item in dependant.dependencies:
        yield from _queries(item)


def _asks_who(dependant: Dependant) -> bool:
    return getattr(dependant.call, "asks_who", False) or any(_asks_who(item) for item in dependant.dependencies)


def _rights(dependant: Dependant) -> Iterator[Right]:
    """What its caller must hold: of who does not, nothing is read."""
    right = getattr(dependant.call, "right", None)
    if right is not None:
        yield right
    for item in dependant.dependencies:
        yield from _rights(item)


def _who_and_parts(dependant: Dependant) -> dict[str, bool] | None:
    """The parameters of an endpoint that asks for nothing but the caller (True) and the parts (False); else None."""
    asked = (
        *(dependant.path_params, dependant.query_params, dependant.header_params),
        *(dependant.cookie_params, dependant.body_params),
    )
    calls = {item.name: item.call for item in dependant.dependencies}
    plain = not any(asked) and set(calls.values()) <= {identified, services}
    if not plain or dependant.call is None or iscoroutinefunction(dependant.call):
        return None
    if signature(dependant.call).parameters.keys() != calls.keys():
        return None
    return {name: call is identified for name, call in calls.items() if name is not None}


def _answer(request: Request, parts: Services, endpoint: Endpoint, given: Mapping[str, bool]) -> Response:
    """What such an endpoint answers to whoever asks."""
    caller = caller_of_request(request, parts)
    need_small(request, BODY_BYTES)
    answer: Response = endpoint(**{name: caller if who else parts for name, who in given.items()})
    return answer


def need_small(request: Request, most: int) -> int:
    """How much a request sends at most, by what it says of itself; problem where that is more than `most`."""
    declared = request.headers.get("content-length")
    if declared is None:
        return most
    if not (declared.isascii() and declared.isdecimal()) or len(declared) > 12 or int(declared) > most:
        raise Problem(TOO_LARGE)
    return int(declared)


async def read_within(request: Request, most: int) -> Request:
    """The request with its body read; a problem where it is larger, or too slow in coming."""
    sent = need_small(request, most)
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
        async with asyncio.timeout(BODY_SECONDS * max(1.0, sent / 2**20)):
            await whole.body()
    except TimeoutError as error:
        raise Problem(SLOW) from error
    return whole


def resource(prefix: str = "", tag: str | None = None, *, root: str = "/api/v1") -> APIRouter:
    """The router of a resource, whose routes the application takes over as they are."""
    responses: dict[int | str, dict[str, Any]] = {422: PROBLEM_RESPONSE, "default": PROBLEM_RESPONSE}
    tags: list[str | Enum] | None = [tag] if tag else None
    return APIRouter(prefix=f"{root}{prefix}", tags=tags, route_class=Resource, responses=responses)
