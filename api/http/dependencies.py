"""What the routes work with, and how a route says what it needs."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller, Right, Scope
from api.accounts.limit import Limits
from api.accounts.oidc import Issuer
from api.accounts.origin import SAFE_METHODS, check_origin
from api.accounts.sessions import session_caller, token_caller
from api.language import preferred
from api.office.office import Office
from api.operation.demo_links import DemoLinks
from api.operation.measures import Measures
from api.problem import CONFLICT, FORBIDDEN, UNAUTHENTICATED, Problem, input_problem
from api.settings import Settings
from api.store.instant import now_micros
from api.store.tables import REPLIES
from roster.desk.clock import Clock, SystemClock
from roster.errors import InputError, StorageError
from roster.store.connect import Store
from roster.text import Language, Text

COOKIE = "roster_session"
OPEN_WHILE_PASSWORD_IS_OLD = ("/api/v1/me", "/api/v1/sessions", "/password", "/logout", "/language", "/theme")


class OneTimePassword(Problem):
    """The password in force opens nothing but the way to a new one."""

    def __init__(self) -> None:
        told = Text("请先修改一次性密码", "Change the one-time password first: PUT /api/v1/me/password")
        super().__init__(FORBIDDEN, told)


@dataclass
class Services:
    """One installation's parts, made once when the application starts."""

    settings: Settings
    store: Store
    office: Office
    clock: Clock = field(default_factory=SystemClock)
    limits: Limits = field(default_factory=Limits)
    measures: Measures = field(default_factory=Measures)
    jobs: Any = None
    issuer: Issuer | None = None
    demo: DemoLinks | None = None


def services(request: Request) -> Services:
    """The application's parts."""
    found = request.app.state.services
    assert isinstance(found, Services)
    return found


Parts = Annotated[Services, Depends(services)]


def identified(request: Request, parts: Parts) -> Caller:
    """Who asks, by bearer token or by session; a problem for nobody, for another site, and above the rate limit."""
    header = request.headers.get("authorization", "")
    word, _, secret = header.partition(" ")
    caller: Caller | None = None
    with parts.store.reading() as connection:
        parts.office.keep_up(connection)
        if word.lower() == "bearer":
            caller = token_caller(connection, secret.strip())
        elif COOKIE in request.cookies:
            caller = session_caller(connection, request.cookies[COOKIE])
    if caller is None:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
    if caller.by_session:
        check_origin(request.method, request.headers, request.headers.get("host", ""))
    if (Scope.READ if request.method in SAFE_METHODS else Scope.WRITE) not in caller.scopes:
        raise Problem(FORBIDDEN, Text("令牌权限不足", "The token's scope does not reach that far"))
    if caller.must_change_password and not request.url.path.startswith(OPEN_WHILE_PASSWORD_IS_OLD):
        raise OneTimePassword
    parts.limits.take("account", caller.account_id, parts.settings.requests_per_minute)
    return caller


Me = Annotated[Caller, Depends(identified)]


def needs(right: Right) -> Any:
    """A dependency: the caller, who must hold the right; 404 for others."""

    def check(caller: Me) -> Caller:
        caller.need(right)
        return caller

    return Depends(check)


Lead = Annotated[Caller, needs(Right.LEAD)]
Planner = Annotated[Caller, needs(Right.PLAN)]
Publisher = Annotated[Caller, needs(Right.PUBLISH)]
Admin = Annotated[Caller, needs(Right.ADMIN)]


def language_of(request: Request) -> Language:
    """The language asked for."""
    return preferred(request.headers.get("accept-language"))


Tongue = Annotated[Language, Depends(language_of)]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    offset: int
    limit: int

    def of(self, items: list[Any]) -> dict[str, Any]:
        """The page of a list that is wholly in memory."""
        return self.out(items[self.offset : self.offset + self.limit], len(items))

    def out(self, items: list[Any], total: int) -> dict[str, Any]:
        """The page as it is sent; `next` is the following page's offset, null on the last."""
        after = self.offset + len(items)
        return {"items": items, "total": total, "next": after if after < total else None}


def page(
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many to leave out first")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many at most")] = 100,
) -> Page:
    """The page asked for."""
    return Page(offset, limit)


Paged = Annotated[Page, Depends(page)]


@dataclass(frozen=True)
class Reply:
    """What a write answers."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As HTTP."""
        return _response(self.status, encode(self.body), dict(self.headers))


def encode(body: Any) -> bytes:
    """JSON, UTF-8, without needless blanks; nothing for None."""
    if body is None:
        return b""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def answer(body: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """A JSON answer without the detour over models; the models document it, and the tests hold it to them."""
    return _response(status, encode(body), dict(headers or {}))


def _response(status: int, data: bytes, headers: dict[str, str]) -> Response:
    return Response(data, status, headers, media_type="application/json" if data else None)


@dataclass(frozen=True)
class Writing:
    """A write that happens once for one Idempotency-Key: its effect and its answer are one transaction."""

    parts: Services
    caller: Caller
    key: str | None
    fingerprint: str

    def once(self, work: Callable[[Connection], Reply]) -> Response:
        """Do the work and keep its answer, or give the kept answer again."""
        try:
            with self.parts.store.writing() as connection:
                kept = self._kept(connection)
                if kept is not None:
                    return kept
                reply = work(connection)
                self._keep(connection, reply)
                return reply.response()
        except StorageError as error:
            if self.key is None or not isinstance(error.__cause__, IntegrityError):
                raise
            with self.parts.store.reading() as connection:
                kept = self._kept(connection)
            if kept is None:
                raise Problem(CONFLICT) from error
            return kept

    def _kept(self, connection: Connection) -> Response | None:
        if self.key is None:
            return None
        table = REPLIES.c
        row = connection.execute(
            select(REPLIES).where(table.account_id == self.caller.account_id, table.key == self.key)
        ).first()
        if row is None:
            return None
        if row.fingerprint != self.fingerprint:
            raise _other_request()
        return _response(row.status, row.body, {**json.loads(row.headers), "Idempotency-Replayed": "true"})

    def _keep(self, connection: Connection, reply: Reply) -> None:
        if self.key is None:
            return
        row = {
            "account_id": self.caller.account_id,
            "key": self.key,
            "fingerprint": self.fingerprint,
            "status": reply.status,
            "headers": json.dumps(dict(reply.headers)),
            "body": encode(reply.body),
            "created_at": now_micros(),
        }
        connection.execute(insert(REPLIES).values(row))


KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Makes a repeated request have its effect once",
    ),
]


async def writing(request: Request, parts: Parts, caller: Me, idempotency_key: KeyHeader = None) -> Writing:
    """The write of this request."""
    return Writing(parts, caller, idempotency_key, await _fingerprint(request, idempotency_key))


async def _fingerprint(request: Request, key: str | None) -> str:
    """What was asked, so that one key is not used for two different requests."""
    told = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if key is not None:
        told.update(request.headers.get("if-match", "").encode())
        told.update(await request.body())
    return told.hexdigest()


async def desk_key(request: Request, parts: Parts, caller: Me, idempotency_key: KeyHeader = None) -> str | None:
    """The key of a write that the desk does: the desk itself makes the repetition harmless, in its transaction."""
    if idempotency_key is None:
        return None
    fingerprint = await _fingerprint(request, idempotency_key)
    await run_in_threadpool(_claim, parts, caller, idempotency_key, fingerprint)
    return idempotency_key


def _claim(parts: Services, caller: Caller, key: str, fingerprint: str) -> None:
    with parts.store.writing() as connection:
        mine = (REPLIES.c.account_id == caller.account_id) & (REPLIES.c.key == key)
        kept = connection.execute(select(REPLIES.c.fingerprint).where(mine)).scalar_one_or_none()
        if kept is None:
            row = {"account_id": caller.account_id, "key": key, "fingerprint": fingerprint, "created_at": now_micros()}
            connection.execute(insert(REPLIES).values(**row, status=0, headers="{}", body=b""))
        elif kept != fingerprint:
            raise _other_request()


Key = Annotated[str | None, Depends(desk_key)]


Write = Annotated[Writing, Depends(writing)]


def _other_request() -> InputError:
    return input_problem(
        "Idempotency-Key",
        Text("此键已用于另一个请求", "this key was used for another request"),
        Text("每个请求用一个新键", "Use a new key for each request"),
        "header",
    )
