"""Who was called in or kept on in an emergency, and who would not come."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overtime",
        sa.Column("overtime_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_overtime_centre_id")),
        sa.PrimaryKeyConstraint("overtime_id", name=op.f("pk_overtime")),
    )
    op.create_index("ix_overtime_day", "overtime", ["centre_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_overtime_day", table_name="overtime")
    op.drop_table("overtime")
