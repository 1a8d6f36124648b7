"""Calendar subscriptions, and the feeds themselves, which need no log-in: the token in the address is the secret."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from api.accounts.caller import Caller
from api.calendars.render import Rendered, render
from api.calendars.subscriptions import (
    FeedKind,
    by_token,
    may_follow,
    relabel,
    revoke,
    rotate,
    subscribe,
    subscription,
    subscriptions,
)
from api.http.dependencies import Me, Paged, Parts, Reply, Services, Write, answer
from api.http.models import Body, Id, Line, PageOf
from api.http.resources.swaps.routes import centre_of
from api.store.instant import from_micros
from roster.errors import NotFoundError
from roster.model import Case

router = APIRouter(prefix="/calendars", tags=["calendars"])
feeds = APIRouter(tags=["calendars"])


class CalendarBody(Body):
    """A subscription to make. `subject`: the agent's id or the team; for `leaders` nothing."""

    kind: FeedKind = FeedKind.AGENT
    subject: Id | None = None
    centre_id: Id | None = None
    label: Line = ""
    language: Literal["zh", "en"] = "zh"

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"kind": "leaders", "centre_id": "demo", "label": "值班班长"}]},
    }


class LabelBody(Body):
    """Another label."""

    label: Line

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"label": "My duties"}]}}


class CalendarOut(BaseModel):
    """A subscription; its address is told only when it is made or rotated."""

    id: str
    kind: str
    subject: str
    centre_id: str
    label: str
    language: str
    created_at: str
    url: str | None = None


def out(row: Any) -> dict[str, Any]:
    """A subscription as it is sent, without its address."""
    keys = ("id", "kind", "subject", "centre_id", "label", "language")
    told = {key: getattr(row, key) for key in keys}
    return {**told, "created_at": from_micros(row.created_at).isoformat(), "url": None}


def feed_address(request: Request, parts: Services, token: str) -> str:
    """Where a calendar is to be had."""
    base = parts.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    return f"{base}/calendars/{token}.ics"


def subject_of(caller: Caller, case: Case, body: CalendarBody) -> str:
    """Whose calendar it is to be: one's own or one's people's; NotFoundError for others'."""
    if body.kind is FeedKind.LEADERS:
        return ""
    own = case.agent_by_id.get(caller.agent_id or "")
    subject = body.subject or (caller.agent_id if body.kind is FeedKind.AGENT else own.team if own else None)
    there = case.agent_by_id if body.kind is FeedKind.AGENT else {agent.team for agent in case.agents}
    if subject in there and may_follow(body.kind, str(subject), caller.role, caller.agent_id, case.agent_by_id):
        return str(subject)
    raise NotFoundError(subject or "")


@router.get("", response_model=PageOf[CalendarOut])
def list_calendars(parts: Parts, caller: Me, page: Paged) -> Response:
    """One's subscriptions."""
    with parts.store.reading() as connection:
        rows, total = subscriptions(connection, caller.account_id, page.offset, page.limit)
    return answer(page.out([out(row) for row in rows], total))


@router.post("", status_code=201, response_model=CalendarOut)
def make(request: Request, parts: Parts, caller: Me, body: CalendarBody) -> Response:
    """Subscribe. The address is told this once (so an Idempotency-Key, which would keep it, is not heard)."""
    centre = centre_of(caller, body.centre_id)
    subject = subject_of(caller, parts.office.board(centre).case, body)
    with parts.store.writing() as connection:
        feed_id, token = subscribe(connection, caller.account_id, centre, body.kind, subject, body.label, body.language)
        row = subscription(connection, caller.account_id, feed_id)
    return answer({**out(row), "url": feed_address(request, parts, token)}, status=201)


@router.post("/{calendar_id}/rotate", response_model=CalendarOut)
def turn(request: Request, parts: Parts, caller: Me, calendar_id: str) -> Response:
    """A new address; the old one leads nowhere from now on."""
    with parts.store.writing() as connection:
        token = rotate(connection, caller.account_id, calendar_id)
        row = subscription(connection, caller.account_id, calendar_id)
    return answer({**out(row), "url": feed_address(request, parts, token)})


@router.patch("/{calendar_id}", response_model=CalendarOut)
def label(caller: Me, write: Write, calendar_id: str, body: LabelBody) -> Response:
    """Change the label, which names the calendar."""

    def work(connection: Any) -> Reply:
        relabel(connection, caller.account_id, calendar_id, body.label)
        return Reply(out(subscription(connection, caller.account_id, calendar_id)))

    return write.once(work)


@router.delete("/{calendar_id}", status_code=204, response_class=Response)
def stop(caller: Me, write: Write, calendar_id: str) -> Response:
    """Revoke a subscription at once."""

    def work(connection: Any) -> Reply:
        revoke(connection, caller.account_id, calendar_id)
        return Reply(None, 204)

    return write.once(work)


@feeds.get(
    "/calendars/{token}.ics",
    response_class=Response,
    responses={
        200: {"description": "The calendar", "content": {"text/calendar": {"schema": {"type": "string"}}}},
        304: {"description": "As it was"},
    },
)
def feed(
    request: Request,
    parts: Parts,
    token: str,
    if_none_match: Annotated[str | None, Header()] = None,
    if_modified_since: Annotated[str | None, Header()] = None,
) -> Response:
    """The calendar (RFC 5545) with ETag and Last-Modified; 304 while it is as it was, 404 for an unknown token."""
    client = request.client.host if request.client else ""
    parts.limits.take("feed", client, parts.settings.feed_requests_per_minute)
    with parts.store.reading() as connection:
        parts.office.keep_up(connection)
        row = by_token(connection, token)
    if row is None:
        raise NotFoundError("calendar")
    rendered: Rendered = render(parts.office, row)
    if rendered.known(if_none_match, if_modified_since):
        return Response(status_code=304, headers=rendered.headers)
    disposition = {"Content-Disposition": 'inline; filename="roster.ics"'}
    return Response(
        rendered.body, headers={**rendered.headers, **disposition}, media_type="text/calendar; charset=utf-8"
    )
