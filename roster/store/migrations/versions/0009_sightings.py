"""What each source says of a duty, and who was called in; minutes left early and with a permit."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MINUTES = ("early_minutes", "permitted_minutes")


def upgrade() -> None:
    op.create_table(
        "sightings",
        sa.Column("sighting_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=True),
        sa.Column("late_minutes", sa.Integer(), nullable=True),
        sa.Column("early_minutes", sa.Integer(), nullable=True),
        sa.Column("away_minutes", sa.Integer(), nullable=True),
        sa.Column("longest_away_minutes", sa.Integer(), nullable=True),
        sa.Column("handover", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_sightings_centre_id")),
        sa.PrimaryKeyConstraint("sighting_id", name=op.f("pk_sightings")),
        sa.UniqueConstraint("centre_id", "key", name=op.f("uq_sightings_centre_id_key")),
    )
    op.create_index("ix_sightings_day", "sightings", ["centre_id", "day", "agent_id"], unique=False)
    op.create_table(
        "call_ins",
        sa.Column("swap_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("called_by", sa.Text(), nullable=False),
        sa.Column("called_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_call_ins_centre_id")),
        sa.PrimaryKeyConstraint("swap_id", name=op.f("pk_call_ins")),
    )
    op.create_index("ix_call_ins_day", "call_ins", ["centre_id", "day"], unique=False)
    with op.batch_alter_table("attendance") as altered:
        for name in MINUTES:
            altered.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("attendance") as altered:
        for name in MINUTES:
            altered.alter_column(name, existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    # What stands in the record was one source's word until now.
    op.execute(
        "INSERT INTO sightings (centre_id, agent_id, day, source, seen_at, by, absent, late_minutes, early_minutes,"
        " away_minutes, longest_away_minutes, handover, reason, recorded_at)"
        " SELECT centre_id, agent_id, day, 'file', recorded_at, recorded_by, absent, late_minutes, 0,"
        " away_minutes, longest_away_minutes, handover, '', recorded_at FROM attendance"
    )


def downgrade() -> None:
    with op.batch_alter_table("attendance") as altered:
        for name in reversed(MINUTES):
            altered.drop_column(name)
    op.drop_index("ix_call_ins_day", table_name="call_ins")
    op.drop_table("call_ins")
    op.drop_index("ix_sightings_day", table_name="sightings")
    op.drop_table("sightings")
