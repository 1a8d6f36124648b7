"""Swap wishes with the duty they are about; swaps whose pay-back lies in a month not yet rostered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing wrote to the first form of this table.
    op.drop_table("swap_wishes")
    op.create_table(
        "swap_wishes",
        sa.Column("wish_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_swap_wishes_centre_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_swap_wishes_month_id")),
        sa.PrimaryKeyConstraint("wish_id", name=op.f("pk_swap_wishes")),
    )
    op.create_index(op.f("ix_swap_wishes_month_id"), "swap_wishes", ["month_id"], unique=False)
    op.add_column("swaps", sa.Column("later_day", sa.Date(), nullable=True))
    op.add_column("swaps", sa.Column("later_shift", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("swaps") as swaps:
        swaps.drop_column("later_shift")
        swaps.drop_column("later_day")
    op.drop_index(op.f("ix_swap_wishes_month_id"), table_name="swap_wishes")
    op.drop_table("swap_wishes")
    op.create_table(
        "swap_wishes",
        sa.Column("wish_id", sa.Text(), nullable=False),
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_swap_wishes_centre_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_swap_wishes_month_id")),
        sa.PrimaryKeyConstraint("wish_id", name=op.f("pk_swap_wishes")),
    )
