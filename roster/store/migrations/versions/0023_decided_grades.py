"""Which grades were decided at the desk: a month's case that is imported later does not undo them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent_grades", sa.Column("decided", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Of earlier decisions only those on a test say from when they hold.
    op.execute(
        sa.text(
            "UPDATE agent_grades SET decided = :decided WHERE EXISTS (SELECT 1 FROM grade_tests AS test"
            " WHERE test.centre_id = agent_grades.centre_id AND test.agent_id = agent_grades.agent_id"
            " AND test.since = agent_grades.since)"
        ).bindparams(sa.bindparam("decided", True, sa.Boolean()))
    )


def downgrade() -> None:
    with op.batch_alter_table("agent_grades") as batch:
        batch.drop_column("decided")
