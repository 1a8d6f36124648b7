"""Actual figures by interval."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection, and_, delete, insert, select

from roster.model.actual import Actual
from roster.store.tables.desk import ACTUALS as T


def actuals_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[Actual, ...]:
    """The figures of the days `first` … `last` (inclusive), by time and job."""
    where = and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last)
    query = select(T).where(where).order_by(T.c.day, T.c.minute, T.c.job)
    return tuple(
        Actual(row.day, row.minute, row.job, row.offered, row.answered, row.within, row.aht_seconds)
        for row in connection.execute(query)
    )


def put_actuals(connection: Connection, centre_id: str, items: Iterable[Actual]) -> None:
    """Figures, over those of the same intervals and jobs."""
    rows = [{"centre_id": centre_id, **asdict(item)} for item in items]
    for row in rows:
        same = and_(
            T.c.centre_id == centre_id, T.c.day == row["day"], T.c.minute == row["minute"], T.c.job == row["job"]
        )
        connection.execute(delete(T).where(same))
    if rows:
        connection.execute(insert(T), rows)
