"""The first schema: cases, rosters, the desk, the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_GUARD = """
CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
POSTGRES_GUARD = """
CREATE FUNCTION audit_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "centres",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centres")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject"], unique=False)
    op.create_index(
        "uq_decisions_rung",
        "decisions",
        ["subject", "office", "team"],
        unique=True,
        sqlite_where=sa.text("approved"),
        postgresql_where=sa.text("approved"),
    )
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "absences",
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_absences_centre_id")),
        sa.PrimaryKeyConstraint("absence_id", name=op.f("pk_absences")),
        sa.UniqueConstraint(
            "centre_id", "agent_id", "day", "cause", name=op.f("uq_absences_centre_id_agent_id_day_cause")
        ),
    )
    op.create_table(
        "agent_grades",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_agent_grades_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "since", name=op.f("pk_agent_grades")),
    )
    op.create_table(
        "agent_protections",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("protections", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_agent_protections_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "since", name=op.f("pk_agent_protections")),
    )
    op.create_table(
        "agent_roles",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_agent_roles_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "since", name=op.f("pk_agent_roles")),
    )
    op.create_table(
        "agent_terms",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("jobs", sa.Text(), nullable=False),
        sa.Column("contract_minutes", sa.Integer(), nullable=True),
        sa.Column("rotating", sa.Boolean(), nullable=False),
        sa.Column("trainee_until", sa.Date(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_agent_terms_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "since", name=op.f("pk_agent_terms")),
    )
    op.create_table(
        "agents",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_agents_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", name=op.f("pk_agents")),
    )
    op.create_table(
        "attendance",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("away_minutes", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_attendance_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "day", name=op.f("pk_attendance")),
    )
    op.create_table(
        "delegations",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_delegations_centre_id")),
        sa.PrimaryKeyConstraint("delegation_id", name=op.f("pk_delegations")),
    )
    op.create_table(
        "leaves",
        sa.Column("leave_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("extreme", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_leaves_centre_id")),
        sa.PrimaryKeyConstraint("leave_id", name=op.f("pk_leaves")),
    )
    op.create_index("ix_leaves_agent", "leaves", ["centre_id", "agent_id"], unique=False)
    op.create_table(
        "months",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_months_centre_id")),
        sa.PrimaryKeyConstraint("month_id", name=op.f("pk_months")),
        sa.UniqueConstraint("centre_id", "month", name=op.f("uq_months_centre_id_month")),
    )
    op.create_table(
        "obligations",
        sa.Column("swap_id", sa.Text(), nullable=False),
        sa.Column("debtor", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("creditor", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_obligations_centre_id")),
        sa.PrimaryKeyConstraint("swap_id", "debtor", "day", name=op.f("pk_obligations")),
    )
    op.create_index("ix_obligations_centre", "obligations", ["centre_id", "state"], unique=False)
    op.create_table(
        "offices",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_offices_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "person_id", "office", name=op.f("pk_offices")),
    )
    op.create_table(
        "quotas",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_quotas_used")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_quotas_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "month", name=op.f("pk_quotas")),
    )
    op.create_table(
        "violations",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_violations_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "day", "kind", name=op.f("pk_violations")),
    )
    op.create_table(
        "year_counts",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_year_counts_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "month", "kind", name=op.f("pk_year_counts")),
    )
    op.create_table(
        "availability",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("shift", sa.Text(), nullable=True),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.month_id"], name=op.f("fk_availability_month_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_availability")),
    )
    op.create_table(
        "case_leaves",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("extreme", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.month_id"], name=op.f("fk_case_leaves_month_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_case_leaves")),
    )
    op.create_table(
        "certificates",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("handed_in_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["leave_id"], ["leaves.leave_id"], name=op.f("fk_certificates_leave_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificates")),
    )
    op.create_index(op.f("ix_certificates_leave_id"), "certificates", ["leave_id"], unique=False)
    op.create_table(
        "history",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.month_id"], name=op.f("fk_history_month_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_history")),
    )
    op.create_table(
        "loads",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("calls", sa.Float(precision=53), nullable=False),
        sa.Column("aht_seconds", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_loads_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_loads")),
    )
    op.create_table(
        "month_agents",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.month_id"], name=op.f("fk_month_agents_month_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_month_agents")),
    )
    op.create_table(
        "pins",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_pins_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_pins")),
    )
    op.create_table(
        "rosters",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("based_revision", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'published', 'superseded', 'closed')", name=op.f("ck_rosters_state")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_rosters_month_id")),
        sa.PrimaryKeyConstraint("roster_id", name=op.f("pk_rosters")),
        sa.UniqueConstraint("month_id", "version", name=op.f("uq_rosters_month_id_version")),
    )
    op.create_index(
        "uq_rosters_binding",
        "rosters",
        ["month_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('published', 'closed')"),
        postgresql_where=sa.text("state IN ('published', 'closed')"),
    )
    op.create_table(
        "seats",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("min_seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_seats_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_seats")),
    )
    op.create_table(
        "shifts",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("jobs", sa.Text(), nullable=False),
        sa.Column("night", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_shifts_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_shifts")),
    )
    op.create_table(
        "swap_wishes",
        sa.Column("wish_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_swap_wishes_centre_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_swap_wishes_month_id")),
        sa.PrimaryKeyConstraint("wish_id", name=op.f("pk_swap_wishes")),
    )
    op.create_table(
        "swaps",
        sa.Column("swap_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quota_month", sa.Text(), nullable=False),
        sa.Column("by_leader", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_swaps_centre_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_swaps_month_id")),
        sa.PrimaryKeyConstraint("swap_id", name=op.f("pk_swaps")),
        sa.UniqueConstraint("centre_id", "number", name=op.f("uq_swaps_centre_id_number")),
    )
    op.create_index(op.f("ix_swaps_month_id"), "swaps", ["month_id"], unique=False)
    op.create_table(
        "vacancies",
        sa.Column("leave_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("covered_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["leave_id"], ["leaves.leave_id"], name=op.f("fk_vacancies_leave_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_vacancies_month_id")),
        sa.PrimaryKeyConstraint("leave_id", "day", name=op.f("pk_vacancies")),
    )
    op.create_table(
        "wishes",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_wishes_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_wishes")),
    )
    op.create_table(
        "consents",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["rosters.roster_id"], name=op.f("fk_consents_roster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("roster_id", "agent_id", "day", name=op.f("pk_consents")),
    )
    op.create_table(
        "duties",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["rosters.roster_id"], name=op.f("fk_duties_roster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("roster_id", "agent_id", "day", name=op.f("pk_duties")),
    )
    op.create_table(
        "duty_changes",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["roster_id"], ["rosters.roster_id"], name=op.f("fk_duty_changes_roster_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_duty_changes")),
    )
    op.create_index(op.f("ix_duty_changes_roster_id"), "duty_changes", ["roster_id"], unique=False)
    op.create_table(
        "swap_moves",
        sa.Column("swap_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("given_day", sa.Date(), nullable=False),
        sa.Column("given_shift", sa.Text(), nullable=False),
        sa.Column("given_job", sa.Text(), nullable=False),
        sa.Column("taker", sa.Text(), nullable=False),
        sa.Column("taken_day", sa.Date(), nullable=False),
        sa.Column("taken_shift", sa.Text(), nullable=False),
        sa.Column("taken_job", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["swap_id"], ["swaps.swap_id"], name=op.f("fk_swap_moves_swap_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("swap_id", "position", name=op.f("pk_swap_moves")),
    )
    op.create_table(
        "swap_parties",
        sa.Column("swap_id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["swap_id"], ["swaps.swap_id"], name=op.f("fk_swap_parties_swap_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("swap_id", "party", name=op.f("pk_swap_parties")),
    )

    op.execute("INSERT INTO audit_head (one, seq, hash) VALUES (1, 0, '')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_GUARD)
        op.execute(
            "CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_GUARD.format(verb=verb))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_guard ON audit")
        op.execute("DROP FUNCTION audit_append_only()")
    op.drop_table("swap_parties")
    op.drop_table("swap_moves")
    op.drop_index(op.f("ix_duty_changes_roster_id"), table_name="duty_changes")
    op.drop_table("duty_changes")
    op.drop_table("duties")
    op.drop_table("consents")
    op.drop_table("wishes")
    op.drop_table("vacancies")
    op.drop_index(op.f("ix_swaps_month_id"), table_name="swaps")
    op.drop_table("swaps")
    op.drop_table("swap_wishes")
    op.drop_table("shifts")
    op.drop_table("seats")
    op.drop_index(
        "uq_rosters_binding",
        table_name="rosters",
        sqlite_where=sa.text("state IN ('published', 'closed')"),
        postgresql_where=sa.text("state IN ('published', 'closed')"),
    )
    op.drop_table("rosters")
    op.drop_table("pins")
    op.drop_table("month_agents")
    op.drop_table("loads")
    op.drop_table("history")
    op.drop_index(op.f("ix_certificates_leave_id"), table_name="certificates")
    op.drop_table("certificates")
    op.drop_table("case_leaves")
    op.drop_table("availability")
    op.drop_table("year_counts")
    op.drop_table("violations")
    op.drop_table("quotas")
    op.drop_table("offices")
    op.drop_index("ix_obligations_centre", table_name="obligations")
    op.drop_table("obligations")
    op.drop_table("months")
    op.drop_index("ix_leaves_agent", table_name="leaves")
    op.drop_table("leaves")
    op.drop_table("delegations")
    op.drop_table("attendance")
    op.drop_table("agents")
    op.drop_table("agent_terms")
    op.drop_table("agent_roles")
    op.drop_table("agent_protections")
    op.drop_table("agent_grades")
    op.drop_table("absences")
    op.drop_table("idempotency")
    op.drop_index(
        "uq_decisions_rung",
        table_name="decisions",
        sqlite_where=sa.text("approved"),
        postgresql_where=sa.text("approved"),
    )
    op.drop_index("ix_decisions_subject", table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("counters")
    op.drop_table("centres")
    op.drop_table("audit_head")
    op.drop_table("audit")
