"""One's own account: who one is, the password, API tokens, notices."""

from fastapi import Response

from api.accounts.accounts import change_account, check_password
from api.accounts.caller import Caller
from api.accounts.sessions import new_token, open_session
from api.http.dependencies import CentreQuery, Me, Parts, Services, Tongue
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.me.bodies import MeOut, NewPassword, NoticeOut, Preferences, TokenBody, TokenOut, WaitingOut
from api.http.resources.sessions.routes import give_cookie
from api.http.routing import resource
from api.http.waiting import waiting, waiting_view
from api.problem import FORBIDDEN, Problem
from api.store import account_rows, notice_rows, session_rows
from api.views.accounts import me_view, notice_view, token_view
from roster.text import Text

router = resource("/me", "me")


@router.get("", response_model=MeOut)
def who(parts: Parts, caller: Me) -> Response:
    """Who the caller is and what the role allows."""
    row = account_rows.account_with_unread(parts.store, caller.account_id)
    return answer(me_view(row, row.unread))


@router.patch("", status_code=204, response_class=Response)
@once
def prefer(parts: Parts, caller: Me, body: Preferences) -> Reply:
    """Set the language of notices, and the address for e-mail."""
    values = body.model_dump(exclude_none=True)
    with parts.store.writing() as connection:
        if values:
            change_account(connection, caller.account_id, values)
    return Reply(None, 204)


@router.put("/password", status_code=204, response_class=Response)
def change_password(parts: Parts, caller: Me, body: NewPassword) -> Response:
    """Change one's password. Every session and API token ends; who was logged in by a session gets a new one."""
    secret = renew_password(parts, caller, body.current, body.new)
    response = answer(None, status=204)
    if caller.by_session:
        give_cookie(response, secret, parts.settings)
    return response


def renew_password(parts: Services, caller: Caller, current: str, new: str) -> str:
    """Set the password and end every session and token of the account; a new session's secret."""
    parts.limits.take("password", caller.account_id, parts.settings.login_attempts_per_minute)
    with parts.store.reading() as connection:
        password_hash = account_rows.account(connection, caller.account_id).password_hash
    fits = parts.hashing.fits(current, password_hash)
    if not fits:
        raise Problem(FORBIDDEN, Text("当前密码不对", "The current password is wrong"))
    check_password(new)
    hashed = parts.hashing.hashed(new)
    with parts.store.writing() as connection:
        change_account(connection, caller.account_id, {"password_hash": hashed, "must_change_password": False})
        return open_session(connection, caller.account_id, parts.settings.session_hours)


@router.post("/tokens", status_code=201, response_model=TokenOut)
def make_token(parts: Parts, caller: Me, body: TokenBody) -> Response:
    """Make an API token. Its secret is shown this once (so an Idempotency-Key, which would keep it, is not heard)."""
    scopes = frozenset(body.scopes) & caller.scopes
    with parts.store.writing() as connection:
        row, secret = new_token(connection, caller.account_id, body.label, scopes, body.days, caller)
    return answer({**token_view(row), "token": secret}, status=201)


@router.get("/tokens", response_model=PageOf[TokenOut])
def list_tokens(parts: Parts, caller: Me, page: Paged) -> Response:
    """One's tokens, newest first."""
    with parts.store.reading() as connection:
        rows = session_rows.tokens_of(connection, caller.account_id)
    return answer(page.of([token_view(row) for row in rows]))


@router.delete("/tokens/{token_id}", status_code=204, response_class=Response)
@once
def revoke_token(parts: Parts, caller: Me, token_id: str) -> Reply:
    """Revoke a token at once, and those that were made with it."""
    with parts.store.writing() as connection:
        session_rows.drop_token(connection, caller.account_id, token_id)
    return Reply(None, 204)


@router.get("/notices", response_model=PageOf[NoticeOut])
def notices(parts: Parts, caller: Me, page: Paged, language: Tongue) -> Response:
    """What happened that touches the caller, newest first."""
    with parts.store.reading() as connection:
        rows, total = notice_rows.notices_of(connection, caller.account_id, page.offset, page.limit)
    return answer(page.out([notice_view(row, language) for row in rows], total))


@router.post("/notices/read", status_code=204, response_class=Response)
@once
def read_notices(parts: Parts, caller: Me) -> Reply:
    """Mark every notice as read."""
    with parts.store.writing() as connection:
        notice_rows.mark_read(connection, caller.account_id)
    return Reply(None, 204)


@router.get("/waiting", response_model=PageOf[WaitingOut])
def what_waits(parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None) -> Response:
    """What waits for the caller's word over all months, soonest first; as a deputy too."""
    chosen = centre_id or caller.centre_id
    if chosen is None:
        return answer(page.of([]))
    caller.need_centre(chosen)
    return answer(page.of([waiting_view(item) for item in waiting(parts, caller, chosen)]))
