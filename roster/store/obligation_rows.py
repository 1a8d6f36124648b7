"""Pay-backs as rows: duties owed in return for a swap, until they are worked or void."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, and_, func, insert, select, update

from roster.model.swap import PayBack
from roster.store.tables.desk import OBLIGATIONS

OWED = "owed"


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
            "state": item.state,
        }
        for item in pay_backs
    ]
    if rows:
        connection.execute(insert(OBLIGATIONS), rows)


def settle(connection: Connection, swap_id: str, debtor: str, state: str) -> int:
    """Ends what somebody owes by a swap; how many pay-backs that were."""
    c = OBLIGATIONS.c
    where = and_(c.swap_id == swap_id, c.state == OWED, c.debtor == debtor)
    return connection.execute(update(OBLIGATIONS).where(where).values(state=state)).rowcount


def pay_backs(connection: Connection, centre_id: str) -> tuple[PayBack, ...]:
    """Every pay-back of the centre, by day."""
    query = select(OBLIGATIONS).where(OBLIGATIONS.c.centre_id == centre_id).order_by(OBLIGATIONS.c.day)
    return tuple(
        PayBack(row.swap_id, row.debtor, row.creditor, row.day, row.shift, row.state)
        for row in connection.execute(query)
    )


def owed_after(connection: Connection, centre_id: str, day: date) -> int:
    """How many pay-backs are owed on later days."""
    c = OBLIGATIONS.c
    where = and_(c.centre_id == centre_id, c.state == OWED, c.day > day)
    return int(connection.execute(select(func.count()).select_from(OBLIGATIONS).where(where)).scalar_one())
