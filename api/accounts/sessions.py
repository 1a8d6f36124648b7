"""Sessions kept on the server, and API tokens. Only the digest of a secret is stored."""

import uuid
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from api.accounts.accounts import caller_of
from api.accounts.caller import Caller, Scope
from api.accounts.secrets import digest, new_secret
from api.store.instant import SECOND, now_micros
from api.store.tables import ACCOUNTS, SESSIONS, TOKENS
from roster.errors import NotFoundError

TOKEN_PREFIX = "rst_"  # noqa: S105 - what tokens begin with


def open_session(connection: Connection, account_id: str, hours: int) -> str:
    """A new session's secret; sessions that have run out are swept away."""
    now = now_micros()
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= now))
    secret = new_secret()
    row = {
        "token_hash": digest(secret),
        "account_id": account_id,
        "created_at": now,
        "expires_at": now + hours * 3600 * SECOND,
    }
    connection.execute(insert(SESSIONS).values(row))
    return secret


def close_session(connection: Connection, secret: str) -> None:
    """End a session."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == digest(secret)))


def close_every_session(connection: Connection, account_id: str) -> None:
    """End every session of the account."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account_id == account_id))


def session_caller(connection: Connection, secret: str) -> Caller | None:
    """Who the session belongs to; None when it is unknown or over, or the account disabled."""
    row = connection.execute(
        select(ACCOUNTS)
        .join(SESSIONS, SESSIONS.c.account_id == ACCOUNTS.c.id)
        .where(SESSIONS.c.token_hash == digest(secret), SESSIONS.c.expires_at > now_micros())
    ).first()
    return caller_of(row, by_session=True) if row is not None and not row.disabled else None


def new_token(
    connection: Connection, account_id: str, label: str, scopes: frozenset[Scope], days: int | None
) -> tuple[str, str]:
    """An API token: its id and its secret, which is told once."""
    secret, token_id, now = TOKEN_PREFIX + new_secret(), str(uuid.uuid4()), now_micros()
    row = {
        "id": token_id,
        "token_hash": digest(secret),
        "account_id": account_id,
        "label": label,
        "scopes": " ".join(sorted(scopes)),
        "created_at": now,
        "expires_at": None if days is None else now + days * 86_400 * SECOND,
    }
    connection.execute(insert(TOKENS).values(row))
    return token_id, secret


def token_caller(connection: Connection, secret: str) -> Caller | None:
    """Who the token belongs to, with its scopes; None when it is unknown or over, or the account disabled."""
    row = connection.execute(
        select(ACCOUNTS, TOKENS.c.scopes, TOKENS.c.expires_at)
        .join(TOKENS, TOKENS.c.account_id == ACCOUNTS.c.id)
        .where(TOKENS.c.token_hash == digest(secret))
    ).first()
    if row is None or row.disabled or (row.expires_at is not None and row.expires_at <= now_micros()):
        return None
    return caller_of(row, scopes=frozenset(Scope(item) for item in row.scopes.split()))


def tokens_of(connection: Connection, account_id: str) -> list[Row[Any]]:
    """The account's tokens, newest first."""
    rows = select(TOKENS).where(TOKENS.c.account_id == account_id).order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)
    return list(connection.execute(rows))


def drop_token(connection: Connection, account_id: str, token_id: str) -> None:
    """Revoke one of the account's tokens."""
    gone = connection.execute(delete(TOKENS).where(TOKENS.c.id == token_id, TOKENS.c.account_id == account_id))
    if gone.rowcount != 1:
        raise NotFoundError(token_id)
