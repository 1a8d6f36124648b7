"""Rosters with their versions, and every change of a published duty."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from roster.store.tables.base import METADATA, text
from roster.store.types import Instant, Json

ROSTERS = Table(
    "rosters",
    METADATA,
    Column("roster_id", Integer, primary_key=True),
    Column("month_id", ForeignKey("months.month_id"), nullable=False),
    Column("version", Integer, nullable=False),
    text("state"),
    Column("revision", Integer, nullable=False),
    Column("based_on", Integer),
    Column("based_revision", Integer),
    Column("granted", Json, nullable=False),
    Column("granted_requests", Json, nullable=False, server_default="[]"),
    text("note"),
    text("created_by"),
    Column("created_at", Instant, nullable=False),
    Column("published_at", Instant),
    UniqueConstraint("month_id", "version"),
    CheckConstraint("state IN ('draft', 'published', 'superseded', 'closed')", name="state"),
)

# At most one roster of a month binds people.
Index(
    "uq_rosters_binding",
    ROSTERS.c.month_id,
    unique=True,
    sqlite_where=sql("state IN ('published', 'closed')"),
    postgresql_where=sql("state IN ('published', 'closed')"),
)

DUTIES = Table(
    "duties",
    METADATA,
    Column("roster_id", ForeignKey("rosters.roster_id", ondelete="CASCADE"), primary_key=True),
    text("agent_id", key=True),
    Column("day", Date, primary_key=True),
    text("shift"),
    text("job"),
)

DUTY_CHANGES = Table(
    "duty_changes",
    METADATA,
    Column("change_id", Integer, primary_key=True),
    Column("roster_id", ForeignKey("rosters.roster_id"), nullable=False, index=True),
    text("agent_id"),
    Column("day", Date, nullable=False),
    Column("before", Json),
    Column("after", Json),
    text("cause"),
    Column("at", Instant, nullable=False),
)
