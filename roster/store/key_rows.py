"""Keys that let a write happen once, as rows: whose, of which act, and the answer that it gave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from roster.store.tables.audit import IDEMPOTENCY


@dataclass(frozen=True, slots=True)
class KeyedWrite:
    """An earlier write with a key: the act that it was, and its answer as plain data."""

    action: str
    answer: Any


def keyed_write(connection: Connection, centre_id: str, actor: str, key: str) -> KeyedWrite | None:
    """The actor's earlier write in this centre with this key; None where there was none."""
    row = connection.execute(select(IDEMPOTENCY).where(_own(centre_id, actor, key))).first()
    return None if row is None else KeyedWrite(row.action, row.result)


def take_key(connection: Connection, centre_id: str, actor: str, key: str, *, action: str, at: datetime) -> None:
    """The key belongs to this act from now on."""
    values = {"actor": _whose(centre_id, actor), "key": key, "action": action, "result": {}, "at": at}
    connection.execute(insert(IDEMPOTENCY).values(values))


def keep_answer(connection: Connection, centre_id: str, actor: str, key: str, answer: Any) -> None:
    """What the write with this key gave."""
    connection.execute(update(IDEMPOTENCY).where(_own(centre_id, actor, key)).values(result=answer))


def _own(centre_id: str, actor: str, key: str) -> ColumnElement[bool]:
    return and_(IDEMPOTENCY.c.actor == _whose(centre_id, actor), IDEMPOTENCY.c.key == key)


def _whose(centre_id: str, actor: str) -> str:
    """Agents of two centres may share an id; their keys are their own."""
    return f"{centre_id}/{actor}"
