"""Who was at a meeting, and who heard of it later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, insert, select, update

from roster.store.tables.desk import MEETING_LISTS as T


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line as it is kept."""

    present: bool
    heard_at: datetime | None = None
    heard_from: str | None = None


def meeting_lines(
    connection: Connection, centre_id: str, first: date, last: date
) -> Mapping[tuple[date, str], Mapping[str, ListLine]]:
    """The lists of the days `first` … `last` (inclusive): (day, kind) → agent → line."""
    where = and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last)
    grouped: dict[tuple[date, str], dict[str, ListLine]] = {}
    for row in connection.execute(select(T).where(where)):
        line = ListLine(row.present, row.heard_at, row.heard_from)
        grouped.setdefault((row.day, row.kind), {})[row.agent_id] = line
    return grouped


def put_list(
    connection: Connection,
    centre_id: str,
    meeting: tuple[date, str],
    lines: Iterable[tuple[str, ListLine]],
    *,
    by: str,
    at: datetime,
) -> None:
    """A meeting's list, over the one before."""
    day, kind = meeting
    where = and_(T.c.centre_id == centre_id, T.c.day == day, T.c.kind == kind)
    connection.execute(delete(T).where(where))
    rows = [
        {
            "centre_id": centre_id,
            "day": day,
            "kind": kind,
            "agent_id": agent_id,
            "present": line.present,
            "heard_at": line.heard_at,
            "heard_from": line.heard_from,
            "recorded_by": by,
            "recorded_at": at,
        }
        for agent_id, line in lines
    ]
    if rows:
        connection.execute(insert(T), rows)


def put_heard(
    connection: Connection, centre_id: str, meeting: tuple[date, str], agent_id: str, *, by: str, at: datetime
) -> bool:
    """Somebody who was not there has heard what was said; False where they were there, or heard it before."""
    day, kind = meeting
    where = and_(
        T.c.centre_id == centre_id,
        T.c.day == day,
        T.c.kind == kind,
        T.c.agent_id == agent_id,
        T.c.present.is_(False),
        T.c.heard_at.is_(None),
    )
    return connection.execute(update(T).where(where).values(heard_at=at, heard_from=by)).rowcount == 1
