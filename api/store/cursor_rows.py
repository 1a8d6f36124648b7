"""Counters of the installation: how far something has been read, and its epoch, which a restore changes."""

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from api.store.instant import now_micros
from api.store.tables import CURSORS

EPOCH = "epoch"
EPOCH_VALUE = select(CURSORS.c.value).where(CURSORS.c.name == EPOCH).scalar_subquery().label("epoch")
"""The epoch as a column of another query."""


def cursor(connection: Connection, name: str, *, lock: bool = False) -> int:
    """A counter's value, 0 where it has none; locked it is made, for the end of the transaction."""
    query = select(CURSORS.c.value).where(CURSORS.c.name == name)
    value = connection.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if value is None and lock:
        connection.execute(insert(CURSORS).values(name=name, value=0))
    return value or 0


def set_cursor(connection: Connection, name: str, value: int) -> None:
    """Move a counter."""
    connection.execute(update(CURSORS).where(CURSORS.c.name == name).values(value=value))


def epoch(connection: Connection) -> int | None:
    """The epoch; None before any restore."""
    return connection.execute(select(EPOCH_VALUE)).scalar_one_or_none()


def begin_epoch(connection: Connection) -> None:
    """Another epoch: whoever holds something in memory forgets it."""
    connection.execute(delete(CURSORS).where(CURSORS.c.name == EPOCH))
    connection.execute(insert(CURSORS).values(name=EPOCH, value=now_micros() + secrets.randbelow(1000)))
