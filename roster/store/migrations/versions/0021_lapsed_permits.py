"""Permits that nobody answered before their time was over: when they lapsed."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("permits", sa.Column("lapsed_at", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("permits") as batch:
        batch.drop_column("lapsed_at")
