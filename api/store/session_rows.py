"""Sessions, API tokens and log-ins under way, as rows; of every secret only its digest."""

import uuid
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from api.store.cursor_rows import EPOCH_VALUE
from api.store.instant import SECOND, now_micros
from api.store.tables import ACCOUNTS, LOG_INS, SESSIONS, TOKENS
from roster.errors import NotFoundError
from roster.store.connect import Store


def add_session(connection: Connection, token_hash: str, account_id: str, hours: int) -> None:
    """A new session; those that have run out are swept away."""
    now = now_micros()
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= now))
    row = {"token_hash": token_hash, "account_id": account_id, "created_at": now}
    connection.execute(insert(SESSIONS).values(**row, expires_at=now + hours * 3600 * SECOND))
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(last_log_in=now))


def drop_session(connection: Connection, token_hash: str) -> None:
    """End a session."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))


def drop_entrances(connection: Connection, account_id: str, *, tokens: bool) -> None:
    """End every session of an account; its tokens too where that is asked."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account_id == account_id))
    if tokens:
        connection.execute(delete(TOKENS).where(TOKENS.c.account_id == account_id))


def open_sessions(connection: Connection, account_id: str) -> int:
    """How many sessions of an account run."""
    mine = (SESSIONS.c.account_id == account_id) & (SESSIONS.c.expires_at > now_micros())
    return connection.execute(select(func.count()).select_from(SESSIONS).where(mine)).scalar_one()


_LIVING = ACCOUNTS.c.disabled.is_(False)
BY_SESSION = (
    select(ACCOUNTS, EPOCH_VALUE)
    .join(SESSIONS, SESSIONS.c.account_id == ACCOUNTS.c.id)
    .where(SESSIONS.c.token_hash == bindparam("token_hash"), SESSIONS.c.expires_at > bindparam("now"), _LIVING)
)
BY_TOKEN = (
    select(ACCOUNTS, TOKENS.c.id.label("token_id"), TOKENS.c.scopes, TOKENS.c.expires_at, EPOCH_VALUE)
    .join(TOKENS, TOKENS.c.account_id == ACCOUNTS.c.id)
    .where(TOKENS.c.token_hash == bindparam("token_hash"), _LIVING)
    .where(TOKENS.c.expires_at.is_(None) | (TOKENS.c.expires_at > bindparam("now")))
)


def by_session(store: Store, token_hash: str) -> Any | None:
    """The account of a session that runs, with the store's epoch."""
    return store.glance(BY_SESSION, token_hash=token_hash, now=now_micros())


def by_token(store: Store, token_hash: str) -> Any | None:
    """The account of a token that holds, with the token's `token_id`, `scopes` and end, and the store's epoch."""
    return store.glance(BY_TOKEN, token_hash=token_hash, now=now_micros())


def add_token(
    connection: Connection,
    token_hash: str,
    account_id: str,
    label: str,
    scopes: str,
    expires_at: int | None,
    parent_id: str | None = None,
) -> Row[Any]:
    """A new token; one that another token made ends with it."""
    row = {
        "id": str(uuid.uuid4()),
        "token_hash": token_hash,
        "account_id": account_id,
        "label": label,
        "scopes": scopes,
        "created_at": now_micros(),
        "expires_at": expires_at,
        "parent_id": parent_id,
    }
    connection.execute(insert(TOKENS).values(row))
    return connection.execute(select(TOKENS).where(TOKENS.c.id == row["id"])).one()


def tokens_of(connection: Connection, account_id: str) -> list[Row[Any]]:
    """The account's tokens, newest first."""
    rows = select(TOKENS).where(TOKENS.c.account_id == account_id).order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)
    return list(connection.execute(rows))


def drop_token(connection: Connection, account_id: str, token_id: str) -> None:
    """Revoke one of the account's tokens, and those that it made."""
    gone = connection.execute(delete(TOKENS).where(TOKENS.c.id == token_id, TOKENS.c.account_id == account_id))
    if gone.rowcount != 1:
        raise NotFoundError(token_id)


def add_log_in(connection: Connection, state_hash: str, nonce: str, verifier: str, seconds: int) -> None:
    """A log-in that begins at the identity provider; those that took too long are swept away."""
    now = now_micros()
    connection.execute(delete(LOG_INS).where(LOG_INS.c.expires_at <= now))
    row = {"state_hash": state_hash, "nonce": nonce, "verifier": verifier}
    connection.execute(insert(LOG_INS).values(**row, expires_at=now + seconds * SECOND))


def take_log_in(connection: Connection, state_hash: str) -> Row[Any] | None:
    """The log-in that comes back, once; None for one that is unknown or took too long."""
    mine = LOG_INS.c.state_hash == state_hash
    row = connection.execute(select(LOG_INS).where(mine)).first()
    once = connection.execute(delete(LOG_INS).where(mine)).rowcount == 1
    return row if row is not None and once and row.expires_at > now_micros() else None
