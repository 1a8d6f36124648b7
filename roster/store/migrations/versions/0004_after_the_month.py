"""Duties fixed after a month; leave from a time of day to a time of day, and the part of a duty that it frees."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIMES = ("leaves", "case_leaves", "vacancies")


def upgrade() -> None:
    op.create_table(
        "ahead",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.month_id"], name=op.f("fk_ahead_month_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_ahead")),
    )
    for table in TIMES:
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column("start_minute", sa.Integer()))
            altered.add_column(sa.Column("end_minute", sa.Integer()))


def downgrade() -> None:
    for table in TIMES:
        with op.batch_alter_table(table) as altered:
            altered.drop_column("end_minute")
            altered.drop_column("start_minute")
    op.drop_table("ahead")
