"""Whom an agent names to report their sickness."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proxies",
        sa.Column("centre_id", sa.Text(), sa.ForeignKey("centres.centre_id"), primary_key=True),
        sa.Column("agent_id", sa.Text(), primary_key=True),
        sa.Column("proxy", sa.Text(), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("proxies")
