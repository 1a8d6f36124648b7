"""What closed months held, as rows: nights, weekends, holidays and paid minutes by agent."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, insert, select

from roster.model import Month
from roster.store.tables.desk import YEAR_COUNTS


@dataclass(frozen=True, slots=True)
class YearCount:
    """How much of a kind an agent had in a closed month."""

    agent_id: str
    month: Month
    kind: str
    value: int


def put_year_counts(connection: Connection, centre_id: str, month: Month, counts: Iterable[YearCount]) -> None:
    """Writes what a month held, over what was written of it before."""
    c = YEAR_COUNTS.c
    connection.execute(delete(YEAR_COUNTS).where(and_(c.centre_id == centre_id, c.month == str(month))))
    rows = [
        {
            "centre_id": centre_id,
            "agent_id": item.agent_id,
            "month": str(item.month),
            "kind": item.kind,
            "value": item.value,
        }
        for item in counts
    ]
    if rows:
        connection.execute(insert(YEAR_COUNTS), rows)


def year_counts_before(connection: Connection, centre_id: str, month: Month) -> tuple[YearCount, ...]:
    """What the closed months of the year before this one held."""
    c = YEAR_COUNTS.c
    where = and_(c.centre_id == centre_id, c.month.like(f"{month.year:04d}-%"), c.month < str(month))
    return tuple(
        YearCount(row.agent_id, Month.parse(row.month), row.kind, row.value)
        for row in connection.execute(select(YEAR_COUNTS).where(where))
    )
