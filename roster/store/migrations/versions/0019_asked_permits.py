"""Permits that people ask for themselves: who refused one, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("refused_by", "refusal"):
        op.add_column("permits", sa.Column(name, sa.Text()))


def downgrade() -> None:
    # Before, whatever stood there was granted: what nobody said yes to would become a permit.
    op.execute(sa.text("DELETE FROM permits WHERE granted_by = ''"))
    with op.batch_alter_table("permits") as batch:
        batch.drop_column("refusal")
        batch.drop_column("refused_by")
