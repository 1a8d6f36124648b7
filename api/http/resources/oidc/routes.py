"""Log in through the company's identity provider; 404 where none is set up."""

import hmac
from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import Query, Request, Response

from api.accounts.oidc import NOT_LET_IN, Issuer
from api.accounts.oidc_link import linked_account
from api.accounts.origin import own_address
from api.accounts.secrets import digest, new_secret
from api.accounts.sessions import open_session
from api.http.dependencies import Parts, Services
from api.http.resources.sessions.routes import give_cookie, keep_language
from api.http.routing import resource, takes_any_query
from api.office.offices import appoint_account
from api.problem import UNAUTHENTICATED, Problem
from api.store.session_rows import add_log_in, take_log_in
from roster.desk.desk import SYSTEM
from roster.errors import NotFoundError

router = resource("/sessions/oidc", "sessions")
STATE_COOKIE, ONWARD_COOKIE = "roster_log_in", "roster_onward"
PATH = "/api/v1/sessions/oidc"
MINUTES = 10
"""How long a log-in may take."""
Told = Annotated[str | None, Query(max_length=4000)]


@router.get("", status_code=303, response_class=Response, responses={303: {"description": "To the identity provider"}})
def begin(request: Request, parts: Parts, next: Told = None) -> Response:  # noqa: A002 - as on the pages
    """Send the browser to the identity provider, with PKCE; the way back is `callback`, and from there on to `next`."""
    issuer = _issuer(parts)
    _limited(request, parts)
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    address = issuer.ask(_way_back(parts), state, nonce, verifier)
    with parts.store.writing() as connection:
        add_log_in(connection, digest(state), nonce, verifier, MINUTES * 60)
    response = Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})
    kept = {STATE_COOKIE: state} | ({} if next is None else {ONWARD_COOKIE: quote(own_address(next))})
    for name, value in kept.items():
        response.set_cookie(
            name,
            value,
            max_age=MINUTES * 60,
            httponly=True,
            samesite="lax",
            secure=parts.settings.secure_cookies,
            path=PATH,
        )
    return response


@router.get(
    "/callback", status_code=303, response_class=Response, responses={303: {"description": "Logged in; to `me`"}}
)
@takes_any_query
def come_back(
    request: Request, parts: Parts, state: Told = None, code: Told = None, iss: Told = None, error: Told = None
) -> Response:
    """Where the identity provider sends the browser back to: opens a session for the account that is linked.

    Who began on a page goes on to a page: to the one asked for, or to the log-in where no account is opened.
    """
    issuer = _issuer(parts)
    onward = request.cookies.get(ONWARD_COOKIE)
    try:
        secret = _opened(request, parts, issuer, state=state, code=code, iss=iss, error=error)
    except Problem as problem:
        if onward is None or problem.kind is not UNAUTHENTICATED:
            raise
        again = urlencode({"next": own_address(unquote(onward)), "refused": "1"})
        return _sent_on(f"/login?{again}")
    response = _sent_on("/api/v1/me" if onward is None else own_address(unquote(onward)))
    give_cookie(response, secret, parts.settings)
    return response


def _sent_on(address: str) -> Response:
    response = Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})
    for name in (STATE_COOKIE, ONWARD_COOKIE):
        response.delete_cookie(name, path=PATH)
    return response


def _opened(
    request: Request,
    parts: Services,
    issuer: Issuer,
    *,
    state: str | None,
    code: str | None,
    iss: str | None,
    error: str | None,
) -> str:
    """The secret of a new session for whom the provider names; Problem 401 for nobody."""
    _limited(request, parts)
    # The state in the address must be the one in this browser's cookie: nobody is logged in by another's link.
    mine = hmac.compare_digest((state or "").encode(), request.cookies.get(STATE_COOKIE, "").encode())
    if not state or not mine or error is not None or code is None or iss not in {None, issuer.issuer}:
        raise Problem(UNAUTHENTICATED, NOT_LET_IN)
    with parts.store.writing() as connection:
        row = take_log_in(connection, digest(state))
    if row is None:
        raise Problem(UNAUTHENTICATED, NOT_LET_IN)
    claims = issuer.claims(_way_back(parts), code, row.nonce, row.verifier)
    with parts.store.writing() as connection:
        before, account = linked_account(connection, parts.settings, claims)
        keep_language(connection, request, account)
        secret = open_session(connection, account.id, parts.settings.session_hours)
        if parts.settings.oidc_role_claim:
            appoint_account(parts.office, SYSTEM, before, account)
    return secret


def _issuer(parts: Services) -> Issuer:
    if parts.issuer is None:
        raise NotFoundError("oidc")
    return parts.issuer


def _limited(request: Request, parts: Services) -> None:
    client = request.client.host if request.client else ""
    parts.limits.take("log-in address", client, parts.settings.login_attempts_per_minute * 5)


def _way_back(parts: Services) -> str:
    return f"{parts.settings.own_address}{PATH}/callback"
