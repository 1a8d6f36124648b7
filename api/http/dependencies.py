"""What the routes work with, and how a route says what it needs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Right, Scope
from api.accounts.limit import Hashing, RateLimits, Room
from api.accounts.oidc import Issuer
from api.accounts.origin import SAFE_METHODS, check_origin
from api.accounts.sessions import session_caller, token_caller
from api.calendars.render import FeedCache
from api.language import preferred
from api.office.office import Desks
from api.operation.demo_links import DemoLinks
from api.operation.logs import logger
from api.operation.measures import Measures
from api.problem import FORBIDDEN, UNAUTHENTICATED, Problem, input_problem
from api.settings import Settings
from roster.desk.clock import Clock, SystemClock
from roster.errors import NotFoundError, StaleError, StorageError
from roster.store.connect import Store
from roster.text import Language, Text

Dependency = TypeVar("Dependency", bound=Callable[..., Any])
COOKIE = "roster_session"
TRIALS_AT_ONCE = 2
"""Messages to a robot that are tried out while somebody waits: what answers slowly holds no more threads than that."""
OPEN_WHILE_PASSWORD_IS_OLD = frozenset(
    {
        ("GET", "/api/v1/me"),
        ("PUT", "/api/v1/me/password"),
        ("DELETE", "/api/v1/sessions/current"),
        ("DELETE", "/api/v1/sessions"),
        ("GET", "/password"),
        ("POST", "/password"),
        ("POST", "/logout"),
        ("POST", "/logout/everywhere"),
        ("POST", "/language"),
        ("POST", "/theme"),
    }
)
"""What a one-time password opens: the way to another one."""


class OneTimePassword(Problem):
    """The password in force opens nothing but the way to a new one."""

    def __init__(self) -> None:
        sentence = Text("请先修改一次性密码", "Change the one-time password first: PUT /api/v1/me/password")
        super().__init__(FORBIDDEN, sentence)


@dataclass
class Services:
    """One installation's parts, made once when the application starts."""

    settings: Settings
    store: Store
    office: Desks
    clock: Clock = field(default_factory=SystemClock)
    limits: RateLimits = field(default_factory=RateLimits)
    measures: Measures = field(default_factory=Measures)
    issuer: Issuer | None = None
    demo: DemoLinks | None = None
    feeds: FeedCache = field(default_factory=FeedCache)
    hashing: Hashing = field(default_factory=Hashing)
    trials: Room = field(default_factory=lambda: Room(TRIALS_AT_ONCE))


async def services(request: Request) -> Services:
    """The application's parts."""
    parts = request.app.state.services
    assert isinstance(parts, Services)
    return parts


Parts = Annotated[Services, Depends(services)]


def identify(request: Request, parts: Services, *, counted: bool = True) -> Caller:
    """Who asks, by bearer token or by session; a problem for nobody, for another site, and above the rate limit."""
    header = request.headers.get("authorization", "")
    word, _, secret = header.partition(" ")
    caller: Caller | None = None
    if word.lower() == "bearer":
        caller = token_caller(parts.store, secret.strip())
    elif COOKIE in request.cookies:
        caller = session_caller(parts.store, request.cookies[COOKIE])
    if caller is None:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
    parts.office.keep_up(caller.epoch)
    if caller.by_session:
        check_origin(request.method, request.headers, request.headers.get("host", ""))
    if (Scope.READ if request.method in SAFE_METHODS else Scope.WRITE) not in caller.scopes:
        raise Problem(FORBIDDEN, Text("令牌权限不足", "The token's scope does not reach that far"))
    if caller.must_change_password and (request.method, request.url.path) not in OPEN_WHILE_PASSWORD_IS_OLD:
        raise OneTimePassword
    if counted:
        parts.limits.take("account", caller.account_id, parts.settings.requests_per_minute)
    _catch_up(request, parts, caller)
    return caller


def _catch_up(request: Request, parts: Services, caller: Caller) -> None:
    """What time does happens first; who only reads is answered even where nothing can be written now."""
    try:
        parts.office.catch_up(caller.centre_id)
    except (StorageError, StaleError) as error:
        if request.method not in SAFE_METHODS:
            raise
        logger().warning("time passes later", detail=str(error))


def caller_of_request(request: Request, parts: Services) -> Caller:
    """Who asks; found before anything that was sent is looked into where the route is a `Resource`."""
    known = getattr(request.state, "caller", None)
    if known is None:
        known = request.state.caller = identify(request, parts)
    assert isinstance(known, Caller)
    return known


def asks_who(dependency: Dependency) -> Dependency:
    """Marks what needs to know who asks: routes that depend on it find that out first."""
    dependency.asks_who = True  # type: ignore[attr-defined]
    return dependency


@asks_who
async def identified(request: Request, parts: Parts) -> Caller:
    """Who asks."""
    if getattr(request.state, "caller", None) is None:
        return await run_in_threadpool(caller_of_request, request, parts)
    return caller_of_request(request, parts)


Me = Annotated[Caller, Depends(identified)]


def needs(right: Right) -> Any:
    """A dependency: the caller, who must hold the right; 404 for others."""

    async def check(caller: Me) -> Caller:
        caller.need(right)
        return caller

    check.right = right  # type: ignore[attr-defined]
    return Depends(check)


Lead = Annotated[Caller, needs(Right.LEAD)]
Planner = Annotated[Caller, needs(Right.PLAN)]
Staffer = Annotated[Caller, needs(Right.STAFF)]
Publisher = Annotated[Caller, needs(Right.PUBLISH)]
Admin = Annotated[Caller, needs(Right.ADMIN)]


def language_of(request: Request) -> Language:
    """The language asked for."""
    return preferred(request.headers.get("accept-language"))


async def _tongue(request: Request) -> Language:
    return language_of(request)


Tongue = Annotated[Language, Depends(_tongue)]


CentreQuery = Annotated[str | None, Query(max_length=200, description="The caller's own where left out")]
MonthQuery = Annotated[str | None, Query(max_length=7, description="`2026-10`")]


def centre_of(caller: Caller, centre_id: str | None) -> str:
    """The centre named, or the caller's own; InputError where neither is."""
    chosen = centre_id or caller.centre_id
    if chosen is None:
        raise input_problem("centre_id", Text("缺少", "is missing"), Text("写明客服中心", "Name the centre"))
    caller.need_centre(chosen)
    return chosen


def own_agent(caller: Caller) -> str:
    """The caller's agent; NotFoundError for who is not rostered."""
    if caller.agent_id is None or caller.centre_id is None:
        raise NotFoundError("agent")
    return caller.agent_id


def agent_of(caller: Caller, agent_id: str | None) -> str:
    """The agent named, or the caller; InputError where the caller is none."""
    chosen = agent_id or caller.agent_id
    if chosen is None:
        raise input_problem("agent_id", Text("缺少", "is missing"), Text("写明员工编号", "Name the agent"))
    return chosen
