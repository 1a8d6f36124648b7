"""Sessions and API tokens: opened with a secret that is told once, and followed back to who holds it."""

from api.accounts.accounts import caller_of
from api.accounts.caller import Caller, Scope
from api.accounts.secrets import digest, new_secret
from api.store import session_rows
from api.store.instant import SECOND, now_micros
from roster.store.connect import Connection, Row, Store

TOKEN_PREFIX = "rst_"  # noqa: S105 - what tokens begin with


def open_session(connection: Connection, account_id: str, hours: int) -> str:
    """A new session's secret."""
    secret = new_secret()
    session_rows.add_session(connection, digest(secret), account_id, hours)
    return secret


def close_session(connection: Connection, secret: str) -> None:
    """End a session."""
    session_rows.drop_session(connection, digest(secret))


def session_caller(store: Store, secret: str) -> Caller | None:
    """Who the session belongs to; None when it is unknown or over, or the account disabled."""
    row = session_rows.by_session(store, digest(secret))
    return caller_of(row, by_session=True, epoch=row.epoch) if row is not None else None


def new_token(
    connection: Connection,
    account_id: str,
    label: str,
    scopes: frozenset[Scope],
    days: int | None,
    parent: Caller | None = None,
) -> tuple[Row[object], str]:
    """An API token and its secret, which is told once. One that a token makes ends with that token at the latest."""
    secret = TOKEN_PREFIX + new_secret()
    ends = [now_micros() + days * 86_400 * SECOND] if days is not None else []
    if parent is not None and parent.token_ends is not None:
        ends.append(parent.token_ends)
    row = session_rows.add_token(
        connection,
        digest(secret),
        account_id,
        label,
        " ".join(sorted(scopes)),
        min(ends, default=None),
        parent.token_id if parent is not None else None,
    )
    return row, secret


def token_caller(store: Store, secret: str) -> Caller | None:
    """Who the token belongs to, with its scopes; None when it is unknown or over, or the account disabled."""
    row = session_rows.by_token(store, digest(secret))
    if row is None:
        return None
    scopes = frozenset(Scope(item) for item in row.scopes.split())
    return caller_of(row, scopes=scopes, token_id=row.token_id, token_ends=row.expires_at, epoch=row.epoch)
