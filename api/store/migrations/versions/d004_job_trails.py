"""Objective and bound over time, kept with a job."""

import sqlalchemy as sa
from alembic import op

revision = "d004"
down_revision = "d002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("door_jobs") as table:
        table.add_column(sa.Column("trail", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("door_jobs") as table:
        table.drop_column("trail")
