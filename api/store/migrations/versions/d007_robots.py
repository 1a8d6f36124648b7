"""Group robots beside webhooks, and what is said in the place of a notice's own text."""

import sqlalchemy as sa
from alembic import op

revision = "d007"
down_revision = "d006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("door_webhooks") as table:
        table.add_column(sa.Column("kind", sa.String(16), nullable=False, server_default="signed"))
        table.add_column(sa.Column("account_id", sa.String(36), nullable=True))
        table.add_column(sa.Column("team", sa.String(200), nullable=True))
        table.add_column(sa.Column("language", sa.String(8), nullable=False, server_default="zh"))
        table.add_column(sa.Column("label", sa.String(200), nullable=False, server_default=""))
        table.create_foreign_key("door_webhooks_account", "door_accounts", ["account_id"], ["id"], ondelete="CASCADE")
    op.add_column("door_deliveries", sa.Column("zh", sa.Text(), nullable=True))
    op.add_column("door_deliveries", sa.Column("en", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("door_deliveries") as table:
        table.drop_column("zh")
        table.drop_column("en")
    with op.batch_alter_table("door_webhooks") as table:
        table.drop_constraint("door_webhooks_account", type_="foreignkey")
        for name in ("kind", "account_id", "team", "language", "label"):
            table.drop_column(name)
