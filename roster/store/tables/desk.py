"""What people do with a roster: swaps, leave, decisions, obligations, quotas, attendance."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from roster.store.tables.base import METADATA, text
from roster.store.types import Instant, Json


def _centre(*, key: bool = False) -> Column[str]:
    return Column("centre_id", ForeignKey("centres.centre_id"), primary_key=key, nullable=False)


OFFICES = Table("offices", METADATA, _centre(key=True), text("person_id", key=True), text("office", key=True))

DELEGATIONS = Table(
    "delegations",
    METADATA,
    Column("delegation_id", Integer, primary_key=True),
    _centre(),
    text("approver"),
    text("deputy"),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
)

PROXIES = Table("proxies", METADATA, _centre(key=True), text("agent_id", key=True), text("proxy", key=True))

SWAPS = Table(
    "swaps",
    METADATA,
    text("swap_id", key=True),
    _centre(),
    Column("month_id", ForeignKey("months.month_id"), nullable=False, index=True),
    text("kind"),
    text("state"),
    text("requester"),
    text("reason"),
    text("quota_month"),
    Column("by_leader", Boolean, nullable=False),
    Column("extreme", Boolean, nullable=False),
    Column("number", Integer),
    Column("filed_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("version", Integer, nullable=False),
    Column("later_day", Date),
    text("later_shift", optional=True),
    UniqueConstraint("centre_id", "number"),
)

SWAP_MOVES = Table(
    "swap_moves",
    METADATA,
    Column("swap_id", ForeignKey("swaps.swap_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    text("giver"),
    Column("given_day", Date, nullable=False),
    text("given_shift"),
    text("given_job"),
    text("taker"),
    Column("taken_day", Date, nullable=False),
    text("taken_shift"),
    text("taken_job"),
)

SWAP_PARTIES = Table(
    "swap_parties",
    METADATA,
    Column("swap_id", ForeignKey("swaps.swap_id", ondelete="CASCADE"), primary_key=True),
    text("party", key=True),
    Column("accepted_at", Instant),
    Column("confirmed_at", Instant),
    Column("places", Integer, nullable=False),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("decision_id", Integer, primary_key=True),
    text("subject"),
    text("office"),
    text("team"),
    Column("approved", Boolean, nullable=False),
    text("decided_by"),
    text("on_behalf_of"),
    Column("away", Boolean, nullable=False),
    Column("consent", Boolean, nullable=False),
    text("reason"),
    Column("at", Instant, nullable=False),
    Index("ix_decisions_subject", "subject"),
)

# One approval for each rung, whoever clicks twice.
Index(
    "uq_decisions_rung",
    DECISIONS.c.subject,
    DECISIONS.c.office,
    DECISIONS.c.team,
    unique=True,
    sqlite_where=sql("approved"),
    postgresql_where=sql("approved"),
)

QUOTAS = Table(
    "quotas",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    text("month", key=True),
    Column("used", Integer, nullable=False),
    CheckConstraint("used >= 0", name="used"),
)

OBLIGATIONS = Table(
    "obligations",
    METADATA,
    text("swap_id", key=True),
    text("debtor", key=True),
    Column("day", Date, primary_key=True),
    _centre(),
    text("creditor"),
    text("shift"),
    text("state"),
    Index("ix_obligations_centre", "centre_id", "state"),
)

COUNTERS = Table("counters", METADATA, text("name", key=True), Column("value", Integer, nullable=False))

LEAVES = Table(
    "leaves",
    METADATA,
    text("leave_id", key=True),
    _centre(),
    text("agent_id"),
    text("kind"),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    text("reason"),
    text("filed_by"),
    Column("filed_at", Instant, nullable=False),
    Column("special", Boolean, nullable=False),
    Column("extreme", Boolean, nullable=False),
    Column("start_minute", Integer),
    Column("end_minute", Integer),
    text("state"),
    Column("returned_at", Instant),
    Column("reminded_at", Instant),
    Column("decided_at", Instant),
    Column("version", Integer, nullable=False),
    Index("ix_leaves_agent", "centre_id", "agent_id"),
)

VACANCIES = Table(
    "vacancies",
    METADATA,
    Column("leave_id", ForeignKey("leaves.leave_id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("month_id", ForeignKey("months.month_id"), nullable=False),
    text("agent_id"),
    text("shift"),
    text("job"),
    text("state"),
    text("covered_by", optional=True),
    Column("start_minute", Integer),
    Column("end_minute", Integer),
)

CERTIFICATES = Table(
    "certificates",
    METADATA,
    Column("certificate_id", Integer, primary_key=True),
    Column("leave_id", ForeignKey("leaves.leave_id"), nullable=False, index=True),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    Column("handed_in_at", Instant, nullable=False),
)

ABSENCES = Table(
    "absences",
    METADATA,
    Column("absence_id", Integer, primary_key=True),
    _centre(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("cause"),
    text("state"),
    Column("share", Integer, nullable=False),
    text("reason"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("centre_id", "agent_id", "day", "cause"),
)

VIOLATIONS = Table(
    "violations",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    Column("day", Date, primary_key=True),
    text("kind", key=True),
    Column("minutes", Integer, nullable=False),
)

ATTENDANCE = Table(
    "attendance",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    Column("day", Date, primary_key=True),
    Column("late_minutes", Integer, nullable=False),
    Column("away_minutes", Integer, nullable=False),
    Column("longest_away_minutes", Integer),
    Column("early_minutes", Integer, nullable=False),
    Column("permitted_minutes", Integer, nullable=False),
    Column("absent", Boolean, nullable=False),
    Column("handover", Boolean, nullable=False),
    text("recorded_by"),
    Column("recorded_at", Instant, nullable=False),
)

SWAP_WISHES = Table(
    "swap_wishes",
    METADATA,
    text("wish_id", key=True),
    _centre(),
    Column("month_id", ForeignKey("months.month_id"), nullable=False, index=True),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job"),
    Column("first", Date),
    Column("last", Date),
    Column("shifts", Json, nullable=False),
    text("reason"),
    Column("withdrawn_at", Instant),
    Column("filed_at", Instant, nullable=False),
)

YEAR_COUNTS = Table(
    "year_counts",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    text("month", key=True),
    text("kind", key=True),
    Column("value", Integer, nullable=False),
)

CONSENTS = Table(
    "consents",
    METADATA,
    Column("roster_id", ForeignKey("rosters.roster_id", ondelete="CASCADE"), primary_key=True),
    text("agent_id", key=True),
    Column("day", Date, primary_key=True),
    Column("before", Json),
    Column("after", Json),
    text("state"),
)

TASK_STATES = Table(
    "task_states",
    METADATA,
    _centre(key=True),
    text("task_id", key=True),
    Column("day", Date, primary_key=True),
    text("team", key=True),
    Column("told_at", Instant),
    text("done_by", optional=True),
    Column("done_at", Instant),
    text("note"),
)

MEETING_LISTS = Table(
    "meeting_lists",
    METADATA,
    _centre(key=True),
    Column("day", Date, primary_key=True),
    text("kind", key=True),
    text("agent_id", key=True),
    Column("present", Boolean, nullable=False),
    Column("heard_at", Instant),
    text("heard_from", optional=True),
    text("recorded_by"),
    Column("recorded_at", Instant, nullable=False),
)

ACTUALS = Table(
    "actuals",
    METADATA,
    _centre(key=True),
    Column("day", Date, primary_key=True),
    Column("minute", Integer, primary_key=True, autoincrement=False),
    text("job", key=True),
    Column("offered", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("within", Integer, nullable=False),
    Column("aht_seconds", Float, nullable=False),
)

PERMITS = Table(
    "permits",
    METADATA,
    text("permit_id", key=True),
    _centre(),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job"),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    text("granted_by"),
    text("reason"),
    text("stand_in"),
    Column("consent", Boolean, nullable=False),
    Column("returned_at", Instant),
    text("refused_by", optional=True),
    text("refusal", optional=True),
    Column("lapsed_at", Instant),
    Index("ix_permits_day", "centre_id", "day"),
)

BREAKS = Table(
    "breaks",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    Column("day", Date, primary_key=True),
    Column("start", Instant, primary_key=True),
    text("shift"),
    text("job"),
    Column("minutes", Integer, nullable=False),
)

QA_SAMPLES = Table(
    "qa_samples",
    METADATA,
    _centre(key=True),
    text("month", key=True),
    text("monitor_id", key=True),
    Column("start", Instant, primary_key=True),
    Column("monitor_day", Date, nullable=False),
    text("monitor_shift"),
    text("monitor_job"),
    text("agent_id"),
    Column("agent_day", Date, nullable=False),
    text("agent_shift"),
    text("agent_job"),
    Column("minutes", Integer, nullable=False),
)

QA_MARKS = Table(
    "qa_marks",
    METADATA,
    text("mark_id", key=True),
    _centre(),
    text("monitor_id"),
    text("agent_id"),
    Column("day", Date, nullable=False),
    Column("points", Float, nullable=False),
    Column("faults", Json, nullable=False),
    text("recorded_by"),
    Column("recorded_at", Instant, nullable=False),
    Index("ix_qa_marks_day", "centre_id", "day"),
)

OVERTIME = Table(
    "overtime",
    METADATA,
    text("overtime_id", key=True),
    _centre(),
    text("kind"),
    text("agent_id"),
    Column("day", Date, nullable=False),
    text("shift"),
    text("job"),
    Column("minutes", Integer, nullable=False),
    text("reason"),
    text("ordered_by"),
    Column("at", Instant, nullable=False),
    Index("ix_overtime_day", "centre_id", "day"),
)

GRADE_TESTS = Table(
    "grade_tests",
    METADATA,
    _centre(key=True),
    text("agent_id", key=True),
    text("month", key=True),
    Column("day", Date, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("exam", Boolean, nullable=False),
    text("recorded_by"),
    Column("recorded_at", Instant, nullable=False),
    text("grade", optional=True),
    Column("since", Date),
    text("decided_by", optional=True),
    Column("decided_at", Instant),
    text("reason"),
)
