"""The duty day's rows: what each source saw of a duty, and who was called in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select

from roster.model.attendance import Sighting, Source
from roster.store.tables.duty import CALL_INS, SIGHTINGS

s, i = SIGHTINGS.c, CALL_INS.c


@dataclass(frozen=True, slots=True)
class CallIn:
    """Somebody called in for who did not come: the cover that it is, when called, when due at the seat."""

    swap_id: str
    day: date
    shift: str
    agent_id: str
    partner: str
    called_by: str
    called_at: datetime
    due_at: datetime


def add_sighting(connection: Connection, centre_id: str, seen: Sighting, at: datetime) -> bool:
    """Writes a sighting; False where its key was written already."""
    if seen.key is not None:
        known = select(s.sighting_id).where(and_(s.centre_id == centre_id, s.key == seen.key))
        if connection.execute(known).first() is not None:
            return False
    values = asdict(seen) | {"source": seen.source.value}
    connection.execute(insert(SIGHTINGS).values(centre_id=centre_id, recorded_at=at, **values))
    return True


def sightings(
    connection: Connection, centre_id: str, start: date, end: date, agent_id: str | None = None
) -> Mapping[tuple[str, date], tuple[Sighting, ...]]:
    """What was seen of the duties of the days `start` … `end` (inclusive), in the order of writing."""
    where = and_(s.centre_id == centre_id, s.day >= start, s.day <= end)
    if agent_id is not None:
        where = and_(where, s.agent_id == agent_id)
    grouped: dict[tuple[str, date], list[Sighting]] = {}
    for row in connection.execute(select(SIGHTINGS).where(where).order_by(s.sighting_id)):
        grouped.setdefault((row.agent_id, row.day), []).append(_sighting(row))
    return {key: tuple(seen) for key, seen in grouped.items()}


def _sighting(row: Any) -> Sighting:
    return Sighting(
        row.agent_id,
        row.day,
        Source(row.source),
        row.seen_at,
        row.by,
        row.absent,
        row.late_minutes,
        row.early_minutes,
        row.away_minutes,
        row.longest_away_minutes,
        row.handover,
        row.reason,
        row.key,
    )


def add_call_in(connection: Connection, centre_id: str, called: CallIn) -> None:
    """Writes that somebody was called in."""
    connection.execute(insert(CALL_INS).values(centre_id=centre_id, **asdict(called)))


def call_ins(connection: Connection, centre_id: str, start: date, end: date) -> tuple[CallIn, ...]:
    """Who was called in for the days `start` … `end` (inclusive), in time's order."""
    where = and_(i.centre_id == centre_id, i.day >= start, i.day <= end)
    query = select(CALL_INS).where(where).order_by(i.called_at, i.swap_id)
    return tuple(
        CallIn(row.swap_id, row.day, row.shift, row.agent_id, row.partner, row.called_by, row.called_at, row.due_at)
        for row in connection.execute(query)
    )
