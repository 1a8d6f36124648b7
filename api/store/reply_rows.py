"""Answers to writes with an Idempotency-Key, as rows: a key belongs to an account and a scope."""

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.store.instant import SECOND, now_micros
from api.store.tables import REPLIES

KEEP_SECONDS = 7 * 86_400
"""How long an answer is kept for a repetition."""
SWEEP_ROWS = 200
"""How many old ones a new one sweeps away at most."""


def reply(connection: Connection, account_id: str, scope: str, key: str) -> Row[tuple[object, ...]] | None:
    """The answer that was given before."""
    mine = (REPLIES.c.account_id == account_id) & (REPLIES.c.scope == scope) & (REPLIES.c.key == key)
    return connection.execute(select(REPLIES).where(mine)).first()


def claim_reply(connection: Connection, account_id: str, scope: str, key: str, fingerprint: str) -> bool:
    """Take the key for this transaction; False where somebody had it (who is waited for). Old answers are swept."""
    now = now_micros()
    row = {"account_id": account_id, "scope": scope, "key": key, "fingerprint": fingerprint, "created_at": now}
    try:
        with connection.begin_nested():
            connection.execute(insert(REPLIES).values(**row, status=0, headers="{}", body=b""))
    except IntegrityError:
        return False
    old = select(REPLIES.c.created_at).where(REPLIES.c.created_at < now - KEEP_SECONDS * SECOND)
    oldest = connection.execute(old.order_by(REPLIES.c.created_at).limit(1).offset(SWEEP_ROWS)).scalar_one_or_none()
    before = now - KEEP_SECONDS * SECOND if oldest is None else oldest
    connection.execute(delete(REPLIES).where(REPLIES.c.created_at < before))
    return True


def keep_reply(
    connection: Connection, account_id: str, scope: str, key: str, status: int, headers: str, body: bytes
) -> None:
    """Keep the answer with what was done."""
    mine = (REPLIES.c.account_id == account_id) & (REPLIES.c.scope == scope) & (REPLIES.c.key == key)
    connection.execute(update(REPLIES).where(mine).values(status=status, headers=headers, body=body))
