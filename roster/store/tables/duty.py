"""The duty day: the log of each shift."""

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
