"""The pause of a split duty."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shifts") as altered:
        altered.add_column(sa.Column("pause", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("shifts") as altered:
        altered.drop_column("pause")
