"""Pay-backs as rows: duties owed in return for a swap, until they are worked, re-agreed or waived."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from roster.model.swap import PayBack, PayBackState
from roster.store.tables.desk import OBLIGATIONS


def owe(connection: Connection, centre_id: str, pay_backs: Iterable[PayBack]) -> None:
    """Writes the duties that a swap makes somebody owe."""
    rows = [
        {
            "swap_id": item.swap_id,
            "centre_id": centre_id,
            "debtor": item.debtor,
            "creditor": item.creditor,
            "day": item.day,
            "shift": item.shift,
            "state": item.state.value,
        }
        for item in pay_backs
    ]
    if rows:
        connection.execute(insert(OBLIGATIONS), rows)


def settle(connection: Connection, item: PayBack, state: PayBackState) -> int:
    """Ends one pay-back that is owed; how many that were: none where it was settled meanwhile."""
    where = and_(_row(item), OBLIGATIONS.c.state == PayBackState.OWED.value)
    return connection.execute(update(OBLIGATIONS).where(where).values(state=state.value)).rowcount


def move(connection: Connection, centre_id: str, item: PayBack, day: date, shift: str) -> PayBack:
    """Puts what is owed on another day or shift; the day before is re-agreed, and the new one owed as it was."""
    moved = replace(item, day=day, shift=shift, state=PayBackState.OWED)
    if day != item.day:
        settle(connection, item, PayBackState.AGREED)
    # Of the same day, or a day that it was on before, there is a row already.
    known = update(OBLIGATIONS).where(_row(moved)).values(shift=shift, state=PayBackState.OWED.value)
    if connection.execute(known).rowcount == 0:
        owe(connection, centre_id, (moved,))
    return moved


def owe_again(connection: Connection, centre_id: str, debtor: str, day: date) -> int:
    """What was taken for worked on a day is owed after all: its debtor did not come."""
    c = OBLIGATIONS.c
    where = and_(c.centre_id == centre_id, c.debtor == debtor, c.day == day, c.state == PayBackState.WORKED.value)
    return connection.execute(update(OBLIGATIONS).where(where).values(state=PayBackState.OWED.value)).rowcount


def owed(connection: Connection, centre_id: str) -> tuple[PayBack, ...]:
    """The pay-backs that are owed still, by day."""
    return tuple(item for item in pay_backs(connection, centre_id) if item.state is PayBackState.OWED)


def _row(item: PayBack) -> ColumnElement[bool]:
    c = OBLIGATIONS.c
    return and_(c.swap_id == item.swap_id, c.debtor == item.debtor, c.day == item.day)


def pay_backs(connection: Connection, centre_id: str) -> tuple[PayBack, ...]:
    """Every pay-back of the centre, by day."""
    query = select(OBLIGATIONS).where(OBLIGATIONS.c.centre_id == centre_id).order_by(OBLIGATIONS.c.day)
    return tuple(
        PayBack(row.swap_id, row.debtor, row.creditor, row.day, row.shift, PayBackState(row.state))
        for row in connection.execute(query)
    )


def owed_after(connection: Connection, centre_id: str, day: date) -> int:
    """How many pay-backs are owed on later days."""
    c = OBLIGATIONS.c
    where = and_(c.centre_id == centre_id, c.state == PayBackState.OWED.value, c.day > day)
    return int(connection.execute(select(func.count()).select_from(OBLIGATIONS).where(where)).scalar_one())
