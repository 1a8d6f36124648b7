"""Calendar subscriptions: the address once, as text, as a link and as a QR code."""

import io
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Response
from markupsafe import Markup

from api.accounts.caller import Role
from api.calendars.subscriptions import FeedKind, revoke, rotate, subscribe
from api.http.resources.calendars.bodies import CalendarBody
from api.http.resources.calendars.routes import feed_address, subject_of
from api.operation.demo_links import is_loopback
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import moment_text
from api.pages.validate import body_of
from api.pages.views.people import named
from api.store.feed_rows import subscription, subscriptions

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST = 100


@router.get("/calendars")
def calendars(here: Here) -> Response:
    """One's subscriptions."""
    return _page(here)


def _page(
    here: Shell, problem: Trouble | None = None, form: Sent | None = None, url: str = "", made: str = ""
) -> Response:
    with here.parts.store.reading() as connection:
        rows, _ = subscriptions(connection, here.caller.account_id, 0, MOST)
    case = here.board.case
    own = case.agent_by_id.get(here.caller.agent_id or "")
    # Whoever is in a team has its calendar; who leads several chooses one.
    teams = list(case.teams) if own is None and here.caller.role not in {Role.AGENT, Role.LEADER} else []
    kinds = [FeedKind.LEADERS]
    if teams or (own is not None and here.caller.role is not Role.AGENT):
        kinds.insert(0, FeedKind.TEAM)
    if here.caller.agent_id is not None and here.own_month is not None:
        kinds.insert(0, FeedKind.AGENT)
    return here.render(
        "calendars.html",
        problem=problem,
        form=form or Sent(),
        kinds=[kind.value for kind in kinds],
        teams=teams,
        items=[
            {
                "id": row.id,
                "kind": row.kind,
                "subject": named(case, row.subject) if row.kind == "agent" else row.subject,
                "label": row.label,
                "language": row.language,
                "at": moment_text(here.door_time(row.created_at), here.zone),
            }
            for row in rows
        ],
        url=url,
        made=made,
        webcal="webcal://" + url.split("://", 1)[1] if url else "",
        qr=Markup(qr_of(url)) if url else "",  # noqa: S704 - drawn here, of an address of our own
        secret=bool(url),
        here_only=bool(url) and is_loopback(urlsplit(url).hostname or ""),
    )


def qr_of(text: str) -> str:
    """The text as a QR code: SVG without styles, dark on light in either theme."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=5,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return out.getvalue().decode()


@router.post("/calendars")
def make(here: Here, form: Form) -> Response:
    """Subscribe; the address is shown on the answer itself, this once."""

    def act() -> Response:
        body = body_of(
            CalendarBody,
            kind=form.get("kind", "agent"),
            subject=form["subject"] or None,
            centre_id=here.centre_id,
            label=form["label"],
            language=form.get("language", here.language),
        )
        assert here.centre_id is not None
        subject = subject_of(here.caller, here.parts.office, here.centre_id, body)
        with here.parts.store.writing() as connection:
            account = here.caller.account_id
            row, token = subscribe(connection, account, here.centre_id, body.kind, subject, body.label, body.language)
        return _page(here, url=feed_address(here.parts, token), made=row.id)

    return here.attempt(act, lambda problem: _page(here, problem, form))


@router.post("/calendars/{feed_id}/rotate")
def turn(here: Here, feed_id: str) -> Response:
    """A new address; the old one leads nowhere."""
    with here.parts.store.writing() as connection:
        token = rotate(connection, here.caller.account_id, feed_id)
        subscription(connection, here.caller.account_id, feed_id)
    return _page(here, url=feed_address(here.parts, token), made=feed_id)


@router.post("/calendars/{feed_id}/revoke")
def stop(here: Here, feed_id: str) -> Response:
    """End it."""
    with here.parts.store.writing() as connection:
        revoke(connection, here.caller.account_id, feed_id)
    return here.see("/calendars", "revoked")
