"""Errors as RFC 9457 problem details, from the one exception tree, in the caller's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from api.problem import INPUT, INTERNAL, NOT_FOUND, REFUSED, STALE, STORAGE, Problem, ProblemKind
from api.views.refusals import faults_view, refusals_view
from roster.errors import (
    InputError,
    InternalError,
    NotFoundError,
    RefusedError,
    RosterError,
    StaleError,
    StorageError,
)
from roster.text import Language, Text, counted

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:roster:problem:"
PATH_SIGNS = "/:@!$&'()*+,;=~"
"""What stands in the path of a URI as it is (RFC 3986 §3.3)."""
TREE: tuple[tuple[type[RosterError], ProblemKind], ...] = (
    (InputError, INPUT),
    (NotFoundError, NOT_FOUND),
    (RefusedError, REFUSED),
    (StaleError, STALE),
    (StorageError, STORAGE),
    (InternalError, INTERNAL),
)


@dataclass(frozen=True, slots=True)
class ProblemReply:
    """A problem ready to send."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def tell(error: Exception, language: Language, instance: str = "", request_id: str = "") -> ProblemReply:
    """The error as a problem. Of errors outside the tree nothing is told but the request's id.

    `instance` is the path that was asked for, in plain characters.
    """
    headers: Mapping[str, str] = {}
    if isinstance(error, Problem):
        kind, detail, headers = error.kind, error.detail, error.headers
    else:
        kind = next((kind for owner, kind in TREE if isinstance(error, owner)), INTERNAL)
        detail = _detail(error, kind)
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + kind.name,
        "title": kind.title.to(language),
        "status": kind.status,
        "detail": detail.to(language),
    }
    if instance:
        body["instance"] = quote(instance, safe=PATH_SIGNS)
    if request_id:
        body["request_id"] = request_id
    if isinstance(error, InputError):
        body["faults"] = faults_view(error.faults, language)
    if isinstance(error, RefusedError):
        body["refusals"] = refusals_view(error.refusals, language)
    return ProblemReply(kind.status, body, {"Content-Language": language, **headers})


def _detail(error: Exception, kind: ProblemKind) -> Text:
    if isinstance(error, InputError):
        count = len(error.faults)
        return Text(f"共 {count} 处", counted(count, "fault"))
    if isinstance(error, RefusedError):
        zh = ";".join(item.message.zh for item in error.refusals)
        return Text(zh, "; ".join(item.message.en for item in error.refusals))
    return kind.title
