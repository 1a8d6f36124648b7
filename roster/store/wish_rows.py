"""Open swap wishes, each with the duty it is about as it stood when the wish was filed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from roster.errors import NotFoundError, StaleError
from roster.model import Duty
from roster.model.swap_wish import FiledWish, SwapWish
from roster.store.tables.desk import SWAP_WISHES
from roster.text import Text


def _filed(row: Any) -> FiledWish:
    duty = Duty(row.agent_id, row.day, row.shift, row.job)
    wish = SwapWish(row.agent_id, row.day, row.first, row.last, tuple(row.shifts))
    return FiledWish(row.wish_id, wish, duty, row.reason, row.filed_at, row.withdrawn_at)


def _wishes_where(connection: Connection, where: ColumnElement[bool]) -> tuple[FiledWish, ...]:
    query = select(SWAP_WISHES).where(where).order_by(SWAP_WISHES.c.filed_at, SWAP_WISHES.c.wish_id)
    return tuple(_filed(row) for row in connection.execute(query))


def wishes_of_month(connection: Connection, month_id: int) -> tuple[FiledWish, ...]:
    """Every wish about a duty of the month, in the order of filing."""
    return _wishes_where(connection, SWAP_WISHES.c.month_id == month_id)


def wish_row(connection: Connection, centre_id: str, wish_id: str) -> FiledWish:
    """One wish; NotFoundError without it."""
    wishes = _wishes_where(connection, and_(SWAP_WISHES.c.wish_id == wish_id, SWAP_WISHES.c.centre_id == centre_id))
    if not wishes:
        raise NotFoundError(Text(f"换班愿望 {wish_id}", f"wish {wish_id}"))
    return wishes[0]


def centre_of_wish(connection: Connection, wish_id: str) -> str:
    """The centre of a wish; NotFoundError without it."""
    query = select(SWAP_WISHES.c.centre_id).where(SWAP_WISHES.c.wish_id == wish_id)
    centre_id = connection.execute(query).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(wish_id)
    return str(centre_id)


def add_wish(connection: Connection, centre_id: str, month_id: int, filed: FiledWish) -> None:
    """A new wish."""
    wish, duty = filed.wish, filed.duty
    connection.execute(
        insert(SWAP_WISHES).values(
            wish_id=filed.wish_id,
            centre_id=centre_id,
            month_id=month_id,
            agent_id=wish.agent_id,
            day=wish.day,
            shift=duty.shift,
            job=duty.job,
            first=wish.first,
            last=wish.last,
            shifts=list(wish.shifts),
            reason=filed.reason,
            filed_at=filed.filed_at,
        )
    )


def withdraw(connection: Connection, wish_id: str, at: datetime) -> None:
    """Marks a wish withdrawn; StaleError where it was already."""
    where = and_(SWAP_WISHES.c.wish_id == wish_id, SWAP_WISHES.c.withdrawn_at.is_(None))
    if connection.execute(update(SWAP_WISHES).where(where).values(withdrawn_at=at)).rowcount != 1:
        raise StaleError("the wish was withdrawn meanwhile")
