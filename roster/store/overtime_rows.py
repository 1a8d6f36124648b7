"""Who was called in or kept on, and who would not come."""

from datetime import date

from sqlalchemy import Connection, and_, insert, select

from roster.model import Duty
from roster.model.overtime import Overtime, OvertimeKind
from roster.store.tables.desk import OVERTIME as T


def overtime_between(connection: Connection, centre_id: str, first: date, last: date) -> tuple[Overtime, ...]:
    """The records of the days `first` … `last` (inclusive), by day and instant."""
    where = and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last)
    return tuple(
        Overtime(
            row.overtime_id,
            OvertimeKind(row.kind),
            Duty(row.agent_id, row.day, row.shift, row.job),
            row.minutes,
            row.reason,
            row.ordered_by,
            row.at,
        )
        for row in connection.execute(select(T).where(where).order_by(T.c.day, T.c.at, T.c.agent_id))
    )


def add_overtime(connection: Connection, centre_id: str, item: Overtime) -> None:
    """A new record."""
    connection.execute(
        insert(T).values(
            overtime_id=item.overtime_id,
            centre_id=centre_id,
            kind=item.kind.value,
            agent_id=item.duty.agent_id,
            day=item.duty.day,
            shift=item.duty.shift,
            job=item.duty.job,
            minutes=item.minutes,
            reason=item.reason,
            ordered_by=item.ordered_by,
            at=item.at,
        )
    )
