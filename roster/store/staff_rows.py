"""Offices, deputies, and who may report whose sickness."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, select, update

from roster.model.approval import Delegation, Office
from roster.store.tables import desk as t


def office_holders(connection: Connection, centre_id: str, office: Office) -> frozenset[str]:
    """Who holds an office."""
    where = and_(t.OFFICES.c.centre_id == centre_id, t.OFFICES.c.office == office.value)
    return frozenset(connection.execute(select(t.OFFICES.c.person_id).where(where)).scalars())


def set_office(connection: Connection, centre_id: str, person_id: str, office: Office, *, holds: bool) -> None:
    """Gives or takes an office; doing it twice changes nothing."""
    where = and_(
        t.OFFICES.c.centre_id == centre_id,
        t.OFFICES.c.person_id == person_id,
        t.OFFICES.c.office == office.value,
    )
    connection.execute(delete(t.OFFICES).where(where))
    if holds:
        connection.execute(insert(t.OFFICES).values(centre_id=centre_id, person_id=person_id, office=office.value))


def delegations_of(connection: Connection, centre_id: str) -> tuple[Delegation, ...]:
    """Every delegation of a centre."""
    query = select(t.DELEGATIONS).where(t.DELEGATIONS.c.centre_id == centre_id)
    rows = connection.execute(query.order_by(t.DELEGATIONS.c.delegation_id))
    return tuple(Delegation(row.approver, row.deputy, row.start, row.end, row.delegation_id) for row in rows)


def add_delegation(connection: Connection, centre_id: str, item: Delegation) -> int:
    """A deputy named; the delegation's id."""
    named = insert(t.DELEGATIONS).values(
        centre_id=centre_id, approver=item.approver, deputy=item.deputy, start=item.start, end=item.end
    )
    return int(connection.execute(named.returning(t.DELEGATIONS.c.delegation_id)).scalar_one())


def end_delegation(connection: Connection, centre_id: str, delegation_id: int, now: datetime) -> bool:
    """Ends a delegation now; one that has not begun is gone. False where there is none, or it is over."""
    mine = and_(
        t.DELEGATIONS.c.centre_id == centre_id,
        t.DELEGATIONS.c.delegation_id == delegation_id,
        t.DELEGATIONS.c.end > now,
    )
    gone = connection.execute(delete(t.DELEGATIONS).where(mine, t.DELEGATIONS.c.start >= now))
    ended = connection.execute(update(t.DELEGATIONS).where(mine).values(end=now))
    return gone.rowcount + ended.rowcount == 1


def proxies_of(connection: Connection, centre_id: str) -> dict[str, frozenset[str]]:
    """Whom each agent has named to report their sickness."""
    proxies: dict[str, set[str]] = {}
    for row in connection.execute(select(t.PROXIES).where(t.PROXIES.c.centre_id == centre_id)):
        proxies.setdefault(row.agent_id, set()).add(row.proxy)
    return {agent_id: frozenset(proxies) for agent_id, proxies in proxies.items()}


def set_proxies(connection: Connection, centre_id: str, agent_id: str, proxies: Collection[str]) -> None:
    """These, and nobody else, are an agent's."""
    connection.execute(delete(t.PROXIES).where(t.PROXIES.c.centre_id == centre_id, t.PROXIES.c.agent_id == agent_id))
    rows = [{"centre_id": centre_id, "agent_id": agent_id, "proxy": proxy} for proxy in sorted(proxies)]
    if rows:
        connection.execute(insert(t.PROXIES), rows)
