"""A day's breaks as they were placed; a month's samples, and the marks of calls that were heard."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "breaks",
        *_texts("centre_id", "agent_id"),
        sa.Column("day", sa.Date(), nullable=False),
        *_texts("start", "shift", "job"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_breaks_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "agent_id", "day", "start", name=op.f("pk_breaks")),
    )
    op.create_table(
        "qa_samples",
        *_texts("centre_id", "month", "monitor_id", "start"),
        sa.Column("monitor_day", sa.Date(), nullable=False),
        *_texts("monitor_shift", "monitor_job", "agent_id"),
        sa.Column("agent_day", sa.Date(), nullable=False),
        *_texts("agent_shift", "agent_job"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_qa_samples_centre_id")),
        sa.PrimaryKeyConstraint("centre_id", "month", "monitor_id", "start", name=op.f("pk_qa_samples")),
    )
    op.create_table(
        "qa_marks",
        *_texts("mark_id", "centre_id", "monitor_id", "agent_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        *_texts("faults", "recorded_by", "recorded_at"),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.centre_id"], name=op.f("fk_qa_marks_centre_id")),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_qa_marks")),
    )
    op.create_index("ix_qa_marks_day", "qa_marks", ["centre_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_qa_marks_day", table_name="qa_marks")
    op.drop_table("qa_marks")
    op.drop_table("qa_samples")
    op.drop_table("breaks")
