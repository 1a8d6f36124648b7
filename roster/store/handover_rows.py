"""Reliefs at the seats and the signatures under the shifts' logs."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, and_, insert, select, update

from roster.errors import StaleError
from roster.model.handover import Handover, Relief
from roster.store.tables.duty import HANDOVERS, RELIEFS

h, r = HANDOVERS.c, RELIEFS.c


def handover_row(connection: Connection, centre_id: str, day: date, shift: str) -> Handover | None:
    """The signatures of a shift; None before the first."""
    where = and_(h.centre_id == centre_id, h.day == day, h.shift == shift)
    row = connection.execute(select(HANDOVERS).where(where)).first()
    if row is None:
        return None
    return Handover(row.day, row.shift, row.upto, row.digest, row.given_by, row.given_at, row.taken_by, row.taken_at)


def handovers(connection: Connection, centre_id: str, start: date, end: date) -> tuple[Handover, ...]:
    """The hand-overs of the shifts of the days `start` … `end` (inclusive)."""
    where = and_(h.centre_id == centre_id, h.day >= start, h.day <= end)
    query = select(HANDOVERS).where(where).order_by(h.given_at)
    return tuple(
        Handover(row.day, row.shift, row.upto, row.digest, row.given_by, row.given_at, row.taken_by, row.taken_at)
        for row in connection.execute(query)
    )


def give(connection: Connection, centre_id: str, signed: Handover) -> None:
    """Signs for the shift that ends, anew where the other has not signed yet; StaleError where both have."""
    where = and_(h.centre_id == centre_id, h.day == signed.day, h.shift == signed.shift)
    if handover_row(connection, centre_id, signed.day, signed.shift) is None:
        connection.execute(insert(HANDOVERS).values(centre_id=centre_id, **asdict(signed)))
        return
    values = {"upto": signed.upto, "digest": signed.digest, "given_by": signed.given_by, "given_at": signed.given_at}
    again = update(HANDOVERS).where(and_(where, h.taken_at.is_(None))).values(**values)
    if connection.execute(again).rowcount != 1:
        raise StaleError("the hand-over was signed by both meanwhile")


def take(connection: Connection, centre_id: str, signed: Handover, by: str, at: datetime) -> None:
    """Signs for the shift that takes over; StaleError where somebody has, or the first signature is of another log."""
    where = and_(
        h.centre_id == centre_id,
        h.day == signed.day,
        h.shift == signed.shift,
        h.taken_at.is_(None),
        h.given_at == signed.given_at,
    )
    values = {"upto": signed.upto, "digest": signed.digest, "taken_by": by, "taken_at": at}
    if connection.execute(update(HANDOVERS).where(where).values(**values)).rowcount != 1:
        raise StaleError("the hand-over was signed meanwhile")


def reliefs(connection: Connection, centre_id: str, day: date, shift: str) -> tuple[Relief, ...]:
    """The seats of a shift that were handed to somebody, by person."""
    where = and_(r.centre_id == centre_id, r.day == day, r.shift == shift)
    query = select(RELIEFS).where(where).order_by(r.agent_id)
    return tuple(
        Relief(row.agent_id, row.relief, row.relieved_at, row.stayed_minutes, row.by)
        for row in connection.execute(query)
    )


def add_relief(connection: Connection, centre_id: str, day: date, shift: str, relief: Relief) -> None:
    """Writes that a seat was handed to somebody."""
    connection.execute(insert(RELIEFS).values(centre_id=centre_id, day=day, shift=shift, **asdict(relief)))
