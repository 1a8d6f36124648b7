"""Breaks of a shift that a day's plan places."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shifts") as altered:
        altered.add_column(sa.Column("breaks", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("shifts") as altered:
        altered.alter_column("breaks", existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("shifts") as altered:
        altered.drop_column("breaks")
