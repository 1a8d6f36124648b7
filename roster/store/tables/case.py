"""Centres, people with dated terms, and what each month's case gives."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Integer, Table, UniqueConstraint, false

from roster.store.tables.base import METADATA, text
from roster.store.types import Instant, Json

CENTRES = Table(
    "centres",
    METADATA,
    text("centre_id", key=True),
    text("name"),
    text("timezone"),
    Column("created_at", Instant, nullable=False),
)

MONTHS = Table(
    "months",
    METADATA,
    Column("month_id", Integer, primary_key=True),
    Column("centre_id", ForeignKey("centres.centre_id"), nullable=False),
    text("month"),
    Column("settings", Json, nullable=False),
    Column("calendar", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("centre_id", "month"),
)


def _month_id(*, key: bool = True) -> Column[int]:
    return Column("month_id", ForeignKey("months.month_id", ondelete="CASCADE"), primary_key=key, nullable=False)


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


AGENTS = Table(
    "agents",
    METADATA,
    Column("centre_id", ForeignKey("centres.centre_id"), primary_key=True),
    text("agent_id", key=True),
)


def _dated() -> list[Column[Any]]:
    return [
        Column("centre_id", ForeignKey("centres.centre_id"), primary_key=True),
        text("agent_id", key=True),
        Column("since", Date, primary_key=True),
    ]


AGENT_TERMS = Table(
    "agent_terms",
    METADATA,
    *_dated(),
    text("name"),
    text("team"),
    Column("jobs", Json, nullable=False),
    Column("contract_minutes", Integer),
    Column("rotating", Boolean, nullable=False),
    Column("trainee_until", Date),
    Column("start_date", Date),
    Column("end_date", Date),
)
AGENT_GRADES = Table(
    "agent_grades",
    METADATA,
    *_dated(),
    text("grade", optional=True),
    Column("decided", Boolean, nullable=False, server_default=false()),
)
AGENT_ROLES = Table("agent_roles", METADATA, *_dated(), text("role"))
AGENT_PROTECTIONS = Table("agent_protections", METADATA, *_dated(), Column("protections", Json, nullable=False))

MONTH_AGENTS = Table("month_agents", METADATA, _month_id(), _position(), text("agent_id"))

SHIFTS = Table(
    "shifts",
    METADATA,
    _month_id(),
    _position(),
    text("code"),
    Column("start_minute", Integer, nullable=False),
    Column("end_minute", Integer, nullable=False),
    text("name"),
    Column("break_minutes", Integer, nullable=False),
    Column("jobs", Json, nullable=False),
    Column("night", Boolean),
    Column("breaks", Json, nullable=False),
    Column("pause", Json),
)
SEATS = Table(
    "seats",
    METADATA,
    _month_id(),
    _position(),
    Column("day", Date, nullable=False),
    Column("minute", Integer, nullable=False),
    text("job"),
    Column("seats", Integer, nullable=False),
    Column("min_seats", Integer, nullable=False),
)
LOADS = Table(
    "loads",
    METADATA,
    _month_id(),
    _position(),
    Column("day", Date, nullable=False),
    Column("minute", Integer, nullable=False),
    text("job"),
    Column("calls", Float(53), nullable=False),
    Column("aht_seconds", Float(53), nullable=False),
)
CASE_LEAVES = Table(
    "case_leaves",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    text("kind"),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    text("status"),
    Column("priority", Integer, nullable=False),
    Column("special", Boolean, nullable=False),
    Column("extreme", Boolean, nullable=False),
    Column("start_minute", Integer),
    Column("end_minute", Integer),
)
LATER_LEAVES = Table(
    "later_leaves",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    text("kind"),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    text("status"),
    Column("priority", Integer, nullable=False),
    Column("special", Boolean, nullable=False),
    Column("extreme", Boolean, nullable=False),
    Column("start_minute", Integer),
    Column("end_minute", Integer),
)
WISHES = Table(
    "wishes",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    Column("weight", Integer, nullable=False),
)
AVAILABILITY = Table(
    "availability",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("weekday", Integer),
    Column("day", Date),
    text("shift", optional=True),
    Column("available", Boolean, nullable=False),
)
HISTORY = Table(
    "history",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job"),
)
CONTRACTS = Table(
    "contracts",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    text("month"),
    Column("minutes", Integer, nullable=False),
)
ENTITLEMENTS = Table(
    "entitlements",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    text("kind"),
    Column("days", Float(53), nullable=False),
    Column("carried_over", Float(53), nullable=False),
    Column("used", Float(53), nullable=False),
)
STAYED = Table(
    "stayed",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    Column("minutes", Integer, nullable=False),
)
AHEAD = Table(
    "ahead",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job"),
)
PINS = Table(
    "pins",
    METADATA,
    _month_id(),
    _position(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job", optional=True),
)
TASKS = Table(
    "tasks",
    METADATA,
    _month_id(),
    _position(),
    text("task_id"),
    text("name"),
    text("role"),
    text("job"),
    Column("recurrence", Json, nullable=False),
    Column("minutes", Integer, nullable=False),
    text("clock"),
    text("roll"),
    text("clause"),
)
