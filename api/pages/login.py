"""Log in and out, the new password, language and theme."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.accounts import change_account
from api.accounts.caller import Caller, Role
from api.accounts.origin import check_origin, own_address
from api.accounts.secrets import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from api.accounts.sessions import close_session, open_session, session_caller
from api.http.dependencies import COOKIE
from api.http.resources.me.routes import renew_password
from api.http.resources.sessions.routes import LOG_IN_BYTES, give_cookie, let_in
from api.http.routing import takes
from api.language import LANGUAGE_COOKIE
from api.operation.demo_links import is_loopback
from api.pages.forms import Form
from api.pages.problems import Trouble, trouble
from api.pages.shell import (
    A_YEAR,
    LOG_IN,
    NEW_PASSWORD,
    THEME_COOKIE,
    THEMES,
    Before,
    GuestShell,
    Here,
    PageRoute,
)
from api.pages.words import ROLES
from api.problem import INPUT, Problem
from api.store.account_rows import account_named
from api.store.session_rows import drop_entrances
from roster.errors import NotFoundError, RosterError
from roster.store.case_rows import centres

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get(LOG_IN)
def log_in_page(here: Before, next: str = "/", ended: str = "", refused: str = "") -> Response:  # noqa: A002 - the address says `next`
    """The form; who is logged in already goes on.

    `ended`: the log-in that a page went by is over; `refused`: the company's log-in opened no account.
    """
    if _caller(here.request, here) is not None:
        return RedirectResponse(own_address(next), 303)
    return _log_in(here, own_address(next), ended=bool(ended), refused=bool(refused))


def _caller(request: Request, here: GuestShell) -> Caller | None:
    secret = request.cookies.get(COOKIE)
    if secret is None:
        return None
    return session_caller(here.parts.store, secret)


def _log_in(
    here: GuestShell,
    onward: str,
    username: str = "",
    problem: Trouble | None = None,
    *,
    ended: bool = False,
    refused: bool = False,
) -> Response:
    with here.parts.store.reading() as connection:
        known = centres(connection)
    name = known[0].name if len(known) == 1 else None
    return here.render(
        "login.html",
        problem=problem,
        name=name,
        next=onward,
        username=username,
        ended=ended,
        refused=refused,
        company=here.parts.issuer is not None,
        demo_links=_demo_links(here),
    )


def _demo_links(here: GuestShell) -> list[dict[str, object]]:
    if here.parts.demo is None or not _from_here(here.request):
        return []
    return [
        {"address": link.path, "role": ROLES[link.role.value], "username": link.username, "who": link.who}
        for link in here.parts.demo.links
    ]


def _from_here(request: Request) -> bool:
    """Whether a browser of this machine asks, for an address of this machine."""
    client = request.client.host if request.client else ""
    return is_loopback(client) and is_loopback(request.url.hostname or "")


@router.get("/demo/{secret}")
def demo_log_in(here: Before, secret: str) -> Response:
    """Log in to the demonstration with one click; there is no such address outside it, nor from another machine."""
    link = here.parts.demo.named(secret) if here.parts.demo is not None and _from_here(here.request) else None
    if link is None:
        raise NotFoundError("demo")
    with here.parts.store.writing() as connection:
        row = account_named(connection, link.username)
        if row is None or row.disabled:
            raise NotFoundError("demo")
        if here.language != row.language:
            # Nobody chose a language for these accounts: they speak the visitor's.
            change_account(connection, row.id, {"language": here.language})
        opened = open_session(connection, row.id, here.parts.settings.session_hours)
    response = RedirectResponse("/" if link.role is not Role.PLANNER else "/rosters", 303)
    give_cookie(response, opened, here.parts.settings)
    return response


@router.post(LOG_IN)
@takes(LOG_IN_BYTES)
def log_in(here: Before, form: Form) -> Response:
    """Open a session, and on to `next`; a one-time password leads to a new one first."""
    onward, username = own_address(form["next"]), form["username"]
    try:
        secret = let_in(here.request, here.parts, username[:100], form["password"])
    except RosterError as error:
        return _log_in(here, onward, username, trouble(error, here.language))
    caller = session_caller(here.parts.store, secret)
    if caller is not None and caller.must_change_password:
        onward = NEW_PASSWORD + (f"?next={onward}" if onward != "/" else "")
    response = RedirectResponse(onward, 303)
    give_cookie(response, secret, here.parts.settings)
    return response


@router.post("/logout")
def log_out(here: Here) -> Response:
    """End this session."""
    with here.parts.store.writing() as connection:
        close_session(connection, here.request.cookies.get(COOKIE, ""))
    return _gone()


@router.post("/logout/everywhere")
def log_out_everywhere(here: Here) -> Response:
    """End every session of one's own."""
    with here.parts.store.writing() as connection:
        drop_entrances(connection, here.caller.account_id, tokens=False)
    return _gone()


def _gone() -> Response:
    response = RedirectResponse(LOG_IN, 303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get(NEW_PASSWORD)
def password_page(here: Here, next: str = "/") -> Response:  # noqa: A002
    """The form for a new password."""
    return _password(here, own_address(next))


def _password(here: Here, onward: str, problem: Trouble | None = None) -> Response:
    bare: dict[str, Any] = {"places": (), "bar": (), "unread": 0, "month": None}
    return here.render(
        "password.html",
        problem=problem,
        next=onward,
        one_time=here.caller.must_change_password,
        username=here.caller.username,
        least=MIN_PASSWORD_CHARACTERS,
        most=MAX_PASSWORD_CHARACTERS,
        **(bare if here.caller.must_change_password else {}),
    )


@router.post(NEW_PASSWORD)
def new_password(here: Here, form: Form) -> Response:
    """Change it; one stays logged in here, and nowhere else."""
    onward = own_address(form["next"])

    def act() -> Response:
        secret = renew_password(here.parts, here.caller, form["current_password"], form["new_password"])
        response = here.see(onward, "password")
        give_cookie(response, secret, here.parts.settings)
        return response

    return here.attempt(act, lambda problem: _password(here, onward, problem))


@router.post("/language")
@takes(LOG_IN_BYTES)
def choose_language(request: Request, here: Before, form: Form) -> Response:
    """The language: of the account where somebody is logged in, and of this browser."""
    _from_this_site(request)
    language = form["language"]
    if language not in {"zh", "en"}:
        raise Problem(INPUT)
    caller = _caller(request, here)
    if caller is not None:
        with here.parts.store.writing() as connection:
            change_account(connection, caller.account_id, {"language": language})
    return _chosen(form, here, LANGUAGE_COOKIE, language)


@router.post("/theme")
@takes(LOG_IN_BYTES)
def choose_theme(here: Before, form: Form) -> Response:
    """Light, dark, or as the system has it."""
    _from_this_site(here.request)
    if form["theme"] not in THEMES:
        raise Problem(INPUT)
    return _chosen(form, here, THEME_COOKIE, form["theme"])


def _from_this_site(request: Request) -> None:
    """These two ask for nobody, so nothing has looked at where they come from."""
    check_origin("POST", request.headers, request.headers.get("host", ""))


def _chosen(form: Form, here: GuestShell, cookie: str, value: str) -> Response:
    response = RedirectResponse(own_address(form["next"]), 303)
    secure = here.parts.settings.secure_cookies
    response.set_cookie(cookie, value, max_age=A_YEAR, samesite="lax", secure=secure, path="/")
    return response
