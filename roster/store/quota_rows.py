"""Places in the monthly quota, taken and given back by compare-and-set; numbers without a gap."""

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from roster.errors import StaleError
from roster.store.tables import desk as t


def take_places(connection: Connection, centre_id: str, month: str, places: dict[str, int], most: int) -> bool:
    """Takes the places of every party, in key order; False where one of them has none left."""
    for agent_id, count in sorted(places.items()):
        _ensure(connection, centre_id, month, agent_id)
        where = and_(_at(centre_id, month, agent_id), t.QUOTAS.c.used + count <= most)
        values = {"used": t.QUOTAS.c.used + count}
        if connection.execute(update(t.QUOTAS).where(where).values(**values)).rowcount != 1:
            return False
    return True


def give_back(connection: Connection, centre_id: str, month: str, places: dict[str, int]) -> None:
    """Releases the places of every party."""
    for agent_id, count in sorted(places.items()):
        where = and_(_at(centre_id, month, agent_id), t.QUOTAS.c.used >= count)
        if connection.execute(update(t.QUOTAS).where(where).values(used=t.QUOTAS.c.used - count)).rowcount != 1:
            raise StaleError("the quota changed meanwhile")


def used_places(connection: Connection, centre_id: str, month: str) -> dict[str, int]:
    """Places held per agent in a month."""
    where = and_(t.QUOTAS.c.centre_id == centre_id, t.QUOTAS.c.month == month)
    query = select(t.QUOTAS.c.agent_id, t.QUOTAS.c.used).where(where)
    return {agent_id: used for agent_id, used in connection.execute(query) if used}


def next_number(connection: Connection, name: str) -> int:
    """The next number of a register, from 1: rolled back with its transaction, so it leaves no gap."""
    counter = t.COUNTERS
    raised = update(counter).where(counter.c.name == name).values(value=counter.c.value + 1).returning(counter.c.value)
    value = connection.execute(raised).scalar()
    if value is None:
        connection.execute(insert(counter).values(name=name, value=1))
        return 1
    return int(value)


def _at(centre_id: str, month: str, agent_id: str) -> ColumnElement[bool]:
    return and_(t.QUOTAS.c.centre_id == centre_id, t.QUOTAS.c.month == month, t.QUOTAS.c.agent_id == agent_id)


def _ensure(connection: Connection, centre_id: str, month: str, agent_id: str) -> None:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as made
    else:
        from sqlalchemy.dialects.sqlite import insert as made  # type: ignore[assignment]
    values = {"centre_id": centre_id, "month": month, "agent_id": agent_id, "used": 0}
    connection.execute(made(t.QUOTAS).values(**values).on_conflict_do_nothing())
