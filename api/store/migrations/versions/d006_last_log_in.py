"""When an account was last logged in to."""

import sqlalchemy as sa
from alembic import op

revision = "d006"
down_revision = "d005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("door_accounts", sa.Column("last_log_in", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("door_accounts") as table:
        table.drop_column("last_log_in")
