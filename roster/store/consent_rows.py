"""Consents as rows: what a draft asks of whom, and each one's word on it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from roster.model.approval import Consent
from roster.store.tables.desk import CONSENTS


def ask(connection: Connection, roster_id: int, consents: Iterable[Consent]) -> None:
    """Writes what a draft asks for."""
    rows = [
        {
            "roster_id": roster_id,
            "agent_id": item.agent_id,
            "day": item.day,
            "before": None if item.before is None else list(item.before),
            "after": None if item.after is None else list(item.after),
            "state": item.state,
        }
        for item in consents
    ]
    if rows:
        connection.execute(insert(CONSENTS), rows)


def asked(connection: Connection, roster_id: int) -> tuple[Consent, ...]:
    """What a draft asks of whom, by day and agent."""
    query = select(CONSENTS).where(CONSENTS.c.roster_id == roster_id).order_by(CONSENTS.c.day, CONSENTS.c.agent_id)
    return tuple(
        Consent(
            row.agent_id,
            row.day,
            tuple(row.before) if row.before else None,
            tuple(row.after) if row.after else None,
            row.state,
        )
        for row in connection.execute(query)
    )


def answer(connection: Connection, roster_id: int, agent_id: str, day: date, state: str) -> bool:
    """Writes somebody's word on a day; False where nothing is asked."""
    where = _of(roster_id, agent_id, day)
    return connection.execute(update(CONSENTS).where(where).values(state=state)).rowcount == 1


def forget(connection: Connection, roster_id: int, agent_id: str, day: date) -> None:
    """Asks for nothing on that day any more."""
    connection.execute(delete(CONSENTS).where(_of(roster_id, agent_id, day)))


def _of(roster_id: int, agent_id: str, day: date) -> ColumnElement[bool]:
    return and_(CONSENTS.c.roster_id == roster_id, CONSENTS.c.agent_id == agent_id, CONSENTS.c.day == day)
