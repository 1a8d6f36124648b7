"""Minutes that people stayed on after duties of history, as a case tells them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stayed",
        sa.Column("month_id", sa.Integer(), sa.ForeignKey("months.month_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("stayed")
