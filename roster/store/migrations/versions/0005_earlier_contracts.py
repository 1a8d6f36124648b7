"""What people's contracts were in earlier months, as a case tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column("month_id", sa.Integer(), sa.ForeignKey("months.month_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("contracts")
