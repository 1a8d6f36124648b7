"""Recurring tasks of a month's case, what of them is done, and who was at a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("month_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("task_id", "name", "role", "job")),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("clock", "roll", "clause")),
        sa.ForeignKeyConstraint(["month_id"], ["months.month_id"], name=op.f("fk_tasks_month_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month_id", "position", name=op.f("pk_tasks")),
    )
    op.create_table(
        "task_states",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("told_at", sa.Text()),
        sa.Column("done_by", sa.Text()),
        sa.Column("done_at", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_task_states_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "task_id", "day", "team", name=op.f("pk_task_states")),
    )
    op.create_table(
        "meeting_lists",
        sa.Column("centre_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("heard_at", sa.Text()),
        sa.Column("heard_from", sa.Text()),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_meeting_lists_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "day", "kind", "agent_id", name=op.f("pk_meeting_lists")),
    )


def downgrade() -> None:
    op.drop_table("meeting_lists")
    op.drop_table("task_states")
    op.drop_table("tasks")
