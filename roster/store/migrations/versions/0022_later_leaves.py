"""Leave of a month's table that begins after the month, kept for the months to come."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "later_leaves",
        sa.Column("month_id", sa.Integer(), sa.ForeignKey("months.month_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("extreme", sa.Boolean(), nullable=False),
        sa.Column("start_minute", sa.Integer()),
        sa.Column("end_minute", sa.Integer()),
    )


def downgrade() -> None:
    op.drop_table("later_leaves")
