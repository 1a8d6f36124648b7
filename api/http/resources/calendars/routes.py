"""Calendar subscriptions, and the feeds themselves, which need no log-in: the token in the address is the secret."""

from typing import Annotated

from fastapi import Header, Request, Response

from api.accounts.caller import Caller
from api.calendars.render import render
from api.calendars.subscriptions import FeedKind, may_follow, revoke, rotate, subscribe
from api.http.dependencies import Me, Parts, Services, centre_of
from api.http.feed_gate import count_feed, known_version
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.calendars.bodies import CalendarBody, CalendarOut, LabelBody
from api.http.routing import resource, takes_any_query
from api.office.office import Desks
from api.problem import input_problem
from api.store import feed_rows
from api.views.accounts import calendar_view
from roster.errors import NotFoundError
from roster.text import Text

router = resource("/calendars", "calendars")
feeds = resource(tag="calendars", root="")


def feed_address(parts: Services, token: str) -> str:
    """Where a calendar is to be had."""
    return f"{parts.settings.own_address}/calendars/{token}.ics"


def _own_subject(caller: Caller, office: Desks, centre_id: str) -> str:
    """Oneself, who may have left: a calendar keeps what was. NotFoundError for nobody of any month."""
    own = caller.agent_id
    if own is None or not any(own in case.agent_by_id for case in office.every_case(centre_id)):
        raise NotFoundError(own or "agent")
    return own


def subject_of(caller: Caller, office: Desks, centre_id: str, body: CalendarBody) -> str:
    """Whose calendar it is to be: one's own or one's people's; NotFoundError for others', InputError for none."""
    if body.kind is FeedKind.LEADERS:
        return ""
    case = office.board_with(centre_id, caller.agent_id, body.subject if body.kind is FeedKind.AGENT else None).case
    if body.kind is FeedKind.AGENT and body.subject in {None, caller.agent_id}:
        return _own_subject(caller, office, centre_id)
    own = case.agent_by_id.get(caller.agent_id or "")
    subject = body.subject or (own.team if own and body.kind is FeedKind.TEAM else None)
    if subject is None:
        raise input_problem("subject", Text("没有选择", "is not chosen"), Text("请选择", "Choose one"))
    there = case.agent_by_id if body.kind is FeedKind.AGENT else {agent.team for agent in case.agents}
    if subject in there and may_follow(body.kind, str(subject), caller.role, caller.agent_id, case.agent_by_id):
        return str(subject)
    raise NotFoundError(subject or "")


@router.get("", response_model=PageOf[CalendarOut])
def list_calendars(parts: Parts, caller: Me, page: Paged) -> Response:
    """One's subscriptions."""
    with parts.store.reading() as connection:
        rows, total = feed_rows.subscriptions(connection, caller.account_id, page.offset, page.limit)
    return answer(page.out([calendar_view(row) for row in rows], total))


@router.post("", status_code=201, response_model=CalendarOut)
def make(parts: Parts, caller: Me, body: CalendarBody) -> Response:
    """Subscribe. The address is told this once (so an Idempotency-Key, which would keep it, is not heard)."""
    centre = centre_of(caller, body.centre_id)
    subject = subject_of(caller, parts.office, centre, body)
    with parts.store.writing() as connection:
        row, token = subscribe(connection, caller.account_id, centre, body.kind, subject, body.label, body.language)
    return answer({**calendar_view(row), "url": feed_address(parts, token)}, status=201)


@router.post("/{calendar_id}/rotate", response_model=CalendarOut)
def turn(parts: Parts, caller: Me, calendar_id: str) -> Response:
    """A new address; the old one leads nowhere from now on."""
    with parts.store.writing() as connection:
        token = rotate(connection, caller.account_id, calendar_id)
        row = feed_rows.subscription(connection, caller.account_id, calendar_id)
    return answer({**calendar_view(row), "url": feed_address(parts, token)})


@router.patch("/{calendar_id}", response_model=CalendarOut)
@once
def label(parts: Parts, caller: Me, calendar_id: str, body: LabelBody) -> Reply:
    """Change the label, which names the calendar."""
    with parts.store.writing() as connection:
        feed_rows.change_feed(connection, caller.account_id, calendar_id, label=body.label)
        return Reply(calendar_view(feed_rows.subscription(connection, caller.account_id, calendar_id)))


@router.delete("/{calendar_id}", status_code=204, response_class=Response)
@once
def stop(parts: Parts, caller: Me, calendar_id: str) -> Reply:
    """Revoke a subscription at once."""
    with parts.store.writing() as connection:
        revoke(connection, caller.account_id, calendar_id)
    return Reply(None, 204)


@feeds.get(
    "/calendars/{token}.ics",
    response_class=Response,
    responses={
        200: {"description": "The calendar", "content": {"text/calendar": {"schema": {"type": "string"}}}},
        304: {"description": "As it was"},
    },
)
@takes_any_query
def feed(
    request: Request,
    parts: Parts,
    token: str,
    if_none_match: Annotated[str | None, Header()] = None,
    if_modified_since: Annotated[str | None, Header()] = None,
) -> Response:
    """The calendar (RFC 5545) with ETag and Last-Modified; 304 while it is as it was, 404 for an unknown token."""
    if not hasattr(request.state, "feed"):
        count_feed(parts, request.client.host if request.client else "")
        request.state.feed = known_version(parts, token, parts.store.glance)
    known, row = request.state.feed
    if known is not None and known.has(if_none_match, if_modified_since):
        return Response(status_code=304, headers=known.headers)
    rendered = parts.feeds.get(row, lambda: render(parts.office, row))
    if rendered.version.has(if_none_match, if_modified_since):
        return Response(status_code=304, headers=rendered.version.headers)
    headers = {**rendered.version.headers, "Content-Disposition": 'inline; filename="roster.ics"'}
    return Response(rendered.body, headers=headers, media_type="text/calendar; charset=utf-8")
