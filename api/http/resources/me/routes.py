"""One's own account: who one is, the password, API tokens, notices."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy import func, select, update

from api.accounts.accounts import account, change_account, set_password
from api.accounts.caller import RIGHTS, Caller, Scope
from api.accounts.secrets import password_fits
from api.accounts.sessions import drop_token, new_token, open_session, tokens_of
from api.http.dependencies import Me, Paged, Parts, Reply, Services, Tongue, Write, answer
from api.http.models import Body, Line, PageOf
from api.http.resources.sessions.routes import give_cookie
from api.http.waiting import Asked, waiting
from api.office.office import instant
from api.problem import FORBIDDEN, Problem
from api.store.instant import from_micros, now_micros
from api.store.tables import NOTICES
from roster.text import Text

router = APIRouter(prefix="/me", tags=["me"])


class MeOut(BaseModel):
    """The caller."""

    username: str
    name: str
    role: str
    centre_id: str | None
    agent_id: str | None
    language: str
    email: str
    rights: list[str]
    must_change_password: bool
    unread_notices: int


@router.get("", response_model=MeOut)
def who(parts: Parts, caller: Me) -> Response:
    """Who the caller is and what the role allows."""
    with parts.store.reading() as connection:
        row = account(connection, caller.account_id)
        unread = connection.execute(
            select(func.count())
            .select_from(NOTICES)
            .where(NOTICES.c.account_id == caller.account_id, NOTICES.c.read_at.is_(None))
        ).scalar_one()
    return answer(
        {
            "username": caller.username,
            "name": caller.name,
            "role": caller.role.value,
            "centre_id": caller.centre_id,
            "agent_id": caller.agent_id,
            "language": caller.language,
            "email": row.email,
            "rights": sorted(right.value for right in RIGHTS[caller.role]),
            "must_change_password": caller.must_change_password,
            "unread_notices": unread,
        }
    )


class Preferences(Body):
    """What one may change about oneself."""

    language: Literal["zh", "en"] | None = None
    email: (
        Annotated[str, StringConstraints(max_length=320, pattern=r"^$|^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")] | None
    ) = None

    model_config = {"json_schema_extra": {"examples": [{"language": "en"}]}}


@router.patch("", status_code=204, response_class=Response)
def prefer(caller: Me, write: Write, body: Preferences) -> Response:
    """Set the language of notices, and the address for e-mail."""
    values = body.model_dump(exclude_none=True)

    def work(connection: Any) -> Reply:
        if values:
            change_account(connection, caller.account_id, values)
        return Reply(None, 204)

    return write.once(work)


class NewPassword(Body):
    """The password in force and the one to come."""

    current: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new: Annotated[str, StringConstraints(min_length=1, max_length=200)]

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"current": "demo-password", "new": "a phrase that is easy to remember"}]},
    }


@router.put("/password", status_code=204, response_class=Response)
def change_password(parts: Parts, caller: Me, body: NewPassword) -> Response:
    """Change one's password. Every session ends; who was logged in by one gets a new one with the answer."""
    secret = renew_password(parts, caller, body.current, body.new)
    response = answer(None, status=204)
    if caller.by_session:
        give_cookie(response, secret, parts.settings)
    return response


def renew_password(parts: Services, caller: Caller, current: str, new: str) -> str:
    """Set the password and end every session of the account; a new session's secret."""
    parts.limits.take("log-in name", caller.username, parts.settings.login_attempts_per_minute)
    with parts.store.reading() as connection:
        kept = account(connection, caller.account_id).password_hash
    if not password_fits(current, kept):
        raise Problem(FORBIDDEN, Text("当前密码不对", "The current password is wrong"))
    with parts.store.writing() as connection:
        set_password(connection, caller.account_id, new)
        return open_session(connection, caller.account_id, parts.settings.session_hours)


class TokenBody(Body):
    """A token to make."""

    label: Line = ""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)] = [Scope.READ]
    days: Annotated[int, Field(ge=1, le=3650)] | None = None

    model_config = {"json_schema_extra": {"examples": [{"label": "wallboard", "scopes": ["read"], "days": 90}]}}


class TokenOut(BaseModel):
    """A token; its secret is told only when it is made."""

    id: str
    label: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    token: str | None = None


@router.post("/tokens", status_code=201, response_model=TokenOut)
def make_token(parts: Parts, caller: Me, body: TokenBody) -> Response:
    """Make an API token. Its secret is shown this once (so an Idempotency-Key, which would keep it, is not heard)."""
    scopes = frozenset(body.scopes) & caller.scopes
    with parts.store.writing() as connection:
        token_id, secret = new_token(connection, caller.account_id, body.label, scopes, body.days)
        row = next(row for row in tokens_of(connection, caller.account_id) if row.id == token_id)
    return answer({**_token(row), "token": secret}, status=201)


@router.get("/tokens", response_model=PageOf[TokenOut])
def list_tokens(parts: Parts, caller: Me, page: Paged) -> Response:
    """One's tokens, newest first."""
    with parts.store.reading() as connection:
        rows = tokens_of(connection, caller.account_id)
    return answer(page.of([_token(row) for row in rows]))


@router.delete("/tokens/{token_id}", status_code=204, response_class=Response)
def revoke_token(caller: Me, write: Write, token_id: str) -> Response:
    """Revoke a token at once."""

    def work(connection: Any) -> Reply:
        drop_token(connection, caller.account_id, token_id)
        return Reply(None, 204)

    return write.once(work)


class NoticeOut(BaseModel):
    """Something that touches the caller."""

    id: str
    text: str
    link: str
    created_at: str
    read: bool


@router.get("/notices", response_model=PageOf[NoticeOut])
def notices(parts: Parts, caller: Me, page: Paged, language: Tongue) -> Response:
    """What happened that touches the caller, newest first."""
    mine = NOTICES.c.account_id == caller.account_id
    with parts.store.reading() as connection:
        rows = connection.execute(
            select(NOTICES)
            .where(mine)
            .order_by(NOTICES.c.created_at.desc(), NOTICES.c.id)
            .offset(page.offset)
            .limit(page.limit)
        ).all()
        total = connection.execute(select(func.count()).select_from(NOTICES).where(mine)).scalar_one()
    items = [
        {
            "id": row.id,
            "text": row.zh if language == "zh" else row.en,
            "link": row.link,
            "created_at": from_micros(row.created_at).isoformat(),
            "read": row.read_at is not None,
        }
        for row in rows
    ]
    return answer(page.out(items, total))


@router.post("/notices/read", status_code=204, response_class=Response)
def read_notices(caller: Me, write: Write) -> Response:
    """Mark every notice as read."""

    def work(connection: Any) -> Reply:
        mine = (NOTICES.c.account_id == caller.account_id) & NOTICES.c.read_at.is_(None)
        connection.execute(update(NOTICES).where(mine).values(read_at=now_micros()))
        return Reply(None, 204)

    return write.once(work)


class WaitingOut(BaseModel):
    """One thing that waits for the caller's word, or a solve of the caller's that still runs.

    `due`: the instant by which it matters (null: none); `on_behalf_of`: in whose place the caller decides; `gap`:
    seat-intervals that a yes leaves short; `consent_needed`: a yes must say so expressly.
    """

    kind: str
    id: str
    link: str
    month: str | None
    people: list[str]
    days: list[str]
    due: str | None
    on_behalf_of: str
    gap: int
    consent_needed: bool
    count: int


@router.get("/waiting", response_model=PageOf[WaitingOut])
def what_waits(
    parts: Parts, caller: Me, page: Paged, centre_id: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """What waits for the caller's word over all months, soonest first; as a deputy too."""
    chosen = centre_id or caller.centre_id
    if chosen is None:
        return answer(page.of([]))
    caller.need_centre(chosen)
    return answer(page.of([_waiting(item) for item in waiting(parts, caller, chosen)]))


def _waiting(item: Asked) -> dict[str, Any]:
    about = item.about
    return {
        "kind": item.kind,
        "id": item.id,
        "link": item.link,
        "month": str(about.month) if about else None,
        "people": list(about.people) if about else [],
        "days": [day.isoformat() for day in about.days] if about else [],
        "due": instant(about.due) if about else None,
        "on_behalf_of": about.principal if about else "",
        "gap": about.gap if about else 0,
        "consent_needed": about.consent_needed if about else False,
        "count": about.count if about else 1,
    }


def _token(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": row.label,
        "scopes": row.scopes.split(),
        "created_at": from_micros(row.created_at).isoformat(),
        "expires_at": from_micros(row.expires_at).isoformat() if row.expires_at is not None else None,
        "token": None,
    }
