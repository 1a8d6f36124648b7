"""The append-only log, and the keys that make a repeated write harmless."""

from sqlalchemy import Column, Integer, Table

from roster.store.tables.base import METADATA, text
from roster.store.types import Instant, Json

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text("at"),
    text("centre_id"),
    text("actor"),
    text("action"),
    text("subject"),
    text("payload"),
    text("previous"),
    text("hash"),
)

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    text("hash"),
)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    text("actor", key=True),
    text("key", key=True),
    text("action"),
    Column("result", Json, nullable=False),
    Column("at", Instant, nullable=False),
)
