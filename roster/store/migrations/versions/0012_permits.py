"""Permits to leave the post during a duty."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permits",
        sa.Column("permit_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.Text()),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_permits_centre_id")),
        sa.PrimaryKeyConstraint("permit_id", name=op.f("pk_permits")),
    )
    op.create_index("ix_permits_day", "permits", ["centre_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_permits_day", table_name="permits")
    op.drop_table("permits")
