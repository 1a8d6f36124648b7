"""Answers: JSON as it is sent, and the conditions by which a client says what it has (RFC 9110 §13.1)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Header, Response

IfMatch = Annotated[str | None, Header(max_length=2000, description="The ETag of the version that was read")]
IfNoneMatch = Annotated[str | None, Header(max_length=2000, description="The ETag that the client has")]


@dataclass(frozen=True)
class Reply:
    """What a write answers."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def response(self) -> Response:
        """As HTTP."""
        return answer(self.body, self.headers, self.status)


def encode(body: Any) -> bytes:
    """JSON, UTF-8, without needless blanks; nothing for None."""
    if body is None:
        return b""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def answer(body: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """A JSON answer without the detour over models; the models document it, and the tests hold it to them."""
    return encoded(encode(body), headers, status)


def encoded(data: bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """An answer that is written already; JSON unless its headers say otherwise."""
    given = {name.lower(): value for name, value in (headers or {}).items()}
    media_type = "application/json" if data and "content-type" not in given else None
    return Response(data, status, dict(headers or {}), media_type=media_type)


def download(data: bytes, media_type: str, name: str) -> Response:
    """A file that the browser saves under `name` (ASCII)."""
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def table_download(text: str, name: str) -> Response:
    """A CSV file, with the byte-order mark by which spreadsheets know UTF-8."""
    return download(text.encode("utf-8-sig"), "text/csv; charset=utf-8", name)


def not_modified(tag: str) -> Response:
    """The client has it already; how that may be kept is said as it was with it (RFC 9110 §15.4.5)."""
    return Response(status_code=304, headers=validated(tag))


def validated(tag: str) -> dict[str, str]:
    """The headers of what a client may keep, and asks about by its ETag before it is shown again."""
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
