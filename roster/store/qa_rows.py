"""A month's samples, and the marks of calls that were heard."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, insert, select

from roster.model import Duty, Month
from roster.qa import QualityMark, Sample
from roster.store.tables.desk import QA_MARKS as M
from roster.store.tables.desk import QA_SAMPLES as S


def samples_of(connection: Connection, centre_id: str, month: Month) -> tuple[Sample, ...]:
    """The month's samples, by time."""
    where = and_(S.c.centre_id == centre_id, S.c.month == str(month))
    return tuple(
        Sample(
            row.start,
            Duty(row.monitor_id, row.monitor_day, row.monitor_shift, row.monitor_job),
            Duty(row.agent_id, row.agent_day, row.agent_shift, row.agent_job),
            row.minutes,
        )
        for row in connection.execute(select(S).where(where).order_by(S.c.start, S.c.monitor_id))
    )


def put_samples(connection: Connection, centre_id: str, month: Month, samples: Iterable[Sample]) -> None:
    """The month's samples, over those there."""
    connection.execute(delete(S).where(and_(S.c.centre_id == centre_id, S.c.month == str(month))))
    rows = [
        {
            "centre_id": centre_id,
            "month": str(month),
            "monitor_id": item.monitor.agent_id,
            "start": item.start,
            "monitor_day": item.monitor.day,
            "monitor_shift": item.monitor.shift,
            "monitor_job": item.monitor.job,
            "agent_id": item.agent.agent_id,
            "agent_day": item.agent.day,
            "agent_shift": item.agent.shift,
            "agent_job": item.agent.job,
            "minutes": item.minutes,
        }
        for item in samples
    ]
    if rows:
        connection.execute(insert(S), rows)


def marks_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[QualityMark, ...]:
    """The marks of the days `first` … `last` (inclusive), by day and person."""
    where = and_(M.c.centre_id == centre_id, M.c.day >= first, M.c.day <= last)
    query = select(M).where(where).order_by(M.c.day, M.c.agent_id, M.c.recorded_at)
    return tuple(
        QualityMark(row.monitor_id, row.agent_id, row.day, row.points, tuple(row.faults))
        for row in connection.execute(query)
    )


def add_marks(
    connection: Connection, centre_id: str, marks: Iterable[tuple[str, QualityMark]], *, by: str, at: datetime
) -> None:
    """Marks, each with an id of its own."""
    rows = [
        {
            "mark_id": mark_id,
            "centre_id": centre_id,
            "monitor_id": mark.monitor_id,
            "agent_id": mark.agent_id,
            "day": mark.day,
            "points": mark.points,
            "faults": list(mark.faults),
            "recorded_by": by,
            "recorded_at": at,
        }
        for mark_id, mark in marks
    ]
    if rows:
        connection.execute(insert(M), rows)
