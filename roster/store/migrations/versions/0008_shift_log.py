"""The log of each shift."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift_log",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("gravity", sa.Text(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("follow", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["about"], ["shift_log.entry_id"], name=op.f("fk_shift_log_about")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_shift_log_centre_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_shift_log")),
        sa.UniqueConstraint("centre_id", "key", name=op.f("uq_shift_log_centre_id_key")),
    )
    op.create_index("ix_shift_log_shift", "shift_log", ["centre_id", "day", "shift"], unique=False)
    op.create_index("ix_shift_log_about", "shift_log", ["about"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_shift_log_about", table_name="shift_log")
    op.drop_index("ix_shift_log_shift", table_name="shift_log")
    op.drop_table("shift_log")
