"""Keys of repeated writes belong to a place; tokens that another token made end with it."""

import sqlalchemy as sa
from alembic import op

revision = "d005"
down_revision = "d004"
branch_labels = None
depends_on = None


def _replies(*scope: sa.Column[str]) -> None:
    # Answers are kept for a repetition within days: they begin anew.
    op.drop_index("ix_door_replies_created_at", table_name="door_replies")
    op.drop_table("door_replies")
    op.create_table(
        "door_replies",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        *scope,
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", *(column.name for column in scope), "key"),
    )
    op.create_index("ix_door_replies_created_at", "door_replies", ["created_at"], unique=False)


def upgrade() -> None:
    _replies(sa.Column("scope", sa.String(length=64), nullable=False))
    with op.batch_alter_table("door_tokens") as tokens:
        tokens.add_column(sa.Column("parent_id", sa.String(length=36), nullable=True))
        tokens.create_foreign_key("door_tokens_parent", "door_tokens", ["parent_id"], ["id"], ondelete="CASCADE")
        tokens.create_index("ix_door_tokens_parent_id", ["parent_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("door_tokens") as tokens:
        tokens.drop_index("ix_door_tokens_parent_id")
        tokens.drop_constraint("door_tokens_parent", type_="foreignkey")
        tokens.drop_column("parent_id")
    _replies()
