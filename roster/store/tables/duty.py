"""The duty day: the log of each shift, who was seen when, who was called in, reliefs and hand-overs."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, UniqueConstraint

from roster.store.tables.base import METADATA, text
from roster.store.types import Instant

SHIFT_LOG = Table(
    "shift_log",
    METADATA,
    Column("entry_id", Integer, primary_key=True),
    Column("centre_id", ForeignKey("centres.centre_id"), nullable=False),
    Column("day", Date, nullable=False),
    text("shift"),
    Column("at", Instant, nullable=False),
    text("author"),
    text("category"),
    text("kind"),
    text("subject"),
    text("zh"),
    text("en"),
    text("gravity"),
    Column("opens", Boolean, nullable=False),
    Column("about", ForeignKey("shift_log.entry_id")),
    text("follow", optional=True),
    text("cause"),
    text("course"),
    text("result"),
    text("key", optional=True),
    UniqueConstraint("centre_id", "key"),
    Index("ix_shift_log_shift", "centre_id", "day", "shift"),
    Index("ix_shift_log_about", "about"),
)

SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("sighting_id", Integer, primary_key=True),
    Column("centre_id", ForeignKey("centres.centre_id"), nullable=False),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("source"),
    Column("seen_at", Instant, nullable=False),
    text("by"),
    Column("absent", Boolean),
    Column("late_minutes", Integer),
    Column("early_minutes", Integer),
    Column("away_minutes", Integer),
    Column("longest_away_minutes", Integer),
    Column("handover", Boolean),
    text("reason"),
    text("key", optional=True),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("centre_id", "key"),
    Index("ix_sightings_day", "centre_id", "day", "agent_id"),
)

CALL_INS = Table(
    "call_ins",
    METADATA,
    text("swap_id", key=True),
    Column("centre_id", ForeignKey("centres.centre_id"), nullable=False),
    Column("day", Date, nullable=False),
    text("shift"),
    text("agent_id"),
    text("partner"),
    text("called_by"),
    Column("called_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Index("ix_call_ins_day", "centre_id", "day"),
)

RELIEFS = Table(
    "reliefs",
    METADATA,
    Column("centre_id", ForeignKey("centres.centre_id"), primary_key=True),
    Column("day", Date, primary_key=True),
    text("shift", key=True),
    text("agent_id", key=True),
    text("relief"),
    Column("relieved_at", Instant, nullable=False),
    Column("stayed_minutes", Integer, nullable=False),
    text("by"),
)

HANDOVERS = Table(
    "handovers",
    METADATA,
    Column("centre_id", ForeignKey("centres.centre_id"), primary_key=True),
    Column("day", Date, primary_key=True),
    text("shift", key=True),
    Column("upto", Integer, nullable=False),
    text("digest"),
    text("given_by"),
    Column("given_at", Instant, nullable=False),
    text("taken_by", optional=True),
    Column("taken_at", Instant),
)
