"""Log in and out. A browser gets a cookie; programs use API tokens (`me/tokens`)."""

from typing import Any

from fastapi import Request, Response

from api.accounts.accounts import change_account
from api.accounts.origin import check_origin
from api.accounts.sessions import close_session, open_session
from api.http.dependencies import COOKIE, Me, Parts, Services
from api.http.replies import answer
from api.http.resources.sessions.bodies import LogIn
from api.http.routing import resource, takes
from api.language import chosen_here
from api.problem import UNAUTHENTICATED, Problem
from api.settings import Settings
from api.store.account_rows import account_named
from api.store.session_rows import drop_entrances
from roster.store.connect import Connection, Row
from roster.text import Text

router = resource(tag="sessions")
LOG_IN_BYTES = 4096


@router.post("/sessions", status_code=204, response_class=Response)
@takes(LOG_IN_BYTES)
def log_in(request: Request, parts: Parts, body: LogIn) -> Response:
    """Open a session; its cookie comes with the answer."""
    secret = let_in(request, parts, body.username, body.password)
    response = answer(None, status=204)
    give_cookie(response, secret, parts.settings)
    return response


WRONG = Text("用户名或密码不对", "The name or the password is wrong")


def let_in(request: Request, parts: Services, username: str, password: str) -> str:
    """A new session's secret; a problem for another site, above the limits, and where the password is wrong.

    Tries are counted by address, and by address and name: nobody locks somebody else out.
    """
    check_origin("POST", request.headers, request.headers.get("host", ""))
    client = request.client.host if request.client else ""
    settings, name = parts.settings, username.strip().casefold()
    parts.limits.take("log-in address", client, settings.login_attempts_per_minute * 5)
    parts.limits.take("log-in name", f"{client} {name}", settings.login_attempts_per_minute)
    with parts.store.reading() as connection:
        row = account_named(connection, name)
    password_hash = row.password_hash if row is not None and not row.disabled else None
    fits = parts.hashing.fits(password, password_hash)
    if not fits or row is None:
        raise Problem(UNAUTHENTICATED, WRONG)
    with parts.store.writing() as connection:
        keep_language(connection, request, row)
        return open_session(connection, row.id, settings.session_hours)


def keep_language(connection: Connection, request: Request, row: Row[Any]) -> None:
    """An account that logs in speaks the language that was chosen in the browser before."""
    chosen = chosen_here(request.cookies)
    if chosen is not None and chosen != row.language:
        change_account(connection, row.id, {"language": chosen})


def give_cookie(response: Response, secret: str, settings: Settings) -> None:
    """The session's cookie: out of scripts' reach, and not sent along with other sites' changes."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        path="/",
    )


@router.delete("/sessions/current", status_code=204, response_class=Response)
def log_out(request: Request, parts: Parts, caller: Me) -> Response:
    """End the session."""
    del caller
    if COOKIE in request.cookies:
        with parts.store.writing() as connection:
            close_session(connection, request.cookies[COOKIE])
    response = answer(None, status=204)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.delete("/sessions", status_code=204, response_class=Response)
def log_out_everywhere(parts: Parts, caller: Me) -> Response:
    """End every session of one's own, on every device."""
    with parts.store.writing() as connection:
        drop_entrances(connection, caller.account_id, tokens=False)
    response = answer(None, status=204)
    response.delete_cookie(COOKIE, path="/")
    return response
