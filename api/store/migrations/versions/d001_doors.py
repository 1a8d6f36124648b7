"""The doors' first tables."""

from alembic import op

from api.store.tables import METADATA

revision = "d001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    METADATA.drop_all(op.get_bind())
