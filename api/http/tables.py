"""Tables that somebody puts: read off the event loop, row by row, with a bounded number of faults."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool

from api.http.dependencies import Me
from api.problem import UNSUPPORTED, Problem
from api.views.refusals import MOST_FAULTS
from roster.text import Text

TABLE_BYTES = 8 * 2**20
"""What a table may be sent as, at most."""
Rows = list[dict[str, Any]]


def table_of(row: type[BaseModel], most: int) -> Callable[..., Coroutine[Any, Any, Rows]]:
    """A dependency: the rows that are sent, at most so many; each like `row`."""

    async def read(request: Request, caller: Me) -> Rows:
        del caller  # who is asked first
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind and not (kind.startswith("application/") and kind.endswith("json")):
            raise Problem(UNSUPPORTED, Text("请发送 application/json", "Send application/json"))
        return await run_in_threadpool(_parsed, await request.body(), row, most)

    return read


def _parsed(data: bytes, row: type[BaseModel], most: int) -> Rows:
    try:
        given = from_json(data)
    except ValueError as error:
        raise _invalid(_error("json_invalid", "JSON decode error", ctx={"error": str(error)})) from error
    if not isinstance(given, list):
        raise _invalid(_error("list_type", "Input should be a valid list"))
    if len(given) > most:
        ctx = {"max_length": most, "actual_length": len(given), "field_type": "List"}
        raise _invalid(_error("too_long", f"List should have at most {most} items", ctx=ctx))
    rows: Rows = []
    faults: list[dict[str, Any]] = []
    for index, item in enumerate(given):
        try:
            rows.append(row.model_validate(item).model_dump())
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
            faults.extend({**fault, "loc": ("body", index, *fault["loc"])} for fault in problems)
            if len(faults) >= MOST_FAULTS:
                break
    if faults:
        raise _invalid(*faults[:MOST_FAULTS])
    return rows


def _error(kind: str, words: str, ctx: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": kind, "loc": ("body",), "msg": words, "ctx": ctx or {}}


def _invalid(*faults: dict[str, Any]) -> RequestValidationError:
    return RequestValidationError(list(faults))


def described(row: type[BaseModel], most: int) -> dict[str, Any]:
    """The body of such a route for the API's document."""
    items = row.model_json_schema(ref_template="#/components/schemas/{model}")
    examples = items.pop("examples", [])
    schema = {"type": "array", "maxItems": most, "items": items, "examples": [examples[:1]]}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
