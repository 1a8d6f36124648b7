"""The breaks of a day as they were placed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, insert, select

from roster.model import Duty
from roster.store.tables.desk import BREAKS as T

PlacedBreak = tuple[Duty, datetime, int]
"""A break: of which duty, from when, for how many minutes."""


def breaks_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[PlacedBreak, ...]:
    """The breaks of duties of the days `first` … `last` (inclusive), by start."""
    where = and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last)
    query = select(T).where(where).order_by(T.c.start, T.c.agent_id)
    return tuple(
        (Duty(row.agent_id, row.day, row.shift, row.job), row.start, row.minutes) for row in connection.execute(query)
    )


def put_breaks(connection: Connection, centre_id: str, day: date, items: Iterable[PlacedBreak]) -> None:
    """A day's breaks, over those there."""
    connection.execute(delete(T).where(and_(T.c.centre_id == centre_id, T.c.day == day)))
    rows = [
        {
            "centre_id": centre_id,
            "agent_id": duty.agent_id,
            "day": duty.day,
            "shift": duty.shift,
            "job": duty.job,
            "start": start,
            "minutes": minutes,
        }
        for duty, start, minutes in items
    ]
    if rows:
        connection.execute(insert(T), rows)
