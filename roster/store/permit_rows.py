"""Permits to leave the post."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from roster.errors import NotFoundError
from roster.model import Duty
from roster.model.permit import Permit
from roster.store.tables.desk import PERMITS as T
from roster.text import Text

_ASKED = (T.c.granted_by == "", func.coalesce(T.c.refused_by, "") == "", T.c.lapsed_at.is_(None))


def _permits(connection: Connection, where: ColumnElement[bool]) -> tuple[Permit, ...]:
    query = select(T).where(where).order_by(T.c.start, T.c.agent_id, T.c.permit_id)
    return tuple(
        Permit(
            row.permit_id,
            Duty(row.agent_id, row.day, row.shift, row.job),
            row.start,
            row.end,
            row.granted_by,
            row.reason,
            row.stand_in,
            row.consent,
            row.returned_at,
            row.refused_by or "",
            row.refusal or "",
            row.lapsed_at,
        )
        for row in connection.execute(query)
    )


def permits_of(connection: Connection, centre_id: str, first: date, last: date) -> tuple[Permit, ...]:
    """The permits for duties of the days `first` … `last` (inclusive), by start."""
    return _permits(connection, and_(T.c.centre_id == centre_id, T.c.day >= first, T.c.day <= last))


def permit_row(connection: Connection, centre_id: str, permit_id: str) -> Permit:
    """One permit; NotFoundError without it."""
    permits = _permits(connection, and_(T.c.centre_id == centre_id, T.c.permit_id == permit_id))
    if not permits:
        raise NotFoundError(Text(f"离岗许可 {permit_id}", f"permit {permit_id}"))
    return permits[0]


def centre_of_permit(connection: Connection, permit_id: str) -> str:
    """The centre of a permit; NotFoundError without it."""
    centre_id = connection.execute(select(T.c.centre_id).where(T.c.permit_id == permit_id)).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(permit_id)
    return str(centre_id)


def add_permit(connection: Connection, centre_id: str, permit: Permit) -> None:
    """A new permit."""
    connection.execute(
        insert(T).values(
            permit_id=permit.permit_id,
            centre_id=centre_id,
            agent_id=permit.duty.agent_id,
            day=permit.duty.day,
            shift=permit.duty.shift,
            job=permit.duty.job,
            start=permit.start,
            end=permit.end,
            granted_by=permit.granted_by,
            reason=permit.reason,
            stand_in=permit.stand_in,
            consent=permit.consent,
            returned_at=None,
            refused_by=permit.refused_by,
            refusal=permit.refusal,
            lapsed_at=permit.lapsed_at,
        )
    )


def unanswered(connection: Connection, centre_id: str) -> tuple[Permit, ...]:
    """What was asked and nobody has answered, by start."""
    return _permits(connection, and_(T.c.centre_id == centre_id, *_ASKED))


def put_lapse(connection: Connection, permit_id: str, at: datetime) -> None:
    """Nobody answered before the time was over."""
    connection.execute(update(T).where(T.c.permit_id == permit_id, *_ASKED).values(lapsed_at=at))


def answer_asked(connection: Connection, permit: Permit) -> bool:
    """Who gave or refused what was asked; False where somebody had answered before."""
    asked = and_(T.c.permit_id == permit.permit_id, *_ASKED)
    said = {name: getattr(permit, name) for name in ("granted_by", "consent", "refused_by", "refusal")}
    return connection.execute(update(T).where(asked).values(**said)).rowcount == 1


def put_return(connection: Connection, permit_id: str, at: datetime) -> bool:
    """They are back; False where somebody said so before."""
    where = and_(T.c.permit_id == permit_id, T.c.returned_at.is_(None))
    return connection.execute(update(T).where(where).values(returned_at=at)).rowcount == 1
