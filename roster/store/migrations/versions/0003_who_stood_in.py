"""Who decided for an absent approver, extreme grounds of a cover or change, attendance in full, reminders of 销假."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW = (
    ("decisions", "away", sa.Boolean()),
    ("swaps", "extreme", sa.Boolean()),
    ("attendance", "handover", sa.Boolean()),
    ("attendance", "longest_away_minutes", sa.Integer()),
    ("leaves", "reminded_at", sa.Text()),
)


def upgrade() -> None:
    for table, name, kind in NEW:
        flag = isinstance(kind, sa.Boolean)
        with op.batch_alter_table(table) as altered:
            altered.add_column(
                sa.Column(name, kind, nullable=not flag, server_default=sa.false() if flag else None)
            )
    for table, name, kind in NEW:
        if isinstance(kind, sa.Boolean):
            with op.batch_alter_table(table) as altered:
                altered.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def downgrade() -> None:
    for table, name, _ in reversed(NEW):
        with op.batch_alter_table(table) as altered:
            altered.drop_column(name)
