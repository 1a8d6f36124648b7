"""Days of leave a year, by person and kind."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entitlements",
        sa.Column("month_id", sa.Integer(), sa.ForeignKey("months.month_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days", sa.Float(53), nullable=False),
        sa.Column("carried_over", sa.Float(53), nullable=False),
        sa.Column("used", sa.Float(53), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("entitlements")
